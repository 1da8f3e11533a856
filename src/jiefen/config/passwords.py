"""Passwords: how they are hashed, two at a time, and Django's own checks with sentences of ours."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.contrib.auth import password_validation as stock_validation
from django.contrib.auth.hashers import Argon2PasswordHasher

from jiefen.domain.common.errors import Busy

AT_ONCE, WAIT = 2, 10.0  # hashes in one process; seconds that the next one waits
_pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="hash")
T = TypeVar("T")


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB (OWASP). Two hashes at a time in a process: a crowd costs 38 MiB, not as much as it likes."""

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
    """Done by one of two threads of their own: each keeps the memory of one hash, where eight would keep eight."""
    waiting = _pool.submit(work, *args)
    try:
        return waiting.result(timeout=WAIT)
    except TimeoutError:
        waiting.cancel()
        raise Busy("现在登录的人多，请稍候再试一次；这次没有核对密码，不算一次尝试。") from None
