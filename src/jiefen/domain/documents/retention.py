"""How long a file is kept, and from when it may be looked at for destruction (law.md § 5; 档案法 21, 实施条例 19, 24)."""

from __future__ import annotations

from datetime import date

from jiefen.domain.common.words import Outcome, Track, Weight
from jiefen.domain.documents.words import Retention

# Land ownership and use, expropriation: what is decided binds generations.
FOR_EVER_KINDS = ("0901", "0902", "0903", "0904", "1101", "1102")
LONG_TRACKS = (Track.COURT_DELEGATED,)
SOURCE = "档案局令第8号 10 年、30 年、永久三档（凭记忆，未核对原文）；保管期限表应报档案主管部门审查（《档案法实施条例》第19条）"


def retention_of(
    kind: str, *, weight: str, group: bool, court_confirmed: bool, tracks: frozenset[str], outcome: str
) -> Retention:
    """The class of one case. A centre's own schedule, once approved, goes before (it may only lengthen)."""
    if kind.startswith(FOR_EVER_KINDS) or group:
        return Retention.PERMANENT
    hard = weight == Weight.MAJOR or court_confirmed or bool(tracks & {str(track) for track in LONG_TRACKS})
    return Retention.THIRTY if hard and outcome != Outcome.WITHDRAWN else Retention.TEN


def kept_until(ended: date, *, retention: Retention) -> date | None:
    """The last day of the last year; None for what is kept for ever. Counted from the year after the end."""
    if retention is Retention.PERMANENT:
        return None
    return date(ended.year + int(retention), 12, 31)
