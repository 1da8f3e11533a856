"""One case: its page and tabs. Its verbs are in `verbs`, its notes, files and receipts in `papers`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.messages.notices import mark_read_of
from jiefen.actions.privacy.reading_log import record_reading_if_possible, reveal
from jiefen.domain.case.lifecycle import BY_NAME
from jiefen.domain.common.errors import Invalid, Unseen
from jiefen.domain.common.words import ReadBy
from jiefen.gate.door import door
from jiefen.gate.requests import StaffRequest, deed_of
from jiefen.gate.typed_text import offer_typed
from jiefen.reports.case import page as case_page
from jiefen.reports.case.links import ties_of
from jiefen.reports.case.tabs import PANEL_TABS, panels_of
from jiefen.reports.clocks.page import clock_page
from jiefen.reports.common import timeline as history_page
from jiefen.reports.documents.answers import has_answer
from jiefen.reports.documents.documents import offers
from jiefen.reports.documents.files import files_of
from jiefen.reports.intake.drafts import draft_at
from jiefen.reports.routing import triage as triage_report
from jiefen.web.case.case_page import (
    Body,
    CaseLog,
    CaseNote,
    CasePage,
    Files,
    Overview,
    Panels,
    Parties,
    Proceedings,
    Readers,
    TabLink,
)
from jiefen.web.case.lists import PreviewPage, desk_choices

if TYPE_CHECKING:
    from jiefen.reports.case.page import CaseView
    from jiefen.store.models import Case

TABS = {
    "overview": "案情与进展",
    "parties": "当事人",
    "files": "材料与文书",
    "proceedings": "办理程序",
    "mediation": "调解与安全",
    "agreement": "协议与履行",
    "oversight": "监督与异议",
    "log": "流转日志",
    "readers": "谁看过",
}


@door("search")
def show(request: StaffRequest, number: str) -> HttpResponse:
    if "preview" in request.GET:
        return _preview(request, number)
    case = case_page.case_for(request.actor, number=number)
    record_reading_if_possible(case.pk, by=request.actor, at=request.now)
    mark_read_of(case, by=request.actor, at=request.now)
    offer_typed(request, draft_at(request.actor, path=reverse("case_note", args=[case.number])))
    return render(
        request, "case/case.html", {"page": page_of(request, case, tab=request.GET.get("tab", "overview"))}
    )


@door("search")
def clock(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """How one date of this case was computed. Who may read the case may read it, and the look is logged the same."""
    case = case_page.case_for(request.actor, number=number)
    page = clock_page(case, pk=pk, now=request.now)
    record_reading_if_possible(case.pk, by=request.actor, at=request.now)
    return render(request, "clocks/clock.html", {"page": page})


def _preview(request: StaffRequest, number: str) -> HttpResponse:
    request.actor.require("triage")
    current = triage_report.preview(request.actor, number=number, now=request.now)
    if current is None:
        raise Unseen("没有找到这个案件，或者它不在您的职责范围内。")
    record_reading_if_possible(current.row.id, by=request.actor, at=request.now)
    request.form_key = f"{current.version}.{request.form_key}"
    return render(
        request, "routing/triage_preview.html", {"page": PreviewPage(current, desk_choices(request))}
    )


def page_of(
    request: StaffRequest, case: Case, *, tab: str, revealed: int | None = None, refused: CaseNote | str = ""
) -> CasePage:
    """`refused`: the note that was, or why a file was."""
    view = case_page.case_view(request.actor, case=case, now=request.now)
    request.form_key = f"{view.version}.{request.form_key}"
    tab = tab if tab in TABS else "overview"
    return CasePage(
        case=view.row,
        registered=view.registered,
        back=_back(request),
        buttons=view.buttons,
        steps=view.steps,
        next=view.next,
        tabs=_tabs(case, view=view, tab=tab),
        tab=tab,
        body=_body(request, case, view=view, tab=tab, revealed=revealed, refused=refused),
        own=view.own,
        clocks=view.clocks,
        answer_url=reverse("case_letter", args=[case.number, "answer"]) if has_answer(case) else "",
        people=view.people,
        team=view.team,
        ties=ties_of(request.actor, case=case),
        just_registered="registered" in request.GET and bool(view.tracking_code),
        tracking_code=view.tracking_code,
    )


def _back(request: StaffRequest) -> dict[str, str]:
    if request.actor.may("triage"):
        return {"url": reverse("triage"), "label": "分流派单"}
    return {"url": reverse("work"), "label": "我的办件"}


def _tabs(case: Case, *, view: CaseView, tab: str) -> list[TabLink]:
    hidden = {"readers"} - view.may if "see_readers" not in view.may else set()
    return [
        TabLink(
            label,
            view.counts.get(name, ""),
            reverse("case", args=[case.number]) + f"?tab={name}",
            name == tab,
        )
        for name, label in TABS.items()
        if name not in hidden
    ]


def _body(
    request: StaffRequest,
    case: Case,
    *,
    view: CaseView,
    tab: str,
    revealed: int | None,
    refused: CaseNote | str,
) -> Body:
    if tab == "parties":
        parties = case_page.parties_of(request.actor, case=case, revealed=revealed)
        return Parties(parties, _amend_url(case, view=view))
    if tab == "files":
        return _files(request, case, view=view, error=refused if isinstance(refused, str) else "")
    if tab == "proceedings":
        return Proceedings(case_page.proceedings_of(case))
    if tab in PANEL_TABS:
        return _panels(request, case, view=view, tab=tab)
    if tab == "log":
        return CaseLog(history_page.log(case), case_page.chain_of(case))
    if tab == "readers":
        return Readers(history_page.readers(case) if "see_readers" in view.may else [])
    return Overview(
        facts=case_page.facts_of_case(case),
        story=case.story,
        wanted=case.wanted,
        entries=history_page.timeline(case),
        note_url=reverse("case_note", args=[case.number]) if "note" in view.may else "",
        amend_url=_amend_url(case, view=view),
        note=refused if isinstance(refused, CaseNote) else None,
        read_by=ReadBy.choices(),
    )


def _files(request: StaffRequest, case: Case, *, view: CaseView, error: str) -> Files:
    return Files(
        files=files_of(case, may_download="download" in view.may),
        upload_url=reverse("case_files", args=[case.number]) if "attach" in view.may else "",
        offers=offers(case, now=request.now) if "issue_paper" in view.may else [],
        may_seal="use_seal" in view.may,
        may_compile="compile_volume" in view.may and case.ended_at is not None,
        panels=_panels(request, case, view=view, tab="files"),
        error=error,
    )


def _panels(request: StaffRequest, case: Case, *, view: CaseView, tab: str) -> Panels:
    """The panels of a tab, and those of its buttons that belong to none of them."""
    buttons = case_page.tab_buttons(request.actor, tab=tab, case=case, view=view, now=request.now)
    panels = panels_of(
        case, tab=tab, buttons=buttons, now=request.now, me=request.actor.user_id, may=view.may
    )
    claimed = {button.verb for panel in panels for button in panel.buttons}
    loose = [button for button in buttons if button.verb not in claimed]
    return Panels(panels, loose, PANEL_TABS[tab])


def _amend_url(case: Case, *, view: CaseView) -> str:
    return (
        reverse("case_amend", args=[case.number])
        if "amend" in view.may and view.state in BY_NAME["amend"].come_from
        else ""
    )


@door("search", methods="POST")
def reveal_party(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    case = case_page.case_for(request.actor, number=number)
    try:
        answer = reveal(
            number=number,
            party=pk,
            reason=request.POST.get("reason", ""),
            **deed_of(request),
        )
    except Invalid as error:
        messages.error(request, "".join(error.fields.values()))
        return render(request, "case/case.html", {"page": page_of(request, case, tab="parties")}, status=422)
    messages.warning(request, answer.sentence)
    case.refresh_from_db(fields=["version"])
    return render(request, "case/case.html", {"page": page_of(request, case, tab="parties", revealed=pk)})


urlpatterns = [
    path("cases/<str:number>", show, name="case"),
    path("cases/<str:number>/clocks/<int:pk>", clock, name="clock"),
    path("cases/<str:number>/parties/<int:pk>/reveal", reveal_party, name="party_reveal"),
]
