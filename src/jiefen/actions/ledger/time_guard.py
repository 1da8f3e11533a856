"""The guarded clock at work: what the background may take for now, and whether it may do what cannot be undone.

The state is in a small file of this machine's own, since CLOCK_BOOTTIME is; what people must know is a row, an entry
and a notice. A change is recorded before it is kept, so that a crash in between records it again, never not at all.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection, transaction

from jiefen.actions.common.actors import system_actor
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.history import History
from jiefen.actions.messages.notices import tell
from jiefen.domain.case.actor import Actor
from jiefen.domain.case.permissions import DESK_ACTIONS
from jiefen.domain.clocks import time_words
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.lib import durable, trusted_time
from jiefen.lib.trusted_time import ClockReading, Followed, GuardState
from jiefen.store.models import Entry, GuardedClock, Heartbeat
from jiefen.store.people.in_office import in_office

ONLY_ROW = 1
KEEP_EVERY = 1.0  # seconds of BOOTTIME between two writes of an unchanged state
ALARM_AGAIN = timedelta(minutes=10)  # a clock that steps every second is one alarm, not six hundred
MAX_REASON = 200
Read = Callable[[], ClockReading]
logger = logging.getLogger("jiefen.clock")


@dataclass(frozen=True)
class Moment:
    """`at`: now, as far as it can be trusted; `held`: nothing irreversible may be done by it."""

    at: datetime
    held: bool


def look(read: Read, *, file: Path) -> Moment:
    """Follow the clock and remember it. Raises OSError or DatabaseError when that cannot be done: then do nothing."""
    with _alone(file):
        before, reading = kept(file), read()
        followed = _follow(before, reading=reading)
        if followed.event:
            _record(followed)
        if followed.event or _is_due(before, now=followed.state):
            durable.write(file, trusted_time.to_text(followed.state).encode())
    return Moment(at=_moment(followed.state.stamp), held=followed.state.hold is not None)


def peek(reading: ClockReading, *, file: Path) -> GuardState | None:
    """The state as it would be now, nothing written and the database not asked; None when nobody keeps one here."""
    before = kept(file)
    return trusted_time.follow(before, reading).state if before else None


def beside_peer(reading: ClockReading) -> ClockReading:
    """On PostgreSQL the primary's own clock is a second witness."""
    if connection.vendor != "postgresql":
        return reading
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        return replace(reading, peer=float(cursor.fetchone()[0]))


def kept(file: Path) -> GuardState | None:
    """What was last remembered; None when there is nothing, or nothing that can be read."""
    try:
        return trusted_time.from_text(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as problem:
        logger.warning("the state of the clock in %s cannot be read: %s", file, problem)
        return None


def confirm(read: Read, *, file: Path, reason: str, by: Actor) -> Answer:
    """A person vouches for the wall clock as it stands. Raises Invalid, NotAllowed, RuleError, OSError."""
    by.require("confirm_clock")
    reason = " ".join(reason.split())
    if not 2 <= len(reason) <= MAX_REASON:
        raise Invalid(fields={"reason": f"请写明怎样核对的服务器时间，2 到 {MAX_REASON} 字。"})
    with _alone(file):
        reading = read()
        state = _follow(kept(file), reading=reading).state
        if state.hold is None:
            raise RuleError("服务器时间没有被暂停采信，不需要确认。")
        if not trusted_time.agrees_with_peer(reading):
            raise RuleError("本机与数据库服务器的时间相差超过一分钟：请先给两台机器对时，再来确认。")
        now = trusted_time.confirm(reading)
        answer: Answer = _confirmed(
            why=state.hold.why, state=now, apart=state.apart, reason=reason, by=by, at=_moment(now.trusted)
        )
        durable.write(file, trusted_time.to_text(now).encode())
    return answer


@in_one_transaction("confirm_clock")
def _confirmed(command: Command, *, why: str, state: GuardState, apart: float, reason: str) -> Answer:
    _keep_row(
        state,
        apart=0.0,
        at=command.at,
        confirmed_by_id=command.by.user_id,
        confirmed_at=command.at,
        reason=reason,
    )
    facts = {"why": why, "apart": round(apart), "reason": reason}
    command.history.add_to_stream("system", verb="confirm_clock", facts=facts)
    return Answer(
        sentence=f"已采信现在的服务器时间（变动 {time_words.length(apart)}），暂停的后台任务随即恢复。"
    )


def _follow(before: GuardState | None, *, reading: ClockReading) -> Followed:
    if before is not None:
        return trusted_time.follow(before, reading)
    return trusted_time.first(reading, floor=_floor())


def _floor() -> float | None:
    """The latest moment that this centre's own records say has passed."""
    written = Entry.objects.order_by("-id").values_list("at", flat=True).first()
    lived = Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()
    return max((moment.timestamp() for moment in (written, lived) if moment), default=None)


def _is_due(before: GuardState | None, *, now: GuardState) -> bool:
    if before is None or before.anchor.boot_id != now.anchor.boot_id:
        return True
    return now.anchor.boottime - before.anchor.boottime >= KEEP_EVERY


def _record(followed: Followed) -> None:
    """The row, an entry and a notice to every administrator, in one transaction; and a line for the operator."""
    state, at = followed.state, _moment(followed.state.stamp)
    text = _sentence(followed)
    logger.warning("clock %s, wall minus trusted %.1f s", followed.event, state.apart)
    with transaction.atomic():
        last = GuardedClock.objects.values_list("changed_at", flat=True).first()
        if followed.event == trusted_time.STEPPED and last is not None and abs(at - last) < ALARM_AGAIN:
            return
        _keep_row(state, apart=state.apart, at=at)
        history = History(by=system_actor(), at=at)
        facts = {"why": state.hold.why if state.hold else "", "apart": round(state.apart)}
        history.add_to_stream("system", verb=f"clock_{followed.event}", facts=facts)
        history.write()
        people = in_office(*DESK_ACTIONS["confirm_clock"])
        event = f"clock_{followed.event}:{at.isoformat(timespec='seconds')}"
        tell(set(people.values_list("user_id", flat=True)), event=event, case=None, text=text, at=at)


def _sentence(followed: Followed) -> str:
    state = followed.state
    if followed.event == trusted_time.WAS_HELD and state.hold:
        return time_words.held(state.hold.why, apart=state.apart)
    if followed.event == trusted_time.RELEASED:
        return time_words.released(apart=state.apart)
    return time_words.stepped(state.apart)


def _keep_row(state: GuardState, *, apart: float, at: datetime, **more: object) -> None:
    columns = {
        "state": state.name,
        "why": state.hold.why if state.hold else "",
        "since": _moment(state.hold.since) if state.hold else None,
        "apart": apart,
        "boot_id": state.anchor.boot_id,
        "boottime": state.anchor.boottime,
        "anchor_wall": _moment(state.trusted),
        "changed_at": at,
    }
    GuardedClock.objects.update_or_create(pk=ONLY_ROW, defaults=columns | more)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """One process of this machine at a time, so that a confirmation is not written over. The kernel lets go with the process."""
    descriptor = os.open(file.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
