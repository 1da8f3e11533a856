"""The page of one limit, and the party's own limits on the case page and the party's page: first, and loud in time."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from jiefen.reports.documents import receipt
from jiefen.store.models import Clock, ClockRung, Sighting
from kit.pages import flat
from kit.parties import looking, party_of
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database


def clock_of(number: str, rule: str) -> Clock:
    return Clock.objects.get(case__number=number, rule=rule)


def page_of(world: Qinghe, username: str, number: str, rule: str) -> Any:
    return world.client(username).get(f"/cases/{number}/clocks/{clock_of(number, rule).pk}")


def text_of(answer: Any) -> str:
    """What stands on the page, without tags and runs of blanks."""
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def with_own_limit(world: Qinghe, *, since: str, rule: str = "LB-02", goal: str = "handling") -> str:
    number = world.reach(goal, kind="0701")
    told = {"rule": rule, "since": since, "reason": "仲裁时效，向当事人说明过"}
    world.take("clerk", "own_clock", number, **told)
    return number


@pytest.fixture(autouse=True)
def at_the_time_of_the_world(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests are answered at the moment the county lives in."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.now)


def test_the_page_tells_article_trigger_steps_kind_and_every_day(world: Qinghe) -> None:
    number = world.reach("handling")
    page = page_of(world, "mediator", number, "C-START")
    text = text_of(page)
    for part in (
        "启动办理",
        "3 个工作日",
        "承办单位签收",
        "内部",
        "本系统自定",
        "起算",
        "绿灯",
        "黄灯：将到期",
    ):
        assert part in text
    html = page.content.decode()
    assert '<th scope="col">一</th>' in html
    assert "<caption>2026 年 3 月</caption>" in html
    assert 'class="last"' in html


def test_what_was_not_checked_says_so_and_an_outside_bodys_limit_is_only_watched(world: Qinghe) -> None:
    number = world.reach("started")
    text = text_of(page_of(world, "mediator", number, "RT-01"))
    assert "未核实" in text
    assert "法定" in text


def test_a_pause_stands_with_its_reason_in_words(world: Qinghe) -> None:
    number = world.reach("handling", weight="larger")
    world.take("mediator", "suspend", number, clock="C-LARGER", reason="materials")
    world.later(days=2)
    text = text_of(page_of(world, "mediator", number, "C-LARGER"))
    assert "等待当事人补充材料" in text
    assert "materials" not in text
    assert "尚未恢复" in text
    assert "暂停，不计" in text
    world.take("mediator", "resume", number, clock="C-LARGER")
    text = text_of(page_of(world, "mediator", number, "C-LARGER"))
    assert "materials" not in text
    assert "最后一日" in text


def test_an_extension_stands_with_who_approved_it(world: Qinghe) -> None:
    number = world.reach("started")
    assert "没有延长过" in text_of(page_of(world, "mediator", number, "RT-01"))
    told = {"clock": "RT-01", "reason": "双方都同意再谈一次", "told": "双方书面同意"}
    world.take("reviewer", "extend", number, more="1", **told)
    text = text_of(page_of(world, "mediator", number, "RT-01"))
    assert "延长 1 个月" in text
    assert world.actor("reviewer").name in text


def test_a_look_is_logged_and_who_may_not_read_the_case_finds_nothing(world: Qinghe) -> None:
    number = world.reach("handling")
    other = world.reach("handling", applicant_name="王五")
    clock = clock_of(number, "C-START")
    assert world.client("stranger").get(f"/cases/{number}/clocks/{clock.pk}").status_code == 404
    assert not Sighting.objects.filter(case__number=number).exists()
    assert world.client("mediator").get(f"/cases/{other}/clocks/{clock.pk}").status_code == 404
    page_of(world, "mediator", number, "C-START")
    assert Sighting.objects.filter(case__number=number, user__username="mediator", what="view").count() == 1


def test_the_partys_own_limits_come_first_on_the_case_page_and_link_to_their_page(world: Qinghe) -> None:
    number = with_own_limit(world, since="2025-06-02")
    html = flat(world.client("mediator").get(f"/cases/{number}").content.decode())
    assert html.index("当事人自己的期限") < html.index("办理时限</h2>")
    assert f"/cases/{number}/clocks/{clock_of(number, 'LB-02').pk}" in html
    assert "不足 7 天" not in html


@pytest.mark.parametrize(("days", "alarmed"), [(8, False), (6, True)])
def test_under_seven_days_the_case_page_and_the_page_of_the_limit_raise_the_alarm(
    world: Qinghe, days: int, alarmed: bool
) -> None:
    number = with_own_limit(world, since="2025-06-02")
    due = clock_of(number, "LB-02").due
    assert due is not None
    world.now = due - timedelta(days=days)
    for address in (f"/cases/{number}", f"/cases/{number}/clocks/{clock_of(number, 'LB-02').pk}"):
        text = text_of(world.client("mediator").get(address))
        assert ("不足 7 天" in text) is alarmed
        assert ("劳动人事争议仲裁院" in text) is alarmed


def test_the_ladder_tells_what_was_told_what_is_passed_over_and_what_is_to_come(world: Qinghe) -> None:
    number = with_own_limit(world, since="2025-06-02")
    clock = clock_of(number, "LB-02")
    assert clock.due is not None
    assert text_of(page_of(world, "mediator", number, "LB-02")).count("还没到") == 2
    world.now = clock.due - timedelta(days=6)
    text = text_of(page_of(world, "mediator", number, "LB-02"))
    assert (text.count("即将告知"), text.count("还没到")) == (1, 1)
    ClockRung.objects.create(clock=clock, rung="ended", due=clock.due, at=clock.due)
    text = text_of(page_of(world, "mediator", number, "LB-02"))
    assert "已告知" in text
    assert "由更高一级告知" in text


def test_a_drawing_that_would_contradict_the_stored_date_is_not_shown(world: Qinghe) -> None:
    number = world.reach("handling")
    clock = clock_of(number, "C-START")
    assert clock.due is not None
    Clock.objects.filter(pk=clock.pk).update(due=clock.due + timedelta(days=1))
    text = text_of(page_of(world, "mediator", number, "C-START"))
    assert "不再逐日画出" in text
    assert "图例" not in text


def tracked(world: Qinghe, number: str, name: str = "张三") -> str:
    """The party's page, in a browser that has opened it with their code."""
    return looking(party_of(world, number, name)).get("/t").content.decode()


