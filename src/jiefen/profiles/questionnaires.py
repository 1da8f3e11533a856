"""The questionnaires of the centre and what is told after them: one text each in `questions/` and `guides/`, read and checked
before anybody is asked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from jiefen.domain.intake.guide import Guide
from jiefen.domain.intake.guide_text import read_guide
from jiefen.domain.intake.questionnaire import Questionnaire
from jiefen.domain.intake.questions_text import read_questionnaire
from jiefen.domain.intake.text_table import TextProblem


class QuestionsProblem(Exception):
    """The text cannot be used; every problem is named, one a line, with its place in the text."""


def names() -> list[str]:
    """The questionnaires there are."""
    folder = files("jiefen.profiles").joinpath("questions")
    return sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))


@cache
def questionnaire(name: str) -> Questionnaire:
    """A shipped questionnaire by name. Raises QuestionsProblem."""
    return read(text_of(name))


@cache
def guide(name: str) -> Guide:
    """The shipped guide of a questionnaire by name. Raises QuestionsProblem."""
    return read_for(questionnaire(name), text=text_of(name, folder="guides"))


def text_of(name: str, *, folder: str = "questions") -> str:
    source = files("jiefen.profiles").joinpath(folder, f"{name}.toml")
    if not source.is_file():
        raise QuestionsProblem(f"{folder} 里没有 {name}.toml。")
    return source.read_text(encoding="utf-8")


def read(text: str) -> Questionnaire:
    """A questionnaire from its text. Raises QuestionsProblem."""
    asked, problems = read_questionnaire(table_of(text))
    if asked is None:
        raise QuestionsProblem(sentences(problems, text=text))
    return asked


def read_for(asked: Questionnaire, *, text: str) -> Guide:
    """A guide to the answers of this questionnaire. Raises QuestionsProblem."""
    told, problems = read_guide(table_of(text), questionnaire=asked)
    if told is None:
        raise QuestionsProblem(sentences(problems, text=text))
    return told


def table_of(text: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise QuestionsProblem(f"文字的写法不对：{error}。请对照别的问卷改。") from error


def sentences(problems: Iterable[TextProblem], *, text: str) -> str:
    """Every problem on a line of its own, in the order of the text."""
    placed = sorted(
        ((_line_of(problem, text=text), problem) for problem in problems), key=lambda pair: pair[0]
    )
    return "\n".join(
        f"第 {line} 行，{problem.table} {problem.named or '（没有 id）'}，{problem.field}：{problem.sentence}"
        for line, problem in placed
    )


def _line_of(problem: TextProblem, *, text: str) -> int:
    """Where the table begins; the first line for a table that is not there."""
    heads = [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() in (f"[[{problem.table}]]", f"[{problem.table}]")
    ]
    return heads[problem.at] if problem.at < len(heads) else 1
