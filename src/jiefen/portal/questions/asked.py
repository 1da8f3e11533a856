"""One question of a questionnaire as a page asks it: the question is the heading, and what was typed stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from jiefen.domain.intake.questionnaire import AnswerType, Question

ANSWER = "answer"  # the name of the field, whatever is asked
_KEYBOARDS = {AnswerType.MONEY: "decimal", AnswerType.NUMBER: "numeric", AnswerType.PHONE: "tel"}


@dataclass(frozen=True)
class ShownOption:
    code: str
    label: str
    hint: str
    chosen: bool


@dataclass(frozen=True)
class QuestionView:
    """`control`: radio, checkbox, select, long, date or text. `groups`: of a select. `problem`: why an answer was not taken."""

    id: str
    ask: str
    help: str
    control: str
    required: bool
    text: str
    options: list[ShownOption]
    groups: Sequence[tuple[str, list[tuple[str, str]]]] = ()
    keyboard: str = ""
    problem: str = ""
    described_by: str = ""


def asked(
    question: Question,
    *,
    typed: tuple[str, ...],
    problem: str = "",
    groups: Sequence[tuple[str, list[tuple[str, str]]]] = (),
) -> QuestionView:
    described = [name for name, there in (("help", question.help), ("problem", problem)) if there]
    return QuestionView(
        id=question.id,
        ask=question.ask,
        help=question.help,
        control=_control(question.type),
        required=question.required,
        text=typed[0] if typed else "",
        options=[ShownOption(one.code, one.label, one.hint, one.code in typed) for one in question.options],
        groups=groups,
        keyboard=_KEYBOARDS.get(question.type, ""),
        problem=problem,
        described_by=" ".join(described),
    )


def typed_in(post: QueryDict) -> tuple[str, ...]:
    """What was sent for the question; an empty tuple for nothing."""
    return tuple(text for text in post.getlist(ANSWER) if text.strip())


def _control(kind: AnswerType) -> str:
    return {
        AnswerType.CHOICE: "radio",
        AnswerType.CHOICES: "checkbox",
        AnswerType.PLACE: "select",
        AnswerType.LONG: "long",
        AnswerType.DATE: "date",
    }.get(kind, "text")
