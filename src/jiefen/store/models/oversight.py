"""Looking over cases: supervision, correction, return visits, and checklists gone through at intervals."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiefen.domain.common.words import PartySide
from jiefen.domain.oversight.supervision import STANDING
from jiefen.domain.oversight.words import (
    Content,
    CorrectionKind,
    CorrectionLevel,
    CorrectionResult,
    SupervisionLevel,
    SupervisionState,
    VisitSource,
)
from jiefen.store.common.word_field import WordField
from jiefen.store.models.case import Case
from jiefen.store.models.centre import Unit
from jiefen.store.models.people import User


class Supervision(models.Model):
    """One case urged or supervised. `rule`: the limit whose being late proposed it, blank when a person began it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="supervisions")
    level = WordField(SupervisionLevel, max_length=8)
    state = WordField(SupervisionState, max_length=10)
    rule = models.CharField(max_length=20, blank=True)
    leader = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="cases_in_charge")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=tuple(state.value for state in STANDING)),
                name="one_open_supervision_per_case",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state=SupervisionState.PROPOSED.value),
                name="one_proposal_per_case",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "made_at"], condition=Q(ended_at__isnull=True), name="open_supervision"
            ),
        ]


class Correction(models.Model):
    """Something in the handling of one case to be put right: about the case, and answered by the unit.

    `replied_at`: the last reply at this level; None again when it is raised.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="corrections")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="corrections")
    kind = WordField(CorrectionKind, max_length=12)
    level = WordField(CorrectionLevel, max_length=8)
    made_at = models.DateTimeField()
    replied_at = models.DateTimeField(null=True)
    result = WordField(CorrectionResult, max_length=10, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="one_open_correction_per_case"
            ),
        ]
        indexes = [
            models.Index(
                fields=["made_at"], condition=Q(ended_at__isnull=True), name="open_correction_by_age"
            ),
        ]


class Said(models.Model):
    """What was written at one step, and by whom."""

    verb = models.CharField(max_length=24)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class SupervisionStep(Said):
    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="steps")


class CorrectionStep(Said):
    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="steps")


class ReturnVisit(models.Model):
    """A party asked afterwards, by somebody who did not handle the case; `by` wrote down what another body asked."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    side = WordField(PartySide, max_length=16)
    content = WordField(Content, max_length=12)
    source = WordField(VisitSource, max_length=8, default=VisitSource.CENTRE)
    said = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")


class Checklist(models.Model):
    """A list of matters that a unit goes through every so many days 清单调度."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="checklists")
    title = models.CharField(max_length=80)
    every_days = models.PositiveSmallIntegerField()
    next_on = models.DateField()
    made_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)


class ChecklistItem(models.Model):
    """One case on a list with what is to be done; struck off with a result."""

    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="listed")
    task = models.CharField(max_length=200)
    since = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "case"], condition=Q(done_at__isnull=True), name="once_on_a_checklist"
            ),
        ]


class ChecklistRound(models.Model):
    """One going through a list: what was reported of an item that day."""

    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="rounds")
    on = models.DateField()
    report = models.CharField(max_length=200)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
