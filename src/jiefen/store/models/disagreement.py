"""Disagreement and joint work: appeals by a party, joint mediation groups and their meetings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiefen.domain.oversight.words_disagreement import AppealAbout, AppealResult, AppealState
from jiefen.store.common.word_field import WordField
from jiefen.store.models.case import Case, Party
from jiefen.store.models.centre import Unit
from jiefen.store.models.people import User


class Appeal(models.Model):
    """A party disagrees. Answered in writing by somebody who never held the case. `via`: window or portal.

    `party`: whose it is; unknown of those from before objections had a party.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    party = models.ForeignKey(
        Party, null=True, on_delete=models.PROTECT, related_name="appeals", db_index=False
    )
    about = WordField(AppealAbout, max_length=12)
    said = models.TextField()
    via = models.CharField(max_length=8)
    state = WordField(AppealState, max_length=10)
    made_at = models.DateTimeField()
    reviewer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="appeals")
    assigned_at = models.DateTimeField(null=True)
    result = WordField(AppealResult, max_length=10, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "party"],
                condition=Q(answered_at__isnull=True),
                name="one_open_appeal_per_party",
            ),
        ]
        indexes = [
            models.Index(
                fields=["made_at"], condition=Q(answered_at__isnull=True), name="open_appeal_by_age"
            ),
        ]


class JointGroup(models.Model):
    """Several units on one case; the holder leads. Members are co-handlers while the group lasts."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="groups")
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="led_groups")
    members = models.ManyToManyField(Unit, related_name="joint_groups")
    reason = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    result = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(until__isnull=True), name="one_open_group_per_case"
            ),
        ]


class JointMeeting(models.Model):
    """A meeting of a group, with what was said and what was decided."""

    group = models.ForeignKey(JointGroup, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    present = models.CharField(max_length=200)
    minutes = models.TextField()
    decision = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()
