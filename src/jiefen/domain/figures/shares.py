"""Shares as they may be published: with how many they stand on, an interval, and nothing at all when they are few."""

from __future__ import annotations

from math import sqrt

FEWEST = 10  # cases below which no share is shown (law.md § 3.3)
Z = 1.96  # 95 %


def interval(part: int, *, whole: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share, both ends between 0 and 1. ValueError unless 0 ≤ part ≤ whole, whole > 0."""
    if not 0 <= part <= whole or whole == 0:
        raise ValueError(f"no share: {part} of {whole}")
    share, square = part / whole, Z * Z / whole
    middle = (share + square / 2) / (1 + square)
    half = Z / (1 + square) * sqrt(share * (1 - share) / whole + square / (4 * whole))
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))  # never off by a rounding


def shown(part: int, *, whole: int, fewest: int = FEWEST) -> str:
    """`78.3%`, rounded half up; one hundred means all of them. `—` when they are too few."""
    if whole < fewest:
        return "—"
    share = tenths(part, whole=whole)
    return f"{share // 10}.{share % 10}%"


def tenths(part: int, *, whole: int) -> int:
    """Tenths of a percent, rounded half up, a thousand only for all of them; 0 of nothing."""
    if not whole:
        return 0
    return 1000 if part == whole else min(999, (part * 2000 + whole) // (2 * whole))


def shown_interval(part: int, *, whole: int) -> str:
    """`65.0%–87.6%`, or nothing when they are too few."""
    if whole < FEWEST:
        return ""
    low, high = interval(part, whole=whole)
    return f"{low:.1%}–{high:.1%}"
