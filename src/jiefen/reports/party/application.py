"""A citizen's application as its pages show it: the question that is next, what was answered, what is still missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from jiefen.domain.common.errors import Unseen
from jiefen.domain.intake.answers import AnswerFacts, AnswerRow, Typed, Walk, answer_rows, walk
from jiefen.domain.intake.applying import unregistered
from jiefen.domain.intake.questionnaire import AnswerType, Question, Questionnaire
from jiefen.profiles.questionnaires import QuestionsProblem, questionnaire
from jiefen.reports.common.reference import places, shown_number
from jiefen.reports.documents.receipt import own_receipt
from jiefen.reports.party.progress import party_by_id
from jiefen.store.applications import answers_of, name_of, thumb_of
from jiefen.store.common import vault
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Application, EvidenceFile, Party
from jiefen.store.parties import code_of, first_applicant

Groups = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class OpenApplication:
    """`version`: by which a later change is noticed. `saved`: whether it can be taken up
    elsewhere. `party`: whose it became once it was handed in."""

    pk: int
    version: int
    typed: Typed
    saved: bool
    party: int | None


@dataclass(frozen=True)
class EvidenceLine:
    """`whole`: arrived and kept; of the others `percent` has come. `thumb`: whether there is a small picture."""

    pk: int
    name: str
    size: str
    whole: bool
    percent: int
    thumb: bool


@dataclass(frozen=True)
class Accepted:
    """What an applicant is told once: the number, the code, and who has it now."""

    label: str
    code: str
    holder: str
    phone: str


def text() -> Questionnaire:
    """The centre's own, in which every answer has a place in the registration. Raises QuestionsProblem."""
    asked = questionnaire("apply")
    if lost := unregistered(asked):
        raise QuestionsProblem(f"问卷“{asked.title}”里的 {'、'.join(lost)} 登记不了，请改成登记的项目。")
    return asked


def application_by_id(pk: int | None) -> OpenApplication | None:
    """None for one that is not there any more."""
    row = Application.objects.select_related("secret", "case").filter(pk=pk).first() if pk else None
    if row is None:
        return None
    applicant = first_applicant(row.case) if row.case else None
    return OpenApplication(
        pk=row.pk,
        version=row.version,
        typed=answers_of(row),
        saved=row.code_blind is not None,
        party=applicant.pk if applicant else None,
    )


def walked(typed: Typed, *, today: date) -> Walk:
    return walk(text(), typed=typed, facts=facts(today))


def facts(today: date) -> AnswerFacts:
    return AnswerFacts(today, {code: place.name for code, place in snapshot().places.items()})


def choices_of(question: Question) -> Groups:
    """Places by town, for a question that asks for one."""
    return places() if question.type is AnswerType.PLACE else []


def rows_of(walk_so_far: Walk) -> tuple[AnswerRow, ...]:
    return answer_rows(walk_so_far)


def evidence_of(application: int) -> list[EvidenceLine]:
    rows = EvidenceFile.objects.filter(application=application).select_related("application__secret")
    files = []
    for row in rows.order_by("pk"):
        name = name_of(row, sealing=vault.key_of(row.application.secret))
        percent = row.received * 100 // row.size
        files.append(
            EvidenceLine(row.pk, name, _size(row.size), bool(row.digest), percent, thumb=bool(row.thumb))
        )
    return files


def thumb(application: int, *, pk: int) -> bytes:
    """JPEG of a small picture; empty where there is none."""
    rows = EvidenceFile.objects.filter(application=application, pk=pk).select_related("application__secret")
    row = rows.first()
    return thumb_of(row, sealing=vault.key_of(row.application.secret)) if row else b""


def _size(number: int) -> str:
    return f"{number / 1024 / 1024:.1f} MB" if number >= 1024 * 1024 else f"{max(1, number // 1024)} KB"


def accepted(party: int) -> Accepted | None:
    row = party_by_id(party)
    if row is None:
        return None
    case = row.case
    return Accepted(shown_number(case), code_of(row), case.holder.name, case.holder.phone)


def receipt(party: Party, *, track_url: str, now: datetime) -> bytes:
    """PDF. It holds the tracking code of the first applicant, so nobody else has it. Raises Unseen."""
    if first_applicant(party.case) != party:
        raise Unseen("回执在申请人那里。您可以在办理进度里看到同样的内容。")
    return own_receipt(party.case, track_url=track_url, now=now)
