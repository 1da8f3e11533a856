"""The clerk's desk: register, drafts, look for the same person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypedDict

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from jiefen.actions.common.asks import is_id
from jiefen.actions.intake import drafts as draft_actions
from jiefen.actions.intake import tickets
from jiefen.actions.intake.register import register as register_case
from jiefen.domain.common import moments
from jiefen.domain.common.errors import Clash, Invalid
from jiefen.gate.door import door
from jiefen.gate.requests import StaffRequest, deed_of
from jiefen.gate.typed_text import NOT_TYPED, heading_of, page_of_form, typed_fields
from jiefen.reports.intake import drafts as draft_report
from jiefen.reports.intake import hall as hall_report
from jiefen.reports.intake import window as window_report
from jiefen.web.intake.registration_form import RegistrationForm, RegistrationPage, RespondentForm


class LedBy(TypedDict, total=False):
    ticket: int
    scanned: str


@dataclass(frozen=True)
class Aside:
    """Beside the form: the same person's matters, and where the case would go. `checked`: this was asked for."""

    history: list[window_report.HistoryItem] = field(default_factory=list)
    route: window_report.Route | None = None
    checked: bool = False


@dataclass(frozen=True)
class WindowPage:
    """`respondents`: a row of fields per respondent. `left`: a registration that was begun and not finished. `ticket`: the
    number of the hall that is at this person's window, once the form was opened for it. `scanned`: the dispute code that was typed."""

    form: RegistrationForm
    respondents: BaseFormSet[RespondentForm]
    draft_id: str
    aside: Aside
    left: draft_report.LeftDraft | None
    ticket: hall_report.TicketView | None
    scanned: str


@dataclass(frozen=True)
class AsidePage:
    """The aside alone, fetched while the form is filled."""

    aside: Aside


@door("register", methods="GET POST")
def register(request: StaffRequest) -> HttpResponse:
    if request.method == "GET":
        ticket = _ticket(request)
        if ticket is not None and ticket.case_url:
            return HttpResponseRedirect(ticket.case_url)
        return _page(request, RegistrationPage(_kept(request, ticket=ticket)))
    page = RegistrationPage(request.POST, extra_row="add_respondent" in request.POST)
    if "add_respondent" in request.POST:
        return _page(request, page)
    if "save_draft" in request.POST:
        _save(request, page)
        messages.success(request, "草稿已存，随时可以从草稿箱接着填。")
        return HttpResponseRedirect(reverse("drafts"))
    if "check" in request.POST:
        return _page(request, page, checked=True)
    try:
        registration = page.registration(today=timezone.localdate(request.now))
        answer = register_case(
            registration=registration,
            **_led_by(request),
            **deed_of(request),
        )
    except (Invalid, Clash) as error:
        if not page.form.errors:
            page.refuse(error.fields)
        return _page(request, page, status=422)
    draft_actions.discard(request.POST.get("draft", ""), by=request.actor)
    messages.success(request, f"{answer.sentence}请打印回执交给当事人。")
    return HttpResponseRedirect(reverse("case", args=[answer.number]) + "?registered=1")


def _led_by(request: StaffRequest) -> LedBy:
    """The number that was typed for, and the code on a wall that they name; an action is asked as ever without them."""
    asked, scanned = request.POST.get("ticket", ""), request.POST.get("scanned", "").strip()
    led_by: LedBy = {"ticket": int(asked)} if is_id(asked) else {}
    return led_by | {"scanned": scanned} if scanned else led_by


def _ticket(request: StaffRequest) -> hall_report.TicketView | None:
    """The number at this person's window, where the form is for it."""
    asked = request.POST.get("ticket") or request.GET.get("ticket", "")
    ticket = hall_report.being_served(request.actor)
    if ticket is None:
        return None
    draft = request.POST.get("draft") or request.GET.get("draft", "")
    return ticket if asked == str(ticket.id) or (draft and draft == ticket.draft) else None


