"""One mediation session: its page, minutes with ready phrases and a draft that saves itself, and the sealed note."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.forms import BoundField
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.case.take import take
from jiefen.actions.intake import drafts
from jiefen.actions.privacy.reading_log import record_reading_if_possible
from jiefen.domain.case.lifecycle import BY_NAME
from jiefen.domain.common import moments
from jiefen.domain.common.errors import RuleError, Unseen
from jiefen.domain.common.reading import whole_number
from jiefen.domain.mediation.rules import SNIPPETS
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm
from jiefen.gate.requests import StaffRequest, posted_key
from jiefen.gate.sending import Refusal, done
from jiefen.reports.case import page as case_page
from jiefen.reports.intake.drafts import draft_at
from jiefen.reports.mediation import session_page
from jiefen.web.case.verbs import seen_version
from jiefen.web.common.forms import verb_form

if TYPE_CHECKING:
    from jiefen.store.models import Case, MediationSession

ROWS = {"statements": 10, "notices": 6, "facts": 5, "undisputed": 4, "said_result": 4, "participants": 2}


@dataclass(frozen=True)
class SessionPage:
    """`form`: the minutes, for whoever may complete them now. `rows`: its fields with their ready phrases. `note`: for whoever
    may read what is sealed."""

    case_url: str
    title: str
    view: session_page.SessionView
    form: TypedForm | None
    rows: list[tuple[BoundField, list[session_page.Snippet]]]
    draft: str
    draft_url: str
    note: TypedForm | None
    seal_url: str


@door("search", methods="GET POST")
def session(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Read it; whoever mediates completes its minutes here. A ready phrase needs no script: its button sends the form."""
    case, row = _session(request, number, pk)
    if request.method == "GET":
        return _page(request, case, row, form=_form(request, case, row))
    form = _form(request, case, row, data=request.POST)
    if "insert" in request.POST:
        return _page(request, case, row, form=_with_phrase(request, case, row, form=form))
    return _take(request, case, row, verb="hold_session", form=form, name="form")


@door("search", methods="POST")
def seal(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    case, row = _session(request, number, pk)
    note = _note_form(request, case, data=request.POST)
    return _take(request, case, row, verb="seal_note", form=note, name="note")


@door("search", methods="POST")
def save_draft(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Keep what is being typed. For whoever may complete the minutes, and read by nobody else."""
    case, row = _session(request, number, pk)
    case_page.require(request.actor, case=case, action="hold_session")
    fields = {name: request.POST.getlist(name) for name in request.POST if name in _asked()}
    heading = f"笔录：{case.title}"
    key = drafts.save(
        fields,
        key=request.POST.get("draft", ""),
        heading=heading,
        path=_path(case, row),
        by=request.actor,
        at=request.now,
    )
    return JsonResponse({"draft": key, "at": moments.clock(request.now)})


def _session(request: StaffRequest, number: str, pk: int) -> tuple[Case, MediationSession]:
    case = case_page.case_for(request.actor, number=number)
    record_reading_if_possible(case.pk, by=request.actor, at=request.now)
    return case, session_page.session_of(case, pk=pk)


def _path(case: Case, row: MediationSession) -> str:
    return reverse("session", args=[case.number, row.pk])


def _asked() -> list[str]:
    return [ask.name for ask in BY_NAME["hold_session"].asks if ask.name != "session"]


def _form(
    request: StaffRequest, case: Case, row: MediationSession, *, data: QueryDict | None = None
) -> TypedForm:
    """The minutes; what was typed before and not yet completed is in them."""
    kept = draft_at(request.actor, path=_path(case, row)) if data is None else None
    initial: dict[str, object] = {"present": session_page.coming_parties(row)}
    if kept:
        initial = {
            name: values if name == "present" else values[0] for name, values in kept.fields.items() if values
        }
    form = verb_form(BY_NAME["hold_session"], case=case, now=request.now, data=data, initial=initial)
    del form.fields["session"]
    form.draft = kept.key if kept else request.POST.get("draft", "")  # type: ignore[attr-defined]
    for name, rows in ROWS.items():
        form.fields[name].widget.attrs["rows"] = rows
    return form


def _with_phrase(request: StaffRequest, case: Case, row: MediationSession, *, form: TypedForm) -> TypedForm:
    """The same form with one more phrase in it."""
    raw = request.POST["insert"]
    if (n := whole_number(raw)) is None or n >= len(SNIPPETS):
        return form
    field, _, text = SNIPPETS[n]
    typed = request.POST.copy()
    typed[field] = f"{typed.get(field, '').rstrip()}\n{text}".strip()
    return _form(request, case, row, data=typed)


def _note_form(request: StaffRequest, case: Case, *, data: QueryDict | None = None) -> TypedForm:
    form = verb_form(BY_NAME["seal_note"], case=case, now=request.now, data=data)
    del form.fields["session"]
    return form


def _take(
    request: StaffRequest, case: Case, row: MediationSession, *, verb: str, form: TypedForm, name: str
) -> HttpResponse:
    key = posted_key(request)
    with Refusal(form, of=RuleError, but=Unseen) as refusal:
        answer = take(
            verb=verb,
            number=case.number,
            fields=form.texts() | {"session": str(row.pk)},
            seen=seen_version(key),
            by=request.actor,
            at=request.now,
            key=key,
        )
        if verb == "hold_session":
            drafts.discard_at(_path(case, row), by=request.actor)
        return done(request, answer, to=_path(case, row))
    return _page(request, case, row, **{name: form}, status=refusal.status)


def _page(
    request: StaffRequest,
    case: Case,
    row: MediationSession,
    *,
    form: TypedForm | None = None,
    note: TypedForm | None = None,
    status: int = 200,
) -> HttpResponse:
    case.refresh_from_db(fields=["version"])
    request.form_key = f"{case.version}.{request.form_key}"
    view = session_page.session_view(request.actor, case=case, row=row, now=request.now)
    form = form or _form(request, case, row)
    page = SessionPage(
        case_url=reverse("case", args=[case.number]),
        title=case.title,
        view=view,
        form=form if view.may_hold else None,
        rows=[(field, view.snippets.get(field.name, [])) for field in form],
        draft=getattr(form, "draft", ""),
        draft_url=reverse("session_draft", args=[case.number, row.pk]),
        note=(note or _note_form(request, case)) if view.sealed is not None else None,
        seal_url=reverse("session_seal", args=[case.number, row.pk]),
    )
    return render(request, "mediation/session.html", {"page": page}, status=status)


urlpatterns = [
    path("cases/<str:number>/sessions/<int:pk>", session, name="session"),
    path("cases/<str:number>/sessions/<int:pk>/seal", seal, name="session_seal"),
    path("cases/<str:number>/sessions/<int:pk>/draft", save_draft, name="session_draft"),
]
