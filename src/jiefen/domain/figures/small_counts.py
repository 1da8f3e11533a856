"""Which counts of a published table stay out of it: those of a few matters, and those from which a few could be reckoned.

What a reader knows: every count that is shown, that no count is negative, that a nought is always shown, which counts add
up to which, and which lie within which. A small count is safe while more than one number would fit all that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiefen.domain.figures.shares import FEWEST


@dataclass(frozen=True)
class Sum:
    """`parts` add up to `whole`."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Within:
    """`part` is never more than `whole`."""

    part: str
    whole: str


@dataclass(frozen=True)
class Table:
    """Counts by name and what everybody knows of how they hang together. `outside`: those that stand in no table; a reader
    may know them from elsewhere, so that leaving them out covers nothing.
    """

    counts: Mapping[str, int]
    sums: tuple[Sum, ...] = ()
    within: tuple[Within, ...] = ()
    outside: frozenset[str] = frozenset()

    def neighbours(self, name: str) -> set[str]:
        """Counts that stand in one relation with this one."""
        groups = [{row.whole, *row.parts} for row in self.sums] + [
            {row.part, row.whole} for row in self.within
        ]
        return {other for group in groups if name in group for other in group} - {name}


def is_small(count: int) -> bool:
    return 0 < count < FEWEST


def hidden(table: Table) -> frozenset[str]:
    """Names of the counts to leave out. Where nothing else helps, all but the noughts."""
    out = {name for name, count in table.counts.items() if is_small(count)}
    while given_away := _reckoned(table, out=out):
        out.add(_cover(table, name=given_away[0], out=out))
    return frozenset(out)


def bounds(table: Table, *, out: set[str] | frozenset[str]) -> dict[str, tuple[int, int]]:
    """The least and the most that each count can be, for somebody who sees only those that are not left out."""
    most = sum(table.counts.values()) + len(table.counts) * FEWEST
    known = {name: (1, most) if name in out else (count, count) for name, count in table.counts.items()}
    before: dict[str, tuple[int, int]] = {}
    while before != known:
        before = dict(known)
        for total in table.sums:
            _narrow_sum(known, total)
        for row in table.within:
            low, high = known[row.part]
            known[row.part] = (low, min(high, known[row.whole][1]))
            known[row.whole] = (max(known[row.whole][0], low), known[row.whole][1])
    return known


def _narrow_sum(known: dict[str, tuple[int, int]], total: Sum) -> None:
    lows, highs = (sum(known[part][end] for part in total.parts) for end in (0, 1))
    low, high = known[total.whole]
    known[total.whole] = (max(low, lows), min(high, highs))
    low, high = known[total.whole]
    for part in total.parts:
        least, most = known[part]
        known[part] = (max(least, low - (highs - most)), min(most, high - (lows - least)))


def _reckoned(table: Table, *, out: set[str]) -> list[str]:
    """Small counts for which only one number fits."""
    known = bounds(table, out=out)
    return [name for name in sorted(out) if is_small(table.counts[name]) and known[name][0] == known[name][1]]


def _cover(table: Table, *, name: str, out: set[str]) -> str:
    """The least count that is still shown and hangs together with what was given away, or with that in its turn."""
    near, seen = {name}, {name}
    while near:
        near = {other for one in near for other in table.neighbours(one)} - seen
        seen |= near
        told = near - out - table.outside
        shown = [other for other in told if table.counts[other]]
        if shown:
            return min(shown, key=lambda other: (table.counts[other], other))
    raise ValueError(f"nothing is left to cover {name}")
