"""What somebody who asks first is shown: the question that is next, and at the end what the text of the centre says to the
answers. Nothing is read about anybody, and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from jiefen.domain.clocks.engine import Due, due
from jiefen.domain.clocks.limits import amount_text, rule
from jiefen.domain.clocks.remedies import PASSED, Offer, remedies
from jiefen.domain.clocks.warnings import PARTYS_WARNING
from jiefen.domain.intake.answers import AnswerFacts, AnswerRow, Typed, Walk, answer_rows, walk
from jiefen.domain.intake.guide import Guide, GuideLimit, GuideResult, SourcedSentence, WaySource
from jiefen.domain.intake.likely import likely
from jiefen.domain.intake.questionnaire import Question, conditions_fit
from jiefen.profiles.questionnaires import guide, questionnaire
from jiefen.reports.party import application as applications
from jiefen.store.common.reference import snapshot

NAME = "ask"
PASSED_HERE = "按您填的日期推算，期限已过。"  # nothing is registered yet


@dataclass(frozen=True)
class AskedOption:
    """`because`: the person's own words that point to it; empty where none do."""

    code: str
    label: str
    hint: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class GuidedQuestion:
    """A page of one question. `number` of at most `most`; `back`: whether there is a question before it."""

    question: Question
    options: tuple[AskedOption, ...]
    number: int
    most: int
    back: bool


@dataclass(frozen=True)
class RunningLimit:
    """`due`: None where no day was given. `since`: from when it was counted, `again`: whether because the person asked for it
    then. `after`: what it is counted from, in words.
    """

    rule: str
    label: str
    amount: str
    after: str
    since: date | None
    again: bool
    due: datetime | None
    provisional: bool
    passed: bool
    soon: bool
    source: str
    checked: bool
    steps: tuple[str, ...]
    says: tuple[SourcedSentence, ...]


@dataclass(frozen=True)
class AskedResult:
    """`safe`: told before everything else; where `danger` holds, nothing else is told. `likely`: labels of other kinds that
    the person's own words point to.
    """

    heading: str
    danger: bool
    safe: tuple[SourcedSentence, ...]
    told: GuideResult | None
    offers: tuple[tuple[Offer, WaySource], ...]
    limits: tuple[RunningLimit, ...]
    always: tuple[SourcedSentence, ...]
    likely: tuple[AskedOption, ...]
    answers: tuple[AnswerRow, ...]
    version: int
    since: date

    @property
    def also(self) -> str:
        return "；".join(option.label for option in self.likely)


def walked(typed: Typed, *, today: date) -> Walk:
    return walk(questionnaire(NAME), typed=typed, facts=AnswerFacts(today))


def question_ids() -> tuple[str, ...]:
    return tuple(question.id for question in questionnaire(NAME).questions)


def asked_question(question: Question, *, on: Walk) -> GuidedQuestion:
    """The question with its options; for the kind of matter those first that the person's own words point to."""
    options = _options(question, on=on)
    return GuidedQuestion(
        question=question,
        options=tuple(sorted(options, key=lambda option: -len(option.because))) if options else (),
        number=on.place_of(question),
        most=on.questionnaire.longest,
        back=on.before(question) is not None,
    )


def asked_result(on: Walk, *, now: datetime) -> AskedResult:
    """For a walk that has come to its end."""
    told = guide(NAME)
    chosen = {name: answer.codes for name, answer in on.answers.items()}
    danger = conditions_fit(told.safe_when, chosen=chosen)
    careful = conditions_fit(told.careful_when, chosen=chosen)
    kind = on.answers.get(told.kind)
    matter = told.result(kind.codes[0]) if kind else None
    result = matter.for_answers(chosen) if matter else None
    limits = tuple(_limit(limit, on=on, now=now) for limit in result.limits) if result else ()
    return AskedResult(
        heading=kind.shown if kind else "先保证安全",
        danger=danger,
        safe=told.safe if danger or careful else (),
        told=result,
        offers=tuple((offer, told.way(offer.id)) for offer in _offers(result, limits=limits, now=now)),
        limits=limits,
        always=() if danger else told.always,
        likely=_others(told, on=on),
        answers=answer_rows(on),
        version=told.version,
        since=told.since,
    )


