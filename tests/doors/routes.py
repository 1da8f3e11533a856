"""Every address there is, walked from the resolver, and how to fill it in."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from jiefen.domain.case.lifecycle import VERBS
from jiefen.store.models import Case, User

DESK = Path(__file__).resolve().parent.parent / "case" / "desk.csv"
OPEN = {"public", "signed_in"}
ABSENT = "330999J20269999999"  # a number that no case has
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# A centre whose worker does not run says so, and with it that this answer is no fault.
NOT_A_FAULT = {("/readyz", 503)}
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Route:
    """One address. `door` is what its view declares, None when it declares nothing."""

    name: str
    pattern: str
    door: str | None

    @property
    def of_a_case(self) -> bool:
        return "<str:number>" in self.pattern

    def address(self, given: Mapping[str, object]) -> str:
        return "/" + PARAMETER.sub(lambda match: str(given[match.group(1)]), self.pattern)

    def addresses(self, given: Mapping[str, object]) -> list[str]:
        """The address, once for every verb where a verb is named."""
        if self.name in ("case_verb", "api_verb"):
            return [self.address({**given, "name": row.name}) for row in VERBS]
        return [self.address(given)]


def routes(patterns: Iterable[URLPattern | URLResolver] | None = None) -> list[Route]:
    found: list[Route] = []
    for one in get_resolver().url_patterns if patterns is None else patterns:
        assert isinstance(one, URLPattern), f"{one}: an included list would need its prefix here"
        found.append(Route(one.name or "", str(one.pattern), getattr(one.callback, "door", None)))
    return found


@cache
def desk() -> dict[str, frozenset[str]]:
    """Which posts each door is open to, from the table that was written by hand."""
    with DESK.open(encoding="utf-8", newline="") as stream:
        return {row["action"]: frozenset(row["roles"].split()) for row in csv.DictReader(stream)}


def pairs(route: Route, case: Case, *, pk: int) -> list[tuple[str, str]]:
    """The addresses of a route with this case's number, each beside the same with a number that no case has."""
    given = {"pk": pk, "form": "a4", "name": "accept", "seat": 1, "code": "agreement"}
    foreign = route.addresses(given | {"number": case.number})
    return list(zip(foreign, route.addresses(given | {"number": ABSENT}), strict=True))


def opens(route: Route, *, role: str) -> bool:
    assert route.door is not None
    return route.door in OPEN or role in desk()[route.door]


def missing_headers(response: Any) -> list[str]:
    return [name for name, part in SECURITY_HEADERS.items() if part not in response.headers.get(name, "")]


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


def told(response: HttpResponse) -> tuple[int, bytes, tuple[tuple[str, str], ...]]:
    """Everything that reaches the browser but the request's own id."""
    headers = {name: value for name, value in response.headers.items() if name != "X-Request-Id"}
    return response.status_code, body_of(response), tuple(sorted(headers.items()))


def browser(username: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=username))
    return client


def machine(token: str) -> Client:
    return Client(raise_request_exception=False, headers={"authorization": f"Bearer {token}"})


def is_fault(address: str, status: int) -> bool:
    """Whether an answer says that something of ours went wrong."""
    return status >= 500 and (address.partition("?")[0], status) not in NOT_A_FAULT
