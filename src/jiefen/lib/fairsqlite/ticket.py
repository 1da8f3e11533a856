"""The write ticket: one writer at a time, first come first served.

Threads of one process queue in memory; then the process queues on two lock files beside the database. Holding
`<db>.ticket` is the right to write. `<db>.ticket.next` is the place behind the writer: without it, a process whose
threads hand the ticket to each other would starve the processes that poll. Both are flocks, so the kernel frees them
when their process dies, by whatever death.

SQLite's own busy handler is a lottery: p99 0.5-1.5 s and max 2-8 s under 16 writers, against 0.06-0.13 s and
0.1-0.25 s with the ticket. It also keeps commits and checkpoints of different connections apart, which is the
precondition of SQLite's "WAL-reset" bug (see `checks.py`).
"""

from __future__ import annotations

import fcntl
import math
import os
import select
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

BUSY = "database is locked (write ticket)"
POLL_SECONDS = 0.0001
STALLED, MOST_WAITING = 2.0, 5  # seconds without a turn; threads of one process that then still wait
LOOK_AGAIN = 0.25  # seconds
_patience = threading.local()
told_waits: list[Callable[[float], None]] = []  # each is called with the seconds that a writer waited


@contextmanager
def waiting_at_most(seconds: float) -> Iterator[None]:
    """Inside the block this thread waits for a ticket, and for SQLite itself, no longer than so."""
    before = patience()
    _patience.seconds = seconds
    try:
        yield
    finally:
        _patience.seconds = before


def patience() -> float:
    """Seconds that this thread is ready to wait."""
    seconds: float = getattr(_patience, "seconds", math.inf)
    return seconds


class Ticket:
    """The ticket of one database in this process; `path` None for a database in memory (threads only)."""

    def __init__(self, path: str | None) -> None:
        self._path = path
        self._line = _Line()
        self._open: set[int] = set()

    def take(self, *, timeout: float) -> TicketHold:
        """Wait at most `timeout` seconds; raises sqlite3.OperationalError(BUSY) when nobody gave it back in time."""
        began = time.monotonic()
        deadline = began + timeout
        self._line.enter(deadline=deadline)
        try:
            room = None if self._path is None else self._through_the_door(self._path, deadline=deadline)
        except BaseException:
            self._line.leave()
            raise
        for told in told_waits:
            told(time.monotonic() - began)
        return TicketHold(ticket=self, room=room)

    def give_back(self, *, room: int | None) -> None:
        try:
            if room is not None:
                self._unlock(room)
        finally:
            self._line.leave()

    def forget(self) -> None:
        """In a forked child: the parent's locks are not ours; closing our copies must not release them."""
        for fd in self._open:
            os.close(fd)
        self._open = set()
        self._line = _Line()

    def _through_the_door(self, path: str, *, deadline: float) -> int:
        door = self._lock(path + ".ticket.next", deadline=deadline)
        try:
            return self._lock(path + ".ticket", deadline=deadline)
        finally:
            self._unlock(door)

    def _lock(self, path: str, *, deadline: float) -> int:
        while True:
            fd = self._open_file(path)
            try:
                _flock(fd, deadline=deadline)
                if _same_file(fd, path=path):
                    return fd
            except BaseException:
                self._unlock(fd)
                raise
            self._unlock(fd)

    def _open_file(self, path: str) -> int:
        try:
            fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise sqlite3.OperationalError(f"unable to open the write ticket: {error.strerror}") from error
        self._open.add(fd)
        return fd

    def _unlock(self, fd: int) -> None:
        self._open.discard(fd)
        try:
            fcntl.flock(
                fd, fcntl.LOCK_UN
            )  # a copy of fd in a child would keep the lock if we only closed ours
        finally:
            os.close(fd)


class TicketHold:
    """The ticket in hand. Giving it back twice, or in a forked child, does nothing."""

    def __init__(self, *, ticket: Ticket, room: int | None) -> None:
        self._ticket = ticket
        self._room = room
        self._pid: int | None = os.getpid()

    def give_back(self) -> None:
        if self._pid != os.getpid():
            return
        self._pid = None
        self._ticket.give_back(room=self._room)


def ticket_for(name: str, *, in_memory: bool) -> Ticket:
    """The same ticket for every connection of this process to the same database."""
    key = name if in_memory else os.path.realpath(name)
    with _tickets_lock:
        if key not in _tickets:
            _tickets[key] = Ticket(None if in_memory else key)
        return _tickets[key]


class _Line:
    """A lock that serves waiting threads strictly in order; threading.Lock promises no order.

    A line that stands still keeps `MOST_WAITING` threads and sends the others away, so that a process whose database
    somebody else holds still has threads for those who only read.
    """

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._busy = False
        self._moved = 0.0

    def enter(self, *, deadline: float) -> None:
        with self._mutex:
            if not self._busy:
                self._busy, self._moved = True, time.monotonic()
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        called = False
        try:
            while not called and (left := deadline - time.monotonic()) > 0 and not self._is_too_long(turn):
                called = turn.acquire(timeout=min(left, LOOK_AGAIN))
        finally:
            if not called:
                self._step_out(turn)
        if not called:
            raise sqlite3.OperationalError(BUSY)

    def leave(self) -> None:
        with self._mutex:
            self._moved = time.monotonic()
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._busy = False

    def _is_too_long(self, turn: threading.Lock) -> bool:
        """Whether the line stands still, and `turn` is not among the first of it."""
        with self._mutex:
            stands = time.monotonic() - self._moved > STALLED
            return stands and turn in list(self._waiting)[MOST_WAITING:]

    def _step_out(self, turn: threading.Lock) -> None:
        with self._mutex:
            if turn in self._waiting:
                self._waiting.remove(turn)
                return
        self.leave()  # called in the very moment of giving up: pass it on


def _flock(fd: int, *, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise sqlite3.OperationalError(BUSY) from None
        select.select([], [], [], POLL_SECONDS)  # time.sleep fails under libfaketime


def _same_file(fd: int, *, path: str) -> bool:
    """False when somebody deleted the lock file meanwhile: then our lock is on a file that nobody else sees."""
    try:
        return os.path.samestat(os.fstat(fd), os.stat(path))
    except FileNotFoundError:
        return False


_tickets: dict[str, Ticket] = {}
_tickets_lock = threading.Lock()


def _after_fork_in_child() -> None:
    global _tickets_lock
    _tickets_lock = threading.Lock()
    for ticket in _tickets.values():
        ticket.forget()


os.register_at_fork(after_in_child=_after_fork_in_child)
