"""What is on its way to becoming a case: drafts and imports."""

from __future__ import annotations

from django.db import models

from jiefen.store.models.common import Secret
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


class Application(models.Model):
    """A citizen's application being typed, sealed under a key of its own and thrown away 14 days after the last touch.

    `code_blind`, `pin_blind`: once it was saved, to be taken up again elsewhere. `case`: what became of it; its texts are
    shredded then, and the row stays until its days are over, so that a second telephone is told.
    """

    secret = models.OneToOneField(Secret, on_delete=models.PROTECT)
    sealed = models.BinaryField(default=b"")
    code_blind = models.BinaryField(max_length=16, null=True, unique=True)
    pin_blind = models.BinaryField(default=b"", max_length=16)
    made_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)
    version = models.PositiveIntegerField(default=0, help_text="one more with each answer")
    case = models.ForeignKey("store.Case", on_delete=models.PROTECT, null=True, related_name="+")


class EvidenceFile(models.Model):
    """A file of an application, under the key that the sender's browser gave it. `received`: bytes that have come so far.

    `digest`, `media_type`, `thumb`: once it is whole and was found to be what it says; a picture is drawn anew.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="evidence")
    key = models.CharField(max_length=40)
    name = models.BinaryField()
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=80, blank=True)
    thumb = models.BinaryField(default=b"")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="one_evidence_per_key"),
            models.UniqueConstraint(
                fields=["application", "digest"],
                condition=~models.Q(digest=""),
                name="one_evidence_per_digest",
            ),
        ]


class EvidencePart(models.Model):
    """A part of such a file, sealed under the application's key. `offset`: where it begins, in bytes."""

    evidence = models.ForeignKey(EvidenceFile, on_delete=models.CASCADE, related_name="parts")
    offset = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "offset"], name="one_part_per_offset")]


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
