"""Several commands, one commit: threads of a server hand their commands to one writer, which commits for all of them.

A commit to the disk costs as much as the rest of a command, and SQLite has one writer at a time anyway. Each command
runs in a savepoint of its own, so a refusal undoes that command alone; nobody is answered before the commit is on the
disk; when the commit fails, it fails for all that were in it. Off unless a server turns it on; PostgreSQL does better
with writers side by side.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Generic, TypeVar

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from jiefen.lib.fairsqlite import BUSY
from jiefen.lib.fairsqlite.ticket import LOOK_AGAIN, MOST_WAITING, STALLED

T = TypeVar("T")
MOST = 16  # commands in one commit
SECONDS = 0.05  # after which a commit takes no more of them


@dataclass
class Turn(Generic[T]):
    """One command waiting for its turn, then for the commit."""

    command: Callable[[], T]
    place: int
    claimed: threading.Lock = field(
        default_factory=threading.Lock
    )  # by the writer, or by who asked and has gone
    ended: threading.Lock = field(default_factory=threading.Lock)  # held until the commit
    answer: T | None = None
    error: BaseException | None = None

    def __post_init__(self) -> None:
        self.ended.acquire()

    def take(self) -> None:
        """Run it; what it refuses is kept for the one who asked. A broken database breaks the whole commit."""
        try:
            self.answer = self.command()
        except Exception as error:
            self.error = error
            if isinstance(error, DatabaseError) and not isinstance(error, IntegrityError):
                raise

    def claim(self) -> bool:
        """Whether it is now for this caller to run it, or to let it be: only the first one may."""
        return self.claimed.acquire(blocking=False)

    def result(self, *, too_long: Callable[[int], bool]) -> T:
        """Waits for the commit; OperationalError for a command that was not begun when the wait became too long."""
        while not self.ended.acquire(timeout=LOOK_AGAIN):
            if too_long(self.place) and self.claim():
                raise OperationalError(BUSY)
        if self.error is not None:
            raise self.error
        return self.answer  # type: ignore[return-value]  # a command that did not fail has answered


class Writer:
    """The one writing thread of this process; started by the first command, gone with the process.

    While it waits for a database that somebody else holds, five commands wait with it and the others are told to come
    again, so that threads are left for those who only read.
    """

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[Turn[object]] = queue.SimpleQueue()
        self._places = count(1)
        self._called = 0  # turns that the writer has fetched
        self._waits_since: float | None = None  # for the database
        threading.Thread(target=self._write, name="writer", daemon=True).start()

    def result_of(self, command: Callable[[], T]) -> T:
        """What the command answers or raises, once it is committed."""
        if self._stands() and self._waiting.qsize() >= MOST_WAITING:
            raise OperationalError(BUSY)
        turn: Turn[T] = Turn(command, next(self._places))
        self._waiting.put(turn)  # type: ignore[arg-type]  # the queue never looks at the answer
        return turn.result(too_long=self._is_too_long)

    def _is_too_long(self, place: int) -> bool:
        """Whether the writer stands still, and this place is not among the first behind it."""
        return self._stands() and place - self._called > MOST_WAITING

    def _stands(self) -> bool:
        since = self._waits_since
        return since is not None and time.monotonic() - since > STALLED

    def _write(self) -> None:
        while True:
            turns = [turn] if (turn := self._next()).claim() else []
            if turns:
                self._commit(turns, until=time.monotonic() + SECONDS)
            for turn in turns:
                turn.ended.release()

    def _next(self) -> Turn[object]:
        turn = self._waiting.get()
        self._called += 1
        return turn

    def _commit(self, turns: list[Turn[object]], *, until: float) -> None:
        """Run the given turns and those that come meanwhile; they are added to the list."""
        self._waits_since = time.monotonic()
        try:
            with transaction.atomic():
                self._waits_since = None
                turns[0].take()
                while len(turns) < MOST and time.monotonic() < until and not self._waiting.empty():
                    if (turn := self._next()).claim():
                        turns.append(turn)
                        turn.take()
        except IntegrityError as error:  # found at the commit: one of them is to blame, the others are not
            if len(turns) == 1:
                turns[0].error = error
            for turn in turns if len(turns) > 1 else ():
                turn.error = None
                self._commit([turn], until=0)
        except BaseException as error:  # nothing of this commit is there; each one hears so
            while not self._waiting.empty():  # who waits meanwhile has waited as long
                if (turn := self._next()).claim():
                    turns.append(turn)
            for turn in turns:
                turn.error = error
            connection.close()
        finally:
            self._waits_since = None


_started = threading.Lock()
_wanted = False
_writer: Writer | None = None


def turn_on() -> None:
    """Share commits in this process from now on; for servers."""
    global _wanted
    _wanted = True


def result_of(command: Callable[[], T]) -> T:
    """Run the command with others where commits are shared, else at once. It opens its own atomic block."""
    global _writer
    if not _wanted or connection.vendor != "sqlite" or connection.in_atomic_block:
        return command()
    with _started:
        if _writer is None:
            _writer = Writer()
    return _writer.result_of(command)
