"""From asking first to the calculator and to an application: what was answered goes along, within the form."""

from __future__ import annotations

import re
from html import unescape

import pytest
from who_asks import Citizen

from jiefen.store.applications import answers_of
from jiefen.store.models import Application
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database
WAGES = {"danger": "no", "words": "老板拖欠工资三个月", "kind": "labour", "job": "left"}
SECRET = "王小二欠我三十八万整"


@pytest.fixture
def citizen(world: Qinghe) -> Citizen:
    return Citizen()


def test_the_calculator_takes_limit_day_and_words_along_and_gives_them_back(citizen: Citizen) -> None:
    citizen.go_through(WAGES | {"since": "2026-11-02"})
    sent = citizen.fields() | {"rule": ["LB-02"], "since": ["2026-11-02"]}
    assert citizen.read(citizen.client.post("/calculator", sent)) == 200
    assert "2027 年 11 月 2 日 24:00 到期" in citizen.html or "2027 年 11 月 2 日" in citizen.html
    assert "您写的：老板拖欠工资三个月" in citizen.html
    assert '<form method="post" class="stack mt2"' in citizen.html
    back = re.findall(
        r'<textarea hidden name="(q-\w+)">\n(.*?)</textarea>', citizen.html.partition("</form>")[0], re.DOTALL
    )
    citizen.read(citizen.client.post("/ask", {name: unescape(text) for name, text in back}))
    assert citizen.at == "result"
    assert "申请劳动仲裁" in citizen.html


def test_whoever_goes_on_to_apply_finds_their_answers_there_and_only_then_are_they_kept(
    citizen: Citizen,
) -> None:
    citizen.go_through({"danger": "unsure", "words": SECRET, "kind": "loan", "since": "2026-11-02"})
    assert "申请调解</button>" in citizen.html
    assert not Application.objects.exists()
    went = citizen.client.post("/ask/apply", citizen.fields())
    assert went.headers["Location"] == "/apply/q/danger"
    page = citizen.client.get("/apply/q/danger").content.decode()
    assert re.search(r'value="unsure"[^>]*checked', page, re.DOTALL)
    kept = answers_of(Application.objects.get())
    assert kept == {
        "danger": ("unsure",), "kind": ("0804",), "story": (SECRET,), "happened_on": ("2026-11-02",),
    }  # fmt: skip
    citizen.client.post("/ask/apply", {"q-danger": "no", "q-words": "别的话", "q-kind": "labour"})
    assert answers_of(Application.objects.get()) == kept, "what was begun before is not written over"


def test_no_mediation_is_offered_for_what_is_none_and_what_applying_does_not_ask_is_left_behind(
    citizen: Citizen,
) -> None:
    for kind in ("crime", "official", "taking"):
        citizen.go_through({"danger": "no", "kind": kind, "told": "yes"})
        assert "申请调解</button>" not in citizen.html, kind
    citizen.client.post("/ask/apply", {"q-danger": "no", "q-words": "", "q-kind": "business", "q-x": "y"})
    assert answers_of(Application.objects.get()) == {"danger": ("no",)}
