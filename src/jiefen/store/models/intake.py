"""What is on its way to becoming a case: drafts and imports."""

from __future__ import annotations

from django.db import models

from jiefen.store.models.people import User

HEADING = "heading:"  # among the fields of a draft, and no field of any form


class Draft(models.Model):
    """A form being typed; sealed under the installation's key, thrown away 180 days after the last touch.

    `path`: the page of the form, where it is not a registration. What it is called by is sealed with it.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=40, unique=True)
    sealed = models.BinaryField()
    path = models.CharField(max_length=80, blank=True)
    touched_at = models.DateTimeField()


class ImportBatch(models.Model):
    """One file. Rows are taken in order; `cursor` is the last row settled, so a killed import resumes."""

    source = models.CharField(max_length=40)
    mapping = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    digest = models.CharField(max_length=64)
    path = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")
    problem = models.TextField(blank=True)
    unread = models.TextField(blank=True, help_text="names of the columns no field was made of, a line each")
    remarks = models.TextField(blank=True, help_text="what was done with rows and sheets, a sentence a line")
    total = models.PositiveIntegerField(null=True)
    cursor = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)


class ImportProblem(models.Model):
    """A row that was refused, with what to do; the cells are sealed under the installation's key."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    remark = models.TextField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="one_remark_per_row")]
