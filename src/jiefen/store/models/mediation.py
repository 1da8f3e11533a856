"""The corps: mediators and experts with their training and seats, what bars them from a case, and how windows are rated."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiefen.domain.mediation.words import ExpertState, MediatorKind, MediatorTitle, RatingSource, SeatPosition
from jiefen.store.common.word_field import WordField
from jiefen.store.models.case import Case
from jiefen.store.models.centre import Unit
from jiefen.store.models.people import User


class Mediator(models.Model):
    """Somebody who mediates or gives an opinion. `user`: their sign-in; experts from outside have none.

    `woman` is asked for one purpose, the composition of a committee (People's Mediation Act art. 8).
    """

    user = models.OneToOneField(User, null=True, on_delete=models.PROTECT, related_name="mediator")
    name = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="mediators")
    kind = WordField(MediatorKind, max_length=16)
    title = WordField(MediatorTitle, max_length=8, blank=True)
    studio = models.CharField(max_length=40, blank=True, help_text="个人调解工作室")
    specialities = models.CharField(
        max_length=200, blank=True, help_text="codes of kinds or groups between commas: ,0402,07,"
    )
    woman = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name

    def speciality_codes(self) -> tuple[str, ...]:
        return tuple(part for part in self.specialities.split(",") if part)


class Training(models.Model):
    """Hours of training on one day."""

    mediator = models.ForeignKey(Mediator, on_delete=models.PROTECT, related_name="trainings")
    on = models.DateField()
    hours = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=80)


class CommitteeSeat(models.Model):
    """A seat on the committee of a unit. `until` None: sitting; the term is three years from `since`."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="seats")
    mediator = models.ForeignKey(Mediator, on_delete=models.PROTECT, related_name="seats")
    position = WordField(SeatPosition, max_length=8)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "mediator"], condition=Q(until__isnull=True), name="one_seat_a_committee"
            ),
        ]


class Bar(models.Model):
    """Kept from this case for good 回避: never its mediator, handler, agent, witness or expert again.

    Either a mediator of the register or a handler who is not in it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="bars")
    mediator = models.ForeignKey(Mediator, null=True, on_delete=models.PROTECT, related_name="bars")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "mediator"], name="one_bar_a_mediator"),
            models.UniqueConstraint(fields=["case", "user"], name="one_bar_a_person"),
            models.CheckConstraint(
                condition=Q(mediator__isnull=False) | Q(user__isnull=False), name="somebody_is_barred"
            ),
        ]


class Disclosure(models.Model):
    """What somebody told the parties about their own ties to the matter, before or during mediation."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="disclosures")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")


class ExpertQuestion(models.Model):
    """One expert asked one thing about one case: nobody else of the pool is asked or told."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="expert_questions")
    expert = models.ForeignKey(Mediator, on_delete=models.PROTECT, related_name="questions")
    question = models.TextField()
    asked_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = WordField(ExpertState, max_length=8, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)


class WindowRating(models.Model):
    """One rating of a window or unit, from 1 to 5; about no person."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="ratings")
    source = WordField(RatingSource, max_length=10)
    score = models.PositiveSmallIntegerField()
    said = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="rated_one_to_five"),
        ]
        indexes = [models.Index(fields=["unit", "source", "on"], name="rating_by_unit")]
