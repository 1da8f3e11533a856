"""Lists: home, my work, ledger, search, notices, triage."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.documents.exports import Export
from jiefen.actions.messages.notices import mark_read, mark_these_read
from jiefen.actions.privacy.reading_log import record_reading_if_possible
from jiefen.domain.common import moments
from jiefen.domain.people.words import ExportOf
from jiefen.gate.door import door
from jiefen.gate.requests import StaffRequest
from jiefen.reports.case import export
from jiefen.reports.case import search as search_report
from jiefen.reports.common import lists
from jiefen.reports.common.addresses import address
from jiefen.reports.common.rows import CaseRow
from jiefen.reports.messages import notices as notice_report
from jiefen.reports.routing import triage as triage_report
from jiefen.reports.routing.offers import UnitChoice, units_that_take_cases
from jiefen.web.common.exports import export_file

FIRST_PAGES = (
    ("triage", "triage"),
    ("register", "work"),
    ("search", "work"),
    ("verify", "verify"),
    ("manage_people", "people"),
)


@door("signed_in")
def home(request: StaffRequest) -> HttpResponse:
    """The page a person starts from, by their posts."""
    first = next((name for action, name in FIRST_PAGES if request.actor.may(action)), "help")
    return HttpResponseRedirect(reverse(first))


@dataclass(frozen=True)
class WorkPage:
    sections: list[lists.Section]


@door("search")
def work(request: StaffRequest) -> HttpResponse:
    page = WorkPage(lists.work(request.actor, now=request.now))
    return render(request, "case/work.html", {"page": page})


@dataclass(frozen=True)
class LedgerPage:
    """`keep`: hidden values of the filters. `count`: 318, or 10,000+."""

    heading: str
    keep: list[dict[str, str]]
    filters: list[lists.Filter]
    rows: list[CaseRow]
    count: str
    next_url: str
    prev_url: str
    export_url: str


@door("ledger")
def cases(request: StaffRequest) -> HttpResponse:
    query = request.GET.dict()
    if query.get("q"):
        return HttpResponseRedirect(address("search", q=query["q"]))
    page = lists.ledger(request.actor, query=query, now=request.now)
    kept = {name: value for name, value in query.items() if name not in ("before", "after", "q") and value}
    shown = LedgerPage(
        heading="我承办的案件" if query.get("mine") else "",
        keep=[{"name": "mine", "value": "1"}] if query.get("mine") else [],
        filters=lists.filters(query),
        rows=page.rows,
        count=page.count,
        next_url="?" + urlencode(kept | {"before": page.older}) if page.older else "",
        prev_url="?" + urlencode(kept | {"after": page.newer}) if page.newer else "",
        export_url=reverse("cases_export") + "?" + urlencode(kept)
        if request.actor.may("export_ledger")
        else "",
    )
    return render(request, "case/cases.html", {"page": shown})


@door("export_ledger", methods="GET POST")
def export_cases(request: StaffRequest) -> HttpResponse:
    """The ledger under the same filters, as a sheet; noted in the system's history."""
    query = {name: value for name, value in request.GET.dict().items() if name != "q"}
    content, rows = export.ledger_sheet(request.actor, query=query, now=request.now)
    leaving = Export(ExportOf.CASES, rows, query)
    name = f"jiefen-{moments.file_day(request.now)}.xlsx"
    return export_file(request, leaving, content=content, name=name, back_url=reverse("cases"))


@dataclass(frozen=True)
class SearchPage:
    q: str
    rows: list[CaseRow]
    count: str
    too_short: bool
    cut: bool


@door("search")
def search(request: StaffRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    matches = search_report.search(request.actor, text=text, now=request.now)
    count = f"{len(matches.rows)}+" if matches.more else str(len(matches.rows))
    too_short = len(text) == 1 and not matches.rows
    page = SearchPage(text, matches.rows, count, too_short=too_short, cut=matches.cut)
    return render(request, "case/search.html", {"page": page})


@dataclass(frozen=True)
class DeskChoices:
    """`units`: those that take cases. `elsewhere`: where to send what is not for us."""

    units: list[UnitChoice]
    elsewhere: list[lists.Option]


@dataclass(frozen=True)
class PreviewPage:
    """The case in front of the board, fetched alone."""

    current: triage_report.Preview
    choices: DeskChoices


@dataclass(frozen=True)
class TriagePage:
    """`kept`: the filters, to be followed by `case=`. `choices`: where the case in front may go."""

    board: triage_report.Board
    kept: str
    keep: list[dict[str, str]]
    prev_url: str
    next_url: str
    choices: DeskChoices

    @property
    def current(self) -> triage_report.Preview | None:
        return self.board.current


@door("triage")
def triage(request: StaffRequest) -> HttpResponse:
    query = request.GET.dict()
    board = triage_report.board(request.actor, query=query, now=request.now)
    if board.current:
        record_reading_if_possible(board.current.row.id, by=request.actor, at=request.now)
        request.form_key = f"{board.current.version}.{request.form_key}"
    page = TriagePage(
        board=board,
        kept=_kept(query, without=("case",)),
        keep=[{"name": "tab", "value": query["tab"]}] if query.get("tab") else [],
        prev_url=_page_url(query, at=board.before),
        next_url=_page_url(query, at=board.after),
        choices=desk_choices(request),
    )
    return render(request, "routing/triage.html", {"page": page})


def _kept(query: dict[str, str], *, without: tuple[str, ...]) -> str:
    """The filters of the address, ready to be followed by one more."""
    kept = {name: value for name, value in query.items() if name not in without and value}
    return f"{urlencode(kept)}&" if kept else ""


def _page_url(query: dict[str, str], *, at: int | None) -> str:
    return "" if at is None else f"?{_kept(query, without=('case', 'from'))}from={at}"


def desk_choices(request: StaffRequest) -> DeskChoices:
    return DeskChoices(units_that_take_cases(now=request.now), triage_report.elsewhere())


@dataclass(frozen=True)
class NoticesPage:
    notices: list[notice_report.NoticeView]
    next_url: str
    first_url: str


@door("signed_in")
def notices(request: StaffRequest) -> HttpResponse:
    """One that leads to a case is read when that is opened; one that leads nowhere has been read here."""
    view = notice_report.notices(request.actor, query=request.GET.dict())
    page = NoticesPage(
        notices=view.rows,
        next_url=f"?before={view.older}" if view.older else "",
        first_url="" if view.first else reverse("notices"),
    )
    response = render(request, "messages/notices.html", {"page": page})
    read = [row.id for row in view.rows if row.unread and not row.url]
    mark_these_read(read, by=request.actor, at=request.now)
    return response


@door("signed_in", methods="POST")
def read_notices(request: StaffRequest) -> HttpResponse:
    mark_read(by=request.actor, at=request.now)
    return HttpResponseRedirect(reverse("notices"))


@door("signed_in")
def help_page(request: StaffRequest) -> HttpResponse:
    return render(request, "common/help.html")


urlpatterns = [
    path("home", home, name="home"),
    path("work", work, name="work"),
    path("cases", cases, name="cases"),
    path("cases.xlsx", export_cases, name="cases_export"),
    path("search", search, name="search"),
    path("triage", triage, name="triage"),
    path("notices", notices, name="notices"),
    path("notices/read", read_notices, name="notices_read"),
    path("help", help_page, name="help"),
]
