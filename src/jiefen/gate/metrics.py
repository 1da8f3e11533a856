"""Numbers for a monitoring system, in the text form of Prometheus: what this server did, and how the store stands.

Counters live in files that all processes of one server share (`PROMETHEUS_MULTIPROC_DIR`, set by `jiefen serve`); the
state of the store is asked when somebody looks. Nothing here says anything of a person or a case.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from jiefen.gate import trusted
from jiefen.lib.fairsqlite import ticket
from jiefen.reports.ledger.state import state_of_the_store

_own = CollectorRegistry()
REQUESTS = Counter(
    "jiefen_requests",
    "Answers by address name, method and status",
    ["route", "method", "status"],
    registry=_own,
)
SECONDS = Histogram(
    "jiefen_request_seconds", "How long answers took",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10), registry=_own,
)  # fmt: skip
WAITED = Histogram(
    "jiefen_ticket_wait_seconds", "How long writers waited for their turn (SQLite)",
    buckets=(0.001, 0.005, 0.025, 0.1, 0.25, 1, 5, 20), registry=_own,
)  # fmt: skip
ticket.told_waits.append(WAITED.observe)


def count(request: HttpRequest, response: HttpResponse, *, seconds: float) -> None:
    """One answer, by the name of its address: never by what stands in it."""
    match = request.resolver_match
    route = (match.url_name or "?") if match else "none"
    REQUESTS.labels(route, request.method or "?", str(response.status_code)).inc()
    SECONDS.observe(seconds)


def is_local(request: HttpRequest) -> bool:
    """Whether somebody on this machine asks, and not through a proxy."""
    if any(name in request.headers for name in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via")):
        return False
    try:
        return ipaddress.ip_address(str(request.META.get("REMOTE_ADDR"))).is_loopback
    except ValueError:
        return False


def exposition() -> bytes:
    """The text that Prometheus reads."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        counted = generate_latest(registry)
    else:
        counted = generate_latest(_own)
    stored = CollectorRegistry()
    stored.register(_Store())
    return counted + generate_latest(stored)


class _Store(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        for figure in state_of_the_store(at=trusted.now()):
            yield GaugeMetricFamily(f"jiefen_{figure.name}", figure.what, value=figure.value)
