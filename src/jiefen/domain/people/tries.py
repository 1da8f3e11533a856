"""How often a secret may be tried, and what one guess is worth.

A budget is counted before anything is checked; what is right gives its try back. By the odds of one guess no secret is
found with more than 10⁻⁶ a day by somebody who knows everything else (trust.md § 2.2, S-12).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)


@dataclass(frozen=True)
class Budget:
    """At most so many checks in a window that begins with the first of them."""

    tries: int
    window: timedelta

    @property
    def per_day(self) -> float:
        return self.tries * (DAY / self.window)


# By the first part of a key. `_device`: of somebody in a browser that is known; the others are shared by all strangers.
BUDGETS = {
    "account": Budget(5, QUARTER),
    "device": Budget(5, QUARTER),
    "own": Budget(5, QUARTER),  # one's own password, once more, in an open session
    "factor": Budget(5, QUARTER),  # submissions of a second factor, alone or the second of two
    "factor_device": Budget(5, QUARTER),
    "alone": Budget(1, DAY),  # a single six-digit code that is believed
    "alone_device": Budget(1, DAY),
    "tail": Budget(2, timedelta(days=200)),
    "tail_device": Budget(2, timedelta(days=200)),
    "number": Budget(5, DAY),
    "number_device": Budget(5, DAY),
    "pin": Budget(5, timedelta(days=6)),
    "pin_device": Budget(5, timedelta(days=6)),
    "proof": Budget(5, QUARTER),  # confirmation codes, by address
    "proof_device": Budget(5, QUARTER),
    "proofs": Budget(100_000, DAY),  # confirmation codes, from everywhere
    "letters": Budget(
        20_000, DAY
    ),  # codes of letters, from everywhere; the picture on a letter goes on opening
    "begun": Budget(60, QUARTER),  # applications begun from one address; that of a village may be one
    "application": Budget(5, timedelta(days=6)),  # PINs tried with the right code of an application
    "booking": Budget(10, DAY),  # half hours booked from one address: whoever needs more calls
    "letter": Budget(5, DAY),  # names tried with the right code of a letter
}
# Counted and never refused: above it, whoever is not known there is slowed down.
BUSY_ADDRESS = {"address": Budget(20, QUARTER), "code": Budget(10, QUARTER)}
WINDOWS = {kind: budget.window for kind, budget in (BUDGETS | BUSY_ADDRESS).items()}


def kind_of(key: str) -> str:
    """Of a key like `account:liuqian`."""
    return key.partition(":")[0]


def minutes_left(since_seconds: float, *, kind: str) -> int:
    """Until a budget used up is whole again, in started minutes."""
    left = WINDOWS[kind].total_seconds() - since_seconds
    return max(1, -(-int(left) // 60))


def delay(wrong: int, *, kind: str) -> float:
    """Seconds for which a try from a busy address is held back: a tenth more for each ten, two at most."""
    over = wrong - BUSY_ADDRESS[kind].tries
    return 0.0 if over < 0 else min(2.0, 0.1 + over / 100)
