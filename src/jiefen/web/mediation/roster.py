"""The roster of mediators, what the corps lacks, and ratings of windows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.common.asks import is_id
from jiefen.actions.common.command import Answer
from jiefen.actions.documents.exports import Export
from jiefen.actions.mediation import mediators as actions
from jiefen.domain.common import moments
from jiefen.domain.common.errors import Unseen
from jiefen.domain.common.kinds import GROUPS
from jiefen.domain.mediation.words import MediatorKind, MediatorTitle, RatingSource, SeatPosition
from jiefen.domain.people.words import ExportOf
from jiefen.gate.door import door
from jiefen.gate.forms import Choices, TypedForm, check_field, text_field
from jiefen.gate.requests import StaffRequest, deed_of
from jiefen.gate.sending import Refusal, done
from jiefen.reports.common.lists import Filter
from jiefen.reports.mediation import roster as report
from jiefen.reports.mediation import roster_gaps
from jiefen.reports.people.people import units
from jiefen.web.common.exports import export_file

FIRST: Choices = [("", "请选择")]


@dataclass(frozen=True)
class RosterPage:
    """Addresses are empty when they are not this person's to open."""

    rows: list[report.RosterRow]
    filters: list[Filter]
    q: str
    new_url: str
    helpers_url: str
    export_url: str


@door("corps")
def mediators(request: StaffRequest) -> HttpResponse:
    query = request.GET.dict()
    manages = request.actor.may("manage_corps")
    page = RosterPage(
        rows=report.roster(request.actor, query=query, now=request.now),
        filters=report.filters(query),
        q=query.get("q", ""),
        new_url=reverse("mediator_new") if manages else "",
        helpers_url=reverse("helpers") if request.actor.may("helpers") else "",
        export_url=reverse("mediators_export") if manages else "",
    )
    return render(request, "mediation/mediators.html", {"page": page})


@door("corps")
def shortages(request: StaffRequest) -> HttpResponse:
    return render(request, "mediation/mediator_shortages.html", {"page": roster_gaps.gaps(now=request.now)})


@door("manage_corps", methods="GET POST")
def export_roster(request: StaffRequest) -> HttpResponse:
    """The roster as a sheet for the basic court; noted in the system's history."""
    content, rows = report.roster_sheet(now=request.now)
    leaving = Export(ExportOf.ROSTER, rows, {})
    name = f"mediators-{moments.file_day(request.now)}.xlsx"
    return export_file(request, leaving, content=content, name=name, back_url=reverse("mediators"))


def _mediator_form(data: QueryDict | None = None, *, pk: int | None = None) -> TypedForm:
    form = TypedForm(data, initial=report.typed(pk) if pk else {})
    form.fields["name"] = text_field("姓名")
    form.fields["unit"] = text_field("单位", choices=FIRST + units())
    form.fields["kind"] = text_field("人员类别", choices=FIRST + MediatorKind.choices())
    form.fields["title"] = text_field("称号", choices=MediatorTitle.choices(), required=False)
    form.fields["studio"] = text_field("个人调解工作室", required=False)
    form.fields["user"] = text_field(
        "登录账号", choices=[("", "没有账号"), *report.accounts(pk)], required=False
    )
    form.fields["since"] = text_field("聘任日期", date=True)
    form.fields["until"] = text_field("离任日期", date=True, required=False)
    form.fields["groups"] = text_field("擅长的大类", choices=list(GROUPS.items()), many=True, required=False)
    form.fields["finer"] = text_field(
        "擅长的具体类型", required=False, hint="写代码或名称，几项用顿号隔开，如“0402、交通事故”。"
    )
    form.fields["woman"] = check_field("女性（只用于核对调委会组成）")
    return form


@dataclass(frozen=True)
class EntryPage:
    """`name`: of the entry that is changed; empty for a new one."""

    form: TypedForm
    back_url: str
    name: str = ""


@door("manage_corps", methods="GET POST")
def new_mediator(request: StaffRequest) -> HttpResponse:
    form = _mediator_form(request.POST or None)
    refusal = Refusal(form)
    if request.method == "POST":
        with refusal:
            answer = actions.enter_mediator(fields=form.texts(), **deed_of(request))
            return done(request, answer, to=reverse("mediator", args=[answer.more["mediator"]]))
    page = EntryPage(form, reverse("mediators"))
    return render(request, "mediation/mediator_edit.html", {"page": page}, status=refusal.status)


@dataclass(frozen=True)
class MediatorPage:
    """`training`, `seat`: forms for whoever keeps the roster."""

    card: report.Card
    training: TypedForm | None = None
    seat: TypedForm | None = None


@door("corps")
def mediator(request: StaffRequest, pk: int) -> HttpResponse:
    return _card(request, pk)


