"""What a proxy and a monitoring system ask: does the process answer, can it take a case, what are its figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from jiefen.domain.common.errors import Unseen
from jiefen.gate import metrics, trusted
from jiefen.gate.door import door
from jiefen.reports.ledger.readiness import not_ready

NOT_READY = "not ready"


@door("public")
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@door("public")
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether a case can be taken now; why not, in words, is told on this machine only."""
    reasons = not_ready(at=trusted.now())
    if not reasons:
        return HttpResponse("ok", content_type="text/plain")
    told = "\n".join(reasons) if metrics.is_local(request) else NOT_READY
    return HttpResponse(
        told, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "5"}
    )


@door("public")
def figures(request: HttpRequest) -> HttpResponse:
    """For Prometheus on this machine; nobody else is answered."""
    if not metrics.is_local(request):
        raise Unseen("没有这个页面。")
    return HttpResponse(metrics.exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", figures, name="metrics"),
]
