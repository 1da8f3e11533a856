"""A machine whose clocks can be set wrong, and a background that runs on it: what is told, when, by true time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jiefen.actions.clocks import warnings as ticking
from jiefen.actions.clocks.warnings import tick
from jiefen.actions.demo.clocks import set_alarms
from jiefen.actions.ledger import time_guard
from jiefen.actions.oversight.supervision import propose
from jiefen.lib.trusted_time import ClockReading
from jiefen.store.models import Clock, Notice
from kit.qinghe import NOW, Qinghe

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
DEADLINES, FIRST, SPREAD = 200, 60.0, 300.0
EVERY = 5.0  # how often the background comes round; R-15 allows a reminder to be five seconds late


@dataclass
class Machine:
    """`t`: true seconds since the start at `began`; `error`: wall minus true time at `t`."""

    file: Path
    began: datetime = NOW
    error: Callable[[float], float] = lambda t: 0.0
    t: float = 0.0
    boot: str = "first"
    booted: float = -5_000.0

    def read(self) -> ClockReading:
        return ClockReading(self.boot, self.t - self.booted, self.true.timestamp() + self.error(self.t))

    def reboot(self, *, off: float) -> None:
        """Switched off for `off` seconds, and up again for half a minute."""
        self.boot, self.booted = f"after {self.t}", self.t + off
        self.t += off + 30

    @property
    def true(self) -> datetime:
        return self.began + timedelta(seconds=self.t)

    def guarded(self) -> time_guard.Moment:
        return time_guard.look(self.read, file=self.file)

    def believed(self) -> time_guard.Moment:
        """What a background without a guard takes for now."""
        wall = datetime.fromtimestamp(self.read().wall, tz=UTC)
        return time_guard.Moment(at=wall, held=False)


@dataclass
class Told:
    """`early`: rungs told before their moment by true time; `late`: the longest a rung waited, in seconds."""

    told: int = 0
    early: int = 0
    late: float = 0.0
    held: float = 0.0


def run(
    machine: Machine,
    *,
    until: float,
    now: Callable[[], time_guard.Moment],
    events: dict[float, Callable[[], object]],
) -> Told:
    """The background on that machine; each event happens once, at the first round at or after its moment."""
    due = sorted(Clock.objects.values_list("due", flat=True))
    found, waiting = Told(), dict(sorted(events.items()))
    while machine.t < until:
        machine.t += EVERY
        for at in [at for at in waiting if at <= machine.t]:
            waiting.pop(at)()
        moment = now()
        if moment.held:
            found.held += EVERY
            continue
        try:
            told = tick(at=moment.at, propose=propose)[
                "ended"
            ]  # the drill's rule is an outside body's: watched, never late
        except Killed:
            continue
        for one in due[found.told : found.told + told]:
            waited = (machine.true - one).total_seconds()
            found.early += waited < 0
            found.late = max(found.late, waited)
        found.told += told
    return found


class Killed(BaseException):
    """The worker was killed with its transaction open."""


def kill_the_next_telling() -> None:
    """The next clock told takes its worker with it, after its rung was claimed and before anything is committed."""
    tells = ticking._notices

    def dies(*_args: object, **_more: object) -> list[Notice]:
        ticking._notices = tells
        raise Killed

    ticking._notices = dies


def deadlines(machine: Machine, *, many: int) -> None:
    """So many over five minutes, the first a minute after the start."""
    first = machine.began + timedelta(seconds=FIRST + 0.5)
    assert set_alarms(many, first=first, seconds=SPREAD) == many


def step(by: float, *, since: float = 150.0, until: float = float("inf")) -> Callable[[float], float]:
    return lambda t: by if since <= t < until else 0.0


def confirm(machine: Machine, world: Qinghe, *, who: str = "admin", reason: str = "与电话报时一致") -> str:
    return time_guard.confirm(machine.read, file=machine.file, reason=reason, by=world.actor(who)).sentence
