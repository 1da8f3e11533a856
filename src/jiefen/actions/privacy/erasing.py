"""What somebody told us is gone: the key is destroyed, the row is blanked; numbers, digests and history stay.

Texts in the history are sealed under the key of the case or of the party, so the chain still holds when nobody can
read them any more (PIPL 47; trust.md § 3.6). What is readable beside the history is listed here, column by column;
`tests/archive` refuses a table that is neither blanked nor said to hold nothing personal.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import BinaryField, Model

from jiefen.actions.common.case_texts import WORDS, searchable
from jiefen.domain.common.chain import canonical
from jiefen.domain.intake.fields import PARTY_FIELDS
from jiefen.domain.messages.words import DeliveryState
from jiefen.store import models as rows
from jiefen.store.common import text_index
from jiefen.store.models import Case, Party, Secret

GONE, ERASED = "（已销毁）", "（已删除）"
NAMELESS = "（姓名已删除）"
# Model, how it leads to its case, and which of its columns hold what people said.
TEXTS: tuple[tuple[type[Model], str, tuple[str, ...]], ...] = (
    (rows.Proceeding, "case", ("note",)),
    (rows.Tie, "case", ("reason",)),
    (rows.Agreement, "case", ("facts", "extra")),
    (rows.Term, "agreement__case", ("text", "how")),
    (rows.Confirmation, "case", ("said",)),
    (rows.AuditItem, "case", ("note",)),
    (rows.Allowance, "case", ("reason",)),
    (rows.Referral, "case", ("materials", "facts")),
    (rows.ReferralChoice, "referral__case", ("how",)),
    (rows.ConfirmationConsent, "party__case", ("how",)),
    (rows.IssuedPaper, "case", ("revoked_reason",)),
    (rows.Volume, "case", ("note",)),
    (rows.Loan, "volume__case", ("borrower", "purpose")),
    (rows.Hold, "case", ("reason",)),
    (rows.Bar, "case", ("reason",)),
    (rows.Disclosure, "case", ("text",)),
    (rows.ExpertQuestion, "case", ("question", "answer")),
    (rows.Booking, "case", ("wish", "talk")),
    (rows.Promise, "case", ("text", "finding")),
    (rows.Appeal, "case", ("said", "answer")),
    (rows.JointGroup, "case", ("reason", "result")),
    (rows.JointMeeting, "group__case", ("present", "minutes", "decision")),
    (rows.Duty, "case", ("how",)),
    (
        rows.MediationSession, "case",
        ("place", "link", "participants", "notices", "statements", "facts", "undisputed", "said_result", "concessions_sealed"),
    ),
    (rows.Screening, "case", ("seen_sealed",)),
    (rows.SupervisionStep, "supervision__case", ("text",)),
    (rows.CorrectionStep, "correction__case", ("text",)),
    (rows.ReturnVisit, "case", ("said",)),
    (rows.ChecklistItem, "case", ("task", "result")),
    (rows.ChecklistRound, "item__case", ("report",)),
    (rows.BreakGlass, "case", ("reason", "remark")),
    (rows.Approval, "case", ("reason", "answer")),
    (rows.ClockPause, "clock__case", ("reason",)),
)  # fmt: skip
# What one party said or was told, beside their own row.
OF_PARTY: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (rows.PartyMessage, ("sealed",)),
    (rows.Outreach, ("code_sealed", "code_blind")),
    (rows.Signature, ("strokes", "session")),
    (rows.Rating, ("said_sealed",)),
    (rows.Confirmation, ("said", "session")),
    (rows.ConfirmationConsent, ("how",)),
    (rows.Invitation, ("wish",)),
    (rows.PartyConsent, ("said",)),
    (rows.SafeContact, ("sealed",)),
    (rows.DataRequest, ("said_sealed", "answer")),
    (rows.Inquiry, ("said_sealed", "answer_sealed")),
    (rows.PartyFile, ("name",)),
    (rows.Appeal, ("said", "answer")),
)
# What was told in words at the registration, and what was written since into the case's own row.
CASE_TEXTS = (*(field.column for field in WORDS if field.is_text), "summary", "risk_reason")
_CASE_WORDS = tuple(field.column for field in WORDS)
_PARTY_TEXTS = (
    *(field.column for field in PARTY_FIELDS if field.is_text),
    "name_form", "id_blind", "phone_blind", "tail_blind", "id_tail_blind", "code_sealed", "code_blind",
)  # fmt: skip


def erase_party(party: Party, *, at: datetime) -> None:
    """One party alone; whoever else is in the case stays as they are. Their name goes out of the case's own texts too."""
    _blank_party(party, at=at)
    case = Case.objects.get(pk=party.case_id)
    if party.name:
        Case.objects.filter(pk=case.pk).update(
            **{name: _without_name(case, column=name, name=party.name) for name in CASE_TEXTS}
        )
        case.refresh_from_db()
    names = list(case.parties.values_list("name", flat=True))
    text_index.put(case.pk, text=searchable(case, names=names))


def _without_name(case: Case, *, column: str, name: str) -> str:
    """A text of the case without a party's name, cut to what the column holds."""
    text = str(getattr(case, column)).replace(name, NAMELESS)
    return text[: getattr(Case._meta.get_field(column), "max_length", None)]


def _blank_party(party: Party, *, at: datetime) -> None:
    Secret.objects.filter(pk=party.secret_id).update(wrapped=None, destroyed_at=at)
    Party.objects.filter(pk=party.pk).update(**_empty(Party, _PARTY_TEXTS), erased_at=at)
    rows.PartyMessage.objects.filter(party=party, state=DeliveryState.WAITING).update(
        state=DeliveryState.NEEDLESS
    )
    for model, columns in OF_PARTY:
        model._default_manager.filter(party=party).update(**_empty(model, columns))


def erase_case(case: Case, *, at: datetime) -> None:
    """Everything anybody said in this case. The caller writes the history and unlinks the files."""
    for party in case.parties.order_by("pk"):
        _blank_party(party, at=at)
    Secret.objects.filter(pk=case.secret_id).update(wrapped=None, destroyed_at=at)
    Case.objects.filter(pk=case.pk).update(
        **_empty(Case, (*_CASE_WORDS, *CASE_TEXTS)) | {"title": GONE},
    )
    for model, way, columns in TEXTS:
        model._default_manager.filter(**{way: case}).update(**_empty(model, columns))
    case.attachments.update(name=GONE)
    for paper in case.papers.all():
        rows.IssuedPaper.objects.filter(pk=paper.pk).update(
            told=canonical({"facts": [], "number": case.number})
        )
    rows.Notice.objects.filter(case=case).delete()
    rows.Sighting.objects.filter(case=case).exclude(reason="").delete()
    rows.Draft.objects.filter(path__startswith=f"/cases/{case.number}").delete()
    rows.Inbox.objects.filter(answer__contains=f'"number": "{case.number}"').delete()
    text_index.put(case.pk, text="")


def _empty(model: type[Model], columns: tuple[str, ...]) -> dict[str, object]:
    blanks: dict[str, object] = {}
    for name in columns:
        field = model._meta.get_field(name)
        blanks[name] = None if field.null else b"" if isinstance(field, BinaryField) else ""
    return blanks
