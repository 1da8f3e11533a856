"""The independent sample 抽查: how many of a month's recorded successes, and which — drawn so that anybody can draw again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

SHARE_PERCENT, FEWEST = 5, 10  # law.md § 3.3


def size(base: int) -> int:
    """Five per cent, at least ten, never more than there are."""
    return min(base, max(FEWEST, -(-base * SHARE_PERCENT // 100)))


def seed(root: bytes, *, month: date) -> str:
    """From the root of the sealed log, which nobody knows before it is sealed and nobody can change after."""
    return hashlib.sha256(b"jiefen sample\x00" + root + month.isoformat().encode()).hexdigest()


def drawn(numbers: Iterable[str], *, seed: str, n: int) -> list[str]:
    """`n` of these case numbers: those whose digest under the seed is smallest. The order given does not matter."""
    ranked = sorted(set(numbers), key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).digest())
    return ranked[:n]
