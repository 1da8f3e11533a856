"""The independent look at recorded outcomes, and what is paid for work that passed it."""

from __future__ import annotations

from django.db import models

from jiefen.domain.agreement.words import AllowanceState, AuditFinding, AuditWhy
from jiefen.store.common.word_field import WordField
from jiefen.store.models.case import Case
from jiefen.store.models.people import User


class AuditDraw(models.Model):
    """The sample of one month: how many there were, how many were drawn, and the seed anybody can draw again with."""

    month = models.DateField(unique=True, help_text="its first day")
    seed = models.CharField(max_length=64)
    base = models.PositiveIntegerField()
    drawn = models.PositiveIntegerField()
    at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)


class AuditItem(models.Model):
    """One case to be audited by somebody outside the line. `oddities`: codes between commas, empty when drawn at random."""

    draw = models.ForeignKey(AuditDraw, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="audits")
    why = WordField(AuditWhy, max_length=8)
    oddities = models.CharField(max_length=200, blank=True)
    finding = WordField(AuditFinding, max_length=10, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draw", "case"], name="one_audit_a_month_and_case")]


class Tariff(models.Model):
    """What is paid for which work, in force from a day; the next version is a new row. `lines`: JSON, code to yuan."""

    version = models.PositiveSmallIntegerField(unique=True)
    lines = models.TextField()
    since = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Allowance(models.Model):
    """One case's allowance for who mediated it. `lines`: JSON of what it is made of, as computed."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="allowance")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="allowances")
    month = models.DateField(help_text="its first day")
    tariff = models.ForeignKey(Tariff, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    lines = models.TextField()
    state = WordField(AllowanceState, max_length=10, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)
