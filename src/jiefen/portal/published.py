"""The centre's published figures: outcomes with their denominators, the independent audit, how allowances are paid."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from jiefen.gate.door import door
from jiefen.gate.requests import PartyRequest
from jiefen.portal.pages import shell
from jiefen.reports.figures.published import published as published_figures


@door("public")
def published(request: PartyRequest) -> HttpResponse:
    figures = published_figures(now=request.now)
    return render(request, "portal/published.html", {"page": figures} | shell(request))


urlpatterns = [path("published", published, name="published")]
