"""Breaking the glass by page: a look with a reason and an end; and the auditor's review of every one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.privacy import glass as actions
from jiefen.domain.common.errors import RuleError, Unseen
from jiefen.domain.people.words import GlassFinding
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import StaffRequest, deed_of
from jiefen.gate.sending import Refusal, done, done_or_said
from jiefen.reports.privacy import glass as report
from jiefen.web.common.verb_page import VerbPage

HOURS = [(str(n), f"{n} 小时") for n in range(1, actions.GLASS_HOURS + 1)]
FINDINGS = [(word.value, word.label) for word in GlassFinding if word.value]


class GlassForm(TypedForm):
    number = text_field("案号", hint="回执、督办单或者来信上的案号。")
    reason = text_field("理由", long=True, hint="为什么非看不可，依据是什么；审计员和承办单位的领导看得到。")
    hours = text_field("看多久", choices=HOURS)


@dataclass(frozen=True)
class GlassPage:
    form: GlassForm
    looks: list[report.GlassLine]


@door("break_glass", methods="GET POST")
def glass(request: StaffRequest) -> HttpResponse:
    form = GlassForm(request.POST or None, initial={"hours": "1", "number": request.GET.get("number", "")})
    refusal = Refusal(form, of=RuleError)
    if request.method == "POST":
        with refusal:
            answer = actions.break_glass(**form.texts(), **deed_of(request))
            return done(request, answer, to=reverse("case", args=[answer.number]))
    page = GlassPage(form, report.own_looks(request.actor, now=request.now))
    return render(request, "privacy/glass.html", {"page": page}, status=refusal.status)


@door("break_glass", methods="POST")
def end(request: StaffRequest, pk: int) -> HttpResponse:
    return done_or_said(
        request, partial(actions.end_glass, glass=pk, **deed_of(request)), to=reverse("glass")
    )


@dataclass(frozen=True)
class ReviewsPage:
    looks: list[report.GlassLine]


@door("review_glass")
def reviews(request: StaffRequest) -> HttpResponse:
    page = ReviewsPage(report.looks_to_review(request.actor, now=request.now))
    return render(request, "privacy/glass_reviews.html", {"page": page})


@door("review_glass", methods="GET POST")
def review(request: StaffRequest, pk: int) -> HttpResponse:
    look = report.look_to_review(request.actor, pk=pk, now=request.now)
    if look is None:
        raise Unseen("没有找到这次应急查阅。")
    form = TypedForm(request.POST or None)
    form.fields["finding"] = text_field("结论", choices=[("", "请选择"), *FINDINGS])
    form.fields["remark"] = text_field("说明", required=False, long=True, hint="有疑问的，请写明疑问是什么。")
    refusal = Refusal(form, of=RuleError, but=Unseen)
    if request.method == "POST":
        with refusal:
            answer = actions.review_glass(glass=pk, **form.texts(), **deed_of(request))
            return done(request, answer, to=reverse("glass_review"))
    page = VerbPage(
        label="审阅应急查阅",
        text=f"{look.who}查阅了{look.unit}的案件 {look.number}，理由：{look.reason}",
        submit="记录结论",
        form=form,
        back_url=reverse("glass_review"),
    )
    return render(request, "case/verb.html", {"page": page}, status=refusal.status)


urlpatterns = [
    path("glass", glass, name="glass"),
    path("glass/<int:pk>/end", end, name="glass_end"),
    path("glass/review", reviews, name="glass_review"),
    path("glass/review/<int:pk>", review, name="glass_review_one"),
]
