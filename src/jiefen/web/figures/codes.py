"""The page of dispute codes: made, taken down, printed, counted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.common.asks import is_id
from jiefen.actions.intake.codes import make_dispute_code, withdraw_dispute_code
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import StaffRequest, deed_of
from jiefen.gate.sending import Refusal, done, done_or_said
from jiefen.papers import render as typeset
from jiefen.reports.figures import codes as report

SIZES = ("a4", "a3")


class PlaceCodeForm(TypedForm):
    unit = text_field("哪个单位的", choices=[])
    words = text_field("贴在哪里", hint="如 湖滨社区居委会门口")


@dataclass(frozen=True)
class CodesPage:
    """`may_make`: whether this person may make codes and take them down."""

    view: report.CodesView
    form: PlaceCodeForm
    may_make: bool


@door("codes", methods="GET POST")
def codes(request: StaffRequest) -> HttpResponse:
    if request.method == "GET":
        return _page(request, PlaceCodeForm())
    code = request.POST.get("withdraw", "")
    if is_id(code):
        act = partial(withdraw_dispute_code, code=int(code), **deed_of(request))
        return done_or_said(request, act, to=reverse("codes"))
    form = PlaceCodeForm(request.POST)
    with Refusal(form) as refusal:
        unit, words = request.POST.get("unit", ""), request.POST.get("words", "")
        answer = make_dispute_code(unit=unit, words=words, **deed_of(request))
        return done(request, answer, to=reverse("codes"))
    return _page(request, form, status=refusal.status)


def _page(request: StaffRequest, form: PlaceCodeForm, *, status: int = 200) -> HttpResponse:
    view = report.codes_view()
    form.fields["unit"].widget.choices = view.units
    page = CodesPage(view, form, request.actor.may("manage_codes"))
    return render(request, "figures/codes.html", {"page": page}, status=status)


@door("codes")
def poster(request: StaffRequest, pk: int, form: str) -> HttpResponse:
    host = request.build_absolute_uri("/").rstrip("/")
    fields = report.poster(pk, size=form, host=host, now=request.now) if form in SIZES else None
    if fields is None:
        raise Http404
    response = HttpResponse(typeset("poster", fields=fields), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="code-{pk}-{form}.pdf"'
    return response


urlpatterns = [
    path("codes", codes, name="codes"),
    path("codes/<int:pk>/poster/<str:form>", poster, name="code_poster"),
]
