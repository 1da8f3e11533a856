"""S-3, by the clock: a foreign case is refused in the time of one that is not there, so no stopwatch tells them apart."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import pytest
from django.test import Client
from routes import ABSENT, body_of, browser, machine, pairs, routes

from jiefen.actions.documents.attach import attach
from jiefen.actions.people.clients import make_client
from jiefen.reports.case import page as case_page
from jiefen.store.models import Attachment, Case, Party
from kit.qinghe import Qinghe

pytestmark = [pytest.mark.one_database, pytest.mark.long]

STRANGERS = ("clerk", "dispatcher", "handler", "mediator", "reviewer", "supervisor", "leader", "auditor", "admin", "stranger")  # fmt: skip
MACHINES = ("stranger", "mediator")
WITHIN = 0.020  # seconds between the medians
AGAIN = (
    5,
    21,
)  # how often a pair that stands out is asked, until it does no more: a slow machine stumbles, a view does not
API = ("/api/cases/{}", "/api/cases/{}/accept", "/api/cases/{}/note")

Ask = Callable[[], Any]
Pair = tuple[str, Ask, Ask]


@pytest.fixture
def hidden(world: Qinghe) -> Case:
    """A special case of the grid worker's, now with the court, with a file."""
    number = world.register(by="grid", confidentiality="special")
    world.take("dispatcher", "dispatch", number, unit="court")
    grid = world.actor("grid")
    attach(number=number, digest="b" * 64, name="照片.jpg", size=9, media_type="image/jpeg", audience="party", by=grid, at=world.now)  # fmt: skip
    return world.case(number)


def pages(client: Client, case: Case, *, whole: bool) -> list[Pair]:
    """Both methods at every address with a number, each with the foreign number and with the absent one."""
    party, file = Party.objects.filter(case=case).first(), Attachment.objects.get(case=case)
    assert party is not None
    return [
        (f"{method} {foreign}", lambda ask=ask, at=foreign: ask(at), lambda ask=ask, at=absent: ask(at))
        for route in routes()
        if route.of_a_case and not route.name.startswith("api_")
        for foreign, absent in pairs(route, case, pk=file.pk if "file" in route.name else party.pk)[:: 1 if whole else 8]
        for method in ("get", "post")
        for ask in (getattr(client, method),)
    ]  # fmt: skip


def calls(client: Client, case: Case) -> list[Pair]:
    """The same at the door of connected systems."""

    def asks(method: str, address: str) -> Ask:
        return lambda: getattr(client, method)(address, content_type="application/json")

    return [
        (
            f"{method} {address}",
            asks(method, address.format(case.number)),
            asks(method, address.format(ABSENT)),
        )
        for address in API
        for method in ("get", "post")
    ]


def told_apart(asked: list[Pair]) -> list[str]:
    return [
        f"{what}: {1000 * apart:+.0f} ms"
        for what, foreign, absent in asked
        if (apart := difference(foreign, absent))
    ]


def difference(foreign: Ask, absent: Ask) -> float:
    """Seconds by which the foreign one's median is apart; nothing where it is within bounds."""
    apart = _apart(foreign, absent, times=1)
    if abs(apart) <= WITHIN / 2:
        return 0
    for times in AGAIN:
        apart = _apart(foreign, absent, times=times)
        if abs(apart) <= WITHIN:
            return 0
    return apart


def _apart(foreign: Ask, absent: Ask, *, times: int) -> float:
    """In turn, and each first as often as second."""
    spans: dict[Ask, list[float]] = {foreign: [], absent: []}
    for at in range(times):
        for ask in (foreign, absent) if at % 2 else (absent, foreign):
            spans[ask].append(_seconds(ask))
    return median(spans[foreign]) - median(spans[absent])


def _seconds(ask: Ask) -> float:
    began = time.perf_counter()
    body_of(ask())
    return time.perf_counter() - began


@pytest.mark.parametrize("username", STRANGERS)
def test_a_foreign_case_is_refused_in_the_time_of_an_absent_one(
    world: Qinghe, hidden: Case, username: str
) -> None:
    asked = pages(browser(username), hidden, whole=username == "stranger")
    if username in MACHINES:
        asked += calls(machine(make_client("court", username=username, at=world.now)), hidden)
    assert told_apart(asked) == []
    assert len(asked) >= 60


def test_a_page_that_works_only_for_cases_that_exist_is_found(
    world: Qinghe, hidden: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = case_page.case_for

    def busy(*args: Any, number: str, **more: Any) -> Case:
        if Case.objects.filter(number=number).exists():
            time.sleep(0.04)
        return true(*args, number=number, **more)

    monkeypatch.setattr(case_page, "case_for", busy)
    wanted = [f"get /cases/{hidden.number}{part}" for part in ("", "/receipt/a4", "/qr")]
    asked = [pair for pair in pages(browser("stranger"), hidden, whole=False) if pair[0] in wanted]
    assert [found.partition(": +")[0] for found in told_apart(asked)] == wanted


def test_a_machine_that_stumbles_now_and_then_is_no_finding() -> None:
    stumbles = iter([0.06, *[0] * 9, 0.06, *[0] * 200])

    def answer() -> Any:
        time.sleep(next(stumbles))
        return type("Answer", (), {"streaming": False, "content": b""})

    assert told_apart([("get /x", answer, lambda: answer())]) == []
