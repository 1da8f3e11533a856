"""Failures counted per key inside a window: sign-in, second factor, tracking codes share this one mechanism.

Works across processes and nodes, because the count is a row. Figures from trust.md § 2.2, S-12.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from jiefen.domain.common.errors import RuleError
from jiefen.store.models import Throttle

WINDOW = timedelta(minutes=15)
LIMITS = {"account": 5, "address": 20, "flood": 100, "code": 10, "factor": 5, "tail": 5}


class TooMany(RuleError):
    """Tried too often; wait."""

    status = 429

    def __init__(self) -> None:
        super().__init__("尝试次数太多，请 15 分钟后再试。")


def refuse_if_blocked(keys: Iterable[str], *, at: datetime) -> None:
    """Raises TooMany when any key (`kind:value`) has used up its tries in this window."""
    if is_blocked(keys, at=at):
        raise TooMany()


def is_blocked(keys: Iterable[str], *, at: datetime) -> bool:
    """Whether any of the keys has."""
    rows = Throttle.objects.filter(pk__in=list(keys), since__gt=at - WINDOW)
    return any(row.count >= LIMITS[row.key.partition(":")[0]] for row in rows)


def count_failure(keys: Iterable[str], *, at: datetime) -> None:
    with transaction.atomic():
        for key in keys:
            old = Throttle.objects.filter(pk=key, since__lte=at - WINDOW)
            old.delete()
            Throttle.objects.bulk_create([Throttle(key=key, since=at, count=0)], ignore_conflicts=True)
            Throttle.objects.filter(pk=key).update(count=F("count") + 1)


def forget(keys: Iterable[str]) -> None:
    """A success clears the account's count."""
    with transaction.atomic():
        Throttle.objects.filter(pk__in=list(keys)).delete()
