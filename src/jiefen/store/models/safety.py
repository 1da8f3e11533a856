"""Safety before mediation: screenings, the duties that follow, the victim's note, safe contact (mission row F5)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiefen.domain.common.words import PartySide
from jiefen.domain.safety.words import DutyEnd, DutyKind, Told
from jiefen.store.common.word_field import WordField
from jiefen.store.models.case import Case, Party
from jiefen.store.models.people import User


class Screening(models.Model):
    """One side asked, apart from the other. `seen_sealed`: what was observed, under the case's key."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="screenings")
    side = WordField(PartySide, max_length=16)
    violence = WordField(Told, max_length=8)
    minors = WordField(Told, max_length=8)
    self_harm = WordField(Told, max_length=8)
    coercion = WordField(Told, max_length=8)
    capacity = WordField(Told, max_length=8)
    seen_sealed = models.BinaryField(default=b"")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)


class Duty(models.Model):
    """Something that must be done for somebody's safety; `how` it was done, and by whom."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="duties")
    kind = WordField(DutyKind, max_length=16)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    ended = WordField(DutyEnd, max_length=8, blank=True)
    how = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(done_at__isnull=True), name="one_open_duty_of_a_kind"
            ),
        ]


class CareNote(models.Model):
    """What a victim said, for the victim alone: sealed under their own key, refused every change by the database.

    Evidence for a protection order (最高人民法院 2022 年人身安全保护令规定第6条第8项).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="care_notes")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="care_notes", db_index=False)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)


class SafeContact(models.Model):
    """How somebody may be reached without danger; the latest row of a party counts. Sealed under the party's key."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="safe_contacts")
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
