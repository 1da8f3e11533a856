"""Each table that hangs on a case is blanked when its file is destroyed, or said to hold nothing personal."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from jiefen.actions.privacy import erasing


def test_every_table_of_a_case_is_blanked_or_said_to_hold_nothing_personal() -> None:
    blanked = {model: set(columns) for model, _, columns in erasing.TEXTS}
    for model, columns in erasing.OF_PARTY:
        blanked.setdefault(model, set()).update(columns)
    undecided = []
    for model in apps.get_app_config("store").get_models():
        if not _hangs_on_a_case(model):
            continue
        for field in model._meta.fields:
            is_text = isinstance(field, models.CharField | models.TextField | models.BinaryField)
            known = field.name in blanked.get(model, set()) | KEPT.get(model.__name__, set())
            if is_text and not field.choices and not known:
                undecided.append(f"{model.__name__}.{field.name}")
    assert not undecided


def _hangs_on_a_case(model: type[models.Model], seen: tuple[type[models.Model], ...] = ()) -> bool:
    """By a key that may lead to a case, over other tables."""
    if model.__name__ == "Case":
        return True
    parents = {
        field.related_model for field in model._meta.fields if isinstance(field, models.ForeignKey) and field.related_model
    } - {model, *seen}  # fmt: skip
    return any(_hangs_on_a_case(parent, (*seen, model)) for parent in parents)  # type: ignore[arg-type]


# Codes, numbers, digests, blinds; and what erase_case and erase_party blank by name.
KEPT: dict[str, set[str]] = {
    "Case": {
        "number", "told_blind", "head", "source", "external_number", "title", "story", "wanted", "kind",
        "address", "summary", "risk", "risk_reason", "flags",
    },
    "Approval": {"facts"},
    "Outbox": {"topic", "body", "problem"},
    "Notice": {"event", "text"},
    "Delivery": {"receipt"},
    "Party": {
        "name", "name_form", "id_sealed", "id_blind", "phone_sealed", "phone_blind", "tail_blind", "id_tail_blind", "address_sealed",
        "code_sealed", "code_blind",
    },
    "Assignment": {"how"},
    "Attachment": {"digest", "name", "media_type", "document"},
    "PartyFile": {"digest", "media_type"},
    "PartyCode": {"blind"},
    "PartyPin": {"blind"},
    "EvidenceFile": {"key", "name", "digest", "media_type", "thumb"},
    "EvidencePart": {"sealed"},
    "Application": {"sealed", "code_blind", "pin_blind"},  # emptied when it is handed in, gone 14 days later
    "PartyMessage": {"event", "receipt"},
    "Agreement": {"digest"},
    "Signature": {"digest"},
    "AuditItem": {"oddities"},
    "Allowance": {"lines"},
    "Clock": {"rule", "calendar", "explanation", "ended"},
    "ClockRung": {"rung"},
    "Referral": {"court"},
    "CourtConfirmation": {"court"},
    "IssuedPaper": {"code", "title", "number", "verify_blind", "told"},
    "Volume": {"number", "box", "shelf"},
    "Entry": {"stream", "verb", "audience", "body", "digest", "mac"},
    "Sighting": {"what", "reason"},
    "Appeal": {"via"},
    "CareNote": {"sealed"},
    "Slot": {"what"},
    "CodeCase": set(),
    "HallTicket": {"letter", "draft"},
    "Supervision": {"rule"},
    "SupervisionStep": {"verb"},
    "CorrectionStep": {"verb"},
}  # fmt: skip
