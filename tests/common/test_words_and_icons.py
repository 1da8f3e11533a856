"""Every state and every verb has words for the parties, and every icon that Python names is in the sprite."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import jiefen.web
from jiefen.domain.case.lifecycle import ENDED, OPEN, VERBS
from jiefen.domain.clocks.limits import party_rules
from jiefen.domain.clocks.remedies import remedies
from jiefen.domain.common.words import PartySide, State, Track
from jiefen.reports.common import party_sentences
from jiefen.web.common.context import MENU
from kit.qinghe import NOW

pytestmark = pytest.mark.one_database

ICONS = Path(jiefen.web.__file__).parent / "static/jf/common/icons.txt"
STAFF_ONLY = ("签收", "分流", "批转", "送审", "归档", "承接", "补正", "指派")


STANDING = party_sentences.Standing(
    state=State.HANDLING, side=PartySide.APPLICANT, unit="县人民调解委员会", person="周敏", by="11 月 3 日 17:00",
    late=False, apart=False, in_force=False,
)  # fmt: skip


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("side", [PartySide.APPLICANT, PartySide.RESPONDENT])
def test_李秋月_reads_what_happens_now_in_plain_words(state: State, side: PartySide) -> None:
    heading, text = party_sentences.now(replace(STANDING, state=state, side=side))
    assert heading
    assert text.endswith("。")
    assert "{" not in text
    assert not [word for word in STAFF_ONLY if word in heading + text]


def test_who_is_late_says_so() -> None:
    _, text = party_sentences.now(replace(STANDING, person="", by="", late=True))
    assert "超过期限" in text
    assert "最迟" not in text


@pytest.mark.parametrize("state", State)
def test_what_the_applicant_said_is_never_called_the_respondents_own(state: State) -> None:
    heading, text = party_sentences.now(replace(STANDING, state=state, side=PartySide.RESPONDENT))
    assert not [words for words in ("您反映", "需要您补充", "您的请求") if words in heading + text]


def test_an_agreement_in_force_is_said_to_be_in_force_and_not_to_be_worked_on() -> None:
    for state in OPEN:
        heading, text = party_sentences.now(replace(STANDING, state=state, in_force=True))
        assert (heading, "正在办理" in text) == ("协议已经生效", False)


def test_after_the_end_the_centre_can_be_asked_again_and_every_other_way_stays_open() -> None:
    for state in State:
        offers = remedies("0602", tried=(), outcome="", limits={}, now=NOW)
        headings = [way.heading for way in party_sentences.ways(state, offers=offers)]
        assert (party_sentences.REOPEN.heading in headings) == (state in ENDED)
        assert {"到法院起诉", "申请仲裁", "依法信访", "问问律师"} <= set(headings)


def test_a_way_fits_on_a_line_of_a_letter_and_one_too_late_is_not_described_as_open() -> None:
    past = {rule.id: NOW - timedelta(days=1) for rule in party_rules()}
    for limits in ({}, past):
        for offer in remedies("1101", tried=tuple(Track), outcome="agreed", limits=limits, now=NOW):
            line = party_sentences.route(offer)
            assert len(line) <= 200
            assert line.startswith(offer.heading)
            assert (offer.text in line) == offer.open


def test_the_line_for_the_parties_carries_the_facts_it_has_and_a_gap_for_the_rest() -> None:
    assert (
        party_sentences.told("dispatch", {"unit": "县人民调解委员会"}, own=False)
        == "交给县人民调解委员会办理"
    )
    assert party_sentences.told("finish", {"track": "人民调解"}, own=False) == "人民调解结束", (
        "an old entry without its outcome"
    )
    assert party_sentences.told("classify", {}, own=False) == ""
    assert party_sentences.told("a verb of tomorrow", {}, own=True) == ""
    assert party_sentences.told("sign_agreement", {}, own=True) == "您签了协议"
    assert party_sentences.told("sign_agreement", {}, own=False) == "一方签了协议"


def test_every_icon_that_python_names_is_drawn() -> None:
    named = {row.icon for row in VERBS} | {icon for _, rows in MENU for _, icon, *_ in rows}
    assert named <= set(ICONS.read_text(encoding="utf-8").split())