def test_the_party_sees_their_own_limits_first_and_under_seven_days_what_to_do_where(world: Qinghe) -> None:
    number = with_own_limit(world, since="2025-06-02")
    due = clock_of(number, "LB-02").due
    assert due is not None
    html = tracked(world, number)
    assert html.index("您自己的期限") < html.index("正在办理") < html.index("什么时候有结果")
    assert "不足 7 天" not in html
    assert "/clocks/" not in html, "the staff's address is not the party's"
    world.now = due - timedelta(days=6)
    html = tracked(world, number)
    assert "不足 7 天" in html
    assert "到劳动人事争议仲裁院递交仲裁申请" in html
    assert "快到期" in html


def test_a_way_past_its_limit_is_named_and_not_offered_while_the_court_stays(world: Qinghe) -> None:
    number = with_own_limit(world, since="2024-06-03")
    html = flat(tracked(world, number))
    assert re.search(
        r"<b>申请劳动仲裁</b><span class=\"tag\">期限已过</span><p>按登记的日期推算，期限已过", html
    )
    assert "是否超过由仲裁委员会审查" in html
    assert re.search(r"<b>到法院起诉</b><p>劳动争议一般先申请仲裁", html)
    assert "现在已经超过期限" not in html, "the party's own limit is not when we answer"


def test_a_limit_that_can_still_be_kept_comes_before_one_that_has_passed(world: Qinghe) -> None:
    number = with_own_limit(world, since="2025-03-06")
    told = {"rule": "AR-01", "since": "2025-12-01", "reason": "收到社保决定"}
    world.take("clerk", "own_clock", number, **told)
    for html in (world.client("mediator").get(f"/cases/{number}").content.decode(), tracked(world, number)):
        assert html.index("劳动仲裁时效") < html.index("申请行政复议")
        assert re.search(r"已过 \d+ 天", html)
        assert "逾期 " not in html, "a right that may be lost, not a duty neglected"


def test_the_receipt_prints_the_partys_own_limit_first_but_promises_by_ours(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = with_own_limit(world, since="2025-03-03", goal="registered")
    printed: list[dict[str, Any]] = []
    monkeypatch.setattr(receipt, "fitted", lambda _name, fields, key: printed.append(fields))
    receipt.receipt_pdf(
        world.actor("clerk"), case=world.case(number), form="a4", track_url="/t/", now=world.now
    )
    names = [clock["name"] for clock in printed[0]["clocks"]]
    assert names == ["劳动仲裁时效", "分流"]
    assert printed[0]["next_step_by"] == printed[0]["clocks"][1]["due"]
