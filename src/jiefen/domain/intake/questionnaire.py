"""A questionnaire 问卷: questions that lead from one to the next, as a versioned text of the centre says.

What was typed is kept by question, whether the question is on the path or not. Only what is on the path counts: changing
an earlier answer loses nothing, and brings nothing back that was not typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

Conditions = tuple[tuple[str, tuple[str, ...]], ...]
END = "end"  # where a path ends; no question may be called so


class AnswerType(StrEnum):
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    PHONE = "phone"
    NAME = "name"
    IDENTITY = "identity"
    PLACE = "place"
    FILES = "files"

    @property
    def has_options(self) -> bool:
        return self in (AnswerType.CHOICE, AnswerType.CHOICES)


@dataclass(frozen=True)
class QuestionOption:
    """`hint`: what stands small beneath it."""

    code: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class Branch:
    """Leads to `to` when every question of `when` was answered by one of its codes at least."""

    when: Conditions
    to: str

    def fits(self, chosen: Mapping[str, tuple[str, ...]]) -> bool:
        return conditions_fit(self.when, chosen=chosen)


@dataclass(frozen=True)
class Question:
    """`label`: its name on the page of all answers. `limit`: most signs of a text, the largest number, most files; 0: as the
    type has it. `to`: where the path goes when no branch fits; empty where the branches take every option.
    """

    id: str
    type: AnswerType
    label: str
    ask: str
    help: str = ""
    section: str = ""
    required: bool = True
    options: tuple[QuestionOption, ...] = ()
    limit: int = 0
    branches: tuple[Branch, ...] = ()
    to: str = ""

    def following(self, chosen: Mapping[str, tuple[str, ...]]) -> str:
        """The id of the question that comes next, `END`, or nothing where the text forgot an option."""
        return next((branch.to for branch in self.branches if branch.fits(chosen)), self.to)

    def option(self, code: str) -> QuestionOption | None:
        return next((option for option in self.options if option.code == code), None)


@dataclass(frozen=True)
class Questionnaire:
    """`since`: the day from which this version holds. `longest`: questions on the longest path."""

    id: str
    title: str
    version: int
    since: date
    questions: tuple[Question, ...]
    longest: int

    @property
    def first(self) -> Question:
        return self.questions[0]

    def question(self, question_id: str) -> Question | None:
        return self._by_id.get(question_id)

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}


def conditions_fit(when: Conditions, *, chosen: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether every question named was answered by one of its codes. No conditions fit everything."""
    return all(set(codes) & set(chosen.get(question, ())) for question, codes in when)
