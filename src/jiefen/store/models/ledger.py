"""The history: append-only entries, chained per stream, sequenced into one log, sealed by checkpoints."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One change. `body` is the canonical JSON that is hashed; the columns beside it are copies for look-up.

    Database triggers refuse update and delete; only `log_index` may go from null to a number, once.
    """

    stream = models.CharField(max_length=32)
    case = models.ForeignKey(
        "store.Case", null=True, on_delete=models.PROTECT, related_name="entries", db_index=False
    )
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=24)
    actor = models.ForeignKey("store.User", null=True, on_delete=models.PROTECT, db_index=False)
    audience = models.CharField(max_length=10)
    body = models.TextField()
    digest = models.BinaryField(max_length=32)
    mac = models.BinaryField(max_length=32)
    log_index = models.BigIntegerField(null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="one_entry_per_place_in_stream")
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(log_index__isnull=True), name="entry_not_in_log"),
            models.Index(fields=["case", "seq"], name="entry_by_case"),
        ]


class Stream(models.Model):
    """Head of a stream that is not a case (a case keeps its own): sign-ins, posts, rules, exports."""

    name = models.CharField(max_length=32, primary_key=True)
    version = models.PositiveIntegerField(default=0)
    head = models.BinaryField(max_length=32, default=b"")


class LogState(models.Model):
    """Compact range of the one log (RFC 6962); a single row, moved by the sequencer."""

    size = models.BigIntegerField(default=0)
    ranges = models.BinaryField(default=b"")
    sealed_size = models.BigIntegerField(default=0)
    sealed_at = models.DateTimeField(null=True)


class Checkpoint(models.Model):
    """A signed root: the text is `origin\\nsize\\nroot\\ntime\\n` and its Ed25519 signature."""

    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    text = models.TextField()


class Sighting(models.Model):
    """Who looked at a case: coalesced by person, case and ten minutes; never changed after that."""

    case = models.ForeignKey("store.Case", on_delete=models.PROTECT, related_name="sightings")
    user = models.ForeignKey("store.User", on_delete=models.PROTECT)
    unit = models.ForeignKey("store.Unit", null=True, on_delete=models.PROTECT)
    what = models.CharField(max_length=16)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "-at"], name="sighting_by_case")]


class InstallationKey(models.Model):
    """One of the keys of JIEFEN_HOME as the database knows it: its fingerprint, never the key.

    A lost or foreign key is noticed by it before anything is written. `first_entry`: of an audit key, the id of the first
    entry whose MAC is made with it.
    """

    name = models.CharField(max_length=16)
    fingerprint = models.CharField(max_length=39)
    first_entry = models.BigIntegerField(default=0)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    saved_at = models.DateTimeField(null=True, help_text="when a copy was put elsewhere")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(until__isnull=True), name="one_key_in_use"),
            models.UniqueConstraint(fields=["name", "fingerprint"], name="one_row_per_key"),
        ]
