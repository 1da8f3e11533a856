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
from typing import Generic, TypeVar

from django.db import DatabaseError, IntegrityError, connection, transaction

T = TypeVar("T")
MOST = 16  # commands in one commit
SECONDS = 0.05  # after which a commit takes no more of them


@dataclass
class Turn(Generic[T]):
    """One command waiting for its turn, then for the commit."""

    command: Callable[[], T]
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

    def result(self) -> T:
        self.ended.acquire()
        if self.error is not None:
            raise self.error
        return self.answer  # type: ignore[return-value]  # a command that did not fail has answered


class Writer:
    """The one writing thread of this process; started by the first command, gone with the process."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[Turn[object]] = queue.SimpleQueue()
        threading.Thread(target=self._write, name="writer", daemon=True).start()

    def result_of(self, command: Callable[[], T]) -> T:
        """What the command answers or raises, once it is committed."""
        turn: Turn[T] = Turn(command)
        self._waiting.put(turn)  # type: ignore[arg-type]  # the queue never looks at the answer
        return turn.result()

    def _write(self) -> None:
        while True:
            turns = [self._waiting.get()]
            self._commit(turns, until=time.monotonic() + SECONDS)
            for turn in turns:
                turn.ended.release()

    def _commit(self, turns: list[Turn[object]], *, until: float) -> None:
        """Run the given turns and those that come meanwhile; they are added to the list."""
        try:
            with transaction.atomic():
                turns[0].take()
                while len(turns) < MOST and time.monotonic() < until and not self._waiting.empty():
                    turns.append(self._waiting.get())
                    turns[-1].take()
        except IntegrityError as error:  # found at the commit: one of them is to blame, the others are not
            if len(turns) == 1:
                turns[0].error = error
            for turn in turns if len(turns) > 1 else ():
                turn.error = None
                self._commit([turn], until=0)
        except BaseException as error:  # nothing of this commit is there; each one hears so
            while not self._waiting.empty():  # who waits meanwhile has waited as long
                turns.append(self._waiting.get())
            for turn in turns:
                turn.error = error
            connection.close()


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
