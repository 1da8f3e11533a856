"""The queue of the hall 挂号排队: what numbers are for, who is next, how long it takes, which half hours can be booked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from jiefen.domain.intake.queue_words import First, TicketState

BACK_AFTER = 3  # a number that was passed over comes back after so many others
FEWEST = 5  # served today, before anything is said of how long it takes
ROUNDED = 5  # minutes
LONGEST = 180  # minutes: beyond, an estimate is no help
WINDOWS = 20
SEATS = 4  # of a half hour that can be booked; everybody else just comes
DAYS_AHEAD = 7
HALF_HOUR = timedelta(minutes=30)
LATE = timedelta(minutes=15)  # that a booking keeps its place
OPEN_HOURS = ((time(9), time(11, 30)), (time(14), time(17)))

LETTERS = tuple("ABCDEFGHJKLMNPQRSTUVWXYZ")  # none that is read as a digit
WAITING = (TicketState.WAITING, TicketState.HANDED)
AT_WINDOW = (TicketState.CALLED, TicketState.SERVING)


@dataclass(frozen=True)
class BusinessLine:
    """What a number is taken for, by its letter."""

    letter: str
    name: str


DEFAULT = (
    BusinessLine("A", "纠纷登记"),
    BusinessLine("B", "法律咨询"),
    BusinessLine("C", "查办理进度"),
    BusinessLine("D", "递交材料"),
)


@dataclass(frozen=True)
class InLine:
    """What decides the turn of one who waits. `turn`: when they came, or the half hour they had booked; `passed`: how
    many others go before, after they did not answer; `handed`: a window has begun with them."""

    id: int
    turn: datetime
    first: First | None = None
    passed: int = 0
    handed: bool = False


def label(letter: str, number: int) -> str:
    """`A017`."""
    return f"{letter}{number:03d}"


def order(places: Iterable[InLine]) -> list[int]:
    """Everybody who waits, the next one first: begun elsewhere, then first for a reason, then as they came. Whoever was
    passed over goes behind those that are not, and is never lost."""
    return [place.id for place in sorted(places, key=_rank)]


def _rank(place: InLine) -> tuple[bool, int, bool, datetime, int]:
    return (not place.handed, place.passed, place.first is None, place.turn, place.id)


def turn_of_booking(slot: datetime, *, came: datetime) -> datetime:
    """The half hour that was booked; once that is over by more than a quarter, the moment of coming."""
    return slot if came <= slot + LATE else came


def minutes(*, ahead: int, windows: int, served: Sequence[timedelta]) -> int | None:
    """About how long until the turn of one with `ahead` before them, from today's own times. None: nobody can say."""
    if windows < 1 or len(served) < FEWEST:
        return None
    each = median(span.total_seconds() for span in served) / 60
    about = each * (ahead + 1) / windows
    rounded = max(ROUNDED, ROUNDED * round(about / ROUNDED))
    return rounded if rounded <= LONGEST else None


def in_words(about: int | None) -> str:
    return "说不准" if about is None else f"约 {about} 分钟"


def slots(day: date, *, zone: datetime) -> list[datetime]:
    """The half hours of a day that can be booked. `zone`: any moment of the centre's zone."""
    found = []
    for begins, ends in OPEN_HOURS:
        at = datetime.combine(day, begins, zone.tzinfo)
        while at.time() < ends:
            found.append(at)
            at += HALF_HOUR
    return found


def median_minutes(spans: Sequence[timedelta]) -> int | None:
    return round(median(span.total_seconds() for span in spans) / 60) if spans else None
