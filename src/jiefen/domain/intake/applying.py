"""An application 网上申请: from the answers of a citizen to what the window would have registered."""

from __future__ import annotations

from datetime import date, timedelta

from jiefen.domain.common.errors import Invalid
from jiefen.domain.common.kinds import KINDS
from jiefen.domain.common.words import Channel, Flag
from jiefen.domain.intake.answers import Walk
from jiefen.domain.intake.fields import API_NAMES, MOST_RESPONDENTS, PARTY_FIELD_BY_NAME, SIDES, Registration
from jiefen.domain.intake.questionnaire import Questionnaire
from jiefen.domain.intake.registration import read

KEPT = timedelta(days=14)  # since somebody last went on with it
# Questions that are no field of a registration.
DANGER, WHOSE, RESPONDENTS, FILES = "danger", "whose", "respondents", "files"
ASIDE = frozenset({DANGER, WHOSE, RESPONDENTS, FILES})
IN_DANGER = "yes"
NOBODY = "请写对方的姓名或者单位全称。"


def unregistered(questionnaire: Questionnaire) -> list[str]:
    """Ids of the questions whose answer would go nowhere, and codes of kinds of dispute that there are not."""
    ids = [question.id for question in questionnaire.questions]
    kind = questionnaire.question("kind")
    codes = [option.code for option in kind.options] if kind else []
    return [name for name in ids if name not in ASIDE and name not in API_NAMES] + [
        code for code in codes if code not in KINDS
    ]


def registration_of(walked: Walk, *, today: date) -> Registration:
    """What is registered at the end of the path. Raises Invalid under the id of the question to mend."""
    typed = {name: answer.typed[0] for name, answer in walked.answers.items() if answer.typed}
    fields = {name: text for name, text in typed.items() if name not in ASIDE}
    fields |= {"channel": Channel.ONLINE.value, **_respondents(typed.get(RESPONDENTS, ""))}
    flags = [Flag.VIOLENCE.value] if typed.get(DANGER) == IN_DANGER else []
    try:
        return read(fields, today=today, flags=flags)
    except Invalid as refused:
        problems = {_question_of(name, walked=walked): text for name, text in refused.fields.items()}
        raise Invalid(fields=problems) from None


def respondents_problem(text: str) -> str:
    """What is wrong with the names of the other side, one a line; empty when they can be registered."""
    names = _names(text)
    if not names:
        return NOBODY
    if len(names) > MOST_RESPONDENTS:
        return f"最多写 {MOST_RESPONDENTS} 个，现在有 {len(names)} 个；其余的写在事情经过里。"
    limit = PARTY_FIELD_BY_NAME["name"].limit
    long = next((name for name in names if len(name) > limit), "")
    return f"“{long[:12]}…”太长了，请写姓名或者单位全称，一行一个。" if long else ""


def _names(text: str) -> list[str]:
    return [name for line in text.splitlines() if (name := line.strip())]


def _respondents(text: str) -> dict[str, str]:
    sides = [side for side in SIDES if side.startswith("respondent")]
    return {f"{side}_name": name for side, name in zip(sides, _names(text), strict=False)}


def _question_of(field: str, *, walked: Walk) -> str:
    """The question under which a refused field is told."""
    if field in walked.answers:
        return field
    return RESPONDENTS if field.startswith("respondent") else next(iter(walked.answers))
