"""What passes between the centre and a court: matters referred for mediation, agreements put before it for confirmation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiefen.domain.common.words import PartySide
from jiefen.domain.court.words import CourtResult, PartyChoice, Procedure, ReferralKind, ReferralResult
from jiefen.store.common.word_field import WordField
from jiefen.store.models.agreement import Agreement
from jiefen.store.models.case import Case, Party
from jiefen.store.models.people import User


class Referral(models.Model):
    """A matter that a court sent. `facts`: what nobody disputes, the only thing that goes back with it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    court = models.CharField(max_length=200)
    kind = WordField(ReferralKind, max_length=10)
    procedure = WordField(Procedure, max_length=8, blank=True)
    received_on = models.DateField()
    materials = models.TextField()
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    result = WordField(ReferralResult, max_length=12, blank=True)
    facts = models.TextField(blank=True)
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(returned_at__isnull=True), name="one_open_referral"
            ),
        ]


class ReferralChoice(models.Model):
    """What one side chose when asked whether to mediate first, and how they said so. The last word counts."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="choices_made")
    side = WordField(PartySide, max_length=16)
    choice = WordField(PartyChoice, max_length=8)
    how = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)


class CourtConfirmation(models.Model):
    """An agreement on its way to a court's confirmation. `court` and `filed_on` are empty until all have agreed to ask."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="court_confirmations")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="court_confirmations")
    made_at = models.DateTimeField()
    court = models.CharField(max_length=200, blank=True)
    filed_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    result = WordField(CourtResult, max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_on__isnull=True), name="one_open_court_confirmation"
            ),
        ]


class ConfirmationConsent(models.Model):
    """One party's own wish to ask the court; `by`: who noted it, or the party behind their own door."""

    confirmation = models.ForeignKey(CourtConfirmation, on_delete=models.PROTECT, related_name="consents")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    how = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["confirmation", "party"], name="one_consent_a_party"),
        ]
