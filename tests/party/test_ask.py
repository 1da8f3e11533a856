"""Asking first: at most six pages, danger before everything, and nothing of it kept anywhere."""

from __future__ import annotations

import logging
import re
from datetime import date
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from who_asks import Citizen

from jiefen.domain.intake.answers import AnswerFacts, walk
from jiefen.portal.ask import BEFORE
from jiefen.profiles.questionnaires import guide, questionnaire, read, text_of
from jiefen.reports.party import asking
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database
ASK = questionnaire("ask")
WAGES = {"danger": "no", "words": "老板拖欠工资三个月", "kind": "labour", "job": "left"}
SECRET = "王小二欠我三十八万整"


@pytest.fixture
def citizen(world: Qinghe) -> Citizen:
    return Citizen()


def test_danger_is_asked_first_and_leads_past_everything_else_to_safety(citizen: Citizen) -> None:
    citizen.open()
    assert citizen.at == "danger"
    citizen.answer("home")
    assert citizen.at == "result"
    for word in ("tel:110", "tel:12338", "人身安全保护令", "《反家庭暴力法》第二十三条", "马上离开"):
        assert word in citizen.html
    assert citizen.html.index("马上离开") < citizen.html.index("先保证安全</h1>")
    for word in ("可以怎么办", "带什么", "归谁管", "来不来调解"):
        assert word not in citizen.html


def test_whoever_cannot_say_whether_there_is_danger_goes_on_and_reads_about_safety_besides(
    citizen: Citizen,
) -> None:
    citizen.go_through({"danger": "unsure", "kind": "loan"})
    assert citizen.html.index("要是有危险") < citizen.html.index("可以怎么办")


def test_six_pages_lead_from_unpaid_wages_to_ways_papers_limits_and_sources(citizen: Citizen) -> None:
    citizen.open()
    pages = 0
    while citizen.at != "result":
        citizen.answer((WAGES | {"since": "2026-11-02", "asked": ""}).get(citizen.at))
        pages += 1
    assert pages == 6
    for word in (
        "工资、工作、工伤", "申请劳动仲裁", "到法院起诉", "劳动合同、工资条", "劳动仲裁时效：1 年",
        "从 <span class=\"num\">2026 年 11 月 2 日</span> 起算", "《劳动争议调解仲裁法》第二十七条", "还在职时欠的工资",
        "说明第 <span class=\"num\">1</span> 版",
    ):  # fmt: skip
        assert word in citizen.html, word


def test_asking_for_it_makes_the_limit_run_anew_only_while_it_runs(citizen: Citizen) -> None:
    loan = {"danger": "no", "kind": "loan"}
    citizen.go_through(loan | {"since": "2022-03-01", "asked": "2024-05-06"})
    assert "2024 年 5 月 6 日</span> 提过，从那天重新算" in citizen.html
    assert "还在期限内" in citizen.html
    citizen.go_through(loan | {"since": "2020-03-01", "asked": "2024-05-06"})
    assert '从 <span class="num">2020 年 3 月 1 日</span> 起算' in citizen.html
    assert "推算已过" in citizen.html
    assert "按您填的日期推算，期限已过。" in citizen.html
    assert "不必等调解有结果，任何时候都可以到人民法院立案窗口起诉" in citizen.html, "a court is never closed"


def test_ones_own_words_bring_the_likely_kinds_first_with_the_reason_and_choose_nothing(
    citizen: Citizen,
) -> None:
    citizen.open()
    citizen.answer("no")
    citizen.answer("房东不退押金，说墙面脏了")
    first = re.findall(r'name="q-kind" value="([a-z]+)"', citizen.html)[0]
    assert first == "house"
    assert "您写了“房东”“押金”" in citizen.html
    assert "checked" not in citizen.html
    assert len(re.findall(r'name="q-kind"', citizen.html)) == len(guide("ask").results)


def test_the_front_page_takes_the_words_along_and_danger_still_comes_first(citizen: Citizen) -> None:
    assert 'name="q-words"' in citizen.client.get("/").content.decode()
    citizen.read(citizen.client.post("/ask", {"q-words": "邻居装修漏水"}))
    assert citizen.at == "danger"
    citizen.answer("no")
    assert citizen.at == "kind" or "邻居装修漏水" in citizen.html


def test_going_back_keeps_everything_and_a_change_returns_to_the_result(citizen: Citizen) -> None:
    citizen.go_through(WAGES | {"since": "2026-11-02"})
    citizen.answer(go="back")
    assert citizen.at == "asked"
    citizen.answer(go="back")
    assert 'value="2026-11-02"' in citizen.html
    citizen.answer()
    citizen.answer()
    assert citizen.at == "result"
    citizen.answer(go="to:job")
    assert citizen.at == "job"
    assert "改好了" in citizen.html
    citizen.answer("on")
    assert citizen.at == "result"
    assert "老板拖欠工资三个月" in citizen.html


def test_a_change_that_opens_another_question_asks_it_and_loses_nothing(citizen: Citizen) -> None:
    citizen.go_through(WAGES | {"since": "2026-11-02"})
    citizen.answer(go="to:kind")
    citizen.answer("land")
    assert citizen.at == "land"
    citizen.answer("title")
    assert citizen.at == "since"
    citizen.answer(go="back")
    citizen.answer(go="back")
    citizen.answer("labour")
    assert re.search(r'value="left"[^>]*checked', citizen.html, re.DOTALL)


