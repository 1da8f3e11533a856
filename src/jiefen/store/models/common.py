"""Keys, numbers, idempotency, what leaves and what is told."""

from __future__ import annotations

import uuid

from django.db import models


class Secret(models.Model):
    """A small random key, wrapped by the installation's key. Destroying it erases what it sealed."""

    wrapped = models.BinaryField(null=True)
    destroyed_at = models.DateTimeField(null=True)


class Counter(models.Model):
    """Serial numbers on SQLite, where there is one writer anyway; PostgreSQL uses a sequence."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.BigIntegerField(default=0)


class Inbox(models.Model):
    """Idempotency: the answer given to a key, and the digest of the body it came with."""

    source = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    body_digest = models.BinaryField(max_length=32)
    answer = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="one_answer_per_key")]


class Outbox(models.Model):
    """What has to leave the transaction: one row per history entry, claimed with a lease, done at least once."""

    event = models.UUIDField(default=uuid.uuid4, unique=True)
    case = models.ForeignKey("store.Case", null=True, on_delete=models.PROTECT, db_index=False)
    seq = models.PositiveIntegerField()
    topic = models.CharField(max_length=40)
    body = models.TextField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], condition=models.Q(done_at__isnull=True), name="outbox_waiting"),
        ]


class Notice(models.Model):
    """Told in the application, at most once per event and person."""

    user = models.ForeignKey("store.User", on_delete=models.CASCADE, related_name="notices")
    event = models.CharField(max_length=60)
    case = models.ForeignKey("store.Case", null=True, on_delete=models.PROTECT)
    text = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "event"], name="one_notice_per_event")]
        indexes = [models.Index(fields=["user", "read_at", "-id"], name="notice_by_user")]


class Throttle(models.Model):
    """Failures counted against a key (an account, an address) inside a window."""

    key = models.CharField(max_length=100, primary_key=True)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)


class Heartbeat(models.Model):
    """When a background job last came round."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()


class GuardedClock(models.Model):
    """Whether the server's clock is believed, in a single row written at every change. The anchor that moves each second
    is in a file of the machine (`lib.trusted_time`); here it is as it was at the change."""

    state = models.CharField(max_length=8)
    why = models.CharField(max_length=8, blank=True)
    since = models.DateTimeField(null=True)
    apart = models.FloatField(help_text="wall minus trusted time, in seconds")
    boot_id = models.CharField(max_length=36)
    boottime = models.FloatField()
    anchor_wall = models.DateTimeField()
    changed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("store.User", null=True, on_delete=models.PROTECT, db_index=False)
    confirmed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
