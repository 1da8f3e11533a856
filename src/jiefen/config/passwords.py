"""Passwords: how they are hashed, two at a time in the whole centre, and Django's own checks with sentences of ours."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from typing import TypeVar

from django.contrib.auth import password_validation as stock_validation
from django.contrib.auth.hashers import Argon2PasswordHasher

from jiefen.config.home import home
from jiefen.domain.common.errors import Busy
from jiefen.lib.processes import LockHeld, take

SLOTS, WAIT, POLL = (
    ("hash-1.lock", "hash-2.lock"),
    10.0,
    0.01,
)  # of the whole home; seconds that the next one waits
_pool = ThreadPoolExecutor(1, thread_name_prefix="hash")  # in each process
T = TypeVar("T")


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB (OWASP). Two hashes at a time: a crowd costs 38 MiB, not as much as it likes."""

    time_cost, memory_cost, parallelism = 2, 19_456, 1

    def encode(self, password: str, salt: str) -> str:
        return _in_turn(super().encode, password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        return _in_turn(super().verify, password, encoded)


class Length(stock_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"密码太短，至少 {self.min_length} 个字符；一句好记的话就行。"


class Similarity(stock_validation.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "密码和您的姓名或用户名太像，请换一个。"


def _in_turn(work: Callable[..., T], *args: str) -> T:
    """Done by the one thread of its own: it keeps the memory of one hash, where eight would keep eight."""
    waiting = _pool.submit(_in_a_slot, work, *args)
    try:
        return waiting.result(timeout=WAIT)
    except (TimeoutError, LockHeld):
        waiting.cancel()
        raise Busy("现在登录的人多，请稍候再试一次；这次没有核对密码，不算一次尝试。") from None


def _in_a_slot(work: Callable[..., T], *args: str) -> T:
    """Done while holding one of the home's two slots, whichever is free first. Raises LockHeld when none was in time."""
    held = _slot(deadline=time.monotonic() + WAIT)
    try:
        return work(*args)
    finally:
        if held is not None:
            os.close(held)


def _slot(*, deadline: float) -> int | None:
    """Its descriptor; None where nothing can be written, not even who is at work."""
    for name in cycle(SLOTS):
        try:
            return take(home().running / name)
        except LockHeld:
            if time.monotonic() > deadline:
                raise
            time.sleep(POLL)
        except OSError:
            return None
    raise AssertionError
