"""Processes of one installation: locks that end with whoever holds them, and children that end with their parent."""

from __future__ import annotations

import ctypes
import fcntl
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

POLL = 0.05  # seconds
_PR_SET_PDEATHSIG = 1


class LockHeld(Exception):
    """Somebody else has the lock; `told` is what they wrote into it."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told


@contextmanager
def locked(path: Path, *, shared: bool = False, wait: float = 0.0, told: str = "") -> Iterator[int]:
    """Hold a flock on `path` inside the block, and answer its descriptor; raises LockHeld after `wait` seconds.

    The kernel frees it when the process dies, by whatever death. `told` is written into the file, for whoever comes.
    """
    descriptor = take(path, shared=shared, wait=wait, told=told)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def take(path: Path, *, shared: bool = False, wait: float = 0.0, told: str = "") -> int:
    """The same without an end: the lock lasts as long as the descriptor. Raises LockHeld."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() >= deadline:
                known = os.pread(descriptor, 200, 0).decode(errors="replace")
                os.close(descriptor)
                raise LockHeld(known) from None
        select.select([], [], [], POLL)
    if told and not shared:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, told.encode(), 0)
    return descriptor


def end_with_parent() -> None:
    """This process is killed when the one that started it dies, so that nobody serves on without anybody to stop them."""
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)


def _watch(parent: int) -> None:
    """Where the kernel does not tell."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
