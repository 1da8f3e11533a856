"""The working calendar: which years are known, what is missing, and the door for a new year's notice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.clocks.calendars import import_year
from jiefen.actions.common.command import Answer
from jiefen.domain.common.errors import Invalid
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import StaffRequest, deed_of
from jiefen.gate.sending import Refusal, done
from jiefen.reports.clocks import calendar as report


class NoticeForm(TypedForm):
    file = text_field(
        "放假安排文件",
        file=True,
        hint=".toml，或有“日期、名称、安排”三列的 .csv、.xlsx；安排写 放假、法定 或 上班。",
    )
    year = text_field("年份", required=False, hint="上传表格时填写，例如 2027。")
    source = text_field("来源", required=False, hint="上传表格时填写：哪一份通知、文号、日期。")


@dataclass(frozen=True)
class NoticePage:
    """`form`: takes a year's notice."""

    calendar: report.CalendarPage
    form: NoticeForm


@door("manage_calendar", methods="GET POST")
def calendar(request: StaffRequest) -> HttpResponse:
    form = NoticeForm(request.POST if request.method == "POST" else None)
    refusal = Refusal(form)
    if request.method == "POST":
        with refusal:
            return done(request, _taken(request), to=reverse("calendar"))
    return _page(request, form=form, status=refusal.status)


def _taken(request: StaffRequest) -> Answer:
    file = request.FILES.get("file")
    if not isinstance(file, TemporaryUploadedFile):
        raise Invalid(fields={"file": "请选择放假安排文件。"})
    return import_year(
        Path(file.temporary_file_path()),
        name=file.name or "",
        year=request.POST.get("year", ""),
        source=request.POST.get("source", ""),
        **deed_of(request),
    )


def _page(request: StaffRequest, *, form: NoticeForm, status: int = 200) -> HttpResponse:
    page = NoticePage(report.calendar_page(request.GET, now=request.now), form)
    return render(request, "clocks/calendar.html", {"page": page}, status=status)


urlpatterns = [path("calendar", calendar, name="calendar")]
