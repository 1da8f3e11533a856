"""The lifecycle table against the moves written from the rulebook's prose, and what is said where a verb may not be taken."""

from __future__ import annotations

import pytest

from jiefen.domain.case.lifecycle import VERBS, Verb, clock_rule, landing, next_verbs, permit, verb
from jiefen.domain.common.errors import NotAllowed, RuleError
from jiefen.domain.common.words import State
from kit.transitions import ENDED, MOVES, OPEN

pytestmark = pytest.mark.one_database
REFUSALS = {"return", "object", "refer_up"}
RULED = "本案已由中心裁定承办单位，不能再退；需要别的单位一起办的，可以请求增加协办或组建联合调解组。"


@pytest.mark.parametrize("row", VERBS, ids=lambda row: row.name)
def test_a_verb_leads_from_where_the_prose_says_to_where_it_says(row: Verb) -> None:
    landings = {landing(row, returns=returns) for returns in range(4)}
    if row.name not in MOVES:
        assert landings == {None}, "the case stays where it is"
        return
    assert set(row.come_from) == set(MOVES[row.name])
    assert {str(state) for state in landings} == set.union(*MOVES[row.name].values())


@pytest.mark.parametrize("name", sorted(REFUSALS))
def test_the_first_refusal_goes_where_it_says_and_every_later_one_to_a_ruling(name: str) -> None:
    row = verb(name)
    assert landing(row, returns=0) is row.to
    assert row.to is not State.RULING
    assert {landing(row, returns=returns) for returns in (1, 2, 9)} == {State.RULING}


def test_every_state_offers_exactly_the_verbs_that_come_from_it() -> None:
    assert set(State) == OPEN | ENDED
    for state in State:
        offered = next_verbs(state)
        assert [row.name for row in offered] == [row.name for row in VERBS if state in row.come_from]
        assert {row.name for row in offered if row.name in MOVES} == {
            name for name, moves in MOVES.items() if state in moves
        }
        for row in VERBS:
            if row in offered:
                assert permit(row.name, state=state) is row
            else:
                with pytest.raises(RuleError):
                    permit(row.name, state=state)


def test_a_verb_out_of_turn_is_refused_with_where_the_case_is_and_what_to_do() -> None:
    with pytest.raises(RuleError) as refused:
        permit("close", state=State.HANDLING)
    assert str(refused.value) == "案件现在是“办理中”，不能“办结”。请刷新页面看最新进展。"


def test_nobody_may_refuse_again_what_the_centre_has_ruled() -> None:
    for name in REFUSALS:
        assert permit(name, state=State.ASSIGNED, ruled=False).name == name
        with pytest.raises(NotAllowed) as refused:
            permit(name, state=State.ASSIGNED, ruled=True)
        assert str(refused.value) == RULED
    for name in ("sign", "forward"):
        assert permit(name, state=State.ASSIGNED, ruled=True).name == name


def test_a_verb_that_is_not_there_is_said_to_be_none() -> None:
    with pytest.raises(RuleError) as refused:
        verb("whisper")
    assert str(refused.value) == "没有“whisper”这个办理动作。"


def test_the_limit_of_handling_goes_by_weight_and_every_other_stands_for_itself() -> None:
    told = {weight: clock_rule("C-HANDLE", weight=weight) for weight in ("simple", "larger", "major")}
    assert told == {"simple": "C-SIMPLE", "larger": "C-LARGER", "major": "C-MAJOR"}
    assert {clock_rule("C-SIGN", weight=weight) for weight in told} == {"C-SIGN"}
