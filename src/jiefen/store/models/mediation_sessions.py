"""Mediation sessions 调解会: rooms, half hours taken, who is invited, what each party agreed to, the minutes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiefen.domain.mediation.words import (
    Coming,
    Consent,
    ConsentAbout,
    Openness,
    SessionMode,
    SessionResult,
    SessionState,
    Via,
)
from jiefen.store.common.word_field import WordField
from jiefen.store.models.case import Case, Party, Proceeding
from jiefen.store.models.centre import Unit
from jiefen.store.models.mediation import Mediator
from jiefen.store.models.people import User


class Room(models.Model):
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=40)
    seats = models.PositiveSmallIntegerField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="one_room_of_a_name")]

    def __str__(self) -> str:
        return self.name


class MediationSession(models.Model):
    """One sitting of a case, in whole half hours. `place`: where, when it is in none of the rooms.

    `undisputed` is what both sides take as fact: of all that is said here, only it may leave the case.
    `concessions_sealed` is what somebody would settle for, sealed under the case's key.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sessions")
    proceeding = models.ForeignKey(Proceeding, null=True, on_delete=models.PROTECT, related_name="sessions")
    room = models.ForeignKey(Room, null=True, on_delete=models.PROTECT, related_name="sessions")
    place = models.CharField(max_length=80, blank=True)
    link = models.CharField(max_length=200, blank=True)
    mode = WordField(SessionMode, max_length=10)
    openness = WordField(Openness, max_length=6)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mediator = models.ForeignKey(Mediator, on_delete=models.PROTECT, related_name="sessions")
    recorder = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    state = WordField(SessionState, max_length=9, blank=True)
    made_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    participants = models.TextField(blank=True)
    notices = models.TextField(blank=True)
    statements = models.TextField(blank=True)
    facts = models.TextField(blank=True)
    undisputed = models.TextField(blank=True)
    said_result = models.TextField(blank=True)
    result = WordField(SessionResult, max_length=8, blank=True)
    concessions_sealed = models.BinaryField(default=b"")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("begins_at")), name="session_has_length"),
        ]
        indexes = [models.Index(fields=["begins_at"], name="session_by_day")]


class Slot(models.Model):
    """A half hour of a room, a mediator or a case that a session has taken; nothing is booked twice.

    `what`: room | mediator | case; `which`: its id. Given back when the session is moved or called off.
    """

    session = models.ForeignKey(MediationSession, on_delete=models.CASCADE, related_name="slots")
    what = models.CharField(max_length=8)
    which = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["what", "which", "at"], name="booked_once")]


class Invitation(models.Model):
    """A party asked to a session. `wish`: another time they would rather have."""

    session = models.ForeignKey(MediationSession, on_delete=models.PROTECT, related_name="invitations")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="invitations")
    state = WordField(Coming, max_length=10, blank=True)
    via = WordField(Via, max_length=10, blank=True)
    wish = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "party"], name="invited_once")]


class PartyConsent(models.Model):
    """What one party said about one thing. Rows are added, never changed: the latest counts.

    `session` None: for the case as a whole. `mediator`: who is meant, when it is about who mediates.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consents")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="consents")
    session = models.ForeignKey(
        MediationSession, null=True, on_delete=models.PROTECT, related_name="consents"
    )
    mediator = models.ForeignKey(Mediator, null=True, on_delete=models.PROTECT, related_name="choices")
    about = WordField(ConsentAbout, max_length=10)
    consent = WordField(Consent, max_length=3)
    via = WordField(Via, max_length=10)
    said = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
