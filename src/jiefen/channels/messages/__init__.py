"""What leaves by e-mail or SMS: one interface, and what each way of sending answers.

A gateway never sends on its own account what it may have sent already: whether to ask again is the caller's decision,
so every failure says which of four it was.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

SECONDS = 8.0  # the whole conversation with a gateway, connecting included
RECEIPT = 120  # characters of a receipt that are kept


@dataclass(frozen=True)
class Message:
    """`key`: the same for the same message, for gateways that refuse a second one; `to`: an address or a number;
    `at`: now, for gateways that want it signed."""

    key: str
    to: str
    subject: str
    text: str
    at: datetime


class Gateway(Protocol):
    @property
    def real(self) -> bool:
        """Whether anything leaves the installation."""
        ...

    def send(self, message: Message) -> str:
        """Hand it over once; answers the gateway's receipt, which may be empty.

        Raises Refused, Later, Unreachable or Uncertain, and nothing else that is foreseeable.
        """
        ...


class Refused(Exception):
    """Not sent, and this message never will be."""


class Later(Exception):
    """Not sent: this message is not taken now, others may be."""


class Unreachable(Exception):
    """Not sent: the gateway cannot be reached, or does not take messages from us as it is set up."""


class Uncertain(Exception):
    """Handed over without an answer: it may have been sent."""


@contextmanager
def cut_off(find: Callable[[], socket.socket | None], *, seconds: float = SECONDS) -> Iterator[None]:
    """Shut the connection down when its time is over: with a timeout of each read alone, a gateway that sends one byte
    a second holds us for ever."""

    def shut() -> None:
        connection = find()
        if connection is not None:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    timer = threading.Timer(seconds, shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
