"""Commands that share a commit, while somebody else holds the database."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError

from jiefen.actions.common import shared_commits


def test_while_the_database_is_held_five_wait_and_the_others_are_told_and_never_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    free, done, told = threading.Event(), list[int](), list[int]()

    @contextmanager
    def held() -> Iterator[None]:
        free.wait(10)
        yield

    monkeypatch.setattr(shared_commits.transaction, "atomic", held)
    monkeypatch.setattr(shared_commits, "STALLED", 0.2)
    monkeypatch.setattr(shared_commits, "LOOK_AGAIN", 0.02)
    writer = shared_commits.Writer()

    def ask(number: int) -> None:
        try:
            writer.result_of(lambda: done.append(number))
        except OperationalError:
            told.append(number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 5
    while len(told) < 4 and time.monotonic() < deadline:
        time.sleep(0.02)
    late = threading.Thread(target=ask, args=(10,))
    late.start()
    late.join(1)
    assert len(told) == 5, "four of ten, and who came afterwards"
    free.set()
    for thread in threads:
        thread.join()
    assert sorted(done + told) == list(range(11))
    assert len(done) == 6, "the one at work and five behind it"
    ask(11)
    assert done[-1] == 11
