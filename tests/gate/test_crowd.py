"""More people at the sign-in than it holds: who does not fit is told so at once, loses nothing typed and uses up no try."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory

from jiefen.config import passwords
from jiefen.domain.common.errors import Busy
from jiefen.gate import crowd
from jiefen.gate.devices import _SIGNER, COOKIE
from jiefen.store.models import Throttle
from kit.qinghe import PASSWORD, Qinghe

pytestmark = pytest.mark.one_database
TYPED = {"username": "刘倩<b>", "password": "雪夜&访戴", "next": "/work"}


def full(*, known: bool = False) -> crowd.Crowd:
    """A process in which everybody who fits is inside already."""
    door = crowd.Crowd(lambda request: pytest.fail("nobody else gets in"))
    lane, places = (door.known, crowd.KNOWN) if known else (door.strangers, crowd.STRANGERS)
    for _ in range(places):
        lane.acquire()
    return door


def test_who_does_not_fit_is_told_so_with_all_that_was_typed() -> None:
    answer = full()(RequestFactory().post("/signin", TYPED))
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert "请稍候" in page
    assert "不算一次尝试" in page
    for value in ("刘倩&lt;b&gt;", "雪夜&amp;访戴", "/work"):
        assert f'value="{value}"' in page


def test_it_asks_no_database_and_counts_no_try(world: Qinghe, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        full()(RequestFactory().post("/signin", TYPED))
    assert not Throttle.objects.exists()


def test_known_devices_have_places_that_strangers_do_not_take() -> None:
    request = RequestFactory().post("/signin", TYPED)
    request.COOKIES[COOKIE] = _SIGNER.sign("token")
    let_in: list[object] = []
    door = full()
    door.get_response = let_in.append  # type: ignore[assignment, return-value]
    door(request)
    assert len(let_in) == 1
    request.COOKIES[COOKIE] = "forged:token"
    assert door(request).status_code == 503


def test_a_place_is_free_again_even_after_a_failure() -> None:
    def fails(request: object) -> Any:
        raise RuntimeError

    door = crowd.Crowd(fails)
    for _ in range(crowd.STRANGERS + 3):
        with pytest.raises(RuntimeError):
            door(RequestFactory().post("/signin", TYPED))


@pytest.mark.parametrize("path", ["/track", "/healthz", "/signout"])
def test_every_other_address_is_open_meanwhile(path: str) -> None:
    door = full()
    door.get_response = lambda request: "through"  # type: ignore[assignment, return-value]
    assert door(RequestFactory().post(path)) == "through"  # type: ignore[comparison-overlap]


def test_the_page_sent_again_signs_in(world: Qinghe) -> None:
    answer = Client().post("/signin", {"username": "clerk", "password": PASSWORD, "next": "/work"})
    assert answer["Location"] == "/work"


def test_of_many_hashes_two_are_at_work_at_once(tmp_path: Path) -> None:
    """In four processes of one home, each of which has three waiting."""
    program = """
        import sys, threading, time
        from jiefen.config.passwords import _in_turn
        def work(name):
            began = time.monotonic()
            time.sleep(0.03)
            print(began, time.monotonic(), flush=True)
        threads = [threading.Thread(target=_in_turn, args=(work, "x")) for _ in range(3)]
        [thread.start() for thread in threads]; [thread.join() for thread in threads]
    """
    command = [sys.executable, "-c", textwrap.dedent(program)]
    environment = os.environ | {"JIEFEN_HOME": str(tmp_path)}
    processes = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    told = "".join(process.communicate(timeout=60)[0] for process in processes)
    spans = [tuple(map(float, line.split())) for line in told.splitlines()]
    assert len(spans) == 12
    at_once = [sum(began <= moment < ended for began, ended in spans) for moment, _ in spans]
    assert max(at_once) == 2


def test_whoever_waits_too_long_for_a_hash_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "WAIT", 0.01)
    leave = threading.Event()
    held = passwords._pool.submit(leave.wait, 5)
    try:
        with pytest.raises(Busy, match="请稍候再试"):
            passwords.Argon2().verify("x", "argon2$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA")
    finally:
        leave.set()
        assert held.result()


def test_at_a_busy_address_one_passes_one_waits_and_the_third_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inside, leave = threading.Event(), threading.Event()

    def held(seconds: float) -> None:
        inside.set()
        leave.wait(5)

    monkeypatch.setattr(crowd.time, "sleep", held)
    done: list[bool] = []

    def try_once() -> None:
        with crowd.slowed(0.1):
            done.append(True)

    threads = [threading.Thread(target=try_once) for _ in range(2)]
    threads[0].start()
    inside.wait(5)
    threads[1].start()
    while crowd._slow_room._value:  # type: ignore[attr-defined]
        time.sleep(0.001)
    with pytest.raises(Busy, match="请过几秒再试"), crowd.slowed(0.1):
        pytest.fail("not let in")
    leave.set()
    for thread in threads:
        thread.join()
    assert done == [True, True]
    with crowd.slowed(0):
        done.append(True)
