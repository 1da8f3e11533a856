"""Answers to a questionnaire: each is read by the one reader of its kind, and the path of questions follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiefen.domain.common.errors import Invalid
from jiefen.domain.common.fold import encodable
from jiefen.domain.common.identity import normalise_id
from jiefen.domain.common.moments import plain_day
from jiefen.domain.common.papers import paper_of, paper_problem
from jiefen.domain.common.phones import normalise_phone, phone_problem
from jiefen.domain.common.reading import Reading
from jiefen.domain.intake.questionnaire import END, AnswerType, Question, Questionnaire

Typed = Mapping[str, tuple[str, ...]]  # by id of the question; an empty tuple: passed over
Value = str | int | Decimal | date | tuple[str, ...] | None
SKIPPED = "没有填"
LIMITS = {AnswerType.TEXT: 200, AnswerType.LONG: 5_000, AnswerType.NAME: 120, AnswerType.NUMBER: 100_000,
          AnswerType.FILES: 20}  # fmt: skip


@dataclass(frozen=True)
class AnswerFacts:
    """What a reader has to know: the day it is, and the places there are by code."""

    today: date
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class GivenAnswer:
    """`typed` as it came; `value` as it was read; `shown` as the page of all answers says it."""

    question: Question
    typed: tuple[str, ...]
    value: Value
    shown: str

    @property
    def codes(self) -> tuple[str, ...]:
        """The options that were chosen."""
        return self.typed if self.question.type.has_options else ()


@dataclass(frozen=True)
class Walk:
    """The path for what was typed. `answers`: those that count, in the order of the path. `waiting`: the question on which
    the path stands, because it is open or what was typed cannot be read; None at the end.
    """

    questionnaire: Questionnaire
    facts: AnswerFacts
    answers: Mapping[str, GivenAnswer]
    waiting: Question | None

    @property
    def path(self) -> tuple[Question, ...]:
        answered = tuple(answer.question for answer in self.answers.values())
        return answered if self.waiting is None else (*answered, self.waiting)

    def at(self, question_id: str) -> Question | None:
        """The question of this id, if the path comes by it; otherwise the one that is waiting."""
        return next((question for question in self.path if question.id == question_id), self.waiting)

    def before(self, question: Question | None) -> Question | None:
        """The question before this one on the path; before the end (None) the last one."""
        earlier = self.path[: self.path.index(question)] if question in self.path else self.path
        return earlier[-1] if earlier else None

    def after(self, question: Question) -> Question | None:
        """The question after this one; None at the end of the path."""
        later = self.path[self.path.index(question) + 1 :]
        return later[0] if later else None

    def place_of(self, question: Question) -> int:
        """Which question of the path it is, from 1."""
        return self.path.index(question) + 1


@dataclass(frozen=True)
class AnswerRow:
    """A row of the page of all answers."""

    id: str
    section: str
    label: str
    shown: str
    skipped: bool


def walk(questionnaire: Questionnaire, *, typed: Typed, facts: AnswerFacts) -> Walk:
    """Ends always: a question leads only to a later one."""
    answers: dict[str, GivenAnswer] = {}
    question: Question | None = questionnaire.first
    while question is not None:
        if question.id not in typed:
            return Walk(questionnaire, facts, answers, question)
        try:
            answers[question.id] = read_answer(question, typed=typed[question.id], facts=facts)
        except Invalid:
            return Walk(questionnaire, facts, answers, question)
        to = question.following({name: answer.codes for name, answer in answers.items()})
        question = None if to == END else questionnaire.question(to)
    return Walk(questionnaire, facts, answers, None)


def answer_rows(walked: Walk) -> tuple[AnswerRow, ...]:
    return tuple(
        AnswerRow(name, row.question.section, row.question.label, row.shown, skipped=row.value is None)
        for name, row in walked.answers.items()
    )


def read_answer(question: Question, *, typed: tuple[str, ...], facts: AnswerFacts) -> GivenAnswer:
    """Raises Invalid with one sentence, under the id of the question."""
    texts = tuple(plain for text in typed if (plain := encodable(text).strip()))
    if not texts:
        if question.required:
            raise _refused(question, _missing(question))
        return GivenAnswer(question, (), None, SKIPPED)
    if question.type.has_options:
        return _chosen(question, codes=tuple(dict.fromkeys(texts)))
    if question.type is AnswerType.FILES:
        return _files(question, names=tuple(dict.fromkeys(texts)))
    if len(texts) > 1:
        raise _refused(question, f"{question.label}只能填一个，请留一个。")
    value, shown = _one(question, text=texts[0], facts=facts)
    return GivenAnswer(question, typed, value, shown)


def _missing(question: Question) -> str:
    if question.type.has_options or question.type is AnswerType.PLACE:
        return f"请选择{question.label}。"
    if question.type is AnswerType.FILES:
        return f"请至少添加一份{question.label}。"
    return f"请填写{question.label}。"


def _chosen(question: Question, *, codes: tuple[str, ...]) -> GivenAnswer:
    labels = [option.label for code in codes if (option := question.option(code))]
    if len(labels) < len(codes):
        raise _refused(question, f"{question.label}请从列出的选项里选。")
    if question.type is AnswerType.CHOICES:
        return GivenAnswer(question, codes, codes, "、".join(labels))
    if len(codes) > 1:
        raise _refused(question, f"{question.label}只能选一个。")
    return GivenAnswer(question, codes, codes[0], labels[0])


def _files(question: Question, *, names: tuple[str, ...]) -> GivenAnswer:
    most = question.limit or LIMITS[AnswerType.FILES]
    if len(names) > most:
        raise _refused(question, f"{question.label}最多 {most} 份，请删去 {len(names) - most} 份。")
    return GivenAnswer(question, names, names, f"{len(names)} 份")


def _one(question: Question, *, text: str, facts: AnswerFacts) -> tuple[Value, str]:
    name, label, kind = question.id, question.label, question.type
    if kind is AnswerType.PLACE:
        if text not in facts.places:
            raise _refused(question, f"{label}请从列出的地方里选。")
        return text, facts.places[text]
    if kind in (AnswerType.PHONE, AnswerType.IDENTITY):
        return _checked(question, text=text, today=facts.today)
    reading = Reading({name: text})
    value = _plain(question, reading=reading, today=facts.today)
    if reading.problems:
        raise _refused(question, reading.problems[name])
    return value, _shown(value)


def _plain(question: Question, *, reading: Reading, today: date) -> str | int | Decimal | date | None:
    name, label, kind = question.id, question.label, question.type
    limit = question.limit or LIMITS.get(kind, 0)
    if kind is AnswerType.MONEY:
        return reading.money(name, label=label)
    if kind is AnswerType.DATE:
        return reading.day(name, today=today, label=label)
    if kind is AnswerType.NUMBER:
        return reading.whole(name, default=0, low=1, high=limit, label=label)
    return reading.text(name, limit=limit, label=label)


def _checked(question: Question, *, text: str, today: date) -> tuple[str, str]:
    """A telephone or identity number, by the readers that the window uses."""
    if question.type is AnswerType.PHONE:
        problem, number = phone_problem(text), normalise_phone(text)
    else:
        number = normalise_id(text)
        problem = paper_problem(paper_of(number), number=text, today=today)
    if problem:
        raise _refused(question, problem)
    return number, number


def _shown(value: str | int | Decimal | date | None) -> str:
    if isinstance(value, Decimal):
        return f"{value:,.2f} 元"
    return plain_day(value) if isinstance(value, date) else str(value)


def _refused(question: Question, sentence: str) -> Invalid:
    return Invalid(fields={question.id: sentence})
