"""The computer stops in the middle of a command."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jiefen.actions.case import take as taking
from jiefen.actions.clocks import clocks
from jiefen.actions.common import command as work
from jiefen.actions.common import history, step

# Where the computer may break down: before or after each of these has run.
BREAKS: tuple[tuple[Any, str], ...] = (
    (history.History, "write"),
    (history.History, "add"),
    (history, "_outbox"),
    (step.Step, "hand_to"),
    (clocks, "start"),
    (clocks, "stop"),
    (clocks, "next_due"),
    (work, "_remember"),
    (taking, "_keep_clocks"),
    (taking, "_save"),
)


class PowerCut(Exception):
    """The computer stops here."""


@contextmanager
def breaking(chance: random.Random) -> Iterator[None]:
    (owner, name), after = chance.choice(BREAKS), chance.random() < 0.5
    true = getattr(owner, name)

    def broken(*args: Any, **kwargs: Any) -> Any:
        if after:
            true(*args, **kwargs)
        raise PowerCut

    setattr(owner, name, broken)
    try:
        yield
    finally:
        setattr(owner, name, true)
