"""The six hundred-per-cents 六个百分之百 (row C8): each a formula over the ledger, each listing its exceptions.

A gauge is the share of a base that is no exception. What is left out of the base is said beside it, so that a figure of
one hundred means that nothing is on the list, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jiefen.domain.case.actor import Actor
from jiefen.domain.case.lifecycle import OPEN
from jiefen.domain.common.words import Channel, Outcome, State
from jiefen.domain.figures import shares
from jiefen.domain.oversight.words import Content
from jiefen.reports.common.lists import rows_of
from jiefen.reports.common.rows import CaseRow
from jiefen.reports.figures.pace import Pace, pace
from jiefen.store.models import Appeal, Case, Clock, Entry, Proceeding, ReturnVisit
from jiefen.store.people.able import stranded, unheld

BAR = 200
SHOWN = 50
SPANS = {"30": "近 30 天", "90": "近 90 天", "365": "近一年"}
VISIT_AFTER = timedelta(days=7)  # law.md § 5: a return visit within seven days
AT_THE_DESK = (State.REGISTERED, State.ACCEPTED, State.RULING)
DONE = (State.CLOSED, State.ARCHIVED)


@dataclass(frozen=True)
class Gauge:
    """`share` as text with one decimal: one hundred stands for no exception at all. `fill`: 0–200."""

    name: str
    label: str
    formula: str
    base: int
    exceptions: int
    share: str
    fill: int
    url: str
    current: bool


@dataclass(frozen=True)
class UnitLine:
    """A gauge for one holding unit: how an organisation stands, never a person."""

    name: str
    base: int
    exceptions: int
    share: str


@dataclass(frozen=True)
class GaugesView:
    gauges: list[Gauge]
    chosen: Gauge | None
    rows: list[CaseRow]
    units: list[UnitLine]
    pace: Pace
    spans: list[tuple[str, str, bool]]


@dataclass(frozen=True)
class Formula:
    """What is counted, and which of those are exceptions, at a moment."""

    label: str
    text: str
    base: Callable[[datetime], Q]
    exception: Callable[[datetime], Q]


def gauges(actor: Actor, *, query: Mapping[str, str], now: datetime) -> GaugesView:
    """`query`: days (30, 90, 365) of registration, and the gauge whose exceptions are listed."""
    days = query["days"] if query.get("days") in SPANS else "90"
    cases = Case.objects.visible_to(actor).filter(registered_at__gte=now - timedelta(days=int(days)))
    name = query.get("gauge", "")
    counts = _count_all(cases, now=now)
    lines = [_gauge(key, counts=counts, days=days, chosen=name) for key in FORMULAS]
    rows: list[CaseRow] = []
    units: list[UnitLine] = []
    if name in FORMULAS:
        exceptions = _exceptions(FORMULAS[name], cases, now=now)
        units = _by_unit(FORMULAS[name], cases, now=now)
        rows = rows_of(
            list(exceptions.order_by("registered_at").values_list("pk", flat=True)[:SHOWN]), now=now
        )
    return GaugesView(
        gauges=lines,
        chosen=next((line for line in lines if line.current), None),
        rows=rows,
        units=units,
        pace=pace(actor, days=int(days), now=now),
        spans=[(f"?days={value}&gauge={name}", label, value == days) for value, label in SPANS.items()],
    )


def _exceptions(formula: Formula, found: QuerySet[Case], *, now: datetime) -> QuerySet[Case]:
    return found.filter(formula.base(now)).filter(formula.exception(now))


def _count_all(found: QuerySet[Case], *, now: datetime) -> dict[str, int]:
    """Bases by name and exceptions by `<name>_exceptions`, in one look at the cases."""
    wanted: dict[str, Any] = {}
    for name, formula in FORMULAS.items():
        base = formula.base(now)
        wanted[name] = Count("pk", filter=base)
        wanted[f"{name}_exceptions"] = Count("pk", filter=base & formula.exception(now))
    return found.order_by().aggregate(**wanted)


def _gauge(name: str, *, counts: Mapping[str, int], days: str, chosen: str) -> Gauge:
    formula, base, exceptions = FORMULAS[name], counts[name], counts[f"{name}_exceptions"]
    return Gauge(
        name=name,
        label=formula.label,
        formula=formula.text,
        base=base,
        exceptions=exceptions,
        share=_shown(base, exceptions),
        fill=shares.tenths(base - exceptions, whole=base) * BAR // 1000,
        url=f"?days={days}&gauge={name}",
        current=name == chosen,
    )


def _by_unit(formula: Formula, found: QuerySet[Case], *, now: datetime) -> list[UnitLine]:
    """The units with exceptions first."""
    based = dict(_counts(found.filter(formula.base(now))))
    failing = dict(_counts(_exceptions(formula, found, now=now)))
    lines = [
        UnitLine(unit, n, failing.get(unit, 0), _shown(n, failing.get(unit, 0))) for unit, n in based.items()
    ]
    return sorted(lines, key=lambda line: (-line.exceptions, -line.base, line.name))


def _counts(found: QuerySet[Case]) -> QuerySet[Case, tuple[str, int]]:
    return found.order_by().values_list("holder__name").annotate(n=Count("pk"))


def _shown(base: int, exceptions: int) -> str:
    return shares.shown(base - exceptions, whole=base, fewest=1)


def _late(now: datetime, *rules: str) -> Q:
    running = Clock.objects.filter(case=OuterRef("pk"), stopped_at=None, rule__in=rules, due__lt=now)
    return Q(Exists(running))


def _visit(*content: Content) -> Q:
    return Q(Exists(ReturnVisit.objects.filter(case=OuterRef("pk"), content__in=content)))


_SETTLED_ELSEWHERE = Q(outcome__in=(Outcome.GUIDED, Outcome.WITHDRAWN, Outcome.MERGED))
_REACHED = tuple(content for content in Content if content is not Content.UNREACHED)
_MEDIATED = Q(Exists(Proceeding.objects.filter(case=OuterRef("pk"))))
_APPEALED = Q(Exists(Appeal.objects.filter(case=OuterRef("pk"))))
_REOPENED = Q(Exists(Entry.objects.filter(case=OuterRef("pk"), verb="reopen")))
_UNHAPPY = _visit(Content.DISSATISFIED)
FORMULAS: dict[str, Formula] = {
    "received": Formula(
        "来访必接待",
        "窗口来访登记的案件；例外是过了分流时限还没有人受理、指派的。",
        lambda _now: Q(channel=Channel.WINDOW),
        lambda now: Q(state__in=AT_THE_DESK) & _late(now, "C-DISPATCH"),
    ),
    "mediated": Formula(
        "纠纷必调处",
        "已到承办单位的案件，不含引导、撤回、并案的；例外是过了启动时限或已经办结、却没有启动过任何程序的。",
        lambda _now: (
            Q(state__in=(State.HANDLING, State.REVIEWING, State.REVIEWED, *DONE)) & ~_SETTLED_ELSEWHERE
        ),
        lambda now: ~_MEDIATED & (Q(state__in=DONE) | _late(now, "C-START")),
    ),
    "visited": Formula(
        "办结必回访",
        "办结满 7 天的案件，不含引导、撤回、并案的；例外是没有回访、或没有联系上的。",
        lambda now: Q(state__in=DONE, ended_at__lt=now - VISIT_AFTER) & ~_SETTLED_ELSEWHERE,
        lambda _now: ~_visit(*_REACHED),
    ),
    "answered": Formula(
        "关切必回应",
        "当事人提过异议、或回访时不满意的案件；例外是异议过了答复期限、或不满意之后没有重新办理的。",
        lambda _now: _APPEALED | _UNHAPPY,
        lambda now: _late(now, "C-APPEAL") | _late(now, "C-URGENT") | (_UNHAPPY & ~_REOPENED),
    ),
    "matched": Formula(
        "责任必落实",
        "派出去的在办案件；例外是过了签收时限没有签收、或没有人能接着办的（停用、离岗、休假、回避）。",
        lambda _now: Q(state__in=OPEN) & ~Q(state__in=AT_THE_DESK),
        lambda now: _late(now, "C-SIGN") | unheld(now=now) | stranded(now=now),
    ),
    "served": Formula(
        "服务必到人",
        "已经结束的案件，不含并案的；例外是没有写明结果或去向、当事人看不到答复的。",
        lambda _now: Q(ended_at__isnull=False) & ~Q(outcome=Outcome.MERGED),
        lambda _now: Q(outcome="") | (Q(state__in=DONE, summary="") & ~_SETTLED_ELSEWHERE),
    ),
}