def for_application(on: Walk) -> dict[str, tuple[str, ...]]:
    """What of the answers an application asks for too, by its own questions; what it would not take is left out."""
    told, chosen = guide(NAME), {name: answer.codes for name, answer in on.answers.items()}
    matter = told.result(next(iter(chosen.get(told.kind, ())), ""))
    safe = "yes" if conditions_fit(told.safe_when, chosen=chosen) else "no"
    danger = "unsure" if conditions_fit(told.careful_when, chosen=chosen) else safe
    typed = {
        "danger": (danger,) if on.answers else (),
        "kind": (matter.for_answers(chosen).codes[0].code,) if matter else (),
        "story": on.answers[told.words].typed if told.words in on.answers else (),
        "happened_on": on.answers["since"].typed if "since" in on.answers else (),
    }
    asked = {name: applications.text().question(name) for name in typed}
    return {
        name: texts
        for name, texts in typed.items()
        if any(texts) and (question := asked[name]) and (not question.options or question.option(texts[0]))
    }


def _options(question: Question, *, on: Walk) -> list[AskedOption]:
    pointing = _because(guide(NAME), on=on) if question.id == guide(NAME).kind else {}
    return [
        AskedOption(option.code, option.label, option.hint, pointing.get(option.code, ()))
        for option in question.options
    ]


def _because(told: Guide, *, on: Walk) -> Mapping[str, tuple[str, ...]]:
    words = on.answers.get(told.words)
    text = words.value if words else None
    return (
        {row.id: row.because for row in likely(text, matters=told.matters)} if isinstance(text, str) else {}
    )


def _others(told: Guide, *, on: Walk) -> tuple[AskedOption, ...]:
    question, kind = on.questionnaire.question(told.kind), on.answers.get(told.kind)
    if question is None or kind is None:
        return ()
    return tuple(row for row in _options(question, on=on) if row.because and row.code not in kind.codes)


def _offers(
    result: GuideResult | None, *, limits: tuple[RunningLimit, ...], now: datetime
) -> tuple[Offer, ...]:
    """The lawful ways besides mediation, as the rulebook has them for this kind of dispute."""
    if result is None:
        return ()
    dues = {limit.rule: limit.due for limit in limits if limit.due is not None}
    offers = remedies(result.codes[0].code, tried=(), outcome="", limits=dues, now=now)
    return tuple(replace(offer, note=offer.note.replace(PASSED, PASSED_HERE)) for offer in offers)


def _limit(limit: GuideLimit, *, on: Walk, now: datetime) -> RunningLimit:
    row = rule(limit.rule)
    since, again = _began(limit, on=on)
    ends = _end(limit.rule, since=since) if since else None
    at = ends.at if ends else None
    return RunningLimit(
        rule=row.id,
        label=row.label,
        amount=amount_text(row.budget, unit=row.unit),
        after=row.trigger,
        since=since,
        again=again,
        due=at,
        provisional=ends.provisional if ends else False,
        passed=at is not None and at < now,
        soon=at is not None and now <= at < now + PARTYS_WARNING,
        source=row.source,
        checked=row.checked,
        steps=ends.steps if ends else (),
        says=limit.says,
    )


def _began(limit: GuideLimit, *, on: Walk) -> tuple[date | None, bool]:
    """The day it runs from. Asking makes it run anew only while it still runs: what has ended does not begin again."""
    since, again = _day(on, limit.since), _day(on, limit.again)
    if since is None or again is None or again <= since:
        return since, False
    first = _end(limit.rule, since=since).at
    ended = first is not None and snapshot().calendar.local(first).date() < again
    return (since, False) if ended else (again, True)


def _day(on: Walk, question_id: str) -> date | None:
    answer = on.answers.get(question_id)
    value = answer.value if answer else None
    return value if isinstance(value, date) else None


def _end(rule_id: str, *, since: date) -> Due:
    calendar = snapshot().calendar
    return due(rule(rule_id), start=datetime.combine(since, time(9), calendar.zone), calendar=calendar)
