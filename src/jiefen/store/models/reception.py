"""Leaders receive people 领导接访: who receives where and when, who comes, what was promised and whether it was done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiefen.domain.oversight.words import BookingState, PromiseState
from jiefen.store.common.word_field import WordField
from jiefen.store.models.case import Case, Party
from jiefen.store.models.centre import Unit
from jiefen.store.models.people import User


class Reception(models.Model):
    """One sitting: a leader, a place, some hours, so many seats. With a `link` it is held online."""

    leader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="receptions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="receptions")
    room = models.CharField(max_length=60)
    link = models.CharField(max_length=200, blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seats = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["begins_at"], name="reception_by_day")]


class Booking(models.Model):
    """A case has a seat at a sitting. `party`: who comes, and so to whom alone an online sitting's link is shown."""

    reception = models.ForeignKey(Reception, on_delete=models.PROTECT, related_name="bookings")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="bookings")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="bookings")
    state = WordField(BookingState, max_length=10, blank=True)
    wish = models.TextField()
    talk = models.TextField(blank=True)
    made_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reception", "case"],
                condition=~Q(state=BookingState.CANCELLED.value),
                name="one_seat_a_case",
            ),
        ]


class Promise(models.Model):
    """What a leader promised at a sitting. Whether it was kept is found out by asking the party."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="promises")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="promises")
    text = models.TextField()
    due_on = models.DateField()
    state = WordField(PromiseState, max_length=8, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    finding = models.TextField(blank=True)
