"""What a verification found, the first bad entry first; memory stays flat however much is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

LIMIT = 20
_LAST = 1 << 62
Progress = Callable[[int, int], None]  # entries looked at, entries to look at


@dataclass(frozen=True)
class Finding:
    """One thing wrong. `log_index` counts from 0; with `end` only the range log_index … end-1 is known.

    `row`: `table:id` of a covered row; then the entry is the one that wrote it last.
    """

    kind: str
    sentence: str
    stream: str = ""
    seq: int | None = None
    log_index: int | None = None
    end: int | None = None
    row: str = ""

    def order(self) -> tuple[bool, int, bool, bool, str, int]:
        """By place in the log; a range counts as its end, so that an exact place inside it comes first. Rows come last: where the
        history itself is damaged they follow from that."""
        place = self.log_index if self.end is None else self.end - 1
        return (
            bool(self.row),
            _LAST if place is None else place,
            self.end is not None,
            not self.stream,
            self.stream,
            self.seq or 0,
        )


@dataclass
class Findings:
    """Keeps the first LIMIT by place and counts them all."""

    count: int = 0
    kept: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding) -> None:
        self.count += 1
        self.kept.append(finding)
        if len(self.kept) > 10 * LIMIT:
            self.kept = self.first()

    def first(self) -> list[Finding]:
        return sorted(self.kept, key=Finding.order)[:LIMIT]


@dataclass(frozen=True)
class Verdict:
    """The answer of `verify`. `found` counts all findings, `findings` holds the first of them."""

    ok: bool
    entries: int
    streams: int
    log_size: int
    checkpoints: int
    rows: int
    seconds: float
    found: int
    findings: tuple[Finding, ...]
    first: Finding | None


class VerifyPace:
    """Tells the caller how far it is, every few thousand entries."""

    STEP = 5_000

    def __init__(self, progress: Progress | None, *, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def step(self) -> None:
        self._done += 1
        if self._progress is not None and self._done % self.STEP == 0:
            self._progress(self._done, self._total)

    def finish(self) -> None:
        if self._progress is not None:
            self._progress(self._done, self._total)
