"""The court's window: matters referred for mediation, and the package for judicial confirmation."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from jiefen.actions.privacy.reading_log import record_reading
from jiefen.gate.door import door
from jiefen.gate.requests import StaffRequest
from jiefen.reports.case import page as case_page
from jiefen.reports.court.referrals import ReferralRow
from jiefen.reports.court.referrals import referrals as referral_rows
from jiefen.reports.documents.confirmation_package import package
from jiefen.store.common.scope import can


@dataclass(frozen=True)
class ReferralsPage:
    """`returned`: those that went back to the court."""

    rows: list[ReferralRow]
    returned: bool


@door("referrals")
def referrals(request: StaffRequest) -> HttpResponse:
    returned = request.GET.get("tab") == "returned"
    rows = referral_rows(request.actor, returned=returned, now=request.now)
    return render(request, "court/referrals.html", {"page": ReferralsPage(rows, returned)})


@door("search")
def confirmation(request: StaffRequest, number: str) -> HttpResponse:
    """What leaves the house is logged before it leaves; without a log there is no package."""
    case = case_page.case_for(request.actor, number=number, action="export")
    full = can(request.actor, action="reveal", case=case)
    content = package(case, full=full, now=request.now)
    record_reading(case.pk, by=request.actor, at=request.now, what="package", reason="司法确认申请材料")
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{case.number}-confirmation.zip"'
    return response


urlpatterns = [
    path("referrals", referrals, name="referrals"),
    path("cases/<str:number>/confirmation.zip", confirmation, name="case_confirmation"),
]