def test_the_size_of_type_changes_without_losing_what_was_typed(citizen: Citizen) -> None:
    citizen.open()
    citizen.answer("no")
    sent = citizen.fields() | {"q-words": ["写了一半"], "go": ["stay"]}
    citizen.read(citizen.client.post("/ask?elder=1", sent))
    assert 'data-elder="on"' in citizen.html
    assert "写了一半</textarea>" in citizen.html
    citizen.open()
    citizen.answer("no")
    citizen.read(citizen.client.post("/ask?elder=more", citizen.fields() | {"go": ["stay"]}))
    assert citizen.at == "words", "a page that was left open stays open"


def test_nothing_chosen_is_said_on_top_and_beside_the_question(citizen: Citizen) -> None:
    citizen.open()
    assert citizen.answer() == 422
    assert citizen.html.count("请选择有没有危险。") == 2
    assert 'href="#id_q-danger"' in citizen.html
    assert 'id="id_q-danger"' in citizen.html
    assert "<title>\n      错误：先问一问" in citizen.html
    assert citizen.answer("no") == 200


def test_options_that_may_be_left_alone_are_passed_over(
    citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = text_of("ask").replace('label = "还在不在做"', 'label = "还在不在做"\nrequired = false')
    monkeypatch.setattr(asking, "questionnaire", lambda name: read(text))
    citizen.open()
    for answer in ("no", "", "labour"):
        citizen.answer(answer)
    assert citizen.at == "job"
    citizen.answer()
    assert citizen.at == "since"


def test_a_day_that_cannot_be_read_comes_back_with_what_to_write(citizen: Citizen) -> None:
    citizen.open()
    for text in ("no", "", "loan"):
        citizen.answer(text)
    assert citizen.answer("去年冬天") == 422
    assert "请按 2026-10-18 的样子填写" in citizen.html
    assert citizen.answer(go="back") == 200, "a wrong day stops nobody from going back"


def test_nothing_is_left_in_the_database_the_log_the_address_or_the_cookies(
    citizen: Citizen, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        citizen.go_through(WAGES | {"words": SECRET, "since": "2026-11-02"})
        citizen.read(citizen.client.post("/ask", citizen.fields() | {"go": ["to:words"]}))
    written = [row["sql"] for row in queries if re.match("INSERT|UPDATE|DELETE", row["sql"])]
    assert written == []
    assert not Session.objects.exists()
    assert SECRET in citizen.html, "the form alone carries it"
    assert [
        record
        for record in caplog.records
        if SECRET in str(vars(record)) or "2026-11-02" in str(vars(record))
    ] == []
    assert set(citizen.client.cookies) <= {"csrftoken", "__Host-csrftoken"}
    assert 'method="post"' in citizen.html


def test_answers_in_the_address_are_nobodys_answers(citizen: Citizen) -> None:
    citizen.read(citizen.client.get("/ask", {"q-danger": "no", "q-words": SECRET, "at": "danger"}))
    assert citizen.at == "danger"
    assert SECRET not in citizen.html


@pytest.mark.parametrize(
    "sent",
    [
        {"at": "nothing"}, {"at": "since"}, {"go": "to:nothing"}, {"go": "back"}, {"at": "danger", "q-danger": "all"},
        {"at": "kind", "q-kind": "loan"}, {"q-danger": ["no", "now"]}, {"q-words": "\x00" * 9_000, "at": "words"},
        {"at": "danger", "q-danger": "no", "q-kind": ["loan"] * 40, "q-since": "9" * 9_000},
    ],
)  # fmt: skip
def test_whatever_is_sent_there_is_a_question_to_answer(citizen: Citizen, sent: dict[str, Any]) -> None:
    assert citizen.read(citizen.client.post("/ask", sent)) in (200, 422)
    assert citizen.at in ("danger", "words")


def test_every_page_and_every_result_has_a_person_a_way_out_and_no_door_shut(citizen: Citizen) -> None:
    """Every end of the questionnaire, by the page itself: the telephone, leaving, and the court where a claim can go there."""
    for answers in every_end():
        citizen.read(citizen.client.post("/ask", {BEFORE + name: text for name, text in answers.items()}))
        assert citizen.at == "result", answers
        assert "打中心电话" in citizen.html
        assert "马上离开" in citizen.html
        if answers["danger"] == "no":
            assert "到法院起诉" in citizen.html, answers
            assert "《人民调解法》第三条" in citizen.html


def every_end() -> list[dict[str, str]]:
    ends: list[dict[str, str]] = []
    todo: list[dict[str, str]] = [{}]
    while todo:
        answers = todo.pop()
        typed = {name: (text,) for name, text in answers.items()}
        waiting = walk(ASK, typed=typed, facts=AnswerFacts(date(2026, 12, 1))).waiting
        if waiting is None:
            ends.append(answers)
            continue
        texts = [option.code for option in waiting.options] or [
            "",
            *(["2026-11-02"] if waiting.type == "date" else []),
        ]
        todo.extend(answers | {waiting.id: text} for text in texts)
    assert len(ends) > 80
    return ends
