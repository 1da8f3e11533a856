"""What was agreed, who signed it and how, what each party themselves said of it, and what became of every promise."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiefen.domain.agreement.words import (
    AgreementForm,
    AgreementState,
    ConfirmAnswer,
    ConfirmedAbout,
    OwnChannel,
    SignerRole,
    SigningLevel,
    TermKind,
    TermState,
)
from jiefen.domain.common.words import PartySide
from jiefen.store.common.word_field import WordField
from jiefen.store.models.case import Attachment, Case, Party
from jiefen.store.models.party_codes import PartyCode
from jiefen.store.models.people import User

STANDING = (AgreementState.DRAFT, AgreementState.OFFERED, AgreementState.EFFECTIVE)


class Agreement(models.Model):
    """One agreement of a case. `digest`: SHA-256 of its text when it was fixed for signing; a later word is a new row."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agreements")
    form = WordField(AgreementForm, max_length=8)
    state = WordField(AgreementState, max_length=10, blank=True)
    facts = models.TextField(help_text="main facts and what is in dispute")
    extra = models.TextField(blank=True, help_text="other terms")
    wet_only = models.BooleanField(default=False, help_text="电子签名法 3: marriage, adoption, inheritance")
    digest = models.CharField(max_length=64, blank=True)
    mediator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True)
    effective_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="one_standing_agreement"
            ),
        ]


class Term(models.Model):
    """One promise 履行义务: who does what for whom, by when and how."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="terms")
    position = models.PositiveSmallIntegerField()
    kind = WordField(TermKind, max_length=10)
    giver = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    due_on = models.DateField()
    how = models.CharField(max_length=200)
    state = WordField(TermState, max_length=10, blank=True)
    reported_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    fell_due_at = models.DateTimeField(null=True, help_text="when its day was seen to have come")
    proof = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "position"], name="one_term_a_place")]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(state__in=("", "reported")), name="open_term_by_due")
        ]


class Signature(models.Model):
    """A name under one agreement: whose, by what means, when, under which text, and behind which code.

    `strokes`: the drawn lines, sealed under the party's key. `session`: keyed digest of the browser session.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    role = WordField(SignerRole, max_length=10)
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="signatures")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    level = WordField(SigningLevel, max_length=8)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    code = models.ForeignKey(PartyCode, null=True, on_delete=models.PROTECT, related_name="+")
    session = models.BinaryField(max_length=16, null=True)
    strokes = models.BinaryField(default=b"")
    scan = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "party"], condition=Q(party__isnull=False), name="one_signature_a_party"
            ),
            models.UniqueConstraint(
                fields=["agreement", "role"],
                condition=Q(party__isnull=True),
                name="one_signature_a_role",
            ),
        ]


class Confirmation(models.Model):
    """What a party said themselves of an outcome, and by which channel. Never by who handled the case; silence is no row."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="confirmations")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="confirmations")
    about = WordField(ConfirmedAbout, max_length=12)
    agreement = models.ForeignKey(
        Agreement, null=True, on_delete=models.PROTECT, related_name="confirmations"
    )
    term = models.ForeignKey(Term, null=True, on_delete=models.PROTECT, related_name="confirmations")
    answer = WordField(ConfirmAnswer, max_length=4)
    said = models.TextField(blank=True)
    channel = WordField(OwnChannel, max_length=8)
    code = models.ForeignKey(PartyCode, null=True, on_delete=models.PROTECT, related_name="+")
    session = models.BinaryField(max_length=16, null=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()


class Rating(models.Model):
    """How satisfied a party was 满意度, one to five. Asked of both sides; who handled the case reads only sums."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ratings")
    side = WordField(PartySide, max_length=16)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="ratings")
    centre_score = models.PositiveSmallIntegerField()
    body_score = models.PositiveSmallIntegerField()
    said_sealed = models.BinaryField(default=b"")
    channel = WordField(OwnChannel, max_length=8)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "party"], name="one_rating_a_party")]
