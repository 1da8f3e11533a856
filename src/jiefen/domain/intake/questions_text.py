"""A questionnaire from its text: all problems at once, each with its place and its remedy."""

from __future__ import annotations

from collections.abc import Mapping

from jiefen.domain.intake.questionnaire import (
    END,
    AnswerType,
    Branch,
    Question,
    Questionnaire,
    QuestionOption,
)
from jiefen.domain.intake.questions_paths import path_problems
from jiefen.domain.intake.text_table import TextProblem, TextTable

MOST_QUESTIONS, MOST_OPTIONS = 40, 20
HEAD, QUESTION = "questionnaire", "question"


def read_questionnaire(table: Mapping[str, object]) -> tuple[Questionnaire | None, list[TextProblem]]:
    """The questionnaire of a text, or what is wrong with it. Other tables of the same text are the caller's."""
    problems: list[TextProblem] = []
    head = TextTable(table.get(HEAD), table=HEAD, at=0, problems=problems)
    name, title = head.code("id"), head.sentences("title")
    version, since = head.whole("version", low=1, high=10_000), head.day("since")
    most = head.whole("most", low=1, high=MOST_QUESTIONS)
    head.close()
    rows = table.get(QUESTION)
    questions = tuple(
        _question(TextTable(row, table=QUESTION, at=at, problems=problems))
        for at, row in enumerate(rows if isinstance(rows, list) else [])
    )
    if not questions:
        problems.append(TextProblem(HEAD, 0, name, QUESTION, "一个问题也没有，请至少写一个 [[question]]。"))
    problems.extend(_references(questions))
    if problems:
        return None, problems
    longest, problems = path_problems(questions)
    if longest > most:
        head.refuse("most", f"最长的一条路有 {longest} 问，超过 {most} 问，请减少问题。")
        problems.extend(head.problems)
    if problems:
        return None, problems
    return Questionnaire(name, title, version, since, questions, longest), []


def _question(row: TextTable) -> Question:
    type_name = row.text("type", longest=20)
    if type_name not in list(AnswerType):
        row.refuse("type", f"没有“{type_name}”这种答案，请改为：{'、'.join(AnswerType)}。")
    kind = AnswerType(type_name) if type_name in list(AnswerType) else AnswerType.TEXT
    question = Question(
        id=row.code("id"),
        type=kind,
        label=row.text("label", longest=16),
        ask=row.sentences("ask"),
        help=row.sentences("help", required=False),
        section=row.text("section", longest=16, required=False),
        required=row.flag("required", default=True),
        options=_options(row, kind=kind),
        limit=row.whole("limit", low=0, high=100_000, default=0),
        branches=tuple(_branch(part, row=row) for part in row.parts("next_if")),
        to=row.text("next", longest=40, required=False),
    )
    row.close()
    if question.id == END:
        row.refuse("id", f"“{END}”留给结尾用，请换一个。")
    return question


def _options(row: TextTable, *, kind: AnswerType) -> tuple[QuestionOption, ...]:
    rows = row.parts("options")
    if kind.has_options and not 2 <= len(rows) <= MOST_OPTIONS:
        row.refuse("options", f"要有 2 到 {MOST_OPTIONS} 个选项，现在 {len(rows)} 个。")
    if rows and not kind.has_options:
        row.refuse("options", f"“{kind}”没有选项；请删去，或者把 type 改成 choice、choices。")
    options = []
    for part in rows:
        options.append(
            QuestionOption(part.code("code"), part.sentences("label"), part.sentences("hint", required=False))
        )
        part.close()
    codes = [option.code for option in options]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        row.refuse("options", f"选项 {code} 写了两次，请留一个。")
    return tuple(options)


def _branch(part: TextTable, *, row: TextTable) -> Branch:
    """`{ when = { danger = ["yes"] }, to = "end" }`."""
    when = part.conditions("when")
    if not when:
        row.refuse("next_if", "没有写条件；不带条件的去处写在 next。")
    branch = Branch(when, part.text("to", longest=40))
    part.close()
    return branch


def _references(questions: tuple[Question, ...]) -> list[TextProblem]:
    """Ids that are not there, and ways that lead back: whoever only ever goes on comes to the end."""
    problems: list[TextProblem] = []
    ids = [question.id for question in questions]
    for at, question in enumerate(questions):

        def refuse(field: str, sentence: str, at: int = at, named: str = question.id) -> None:
            problems.append(TextProblem(QUESTION, at, named, field, sentence))

        if question.id in ids[:at]:
            refuse("id", f"“{question.id}”已经有了，请换一个。")
        for field, to in (("next", question.to), *(("next_if", branch.to) for branch in question.branches)):
            if to and to != END and to not in ids:
                refuse(field, f"没有“{to}”这个问题；请改成已有的问题，或者 {END}。")
            elif to and to != END and to not in ids[at + 1 :]:
                refuse(field, f"“{to}”在这一问之前，会绕圈；只能去后面的问题。")
        for name, codes in (pair for branch in question.branches for pair in branch.when):
            asked = next((row for row in questions[: at + 1] if row.id == name), None)
            if asked is None or not asked.type.has_options:
                refuse("next_if", f"“{name}”不是这一问或者前面的选择题，不能作条件。")
                continue
            for code in codes:
                if asked.option(code) is None:
                    refuse("next_if", f"“{name}”没有“{code}”这个选项，请改。")
    return problems
