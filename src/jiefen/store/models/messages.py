"""Notices on their way out of the application."""

from __future__ import annotations

from django.db import models

from jiefen.domain.messages.words import DeliveryState, Medium
from jiefen.store.common.word_field import WordField

_WAITING = models.Q(state="waiting")
_OPEN = models.Q(state__in=["sending", "uncertain"])


class Delivery(models.Model):
    """One notice by one medium, at most once. The address is looked up at the moment of sending and not kept here."""

    notice = models.ForeignKey("store.Notice", on_delete=models.CASCADE, related_name="deliveries")
    user = models.ForeignKey("store.User", on_delete=models.CASCADE, related_name="deliveries")
    medium = WordField(Medium, max_length=8)
    state = WordField(DeliveryState, max_length=12, default=DeliveryState.WAITING)
    urgent = models.BooleanField(default=False, help_text="leaves in quiet hours too")
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    claim = models.UUIDField(
        null=True, help_text="who is handing it over, and with which others in one message"
    )
    claimed_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "medium"], name="one_delivery_per_notice_medium")
        ]
        indexes = [
            models.Index(fields=["medium", "next_at"], condition=_WAITING, name="delivery_waiting"),
            models.Index(fields=["user", "medium"], condition=_WAITING, name="delivery_waiting_of"),
            models.Index(fields=["claimed_at"], condition=_OPEN, name="delivery_open"),
        ]
