"""Random walks through a questionnaire: forward, back, change, leave open. Nothing is lost and nothing is invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.domain.common.errors import Invalid
from jiefen.domain.intake.answers import AnswerFacts, Typed, answer_rows, read_answer, walk
from jiefen.domain.intake.questionnaire import AnswerType, Question, Questionnaire
from jiefen.profiles.questionnaires import questionnaire, read

FACTS = AnswerFacts(date(2026, 12, 1), {"330999101": "云溪镇"})
TYPED = {
    AnswerType.TEXT: ["押金", "  两间房  ", ""],
    AnswerType.LONG: ["房东不退押金。\n说了三次。", "\u200b", ""],
    AnswerType.NUMBER: ["3", "三十", "-1", ""],
    AnswerType.MONEY: ["8,600.50", "3.5万", "几百", ""],
    AnswerType.DATE: ["2026-11-30", "2026年2月30日", "2027-01-01", ""],
    AnswerType.PHONE: ["138 0000 0000", "12345", "1380000", ""],
    AnswerType.NAME: ["张三", "阿依努尔·艾合买提", ""],
    AnswerType.IDENTITY: ["11010519491231002x", "110105194912310021", ""],
    AnswerType.PLACE: ["330999101", "330999999", ""],
    AnswerType.FILES: ["a1", "b2", ""],
}
APPLY = """
[questionnaire]
id = "long"
title = "长问卷"
version = 1
since = "2026-12-01"
most = 13
""" + "".join(
    f"""
