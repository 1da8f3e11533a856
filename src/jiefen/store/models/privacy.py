"""What parties bring from their own pages: questions about their data, messages to the handler, files."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiefen.domain.documents.words import DataAbout, DataResult
from jiefen.store.common.word_field import WordField
from jiefen.store.models.case import Attachment, Case, Party
from jiefen.store.models.people import User


class DataRequest(models.Model):
    """`said_sealed`: in their words, under the party's own key."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="data_requests")
    about = WordField(DataAbout, max_length=8)
    said_sealed = models.BinaryField(default=b"")
    made_at = models.DateTimeField()
    result = WordField(DataResult, max_length=8, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=Q(answered_at__isnull=True), name="one_open_data_request"
            ),
        ]


class Inquiry(models.Model):
    """A party's message to whoever handles their matter 留言, and the answer. Both sealed under the party's own key."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="inquiries")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="inquiries")
    said_sealed = models.BinaryField(default=b"")
    made_at = models.DateTimeField()
    answer_sealed = models.BinaryField(default=b"")
    answered_at = models.DateTimeField(null=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["made_at"], condition=Q(answered_at__isnull=True), name="open_inquiry_by_age"
            ),
        ]


class PartyFile(models.Model):
    """A file that a party has chosen. Theirs to take away again until it is handed in and becomes an attachment.

    What was taken away leaves the disk a day later, so that nobody else's copy of the same file goes with it.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="files", db_index=False)
    digest = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=160)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=80)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    attachment = models.OneToOneField(
        Attachment, null=True, on_delete=models.PROTECT, related_name="party_file"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "digest"], name="one_party_file_per_digest"),
        ]
