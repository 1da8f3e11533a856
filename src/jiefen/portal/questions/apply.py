"""Applying from home: one question a page, everything typed is kept, read once more before it is handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.party import applications as acts
from jiefen.actions.party.evidence import hand_in
from jiefen.domain.common import moments
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.common.reading import whole_number
from jiefen.domain.intake.answers import AnswerRow, Typed, Walk, read_answer
from jiefen.domain.intake.applying import (
    DANGER,
    IN_DANGER,
    RESPONDENTS,
    registration_of,
    respondents_problem,
)
from jiefen.domain.intake.questionnaire import AnswerType, Question
from jiefen.gate.door import door
from jiefen.gate.requests import PartyRequest, posted_key
from jiefen.gate.sending import Refusal
from jiefen.portal.door import follow
from jiefen.portal.hall import codes
from jiefen.portal.pages import shell
from jiefen.portal.questions import apply_done, apply_files, apply_kept
from jiefen.portal.questions.apply_kept import begin, opened
from jiefen.portal.questions.asked import QuestionView, asked, typed_in
from jiefen.reports.party import application as applications
from jiefen.reports.party import progress as party_progress

AGREED = "agreed"
NOT_AGREED = "请在“我说的是真的”前面打勾。"


@dataclass(frozen=True)
class StartPage:
    """`going_on`: whether this browser has one begun; `questions`: how many there are at most."""

    going_on: bool
    questions: int


@dataclass(frozen=True)
class QuestionPage:
    """`at`: which question it is. `back`: the page before. `checking`: whether it leads back to the list of answers.
    `danger`: whether somebody may be hurt, so that the ways to safety come first. `begun`: whether there is something to save."""

    asked: QuestionView
    at: int
    back: str
    checking: bool
    danger: bool
    begun: bool


@dataclass(frozen=True)
class AnswersPage:
    """`problems`: by question, what to mend."""

    rows: list[tuple[AnswerRow, str]]
    seen: int
    problem: str
    saved: bool


@door("public", methods="GET POST")
def start(request: PartyRequest) -> HttpResponse:
    going_on = opened(request)
    if request.method == "POST":
        if going_on is not None and going_on.party is not None:
            request.session.pop(apply_kept.IN_SESSION)
        return HttpResponseRedirect(reverse("apply_question", args=[applications.text().first.id]))
    questionnaire = applications.text()
    page = StartPage(going_on is not None and going_on.party is None, questionnaire.longest)
    return render(request, "portal/questions/apply_start.html", {"page": page} | shell(request))


@door("public", methods="GET POST")
def question(request: PartyRequest, name: str) -> HttpResponse:
    """Any question that the path comes by; another leads to the one that is waiting."""
    going_on = opened(request)
    if going_on is not None and going_on.party is not None:
        return HttpResponseRedirect(reverse("apply_done"))
    typed = going_on.typed if going_on else {}
    walk = applications.walked(typed, today=_today(request))
    here = walk.at(name)
    if here is None:
        return HttpResponseRedirect(reverse("apply_answers"))
    if here.id != name:
        return HttpResponseRedirect(reverse("apply_question", args=[here.id]))
    if here.type is AnswerType.FILES:
        return _files(request, here, walk=walk)
    if request.method == "POST":
        return _answer(request, here)
    return _question(request, here, walk=walk, typed=typed.get(here.id, ()))


def _files(request: PartyRequest, here: Question, *, walk: Walk) -> HttpResponse:
    """Files are added and taken away on the page; going on says that these are all."""
    going_on = opened(request)
    if going_on is None:  # whoever begins here, without anything before it
        return HttpResponseRedirect(reverse("apply"))
    problems: list[str] = []
    if request.method == "POST":
        if "remove" in request.POST:
            return apply_files.removed(request, application=going_on.pk)
        problems = apply_files.add_whole(request, application=going_on.pk)
        if not problems:
            again = HttpResponseRedirect(request.get_full_path())
            return again if "add" in request.POST else _answer(request, here)
    return apply_files.files_page(
        request,
        apply_files.FilesPage(
            asked(here, typed=()),
            applications.evidence_of(going_on.pk),
            problems,
            at=walk.place_of(here),
            back=_back(request, here, walk=walk),
            checking=_checking(request),
        ),
    )


def _answer(request: PartyRequest, here: Question) -> HttpResponse:
    """What was typed is kept before it is judged; so nothing is lost by being wrong, and a second tab keeps its own."""
    given = typed_in(request.POST) if here.type is not AnswerType.FILES else _file_ids(request)
    try:
        typed = _kept(request, here, given=given)
    except RuleError as refused:
        walk = applications.walked({}, today=_today(request))
        return _question(request, here, walk=walk, typed=given, problem=refused.sentence)
    walk = applications.walked(typed, today=_today(request))
    if problem := _problem(here, given, request=request):
        return _question(request, here, walk=walk, typed=given, problem=problem)
    if "checking" in request.POST and walk.waiting is None:
        return HttpResponseRedirect(reverse("apply_answers"))
    later = walk.after(here)
    to = reverse("apply_question", args=[later.id]) if later else reverse("apply_answers")
    return HttpResponseRedirect(to)


def _kept(request: PartyRequest, here: Question, *, given: tuple[str, ...]) -> Typed:
    """All that was typed so far, this with it. Raises RuleError where very many are begun at once."""
    going_on = opened(request)
    if going_on is None:
        begin(request)
        going_on = opened(request)
    assert going_on is not None
    acts.answer(going_on.pk, question=here.id, typed=given, at=request.now)
    return {**going_on.typed, here.id: given}


def _problem(here: Question, given: tuple[str, ...], *, request: PartyRequest) -> str:
    try:
        read_answer(here, typed=given, facts=applications.facts(_today(request)))
    except Invalid as refused:
        return refused.fields[here.id]
    return respondents_problem(given[0]) if here.id == RESPONDENTS else ""


def _question(
    request: PartyRequest, here: Question, *, walk: Walk, typed: tuple[str, ...], problem: str = ""
) -> HttpResponse:
    danger = walk.answers.get(DANGER)
    page = QuestionPage(
        asked(here, typed=typed, problem=problem, groups=applications.choices_of(here)),
        at=walk.place_of(here),
        back=_back(request, here, walk=walk),
        checking=_checking(request),
        danger=danger is not None and danger.value == IN_DANGER,
        begun=bool(walk.answers),
    )
    context = {"page": page} | shell(request)
    return render(request, "portal/questions/apply_question.html", context, status=422 if problem else 200)


def _back(request: PartyRequest, here: Question, *, walk: Walk) -> str:
    before = walk.before(here)
    if _checking(request):
        return reverse("apply_answers")
    return reverse("apply_question", args=[before.id]) if before else reverse("apply")


def _checking(request: PartyRequest) -> bool:
    """Whether the page was reached from the list of answers."""
    return "checking" in request.GET or "checking" in request.POST


def _file_ids(request: PartyRequest) -> tuple[str, ...]:
    going_on = opened(request)
    files = applications.evidence_of(going_on.pk) if going_on else []
    return tuple(str(file.pk) for file in files if file.whole)


@door("public", methods="GET POST")
def answers(request: PartyRequest) -> HttpResponse:
    """All answers once more, each with the way to change it; sending it makes the case."""
    going_on = opened(request)
    if going_on is None:
        return HttpResponseRedirect(reverse("apply"))
    if going_on.party is not None:
        return HttpResponseRedirect(reverse("apply_done"))
    walk = applications.walked(going_on.typed, today=_today(request))
    if walk.waiting is not None:
        return HttpResponseRedirect(reverse("apply_question", args=[walk.waiting.id]))
    if request.method == "GET":
        return _answers(request, walk=walk, going_on=going_on)
    with Refusal(None, of=RuleError) as refusal:
        if AGREED not in request.POST:
            raise Invalid(fields={AGREED: NOT_AGREED})
        party = hand_in(
            going_on.pk,
            seen=whole_number(request.POST.get("seen", "")) or 0,
            registration=registration_of(walk, today=_today(request)),
            at=request.now,
            key=posted_key(request),
        )
        return _accepted(request, party=party)
    return _answers(request, walk=walk, going_on=going_on, error=refusal.error)


def _accepted(request: PartyRequest, *, party: int) -> HttpResponse:
    """The page of the case is open from here on."""
    response = HttpResponseRedirect(reverse("apply_done"))
    request.session.pop(codes.IN_SESSION, None)
    row = party_progress.party_by_id(party)
    assert row is not None
    follow(request, response, party=row, code=None)
    return response


def _answers(
    request: PartyRequest,
    *,
    walk: Walk,
    going_on: applications.OpenApplication,
    error: RuleError | None = None,
) -> HttpResponse:
    problems = error.fields if error else {}
    page = AnswersPage(
        rows=[(row, problems.get(row.id, "")) for row in applications.rows_of(walk)],
        seen=going_on.version,
        problem=problems.get(AGREED) or (error.sentence if error else ""),
        saved=going_on.saved,
    )
    context = {"page": page} | shell(request)
    return render(
        request, "portal/questions/apply_answers.html", context, status=error.status if error else 200
    )


def _today(request: PartyRequest) -> date:
    return moments.local(request.now).date()


urlpatterns = [
    path("apply", start, name="apply"),
    path("apply/q/<slug:name>", question, name="apply_question"),
    path("apply/answers", answers, name="apply_answers"),
    *apply_done.urlpatterns,
    *apply_files.urlpatterns,
    *apply_kept.urlpatterns,
]
