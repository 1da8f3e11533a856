"""Cases and what hangs on them.

Every index is a page more in every commit: a foreign key has one of its own only where something is looked up by it
and no index below begins with it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiefen.domain.common.words import (
    Channel,
    Confidentiality,
    IdentityPaper,
    Outcome,
    PartyKind,
    PartySide,
    ProceedingState,
    ReadBy,
    State,
    Track,
    Weight,
)
from jiefen.domain.common.words import Tie as TieWord
from jiefen.store.common.scope import CaseQuery
from jiefen.store.common.word_field import WordField
from jiefen.store.models.centre import Place, Unit
from jiefen.store.models.common import Secret
from jiefen.store.models.people import User


class Case(models.Model):
    """One dispute. `version` is the length of its history, `head` the digest of the last entry."""

    number = models.CharField(max_length=24, unique=True)
    serial = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    secret = models.ForeignKey(Secret, on_delete=models.PROTECT, db_index=False)
    version = models.PositiveIntegerField(default=0)
    head = models.BinaryField(max_length=32, default=b"")

    state = WordField(State, max_length=12)
    outcome = WordField(Outcome, max_length=16, blank=True)
    holder = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="held", db_index=False)
    handler = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="handled", db_index=False
    )
    recorded_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="recorded", db_index=False
    )
    returns = models.PositiveSmallIntegerField(default=0)
    ruled = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged_here", db_index=False
    )

    origin = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="registered", db_index=False)
    registered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="registered", db_index=False
    )
    registered_at = models.DateTimeField()
    channel = WordField(Channel, max_length=12)
    source = models.CharField(max_length=40, blank=True)
    external_number = models.CharField(max_length=80, blank=True)
    told_blind = models.BinaryField(max_length=16, default=b"", help_text="of what came under that number")

    title = models.CharField(max_length=200)
    story = models.TextField(blank=True)
    wanted = models.TextField(blank=True)
    kind = models.CharField(max_length=8)
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, db_index=False)
    address = models.CharField(max_length=200, blank=True)
    happened_on = models.DateField(null=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    amount_agreed = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    summary = models.TextField(blank=True)
    people = models.PositiveIntegerField(default=1)
    weight = WordField(Weight, max_length=8)
    confidentiality = WordField(Confidentiality, max_length=8)
    risk = models.CharField(max_length=8, blank=True)
    risk_reason = models.TextField(blank=True)
    risk_until = models.DateTimeField(null=True)
    flags = models.CharField(max_length=200, blank=True, help_text="codes of Flag between commas: ,a,b,")
    next_due = models.DateTimeField(null=True, help_text="earliest due moment among running clocks")
    ended_at = models.DateTimeField(null=True)

    objects = CaseQuery.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_number"],
                condition=~Q(external_number=""),
                name="one_case_per_outside_number",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_due"], name="case_by_clock"),
            models.Index(fields=["holder", "state", "next_due"], name="case_by_holder"),
            models.Index(
                fields=["handler", "state", "next_due"],
                condition=Q(handler__isnull=False),
                name="case_by_handler",
            ),
            models.Index(fields=["-id"], condition=Q(flags__gt=""), name="case_flagged"),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="case_by_merged"
            ),
            models.Index(fields=["place", "-id"], name="case_by_place"),
            models.Index(fields=["kind", "-id"], name="case_by_kind"),
            models.Index(fields=["origin", "-id"], name="case_by_origin"),
            models.Index(fields=["registered_by", "-id"], name="case_by_clerk"),
            models.Index(fields=["state", "-id"], name="case_by_state"),
        ]

    def __str__(self) -> str:
        return self.number

    def flag_set(self) -> frozenset[str]:
        return frozenset(part for part in self.flags.split(",") if part)


class Party(models.Model):
    """Somebody in the dispute. Numbers and phones are ciphertext under the party's own key; look-up goes by blind index.

    `code`: the tracking code that opens this party's page, and no other's; none for a representative.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    side = WordField(PartySide, max_length=16)
    kind = WordField(PartyKind, max_length=16)
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120, blank=True)
    name_form = models.CharField(max_length=120, blank=True, help_text="for finding the same name again")
    secret = models.ForeignKey(Secret, on_delete=models.PROTECT, db_index=False)
    paper = WordField(IdentityPaper, max_length=16)
    id_sealed = models.BinaryField(default=b"")
    id_blind = models.BinaryField(max_length=16, null=True, db_index=True)
    phone_sealed = models.BinaryField(default=b"")
    phone_blind = models.BinaryField(max_length=16, null=True, db_index=True)
    tail_blind = models.BinaryField(max_length=16, null=True, db_index=True)
    id_tail_blind = models.BinaryField(max_length=16, null=True, db_index=True)
    address_sealed = models.BinaryField(default=b"")
    erased_at = models.DateTimeField(null=True)
    code_sealed = models.BinaryField(default=b"")
    code_blind = models.BinaryField(max_length=16, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code_blind"], condition=Q(code_blind__isnull=False), name="one_party_per_code"
            ),
        ]
        indexes = [models.Index(fields=["name_form"], name="party_by_name_form")]

    def __str__(self) -> str:
        return self.name


class Proceeding(models.Model):
    """One track that the case goes through, after or beside others."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proceedings")
    track = WordField(Track, max_length=24)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    person = models.ForeignKey(User, on_delete=models.PROTECT)
    state = WordField(ProceedingState, max_length=12)
    outcome = WordField(Outcome, max_length=16, blank=True)
    note = models.TextField(blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class Tie(models.Model):
    """Two cases that belong together; undone by a date, not by deletion."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ties")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tied_from")
    kind = WordField(TieWord, max_length=8)
    reason = models.TextField(blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)


class Attachment(models.Model):
    """A file, stored once by its digest outside the database."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    digest = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=160)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=80)
    audience = WordField(ReadBy, max_length=10)
    document = models.CharField(max_length=30, blank=True, help_text="which document of the file it is")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT)
    added_at = models.DateTimeField()
