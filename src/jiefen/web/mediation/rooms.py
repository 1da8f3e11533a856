"""The calendar of rooms: a day at a time, a click on a free half hour plans there."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.mediation import mediators as actions
from jiefen.gate.door import door
from jiefen.gate.forms import Choices, TypedForm, text_field
from jiefen.gate.requests import StaffRequest, deed_of
from jiefen.gate.sending import Refusal, done
from jiefen.reports.common.rows import CaseRow
from jiefen.reports.mediation import rooms as report
from jiefen.reports.people.people import units

FIRST: Choices = [("", "请选择")]
PLACE = ("room", "on", "begins", "ends")


@dataclass(frozen=True)
class RoomsPage:
    """`form`: a new room, for whoever keeps the rooms."""

    day: report.RoomsDay
    form: TypedForm | None


@door("rooms")
def rooms(request: StaffRequest) -> HttpResponse:
    return _page(request, form=_form())


@dataclass(frozen=True)
class PlanPage:
    """`query`: where and when, to be followed by a case. `on`, `begins`: the same, to read."""

    rows: list[CaseRow]
    query: str
    on: str
    begins: str
    back_url: str


@door("rooms")
def plan(request: StaffRequest) -> HttpResponse:
    """Which case the free half hour is for."""
    where = {name: request.GET[name] for name in PLACE if name in request.GET}
    page = PlanPage(
        rows=report.plannable(request.actor, now=request.now),
        query=urlencode(where),
        on=where.get("on", ""),
        begins=where.get("begins", ""),
        back_url=reverse("rooms") + f"?on={where.get('on', '')}",
    )
    return render(request, "mediation/rooms_plan.html", {"page": page})


@door("manage_corps", methods="POST")
def add_room(request: StaffRequest) -> HttpResponse:
    form = _form(request.POST)
    with Refusal(form) as refusal:
        answer = actions.add_room(fields=form.texts(), **deed_of(request))
        return done(request, answer, to=reverse("rooms"))
    return _page(request, form=form, status=refusal.status)


@door("manage_corps", methods="POST")
def close_room(request: StaffRequest, pk: int) -> HttpResponse:
    answer = actions.close_room(room=pk, **deed_of(request))
    return done(request, answer, to=reverse("rooms"))


def _form(data: QueryDict | None = None) -> TypedForm:
    form = TypedForm(data)
    form.fields["unit"] = text_field("单位", choices=FIRST + units())
    form.fields["name"] = text_field("名称", hint="例如“第一调解室”。")
    form.fields["seats"] = text_field("座位数")
    return form


def _page(request: StaffRequest, *, form: TypedForm, status: int = 200) -> HttpResponse:
    day = report.rooms_day(request.actor, query=request.GET.dict(), now=request.now)
    page = RoomsPage(day, form if request.actor.may("manage_corps") else None)
    return render(request, "mediation/rooms.html", {"page": page}, status=status)


urlpatterns = [
    path("rooms", rooms, name="rooms"),
    path("rooms/plan", plan, name="rooms_plan"),
    path("rooms/new", add_room, name="room_new"),
    path("rooms/<int:pk>/close", close_room, name="room_close"),
]
