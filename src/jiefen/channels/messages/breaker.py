"""A gateway that is left alone for a while after a few failures, so that no new message waits for its time limit."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from jiefen.channels.messages import Gateway, Later, Message, Refused, Uncertain, Unreachable
from jiefen.domain.messages.rules import pause

FAILURES = 3  # one after the other, before it is left alone
SPREAD = 0.2  # of each rest, either way, so that centres that lost one gateway do not come back together


class Breaker:
    """The gateway itself until it has failed three times; then Unreachable at once until its rest is over. Each further
    failure makes the next rest longer.
    """

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._failures = 0
        self._until: datetime | None = None

    @property
    def real(self) -> bool:
        return self._gateway.real

    def send(self, message: Message) -> str:
        """Raises what the gateway raises, and Unreachable while it rests."""
        if self._until is not None and message.at < self._until:
            raise Unreachable(f"left alone after {self._failures} failures")
        try:
            receipt = self._gateway.send(message)
        except (Refused, Later):
            self._failures, self._until = 0, None
            raise
        except (Unreachable, Uncertain):
            self._failures += 1
            if self._failures >= FAILURES:
                self._until = message.at + self._rest()
            raise
        self._failures, self._until = 0, None
        return receipt

    def _rest(self) -> timedelta:
        return pause(self._failures - FAILURES + 1) * random.uniform(1 - SPREAD, 1 + SPREAD)  # noqa: S311  # nosec B311
