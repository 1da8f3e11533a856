"""The centre, its places and units, and the rules it keeps as data."""

from __future__ import annotations

from django.db import models

from jiefen.domain.common.words import Tier, UnitKind
from jiefen.store.common.word_field import WordField


class Centre(models.Model):
    """One installation's own name and habits; a single row."""

    name = models.CharField(max_length=80)
    short = models.CharField(max_length=20, help_text="字号，如 清矛调")
    division = models.CharField(max_length=6)
    phone = models.CharField(max_length=40, blank=True)
    second_factor = models.CharField(
        max_length=12, default="admins", help_text="optional | admins | everyone"
    )
    public_url = models.CharField(max_length=200, blank=True)
    demo = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1, help_text="raised with every change of reference data")


class Place(models.Model):
    """A node of the division tree; `path` is `/330999/330999101/…/`, so that below is a prefix."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    tier = WordField(Tier, max_length=10)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="below")
    path = models.CharField(max_length=200, db_index=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """An organisation that can hold cases. `path` is its place in the tree of units, by code."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    kind = WordField(UnitKind, max_length=12)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="below")
    path = models.CharField(max_length=240, db_index=True)
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT)
    phone = models.CharField(max_length=40, blank=True)
    takes_cases = models.BooleanField(default=True)
    is_desk = models.BooleanField(default=False)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_desk"], condition=models.Q(is_desk=True), name="one_fallback_desk"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def codes_down_to_here(self) -> list[str]:
        """Codes of the units above and of this one, the highest first."""
        return [code for code in self.path.split("/") if code]


class RuleSet(models.Model):
    """Routing rules, one row per version; the highest version in force decides."""

    version = models.PositiveIntegerField(unique=True)
    text = models.TextField()
    in_force = models.BooleanField(default=False)
    made_by = models.ForeignKey("store.User", null=True, on_delete=models.PROTECT)
    made_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)


class CalendarYear(models.Model):
    """A year's holidays and make-up days as imported, with the notice they come from."""

    year = models.PositiveIntegerField(unique=True)
    text = models.TextField()
    source = models.CharField(max_length=200)
    imported_at = models.DateTimeField()
