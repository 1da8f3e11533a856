"""Ask first: at most six questions, one a page, and then what can be done. Nothing is kept of it anywhere.

The answers travel from page to page within the form, by POST: not in the address, not in a cookie, not in a session.
Whoever closes the page has left nothing behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path

from jiefen.domain.common.moments import local
from jiefen.domain.intake.answers import Typed, Walk, read_answer
from jiefen.domain.intake.questionnaire import AnswerType, Question
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import PartyRequest
from jiefen.gate.sending import Refusal
from jiefen.portal.pages import shell
from jiefen.reports.party import asking

BEFORE = "q-"  # what the fields of the answers begin with
LONGEST, MOST = 5_000, 20  # of one answer on its way through the pages, and how many of one question


class QuestionForm(TypedForm):
    """One field, called as the question is."""

    def __init__(self, question: Question, typed: tuple[str, ...]) -> None:
        name = BEFORE + question.id
        sent = QueryDict(mutable=True)
        sent.setlist(name, list(typed))
        super().__init__(sent)
        self.fields[name] = text_field(
            question.ask,
            required=question.required,
            hint=question.help,
            long=question.type is AnswerType.LONG,
            date=question.type is AnswerType.DATE,
        )
        self.answer = self[name]

    def refuse(self, fields: Mapping[str, str], *, sentence: str = "") -> None:
        super().refuse({BEFORE + name: text for name, text in fields.items()}, sentence=sentence)


@dataclass(frozen=True)
class AskPage:
    """`chosen`: the options that were chosen before. `carried`: every other answer as it was typed, by the name of its
    field. `change`: it goes back to the result. `danger`: as on the page of the result; nobody has told of it yet.
    """

    form: QuestionForm
    asked: asking.GuidedQuestion
    chosen: tuple[str, ...]
    carried: list[tuple[str, str]]
    change: bool
    danger: bool = False


@dataclass(frozen=True)
class AskResultPage:
    result: asking.AskedResult
    carried: list[tuple[str, str]]

    @property
    def danger(self) -> bool:
        return self.result.danger


@door("public", methods="GET POST")
def ask(request: PartyRequest) -> HttpResponse:
    """`at`: the question that was on the page. `go`: back, to a question, to stay, or on (empty)."""
    at, go, change = (request.POST.get(name, "") for name in ("at", "go", "change"))
    typed = _typed(request.POST, at=at)
    walked = asking.walked(typed, today=local(request.now).date())
    here = next((question for question in walked.path if question.id == at), None)
    if go == "back":
        return _page(request, walked.before(here) or walked.path[0], on=walked, typed=typed)
    if go:
        to = walked.at(go.removeprefix("to:") if go.startswith("to:") else at)
        return _page(request, to, on=walked, typed=typed, change=bool(change) or go.startswith("to:"))
    if here is not None and here == walked.waiting:
        return _page(request, here, on=walked, typed=typed, change=bool(change), refused=True)
    to = walked.waiting if here is None or change else walked.after(here)
    return _page(request, to, on=walked, typed=typed)


def carried_answers(sent: QueryDict) -> dict[str, tuple[str, ...]]:
    """The answers in a form, by the id of their question; whatever else was sent is nobody's answer."""
    return {
        name: tuple(text[:LONGEST] for text in sent.getlist(BEFORE + name)[:MOST])
        for name in asking.question_ids()
        if BEFORE + name in sent
    }


def carried_fields(typed: Typed, *, but: str = "") -> list[tuple[str, str]]:
    """What the next page has to send again. An answer that was passed over is an empty one."""
    return [(BEFORE + name, text) for name, texts in typed.items() if name != but for text in texts or ("",)]


def _typed(sent: QueryDict, *, at: str) -> dict[str, tuple[str, ...]]:
    """A browser sends nothing for options of which none was chosen: the question on the page was passed over."""
    typed = carried_answers(sent)
    if at in asking.question_ids():
        typed.setdefault(at, ())
    return typed


def _page(
    request: PartyRequest,
    question: Question | None,
    *,
    on: Walk,
    typed: Typed,
    change: bool = False,
    refused: bool = False,
) -> HttpResponse:
    """The page of a question, or of the result where no question is left."""
    if question is None:
        done = AskResultPage(asking.asked_result(on, now=request.now), carried_fields(typed))
        return render(request, "portal/ask/result.html", {"page": done} | shell(request))
    sent = typed.get(question.id, ())
    form = QuestionForm(question, sent)
    refusal = Refusal(form)
    if refused:
        with refusal:
            read_answer(question, typed=sent, facts=on.facts)
    asked = asking.asked_question(question, on=on)
    page = AskPage(form, asked, sent, carried_fields(typed, but=question.id), change)
    return render(request, "portal/ask/question.html", {"page": page} | shell(request), status=refusal.status)


urlpatterns = [path("ask", ask, name="ask")]
