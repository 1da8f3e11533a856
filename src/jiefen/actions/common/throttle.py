"""Tries counted before they are checked: sign-in, second factor, codes and PINs share this one mechanism.

Works across processes and nodes, because the count is a row. How many tries a key has: `domain.people.tries`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from jiefen.domain.common.errors import RuleError
from jiefen.domain.people.tries import BUDGETS, BUSY_ADDRESS, WINDOWS, kind_of, minutes_left
from jiefen.store.common import vault
from jiefen.store.models import Throttle


class TooMany(RuleError):
    """Tried too often. `kind`: which budget is used up. The sentence says until when, and `way` how to go on meanwhile."""

    status = 429

    def __init__(self, *, kind: str, minutes: int, way: str = "") -> None:
        super().__init__(f"尝试次数太多，请 {minutes} 分钟后再试。{way}")
        self.kind, self.minutes = kind, minutes


@dataclass(frozen=True)
class Reserved:
    """Tries taken from budgets: each key with the beginning of its window."""

    rows: tuple[tuple[str, datetime], ...]


def reserve(keys: Iterable[str], *, at: datetime) -> Reserved:
    """Take a try from every budget, or from none. Raises TooMany."""
    with transaction.atomic():
        return Reserved(tuple((row_key(key), _take(key, at=at)) for key in keys))


def give_back(reserved: Reserved) -> None:
    """The answer was right: this try, and no other, is as if it had not been."""
    with transaction.atomic():
        for key, since in reserved.rows:
            Throttle.objects.filter(pk=key, since=since, count__gt=0).update(count=F("count") - 1)


def note_wrong(key: str, *, at: datetime) -> bool:
    """Count a wrong answer at an address. Answers whether the address is busy with them by now."""
    with transaction.atomic():
        _count(key, at=at, most=None)
        return wrong_at(key, at=at) > BUSY_ADDRESS[kind_of(key)].tries


def wrong_at(key: str, *, at: datetime) -> int:
    """How many wrong answers an address has given in this window."""
    row = Throttle.objects.filter(pk=row_key(key), since__gt=at - WINDOWS[kind_of(key)]).first()
    return row.count if row else 0


def forget_old(*, at: datetime) -> int:
    """Rows whose window is over: an address is not kept longer than it is of use."""
    return sum(
        Throttle.objects.filter(pk__startswith=f"{kind}:", since__lte=at - window).delete()[0]
        for kind, window in WINDOWS.items()
    )


def row_key(key: str) -> str:
    """What a key's row is found by: its kind, and a keyed digest of a name, an address or what was typed in place of one."""
    kind, _, value = key.partition(":")
    digest = vault.blind(value, column=f"throttle.{kind}") or b""
    return f"{kind}:{digest.hex()}"


def _take(key: str, *, at: datetime) -> datetime:
    kind = kind_of(key)
    taken = _count(key, at=at, most=BUDGETS[kind].tries)
    since = Throttle.objects.values_list("since", flat=True).get(pk=row_key(key))
    if not taken:
        raise TooMany(kind=kind, minutes=minutes_left((at - since).total_seconds(), kind=kind))
    return since


def _count(key: str, *, at: datetime, most: int | None) -> bool:
    """One more in the window that is open, or the first of a new one. False when `most` have been."""
    begins_after, key = at - WINDOWS[kind_of(key)], row_key(key)
    Throttle.objects.bulk_create([Throttle(key=key, since=at, count=0)], ignore_conflicts=True)
    Throttle.objects.filter(pk=key, since__lte=begins_after).update(since=at, count=0)
    row = Throttle.objects.filter(pk=key)
    return bool((row if most is None else row.filter(count__lt=most)).update(count=F("count") + 1))
