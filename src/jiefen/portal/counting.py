"""Codes typed at the citizen's door: wrong ones are counted by address, and slow it down; a right one always goes through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from jiefen.actions.common.throttle import TooMany, note_wrong, wrong_at
from jiefen.domain.common.errors import Invalid
from jiefen.domain.people.tries import delay, minutes_left
from jiefen.gate.address import counted_address
from jiefen.gate.crowd import slowed
from jiefen.gate.requests import PartyRequest


@contextmanager
def counted_code(request: PartyRequest) -> Iterator[None]:
    """Look a code up in here, and raise Invalid when it is nobody's. Raises TooMany instead where many were wrong."""
    address = counted_address(request)
    key = f"code:{address}"
    wrong = wrong_at(key, at=request.now) if address else 0
    with slowed(delay(wrong, kind="code")):
        try:
            yield
        except Invalid:
            if address and note_wrong(key, at=request.now):
                raise TooMany(kind="code", minutes=minutes_left(0, kind="code")) from None
            raise
