"""All paths that a questionnaire can take: whether each question is met, each option led on, each condition of use.

Only the answers that a condition asks about tell paths apart, so that they are few; a text with too many is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from jiefen.domain.intake.questionnaire import END, AnswerType, Question
from jiefen.domain.intake.text_table import TextProblem

MOST_STATES = 20_000
MOST_TOLD_APART = 8  # options of one question of which several may be chosen
QUESTION = "question"
Chosen = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass
class _Paths:
    """`asked_about`: by question, the codes that some condition names. `longest`: questions still to come, by state."""

    questions: dict[str, Question]
    asked_about: dict[str, frozenset[str]]
    longest: dict[tuple[str, Chosen], int] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    used: set[tuple[str, int]] = field(default_factory=set)
    left_out: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)


def path_problems(questions: Sequence[Question]) -> tuple[int, list[TextProblem]]:
    """How many questions the longest path has, and what no path makes use of. Ways lead forward only."""
    asked_about = {
        question.id: frozenset(
            code
            for row in questions
            for branch in row.branches
            for name, codes in branch.when
            if name == question.id
            for code in codes
        )
        for question in questions
    }
    for at, question in enumerate(questions):
        if question.type is AnswerType.CHOICES and len(asked_about[question.id]) > MOST_TOLD_APART:
            sentence = f"可多选的问题，条件里最多用 {MOST_TOLD_APART} 个选项，请减少。"
            return 0, [TextProblem(QUESTION, at, question.id, "options", sentence)]
    paths = _Paths({question.id: question for question in questions}, asked_about)
    longest = _longest(paths, questions[0].id, chosen=())
    if len(paths.longest) > MOST_STATES:
        problem = TextProblem(QUESTION, 0, questions[0].id, "next_if", "条件的组合太多，查不完，请减少条件。")
        return longest, [problem]
    return longest, list(_problems(paths, questions=questions))


def _longest(paths: _Paths, question_id: str, *, chosen: Chosen) -> int:
    if question_id == END or len(paths.longest) > MOST_STATES:
        return 0
    if (question_id, chosen) in paths.longest:
        return paths.longest[question_id, chosen]
    question = paths.questions[question_id]
    paths.met.add(question_id)
    longest = 0
    for codes in _ways_to_answer(question, asked_about=paths.asked_about[question_id]):
        then = (*chosen, (question_id, codes)) if paths.asked_about[question_id] else chosen
        fitting = [at for at, branch in enumerate(question.branches) if branch.fits(dict(then))]
        paths.used.update((question_id, at) for at in fitting[:1])
        to = question.following(dict(then))
        if to:
            longest = max(longest, _longest(paths, to, chosen=then))
        else:
            paths.left_out.add((question_id, codes))
    paths.longest[question_id, chosen] = longest + 1
    return longest + 1


def _ways_to_answer(question: Question, *, asked_about: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Options that no condition names lead all the same way: the first of them stands for the others."""
    if not question.required or not question.type.has_options:
        yield ()
    if not question.type.has_options:
        return
    told_apart = [option.code for option in question.options if option.code in asked_about]
    alike = [option.code for option in question.options if option.code not in asked_about][:1]
    codes = told_apart + alike
    most = len(codes) if question.type is AnswerType.CHOICES else 1
    for size in range(1, most + 1):
        yield from combinations(codes, size)


def _problems(paths: _Paths, *, questions: Sequence[Question]) -> Iterator[TextProblem]:
    for at, question in enumerate(questions):
        if question.id not in paths.met:
            yield TextProblem(
                QUESTION, at, question.id, "id", "没有一条路走到这一问；请让前面的问题指向它，或者删去。"
            )
            continue
        for number, branch in enumerate(question.branches):
            if (question.id, number) not in paths.used:
                sentence = f"第 {number + 1} 个条件（去 {branch.to}）永远用不上，请改条件或者删去。"
                yield TextProblem(QUESTION, at, question.id, "next_if", sentence)
        for _, codes in sorted(row for row in paths.left_out if row[0] == question.id):
            answer = "、".join(codes) or "不答"
            yield TextProblem(
                QUESTION, at, question.id, "next", f"答“{answer}”没有去处；请写 next，或者加一个条件。"
            )