def _kept(request: StaffRequest, *, ticket: hall_report.TicketView | None) -> QueryDict | None:
    """What was typed before, in a draft; what another window began for a number goes on here."""
    wanted = request.GET.get("draft", "") or (ticket.draft if ticket else "")
    fields = draft_report.draft_fields(request.actor, key=wanted)
    if fields is None:
        if wanted:
            messages.info(request, "这份草稿已经登记或删除，下面是一张空表。")
        return None
    if request.GET.get("kept"):
        messages.info(request, "已恢复登录过期前填写的内容，请核对后再提交。")
    typed = QueryDict(mutable=True)
    for name, values in fields.items():
        typed.setlist(name, values)
    return typed


def _page(
    request: StaffRequest, page: RegistrationPage, *, status: int = 200, checked: bool = False
) -> HttpResponse:
    page.offer_first(window_report.kinds_in_use(request.actor))
    ticket = _ticket(request)
    shown = WindowPage(
        form=page.form,
        respondents=page.rows,
        draft_id=(page.typed or QueryDict()).get("draft")
        or request.GET.get("draft", "")
        or (ticket.draft if ticket else ""),
        aside=Aside() if page.typed is None else _aside(request, page, checked=checked),
        left=draft_report.last_registration(request.actor) if page.typed is None else None,
        ticket=ticket,
        scanned=(page.typed or QueryDict()).get("scanned", ""),
    )
    return render(request, "intake/registration.html", {"page": shown}, status=status)


def _aside(request: StaffRequest, page: RegistrationPage, *, checked: bool) -> Aside:
    fields = page.fields()
    history = window_report.history_of(
        request.actor,
        name=fields["applicant_name"].strip(),
        phone=fields["applicant_phone"].strip(),
        id_number=fields["applicant_id"].strip(),
    )
    try:
        quiet = RegistrationPage(page.typed)
        route = window_report.route_of(
            request.actor,
            registration=quiet.registration(today=timezone.localdate(request.now), strict=False),
            now=request.now,
        )
    except Invalid:
        route = None
    return Aside(history, route if fields["kind"] else None, checked)


@door("register", methods="POST")
def check(request: StaffRequest) -> HttpResponse:
    page = RegistrationPage(request.POST)
    if request.headers.get("HX-Request"):
        context = {"page": AsidePage(_aside(request, page, checked=True))}
        return render(request, "intake/registration_aside.html", context)
    return _page(request, page, checked=True)


@door("register", methods="POST")
def save_draft(request: StaffRequest) -> HttpResponse:
    key = _save(request, RegistrationPage(request.POST))
    return JsonResponse({"at": moments.clock(request.now), "draft": key})


def _save(request: StaffRequest, page: RegistrationPage) -> str:
    fields = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
    key = request.POST.get("draft", "")
    key = draft_actions.save(fields, key=key, heading=page.heading(), by=request.actor, at=request.now)
    ticket = _ticket(request)
    if ticket is not None:
        tickets.keep_draft(ticket.id, draft=key, by=request.actor)
    return key


@door("signed_in", methods="POST")
def save_typed(request: StaffRequest) -> HttpResponse:
    """What is being typed into the form of another page. `path`: where that form is sent to."""
    path, fields = request.GET.get("path", "")[:80], typed_fields(request)
    if not path.startswith("/") or not fields:
        return JsonResponse({})
    known = draft_report.draft_at(request.actor, path=path)
    draft_actions.save(
        fields,
        key=known.key if known else "",
        heading=heading_of(fields),
        by=request.actor,
        at=request.now,
        path=path,
    )
    return JsonResponse({"at": moments.clock(request.now)})


@dataclass(frozen=True)
class DraftsPage:
    drafts: list[dict[str, object]]


@door("signed_in")
def drafts(request: StaffRequest) -> HttpResponse:
    return render(request, "intake/drafts.html", {"page": DraftsPage(draft_report.drafts(request.actor))})


@door("signed_in", methods="POST")
def discard_draft(request: StaffRequest, key: str) -> HttpResponse:
    draft_actions.discard(key, by=request.actor)
    messages.success(request, "草稿已删除。")
    back = page_of_form(request)
    return HttpResponseRedirect(reverse("drafts") if back == reverse("home") else back)


urlpatterns = [
    path("register", register, name="register"),
    path("register/check", check, name="register_check"),
    path("drafts", drafts, name="drafts"),
    path("drafts/save", save_draft, name="draft_save"),
    path("drafts/typed", save_typed, name="draft_typed"),
    path("drafts/<str:key>/discard", discard_draft, name="draft_discard"),
]
