"""The supervision desk 督办预警: what is red and yellow by step of the work, proposals, orders, corrections.

Steps, never people: a column of this page is a limit of the rulebook, and each figure opens the cases behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case as When
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models import When as Then

from jiefen.domain.case.actor import Actor
from jiefen.domain.case.lifecycle import OPEN
from jiefen.domain.clocks import engine
from jiefen.domain.clocks.limits import rules_in_force
from jiefen.domain.clocks.party_limits import is_ours
from jiefen.domain.common.words import Flag, State
from jiefen.domain.intake.numbering import display
from jiefen.domain.oversight.supervision import STANDING
from jiefen.domain.oversight.words import CorrectionKind, CorrectionLevel, SupervisionLevel, SupervisionState
from jiefen.reports.common.addresses import case_address
from jiefen.reports.common.lists import rows_of
from jiefen.reports.common.rows import CaseRow
from jiefen.reports.common.stat import Stat
from jiefen.reports.oversight.panels import STATE_TONES
from jiefen.store.common.reference import snapshot
from jiefen.store.common.scope import CaseQuery, on_one_of
from jiefen.store.models import Case, Clock, ClockRung, Correction, Supervision

SHOWN = 60
MOST = 5_000  # rows of a list on all its pages
WATCHED = (
    *(rule.id for rule in rules_in_force() if is_ours(rule.id)),
    "C-APPEAL",
    "C-URGENT",
    "C-ORDER",
    "C-REPLY",
)
BAR = 200
STALE = timedelta(days=1)  # how long a registration may stay incomplete before the desk is asked about it


@dataclass(frozen=True)
class DeskTab:
    label: str
    url: str
    count: str
    current: bool


@dataclass(frozen=True)
class StepLine:
    """One limit of the work: how many run late, soon, and in time; `fill` 0–200 for the bar of late ones."""

    label: str
    red: int
    yellow: int
    running: int
    fill: int
    url: str
    current: bool


@dataclass(frozen=True)
class SupervisedMatter:
    """One line of a list about a case: what stands over it, since when, until when."""

    title: str
    sub: str
    url: str
    what: str
    state: str
    tone: str
    at: datetime
    due: datetime | None = None


@dataclass(frozen=True)
class Desk:
    """`total`: how many rows the open tab has on all its pages."""

    stats: list[Stat]
    tabs: list[DeskTab]
    tab: str
    steps: list[StepLine]
    rows: list[CaseRow]
    matters: list[SupervisedMatter]
    heading: str
    total: int


TABS = {
    "late": "红黄清单",
    "proposed": "待决定",
    "standing": "督办中",
    "corrections": "纠偏",
}


def desk(actor: Actor, *, query: Mapping[str, str], now: datetime, start: int = 0) -> Desk:
    """`query`: tab, and for the red and yellow list a step (rule id) and a colour (red, yellow). `start`: the first row."""
    tab = query["tab"] if query.get("tab") in TABS else "late"
    seen = Case.objects.visible_to(actor)
    steps = _steps(seen, query=query, now=now)
    proposed = _supervisions(seen, SupervisionState.PROPOSED)
    standing = _supervisions(seen, *STANDING)
    corrections = Correction.objects.filter(on_one_of(seen), ended_at=None)
    to_correct = _to_correct(seen, now=now)
    late_cases = _late_cases(seen, query=query, now=now)
    counts = {
        "late": sum(step.red for step in steps),
        "proposed": proposed.count(),
        "standing": standing.count(),
        "corrections": corrections.count() + len(to_correct),
    }
    matters = {
        "standing": lambda: _standing(standing, start=start),
        "corrections": lambda: _all_corrections(corrections, to_correct, start=start),
    }
    open_corrections = counts["corrections"] - len(to_correct)
    return Desk(
        stats=[
            Stat(f"{counts['late']:,}", "超期环节", tone="bad", tag="红灯"),
            Stat(f"{sum(step.yellow for step in steps):,}", "将到期环节", tone="warn", tag="黄灯"),
            Stat(f"{counts['proposed']:,}", "督办建议待决定"),
            Stat(f"{counts['standing']:,}", "督办中"),
            Stat(f"{open_corrections:,}", "纠偏未了结"),
        ],
        tabs=[
            DeskTab(label, f"?tab={name}", f"{counts[name]:,}" if counts[name] else "", name == tab)
            for name, label in TABS.items()
        ],
        tab=tab,
        steps=steps if tab == "late" else [],
        rows=rows_of(late_cases[start : start + SHOWN], now=now) if tab == "late" else [],
        matters=matters[tab]() if tab in matters else [],
        heading=_heading(query),
        total=len(late_cases) if tab == "late" else counts[tab],
    )


def _heading(query: Mapping[str, str]) -> str:
    colour = {"red": "已超期", "yellow": "将到期"}.get(query.get("colour", ""), "超期和将到期")
    known = query.get("step") in WATCHED
    return f"{engine.rule(query['step']).label}：{colour}" if known else f"全部环节：{colour}"


def _running(seen: CaseQuery) -> QuerySet[Clock]:
    """Running limits of the work on these cases, told apart by `warned`: the ladder has spoken, or is about to."""
    rungs = ClockRung.objects.filter(clock=OuterRef("pk"), due=OuterRef("due"))
    clocks = Clock.objects.filter(on_one_of(seen), stopped_at=None, due__isnull=False, rule__in=WATCHED)
    return clocks.annotate(warned=Exists(rungs))


def _is_yellow(now: datetime) -> Q:
    return Q(due__gte=now) & (Q(warned=True) | Q(next_rung_at__lte=now))


def _steps(seen: CaseQuery, *, query: Mapping[str, str], now: datetime) -> list[StepLine]:
    colour = When(Then(due__lt=now, then=2), Then(_is_yellow(now), then=1), default=0)
    figures: dict[str, dict[int, int]] = {}
    for rule, tone, n in (
        _running(seen).annotate(tone=colour).order_by().values_list("rule", "tone").annotate(n=Count("pk"))
    ):
        figures.setdefault(rule, {})[tone] = n
    most = max((sum(counts.values()) for counts in figures.values()), default=1)
    return [
        StepLine(
            label=engine.rule(rule).label,
            red=figures[rule].get(2, 0),
            yellow=figures[rule].get(1, 0),
            running=sum(figures[rule].values()),
            fill=round(figures[rule].get(2, 0) * BAR / most),
            url=f"?tab=late&step={rule}",
            current=query.get("step") == rule,
        )
        for rule in sorted(
            figures, key=lambda rule: (-figures[rule].get(2, 0), -figures[rule].get(1, 0), rule)
        )
    ]


def _late_cases(seen: CaseQuery, *, query: Mapping[str, str], now: datetime) -> list[int]:
    """The cases of the chosen step and colour, the most urgent first."""
    red, yellow = Q(due__lt=now), _is_yellow(now)
    wanted = {"red": red, "yellow": yellow}.get(query.get("colour", ""), red | yellow)
    clocks = _running(seen).filter(wanted)
    if query.get("step"):
        clocks = clocks.filter(rule=query["step"])
    return list(dict.fromkeys(clocks.order_by("due", "pk").values_list("case_id", flat=True)[:MOST]))


def _supervisions(seen: CaseQuery, *states: SupervisionState) -> QuerySet[Supervision]:
    rows = Supervision.objects.filter(on_one_of(seen), state__in=states)
    return rows.select_related("case__holder", "leader")


def _matter(case: Case, **more: Any) -> SupervisedMatter:
    number = display(case.number, snapshot().centre.short)
    return SupervisedMatter(
        title=case.title,
        sub=f"{number} · {case.holder.name} · {State.label_of(case.state)}",
        url=case_address(case, tab="oversight"),
        **more,
    )


def _standing(rows: QuerySet[Supervision], *, start: int) -> list[SupervisedMatter]:
    rows = rows.order_by(F("made_at").asc(), "pk")[start : start + SHOWN]
    dues = _dues([row.case_id for row in rows], rule="C-ORDER")
    return [
        _matter(
            row.case,
            what=SupervisionLevel.label_of(row.level) + (f"（{row.leader.name}）" if row.leader else ""),
            state=SupervisionState.label_of(row.state),
            tone=STATE_TONES[SupervisionState(row.state)],
            at=row.made_at,
            due=dues.get(row.case_id),
        )
        for row in rows
    ]


def _all_corrections(
    corrections: QuerySet[Correction], to_correct: list[tuple[CorrectionKind, int]], *, start: int
) -> list[SupervisedMatter]:
    """Those begun first, then what a rule has found."""
    begun = corrections.count()
    mine = _corrections(corrections, start=start)
    rest = to_correct[max(0, start - begun) : max(0, start + SHOWN - begun)]
    cases = Case.objects.select_related("holder").in_bulk([case for _, case in rest])
    return mine + [
        _matter(
            cases[case],
            what=f"规则发现：{kind.label}",
            state="待人核实",
            tone="warn",
            at=cases[case].registered_at,
        )
        for kind, case in rest
    ]


def _corrections(found: QuerySet[Correction], *, start: int) -> list[SupervisedMatter]:
    rows = found.select_related("case__holder", "unit").order_by("made_at", "pk")[start : start + SHOWN]
    dues = _dues([row.case_id for row in rows], rule="C-REPLY")
    return [
        _matter(
            row.case,
            what=f"{CorrectionKind.label_of(row.kind)}（{CorrectionLevel.label_of(row.level)}，{row.unit.name}）",
            state="已说明，待核实" if row.replied_at else "待说明",
            tone="info" if row.replied_at else "warn",
            at=row.made_at,
            due=dues.get(row.case_id),
        )
        for row in rows
    ]


def _dues(cases: list[int], *, rule: str) -> dict[int, datetime | None]:
    running = Clock.objects.filter(case__in=cases, rule=rule, stopped_at=None)
    return dict(running.values_list("case_id", "due"))


def _to_correct(seen: CaseQuery, *, now: datetime) -> list[tuple[CorrectionKind, int]]:
    """What a rule can find (row E10): a person decides whether to correct. Manner and words only people can find."""
    corrected = Correction.objects.filter(case=OuterRef("pk"), ended_at=None)
    clear = seen.by_way_of(~Exists(corrected), state__in=OPEN)
    late = Clock.objects.filter(stopped_at=None, rule__in=WATCHED, due__lt=now - 5 * STALE)
    kinds = (
        (CorrectionKind.INCOMPLETE, Q(flags__contains=f",{Flag.INCOMPLETE},", registered_at__lt=now - STALE)),
        (CorrectionKind.WRONG_SPLIT, Q(returns__gte=1)),
        (CorrectionKind.LATE, Q(pk__in=late.values("case_id"))),
    )
    return [
        (kind, case)
        for kind, condition in kinds
        for case in clear.filter(condition)
        .order_by("registered_at", "pk")
        .values_list("pk", flat=True)[:MOST]
    ]
