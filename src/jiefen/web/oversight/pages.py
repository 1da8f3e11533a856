"""Checklists, gauges, and leaders' reception."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.common.command import Answer
from jiefen.actions.oversight import checklists as checklist_actions
from jiefen.actions.oversight import receptions as reception_actions
from jiefen.domain.common.errors import RuleError
from jiefen.gate.door import door
from jiefen.gate.forms import Choices, TypedForm, check_field, text_field
from jiefen.gate.requests import StaffRequest, deed_of
from jiefen.gate.sending import Refusal, done
from jiefen.reports.figures import gauges as gauge_report
from jiefen.reports.figures import helpers as helper_report
from jiefen.reports.oversight import checklists as checklist_report
from jiefen.reports.oversight import receptions as reception_report

FIRST: Choices = [("", "请选择")]


@door("supervision")
def gauges(request: StaffRequest) -> HttpResponse:
    view = gauge_report.gauges(request.actor, query=request.GET.dict(), now=request.now)
    return render(request, "figures/gauges.html", {"page": view})


@dataclass(frozen=True)
class ChecklistsPage:
    lists: list[checklist_report.ChecklistLine]
    form: TypedForm


@door("check_off", methods="GET POST")
def checklists(request: StaffRequest) -> HttpResponse:
    """All lists; the form starts another."""
    form = TypedForm(request.POST or None, initial={"every_days": "7"})
    form.fields["title"] = text_field("清单名称", hint="例如“欠薪积案清单”。")
    form.fields["every_days"] = text_field("每隔多少天调度一次", hint="7 是每周，14 是每两周。")
    form.fields["next_on"] = text_field("第一次调度", date=True)
    refusal = Refusal(form)
    if request.method == "POST":
        with refusal:
            answer = checklist_actions.start_checklist(
                fields=form.texts(),
                **deed_of(request),
            )
            return done(request, answer, to=reverse("checklist", args=[answer.more["checklist"]]))
    page = ChecklistsPage(checklist_report.checklists(request.actor, now=request.now), form)
    return render(request, "oversight/checklists.html", {"page": page}, status=refusal.status)


@dataclass(frozen=True)
class ChecklistPage:
    """`add`: puts a case on it. `rows`: what is open, each with its two fields of the form `reports`."""

    view: checklist_report.ListView
    add: TypedForm
    reports: TypedForm
    rows: list[tuple[checklist_report.ChecklistEntry, BoundField, BoundField]]


@door("check_off", methods="GET POST")
def checklist(request: StaffRequest, pk: int) -> HttpResponse:
    """One list: go through it, put a case on it, end it."""
    view = checklist_report.checklist(request.actor, pk=pk, now=request.now)
    typed, adding = request.POST or None, "add" in request.POST
    add = TypedForm(typed if adding else None)
    add.fields["case"] = text_field("案号")
    add.fields["task"] = text_field("要办到什么程度", hint="例如“月底前发清工资”。")
    reports = TypedForm(None if adding else typed)
    for item in view.open:
        reports.fields[f"report-{item.id}"] = text_field("这次的进展")
        reports.fields[f"done-{item.id}"] = check_field("办到了，销号")
    sent = add if adding else reports
    refusal = Refusal(sent, of=RuleError)
    if typed is not None:
        with refusal:
            return done(
                request, _change_checklist(request, pk=pk, form=sent), to=reverse("checklist", args=[pk])
            )
    rows = [(item, reports[f"report-{item.id}"], reports[f"done-{item.id}"]) for item in view.open]
    page = ChecklistPage(view, add=add, reports=reports, rows=rows)
    return render(request, "oversight/checklist.html", {"page": page}, status=refusal.status)


def _change_checklist(request: StaffRequest, *, pk: int, form: TypedForm) -> Answer:
    if "end" in request.POST:
        return checklist_actions.end_checklist(checklist=pk, **deed_of(request))
    change = checklist_actions.put_on_checklist if "add" in request.POST else checklist_actions.go_through
    return change(checklist=pk, fields=form.texts(), **deed_of(request))


@door("helpers")
def helpers(request: StaffRequest) -> HttpResponse:
    return render(
        request, "figures/helpers.html", {"page": helper_report.helpers(request.actor, now=request.now)}
    )


@dataclass(frozen=True)
class ReceptionPage:
    """`form`: for whoever may plan."""

    view: reception_report.Calendar
    form: TypedForm | None


@door("reception", methods="GET POST")
def reception(request: StaffRequest) -> HttpResponse:
    """The calendar; leaders and the desk plan sittings in it."""
    form = TypedForm(request.POST or None, initial={"begins": "09:00", "ends": "11:30", "seats": "6"})
    form.fields["leader"] = text_field("接访领导", choices=FIRST + reception_report.leaders())
    form.fields["on"] = text_field("日期", date=True)
    form.fields["begins"] = text_field("开始时间")
    form.fields["ends"] = text_field("结束时间")
    form.fields["room"] = text_field(
        "地点", required=False, hint="例如“县综治中心一楼接访室”；线上接访可以不填。"
    )
    form.fields["link"] = text_field(
        "线上接访链接", required=False, hint="线上进行的才填，https:// 开头；只给预约的人和约好的当事人看。"
    )
    form.fields["seats"] = text_field("预约名额")
    form.fields["topic"] = text_field("主题", required=False, hint="专题接访才填，例如“农民工工资”。")
    refusal = Refusal(form)
    if request.method == "POST":
        fields = form.texts()
        with refusal:
            answer = reception_actions.plan_reception(
                leader=fields.pop("leader"),
                fields=fields,
                **deed_of(request),
            )
            return done(request, answer, to=reverse("reception"))
    view = reception_report.calendar(request.actor, query=request.GET.dict(), now=request.now)
    page = ReceptionPage(view, form if request.actor.may("plan_reception") else None)
    return render(request, "oversight/reception.html", {"page": page}, status=refusal.status)


@door("plan_reception", methods="POST")
def call_off(request: StaffRequest, pk: int) -> HttpResponse:
    answer = reception_actions.call_off(
        reception=pk,
        **deed_of(request),
    )
    return done(request, answer, to=reverse("reception"))


urlpatterns = [
    path("gauges", gauges, name="gauges"),
    path("checklists", checklists, name="checklists"),
    path("checklists/<int:pk>", checklist, name="checklist"),
    path("helpers", helpers, name="helpers"),
    path("reception", reception, name="reception"),
    path("reception/<int:pk>/call-off", call_off, name="call_off"),
]