@door("manage_corps", methods="GET POST")
def edit_mediator(request: StaffRequest, pk: int) -> HttpResponse:
    card = _found(request, pk)
    form = _mediator_form(request.POST or None, pk=pk)
    refusal = Refusal(form)
    if request.method == "POST":
        with refusal:
            answer = actions.change_mediator(mediator=pk, fields=form.texts(), **deed_of(request))
            return done(request, answer, to=reverse("mediator", args=[pk]))
    page = EntryPage(form, reverse("mediator", args=[pk]), card.row.name)
    return render(request, "mediation/mediator_edit.html", {"page": page}, status=refusal.status)


@door("manage_corps", methods="POST")
def train(request: StaffRequest, pk: int) -> HttpResponse:
    form = _training_form(request.POST)
    return _added(request, pk, form=form, name="training", change=actions.add_training)


@door("manage_corps", methods="POST")
def seat(request: StaffRequest, pk: int) -> HttpResponse:
    form = _seat_form(request.POST)
    return _added(request, pk, form=form, name="seat", change=actions.give_seat)


@door("manage_corps", methods="POST")
def unseat(request: StaffRequest, pk: int) -> HttpResponse:
    raw = request.POST.get("seat", "")
    answer = actions.end_seat(seat=int(raw) if is_id(raw) else 0, **deed_of(request))
    return done(request, answer, to=reverse("mediator", args=[pk]))


def _added(
    request: StaffRequest, pk: int, *, form: TypedForm, name: str, change: Callable[..., Answer]
) -> HttpResponse:
    _found(request, pk)
    with Refusal(form):
        answer = change(mediator=pk, fields=form.texts(), **deed_of(request))
        return done(request, answer, to=reverse("mediator", args=[pk]))
    return _card(request, pk, **{name: form})


def _card(request: StaffRequest, pk: int, **forms: TypedForm) -> HttpResponse:
    page = MediatorPage(_found(request, pk))
    if request.actor.may("manage_corps"):
        shown = {"training": _training_form(), "seat": _seat_form()} | forms
        page = MediatorPage(page.card, shown["training"], shown["seat"])
    return render(request, "mediation/mediator.html", {"page": page}, status=422 if forms else 200)


def _training_form(data: QueryDict | None = None) -> TypedForm:
    form = TypedForm(data)
    form.fields["on"] = text_field("培训日期", date=True)
    form.fields["hours"] = text_field("学时")
    form.fields["topic"] = text_field("培训内容")
    return form


def _seat_form(data: QueryDict | None = None) -> TypedForm:
    form = TypedForm(data)
    form.fields["position"] = text_field("职务", choices=FIRST + SeatPosition.choices())
    form.fields["seated_on"] = text_field("任期开始", date=True, hint="任期三年；连任再登记一次。")
    return form


def _found(request: StaffRequest, pk: int) -> report.Card:
    card = report.card(request.actor, pk=pk, now=request.now)
    if card is None:
        raise Unseen("名册里没有这个人。")
    return card


@dataclass(frozen=True)
class RatingsPage:
    """`few`: below how many no average is shown."""

    form: TypedForm
    rated: list[roster_gaps.Rated]
    few: int


@door("rate_windows", methods="GET POST")
def ratings(request: StaffRequest) -> HttpResponse:
    form = TypedForm(request.POST or None, initial={"source": RatingSource.CITIZEN.value})
    form.fields["unit"] = text_field("窗口或单位", choices=FIRST + units())
    form.fields["source"] = text_field("谁评的", choices=RatingSource.choices())
    form.fields["score"] = text_field(
        "评分", choices=FIRST + [(str(n), f"{n} 分") for n in range(5, 0, -1)], hint="评窗口，不评个人。"
    )
    form.fields["on"] = text_field("评议日期", date=True, required=False, hint="不填就是今天。")
    form.fields["said"] = text_field("意见", required=False, hint="不写姓名。")
    refusal = Refusal(form)
    if request.method == "POST":
        with refusal:
            answer = actions.rate_window(fields=form.texts(), **deed_of(request))
            return done(request, answer, to=reverse("ratings"))
    page = RatingsPage(form, roster_gaps.ratings(now=request.now), roster_gaps.SUPPRESSED)
    return render(request, "mediation/ratings.html", {"page": page}, status=refusal.status)


urlpatterns = [
    path("mediators", mediators, name="mediators"),
    path("mediators.xlsx", export_roster, name="mediators_export"),
    path("mediators/new", new_mediator, name="mediator_new"),
    path("mediators/shortages", shortages, name="mediator_shortages"),
    path("mediators/<int:pk>", mediator, name="mediator"),
    path("mediators/<int:pk>/edit", edit_mediator, name="mediator_edit"),
    path("mediators/<int:pk>/training", train, name="mediator_training"),
    path("mediators/<int:pk>/seat", seat, name="mediator_seat"),
    path("mediators/<int:pk>/unseat", unseat, name="mediator_unseat"),
    path("ratings", ratings, name="ratings"),
]
