"""From asking first to applying: whoever presses it has their answers kept from here on, as an application begun."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from jiefen.actions.party import applications as acts
from jiefen.domain.common.moments import local
from jiefen.gate.door import door
from jiefen.gate.requests import PartyRequest
from jiefen.portal.ask import carried_answers
from jiefen.portal.questions.apply_kept import begin, opened
from jiefen.reports.party import application as applications
from jiefen.reports.party import asking


@door("public", methods="POST")
def apply_from_ask(request: PartyRequest) -> HttpResponse:
    """Leads to the first question; what stands in an application that was begun before is not written over."""
    walked = asking.walked(carried_answers(request.POST), today=local(request.now).date())
    going_on = opened(request)
    if going_on is None or going_on.party is not None:
        begin(request)
        going_on = opened(request)
    assert going_on is not None
    for name, texts in asking.for_application(walked).items():
        if not any(going_on.typed.get(name, ())):
            acts.answer(going_on.pk, question=name, typed=texts, at=request.now)
    return HttpResponseRedirect(reverse("apply_question", args=[applications.text().first.id]))


urlpatterns = [path("ask/apply", apply_from_ask, name="apply_from_ask")]
