"""The party's own channel: codes that only they have, and messages on their way to them."""

from __future__ import annotations

from django.db import models

from jiefen.domain.agreement.words import CodeVia
from jiefen.domain.messages.words import DeliveryState, InvitedBy
from jiefen.store.common.word_field import WordField
from jiefen.store.models.case import Party


class PartyCode(models.Model):
    """A confirmation code as a keyed digest; the code itself is on the party's phone or slip and nowhere else."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="codes")
    blind = models.BinaryField(max_length=16)
    via = WordField(CodeVia, max_length=8)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)


class PartyPin(models.Model):
    """The secret number that a party has chosen for their page of the case, as a keyed digest. `code`: behind whose
    door they chose it."""

    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="pin")
    code = models.ForeignKey(PartyCode, on_delete=models.PROTECT, related_name="+", db_index=False)
    blind = models.BinaryField(max_length=16)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()


class Outreach(models.Model):
    """One way in which a party was first asked to come. A letter has a code of its own, sealed under the key of the case
    and found by its blind together with the party's name. `came_at`: when they first opened their page after it."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="outreach")
    way = WordField(InvitedBy, max_length=8)
    at = models.DateTimeField()
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    code_sealed = models.BinaryField(default=b"")
    code_blind = models.BinaryField(max_length=16, null=True)
    came_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "way"], name="one_outreach_per_way"),
            models.UniqueConstraint(
                fields=["code_blind"],
                condition=models.Q(code_blind__isnull=False),
                name="one_letter_per_code",
            ),
        ]


class PartyMessage(models.Model):
    """One message to a party's phone, at most once. Text and number are the party's own, sealed under their key."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="messages")
    event = models.CharField(max_length=60)
    sealed = models.BinaryField()
    state = WordField(DeliveryState, max_length=12, default=DeliveryState.WAITING)
    urgent = models.BooleanField(default=False, help_text="leaves in quiet hours too")
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "event"], name="one_party_message_per_event")]
        indexes = [
            models.Index(
                fields=["next_at"], condition=models.Q(state="waiting"), name="party_message_waiting"
            ),
            models.Index(
                fields=["claimed_at"], condition=models.Q(state="sending"), name="party_message_open"
            ),
        ]
