"""Trusted time: what time it is for deeds that cannot be undone, when the wall clock may be stepped by anybody.

A wall clock leaps (a person, NTP, a snapshot brought back); the kernel's CLOCK_BOOTTIME does not, but it starts anew
with each boot. An `Anchor` ties the two together once, and from then on

    trusted = anchor.wall + (CLOCK_BOOTTIME - anchor.boottime), slewed towards the wall clock at no more than 0.5 %

`apart` is wall minus trusted. `follow` is the whole machine: a stored state and a reading in, the next state out.

| state   | seen                                                                   | next                                    |
|---------|------------------------------------------------------------------------|-----------------------------------------|
| none    | first reading; the wall clock is all there is                          | running; held `back` when > 60 s before |
|         |                                                                        | the floor (the last thing written)      |
| running | apart changed by ≤ 2 s since the last reading                          | running, slewing                        |
| running | apart changed by > 2 s, and is ≤ 60 s                                  | running, slewing; event `stepped`       |
| running | apart > 60 s within one boot                                           | held `step`                             |
| running | other boot: wall 0 to 10 days after the last anchor                    | running from the wall clock             |
| running | other boot: wall further ahead                                         | held `gap`                              |
| running | other boot: wall > 60 s behind the last anchor                         | held `back`                             |
| any     | wall and the peer (the database's own clock) > 60 s apart              | held `peer`                             |
| held    | steady for 10 minutes, apart ≤ 60 s (the leap was undone)              | running, slewing                        |
| held    | steady for 10 minutes, kernel synchronised throughout, apart ≤ 10 min  | running from the wall clock             |
| held    | `back` or `gap`, steady for 10 minutes, wall ahead by ≤ 10 days        | running from the wall clock             |
| held    | a person confirms (`confirm`)                                          | running from the wall clock             |
| held    | anything else                                                          | held; trusted goes on without slewing   |

Nothing is made of the time since the boot: the folder may have been moved to a machine that has long been up.
Steady: within 2 s of the same distance from trusted time, within one boot, the peer agreeing. What a reboot would have
been believed at once is believed later too, when the wall clock has been put right. So within one boot trusted time never
gains more than 0.5 % on true time without ten minutes of agreement or somebody's name, and goes back only by such a
release. All values are seconds; wall, peer and floor since 1970 UTC. Source: trust.md § 3.14.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

STEP, LEAP = 2.0, 60.0
SLEW = 0.005  # of the time gone by, and never more at once than a step that would raise the alarm
STEADY = 600.0
PLAUSIBLE_STEP = 600.0  # what NTP may put right within one boot without being asked
PLAUSIBLE_GAP = 10 * 86_400.0  # switched off over the longest public holiday (nine days) and a day more
RUNNING, HELD = "running", "held"
STEPPED, WAS_HELD, RELEASED = "stepped", "held", "released"


@dataclass(frozen=True)
class ClockReading:
    """What the clocks say at one moment. `synced`: the kernel says that NTP steers the wall clock."""

    boot_id: str
    boottime: float
    wall: float
    synced: bool = False
    peer: float | None = None


@dataclass(frozen=True)
class Anchor:
    """At `boottime` of boot `boot_id` it was trusted to be `wall`."""

    boot_id: str
    boottime: float
    wall: float


@dataclass(frozen=True)
class ClockHold:
    """Why and since when (trusted) nothing irreversible is done; how far off the wall clock has been, and since when (BOOTTIME)."""

    why: str
    since: float
    steady_since: float
    steady_apart: float


@dataclass(frozen=True)
class GuardState:
    """`apart`: wall minus trusted at the anchor, which is moved with every reading."""

    anchor: Anchor
    apart: float = 0.0
    hold: ClockHold | None = None

    @property
    def name(self) -> str:
        return HELD if self.hold else RUNNING

    @property
    def trusted(self) -> float:
        """Trusted time at the last reading."""
        return self.anchor.wall

    @property
    def stamp(self) -> float:
        """What a person's deed is dated with at the last reading. A machine that was off for long has no better word than
        its wall clock, while nothing irreversible is done by it."""
        return self.trusted + self.apart if self.hold and self.hold.why == "gap" else self.trusted


@dataclass(frozen=True)
class Followed:
    """`event`: nothing, `stepped` (an alarm), `held` or `released`."""

    state: GuardState
    event: str = ""


def first(reading: ClockReading, *, floor: float | None = None) -> Followed:
    """No state yet. `floor`: the latest moment that is known to have passed."""
    if floor is not None and reading.wall < floor - LEAP:
        at = Anchor(reading.boot_id, reading.boottime, floor)
        return _hold("back", at=at, apart=reading.wall - floor)
    return _on_peers_word(
        GuardState(Anchor(reading.boot_id, reading.boottime, reading.wall)), reading=reading
    )


def follow(state: GuardState, reading: ClockReading) -> Followed:
    """The next state. Pure, so a killed process changes nothing, and a reader may ask without writing."""
    same_boot = reading.boot_id == state.anchor.boot_id
    base = state.anchor if same_boot else Anchor(reading.boot_id, reading.boottime, state.trusted)
    elapsed = max(0.0, reading.boottime - base.boottime)
    now = Anchor(reading.boot_id, reading.boottime, base.wall + elapsed)
    apart = reading.wall - now.wall
    if state.hold:
        return _held(state, hold=state.hold, reading=reading, now=now, apart=apart)
    if not same_boot and 0 <= apart <= PLAUSIBLE_GAP:
        return _on_peers_word(GuardState(replace(now, wall=reading.wall)), reading=reading)
    if abs(apart) > LEAP:
        why = "step" if same_boot else "gap" if apart > 0 else "back"
        return _hold(why, at=now, apart=apart)
    most = min(SLEW * elapsed, STEP)
    slew = max(-most, min(most, apart))
    event = STEPPED if abs(apart - state.apart) > STEP else ""
    slewed = GuardState(replace(now, wall=now.wall + slew), apart=apart - slew)
    return _on_peers_word(slewed, reading=reading, event=event)


def confirm(reading: ClockReading) -> GuardState:
    """A person vouches for the wall clock as it stands. Ask `agrees_with_peer` before."""
    return GuardState(Anchor(reading.boot_id, reading.boottime, reading.wall))


def agrees_with_peer(reading: ClockReading) -> bool:
    return reading.peer is None or abs(reading.wall - reading.peer) <= LEAP


def to_text(state: GuardState) -> str:
    return json.dumps(asdict(state))


def from_text(text: str) -> GuardState:
    """Raises ValueError for anything but what `to_text` wrote."""
    try:
        state = json.loads(text)
        hold = ClockHold(**state["hold"]) if state["hold"] else None
        return GuardState(Anchor(**state["anchor"]), apart=float(state["apart"]), hold=hold)
    except (TypeError, KeyError, ValueError) as error:
        raise ValueError(f"no state of a trusted clock: {error}") from error


def _held(
    state: GuardState, *, hold: ClockHold, reading: ClockReading, now: Anchor, apart: float
) -> Followed:
    steady = (
        reading.boot_id == state.anchor.boot_id
        and abs(apart - hold.steady_apart) <= STEP
        and agrees_with_peer(reading)
        and _is_believable(apart, why=hold.why, synced=reading.synced)
    )
    if not steady:
        hold = replace(hold, steady_since=reading.boottime, steady_apart=apart)
    elif reading.boottime - hold.steady_since >= STEADY:
        kept = GuardState(now, apart=apart) if abs(apart) <= LEAP else confirm(reading)
        return Followed(kept, RELEASED)
    event = STEPPED if abs(apart - state.apart) > STEP else ""
    return Followed(GuardState(now, apart=apart, hold=hold), event)


def _is_believable(apart: float, *, why: str, synced: bool) -> bool:
    """Whether a wall clock that far off may be taken over without asking anybody, if only it stays there."""
    if why in ("back", "gap") and 0 <= apart <= PLAUSIBLE_GAP:
        return True
    return abs(apart) <= (PLAUSIBLE_STEP if synced else LEAP)


def _hold(why: str, *, at: Anchor, apart: float) -> Followed:
    hold = ClockHold(why, since=at.wall, steady_since=at.boottime, steady_apart=apart)
    return Followed(GuardState(at, apart=apart, hold=hold), WAS_HELD)


def _on_peers_word(state: GuardState, *, reading: ClockReading, event: str = "") -> Followed:
    if agrees_with_peer(reading):
        return Followed(state, event)
    return _hold("peer", at=state.anchor, apart=state.apart)