[[question]]
id = "{name}"
type = "{kind}"
label = "{name}"
ask = "{name}？"
required = {required}
{rest}
"""
    for name, kind, required, rest in (
        ("who", "choice", "true", 'options = [{ code = "me", label = "我" }, { code = "kin", label = "家人" }]\n'
         'next_if = [{ when = { who = ["kin"] }, to = "kin" }]\nnext = "name"'),
        ("kin", "choice", "true", 'options = [{ code = "child", label = "孩子" }, { code = "other", label = "别的" }]\n'
         'next = "proof"'),
        ("proof", "files", "true", 'next = "name"'),
        ("name", "name", "true", 'next = "id"'),
        ("id", "identity", "false", 'next = "phone"'),
        ("phone", "phone", "true", 'next = "place"'),
        ("place", "place", "true", 'next = "story"'),
        ("story", "long", "true", 'next = "wanted"'),
        ("wanted", "choices", "false",
         'options = [{ code = "money", label = "还钱" }, { code = "sorry", label = "道歉" }, { code = "x", label = "别的" }]\n'
         'next_if = [{ when = { wanted = ["money"] }, to = "amount" }, '
         '{ when = { wanted = ["x"], kin = ["child"] }, to = "more" }]\nnext = "on"'),
        ("amount", "money", "true", 'next = "on"'),
        ("more", "text", "true", 'next = "people"'),
        ("people", "number", "false", 'next = "on"'),
        ("on", "date", "false", 'next = "end"'),
    )
)  # fmt: skip
BOTH = [questionnaire("ask"), read(APPLY)]


def ways_to_type(question: Question) -> st.SearchStrategy[tuple[str, ...]]:
    if question.type.has_options:
        codes = [option.code for option in question.options]
        return st.lists(st.sampled_from([*codes, "none-of-them"]), max_size=3).map(tuple)
    return st.lists(st.sampled_from(TYPED[question.type]), max_size=2).map(tuple)


def refusal(question: Question, typed: tuple[str, ...]) -> dict[str, str]:
    try:
        read_answer(question, typed=typed, facts=FACTS)
    except Invalid as refused:
        return refused.fields
    return {}


@pytest.mark.parametrize("asked", BOTH, ids=lambda asked: asked.id)
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_nothing_is_lost_and_nothing_invented_on_any_walk(asked: Questionnaire, data: st.DataObject) -> None:
    typed: dict[str, tuple[str, ...]] = {}
    for _ in range(data.draw(st.integers(0, 25))):
        walked = walk(asked, typed=typed, facts=FACTS)
        question = data.draw(
            st.sampled_from(walked.path)
        )  # back to any page that was met, or on to the open one
        typed[question.id] = data.draw(ways_to_type(question))
        check(asked, typed)
    finish(asked, typed)


def check(asked: Questionnaire, typed: dict[str, tuple[str, ...]]) -> None:
    before = dict(typed)
    walked = walk(asked, typed=typed, facts=FACTS)
    assert typed == before, "what was typed stays as it was typed"
    assert len(walked.path) == len(set(walked.path)) <= asked.longest
    for name, answer in walked.answers.items():
        assert answer == read_answer(answer.question, typed=typed[name], facts=FACTS), (
            "only what was typed counts"
        )
    if walked.waiting is not None and walked.waiting.id in typed:
        refused = refusal(walked.waiting, typed[walked.waiting.id])
        assert list(refused) == [walked.waiting.id]
        assert refused[walked.waiting.id].endswith("。")
    places = [asked.questions.index(question) for question in walked.path]
    assert places == sorted(places)
    for earlier, later in zip(walked.path, walked.path[1:], strict=False):
        assert (walked.after(earlier), walked.before(later)) == (later, earlier)
    assert walked.before(walked.path[0]) is None
    assert [row.id for row in answer_rows(walked)] == list(walked.answers)


def finish(asked: Questionnaire, typed: dict[str, tuple[str, ...]]) -> None:
    """Somebody who answers what is open comes to the end, by no more questions than there are."""
    for _ in asked.questions:
        walked = walk(asked, typed=typed, facts=FACTS)
        if walked.waiting is None:
            return
        typed[walked.waiting.id] = good_answer(walked.waiting)
    assert walk(asked, typed=typed, facts=FACTS).waiting is None


def good_answer(question: Question) -> tuple[str, ...]:
    return (question.options[0].code,) if question.options else (TYPED[question.type][0],)


@pytest.mark.parametrize("asked", BOTH, ids=lambda asked: asked.id)
def test_every_question_is_met_by_some_answers(asked: Questionnaire) -> None:
    met: set[str] = set()
    todo: list[Typed] = [{}]
    while todo:
        typed = todo.pop()
        waiting = walk(asked, typed=typed, facts=FACTS).waiting
        if waiting is None:
            continue
        met.add(waiting.id)
        codes = [option.code for option in waiting.options]
        todo.extend(
            {**typed, waiting.id: answer} for answer in [(code,) for code in codes] or [good_answer(waiting)]
        )
    assert met == {question.id for question in asked.questions}


def test_an_answer_off_the_path_is_kept_and_does_not_count_until_the_path_comes_back() -> None:
    asked = read(APPLY)
    typed = {"who": ("kin",), "kin": ("child",), "proof": ("a1",), "name": ("张三",)}
    assert list(walk(asked, typed=typed, facts=FACTS).answers) == ["who", "kin", "proof", "name"]
    typed["who"] = ("me",)
    assert list(walk(asked, typed=typed, facts=FACTS).answers) == ["who", "name"]
    typed["who"] = ("kin",)
    assert walk(asked, typed=typed, facts=FACTS).answers["proof"].value == ("a1",)


def test_a_condition_sees_no_answer_that_is_off_the_path() -> None:
    """Whoever turned out to speak for themself is not sent where the old answer about the kin would lead."""
    asked = read(APPLY)
    typed = {
        "who": ("kin",),
        "kin": ("child",),
        "proof": ("a1",),
        "name": ("张三",),
        "id": (),
        "phone": ("12345",),
    }
    typed |= {"place": ("330999101",), "story": ("漏水",), "wanted": ("x",)}
    assert walk(asked, typed=typed, facts=FACTS).waiting == asked.question("more")
    assert walk(asked, typed=typed | {"who": ("me",)}, facts=FACTS).waiting == asked.question("on")


def test_each_kind_of_answer_is_read_by_the_reader_of_its_kind() -> None:
    def value(kind: str, *typed: str) -> object:
        return read_answer(Question("it", AnswerType(kind), "它", "？"), typed=typed, facts=FACTS).value

    assert value("money", "3.5万") == Decimal("35000.00")
    assert value("date", "2026年11月30日") == date(2026, 11, 30)
    assert value("phone", "138 0000 0000") == "13800000000"
    assert value("identity", "11010519491231002x") == "11010519491231002X"
    assert value("number", "3人") == 3
    assert value("place", "330999101") == "330999101"
    assert value("files", "a1", "a1", "b2") == ("a1", "b2")


def test_what_cannot_be_seen_is_no_answer() -> None:
    question = Question("it", AnswerType.TEXT, "姓名", "？")
    with pytest.raises(Invalid, match="1 处"):
        read_answer(question, typed=("\u200b\u202e",), facts=FACTS)
