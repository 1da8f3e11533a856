"""The page of an expert: what they were asked, and their answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from jiefen.actions.case.experts import answer_as_expert
from jiefen.actions.common.asks import is_id
from jiefen.domain.common.errors import Invalid
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import StaffRequest
from jiefen.reports.mediation.expert_questions import asked


@door("signed_in", methods="GET POST")
def asked_of_me(request: StaffRequest) -> HttpResponse:
    form = TypedForm(request.POST or None)
    form.fields["answer"] = text_field("您的意见", long=True)
    raw = request.POST.get("question", "")
    question = int(raw) if is_id(raw) else 0
    if request.method == "POST":
        fields = {"answer": request.POST.get("answer", ""), "opinion": request.POST.get("opinion", "")}
        try:
            answer = answer_as_expert(
                question=question,
                fields=fields,
                by=request.actor,
                at=request.now,
                key=request.POST.get("key", ""),
            )
        except Invalid as error:
            form.refuse(error.fields, sentence=error.sentence)
        else:
            messages.success(request, answer.sentence)
            return HttpResponseRedirect("/asked")
    context = {"rows": asked(request.actor), "form": form, "answering": question}
    return render(request, "mediation/expert_questions.html", context, status=422 if form.is_bound else 200)


urlpatterns = [path("asked", asked_of_me, name="asked")]
