"""Clocks. The due moment is stored, lateness derived; suspensions are a ledger of their own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiefen.store.models.case import Case


class Clock(models.Model):
    """One limit running on one case. `due` is null while a pause is open."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")
    rule = models.CharField(max_length=24)
    rule_version = models.PositiveSmallIntegerField(default=1)
    calendar = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    due = models.DateTimeField(null=True)
    next_rung_at = models.DateTimeField(null=True, help_text="when the next rung of the ladder is reached")
    provisional = models.BooleanField(default=False)
    explanation = models.TextField()
    stopped_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=8, blank=True)
    proceeding = models.ForeignKey(
        "store.Proceeding", null=True, on_delete=models.PROTECT, related_name="clocks", db_index=False
    )
    extension = models.PositiveSmallIntegerField(default=0)
    extended_at = models.DateTimeField(null=True)
    extended_by = models.ForeignKey(
        "store.User", null=True, on_delete=models.PROTECT, related_name="extended", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "rule"],
                condition=Q(stopped_at__isnull=True),
                name="one_running_clock_per_rule",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_rung_at"],
                condition=Q(stopped_at__isnull=True, next_rung_at__isnull=False),
                name="running_clock_by_rung",
            ),
            models.Index(fields=["due"], condition=Q(stopped_at__isnull=True), name="running_clock_by_due"),
            models.Index(
                fields=["rule", "stopped_at"],
                condition=Q(stopped_at__isnull=False),
                name="stopped_clock_by_rule",
            ),
        ]


class ClockPause(models.Model):
    """A span in which a clock stands still."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="pauses")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=Q(until__isnull=True), name="one_open_pause_per_clock"
            ),
        ]


class ClockRung(models.Model):
    """A rung of the warning ladder that has been reached and told, once. Rungs: `domain.clocks.warnings`. `due`: the legal moment
    the rung was about; `at` minus that moment is how late it was told."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="rungs")
    rung = models.CharField(max_length=8)
    due = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clock", "rung"], name="one_telling_per_rung")]
