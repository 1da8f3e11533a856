"""The supervision desk, and deciding on several proposals with one reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.case.take import take
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.reading import whole_number
from jiefen.gate.door import door
from jiefen.gate.requests import StaffRequest, posted_key
from jiefen.gate.typed_text import forget_typed
from jiefen.reports.oversight import supervision as report
from jiefen.reports.oversight.proposals import ProposalsView, Proposed, chosen, proposals


@dataclass(frozen=True)
class SupervisionPage:
    """`step`: the step by which the cases are narrowed, or empty. `checklists_url`: empty for whoever may not."""

    desk: report.Desk
    step: str
    proposals: ProposalsView | None
    prev_url: str
    next_url: str
    checklists_url: str
    reason: str = ""
    problem: str = ""


@door("supervision")
def supervision(request: StaffRequest) -> HttpResponse:
    page = _page(request, query=request.GET.dict())
    return render(request, "oversight/supervision.html", {"page": page})


def _page(
    request: StaffRequest, *, query: Mapping[str, str], reason: str = "", problem: str = ""
) -> SupervisionPage:
    start = whole_number(query.get("from"), digits=6) or 0
    desk = report.desk(request.actor, query=query, start=start, now=request.now)
    view, total = None, desk.total
    if desk.tab == "proposed":
        view, total = proposals(request.actor, start=start)
    kept = {name: value for name, value in query.items() if name != "from" and value}
    more, before = start + report.SHOWN < total, max(0, start - report.SHOWN)
    return SupervisionPage(
        desk=desk,
        step=query.get("step", ""),
        proposals=view,
        prev_url="?" + urlencode(kept | {"from": before}) if start else "",
        next_url="?" + urlencode(kept | {"from": start + report.SHOWN}) if more else "",
        checklists_url=reverse("checklists") if request.actor.may("check_off") else "",
        reason=reason,
        problem=problem,
    )


@door("supervision", methods="POST")
def decide(request: StaffRequest) -> HttpResponse:
    """Each chosen proposal is taken up at its level or dropped, all with one reason; what is refused is said by case."""
    reason = request.POST.get("reason", "").strip()
    ids = [pk for text in request.POST.getlist("proposal") if (pk := whole_number(text)) is not None]
    rows = chosen(request.actor, ids=ids)
    problem = "" if rows else "请先勾选要决定的督办建议。"
    problem = problem or ("" if reason else "请写明理由，一条理由用于勾选的各件。")
    if problem:
        page = _page(request, query={"tab": "proposed"}, reason=reason, problem=problem)
        return render(request, "oversight/supervision.html", {"page": page}, status=422)
    adopt = request.POST.get("do") == "adopt"
    refused = [why for row in rows if (why := _decide(request, row, adopt=adopt, reason=reason))]
    done = len(rows) - len(refused)
    if done:
        messages.success(request, f"已{'采纳' if adopt else '不采纳'} {done} 件督办建议。")
    if refused:
        messages.warning(request, "没有办成的：" + "；".join(refused))
    forget_typed(request)
    return HttpResponseRedirect(reverse("supervision") + "?tab=proposed")


def _decide(request: StaffRequest, row: Proposed, *, adopt: bool, reason: str) -> str:
    """Why it was refused, or nothing."""
    verb = row.adopt if adopt else "drop_proposal"
    if not verb:
        return f"{row.shown} 建议领导包案，请打开案件逐件选定领导"
    key = f"{posted_key(request)}.{row.number}"
    try:
        take(
            verb=verb, number=row.number, fields={"reason": reason}, by=request.actor, at=request.now, key=key
        )
    except RuleError as error:
        return f"{row.shown} {'；'.join(error.fields.values()) or error.sentence}"
    return ""


urlpatterns = [
    path("supervision", supervision, name="supervision"),
    path("supervision/decide", decide, name="supervision_decide"),
]
