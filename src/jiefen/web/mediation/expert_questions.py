"""The page of an expert: what they were asked, and their answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.case.experts import answer_as_expert
from jiefen.actions.common.asks import is_id
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import StaffRequest, deed_of
from jiefen.gate.sending import Refusal, done
from jiefen.reports.mediation.expert_questions import AskedLine, asked


@dataclass(frozen=True)
class AskedPage:
    """`answering`: id of the question whose form was refused."""

    rows: list[AskedLine]
    form: TypedForm
    answering: int


@door("signed_in", methods="GET POST")
def asked_of_me(request: StaffRequest) -> HttpResponse:
    form = TypedForm(request.POST or None)
    form.fields["answer"] = text_field("您的意见", long=True)
    raw = request.POST.get("question", "")
    question = int(raw) if is_id(raw) else 0
    refusal = Refusal(form)
    if request.method == "POST":
        fields = {"answer": request.POST.get("answer", ""), "opinion": request.POST.get("opinion", "")}
        with refusal:
            answer = answer_as_expert(
                question=question,
                fields=fields,
                **deed_of(request),
            )
            return done(request, answer, to=reverse("asked"))
    page = AskedPage(asked(request.actor), form, question)
    return render(request, "mediation/expert_questions.html", {"page": page}, status=refusal.status)


urlpatterns = [path("asked", asked_of_me, name="asked")]
