"""One limit in full: how its date came about, what stood still, who lengthened it, what was told and what is to come."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.clocks import engine
from jiefen.domain.clocks import warnings as clock_warnings
from jiefen.domain.clocks.counting import Drawing
from jiefen.domain.clocks.limits import Limit, LimitKind, amount_text
from jiefen.domain.clocks.party_limits import BESIDE_THE_LINE
from jiefen.domain.clocks.permits import pausable_text
from jiefen.domain.common import moments
from jiefen.domain.common.errors import Unseen
from jiefen.domain.common.words import PauseReason
from jiefen.domain.intake.numbering import display
from jiefen.reports.clocks.days import days_of
from jiefen.reports.common.addresses import case_address
from jiefen.reports.common.clock_view import ClockView, clock_view, ledger_of
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case, Clock, ClockPause

COLOURS = {
    "ok": "绿灯：余量充足",
    "warn": "黄灯：剩下的时间不到四分之一",
    "bad": "红灯：剩下的时间不到十分之一，或者已经超过",
    "done": "已停止计时",
}
ALARM = "红灯：当事人自己的期限不足 7 天，或者已过"
LATE = "红灯：办完时已经超期"
TOLD_TO = {"holder": "承办单位", "heads": "承办单位审核人", "desk": "分流台", "supervisors": "督办员"}


@dataclass(frozen=True)
class Standstill:
    since: datetime
    until: datetime | None
    reason: str


@dataclass(frozen=True)
class Extension:
    amount: str
    by: str
    at: datetime
    rule: str


@dataclass(frozen=True)
class RungView:
    """`state` and `tone`: told, passed over by a higher one, still to come, or no longer."""

    label: str
    to: str
    at: datetime | None
    state: str
    tone: str


@dataclass(frozen=True)
class ClockPage:
    """`case`: its number as it stands on paper. `days` None: today's calendar ends elsewhere than the stored date."""

    case: str
    case_url: str
    view: ClockView
    kind: str
    whose: str
    limit: str
    trigger: str
    note: str
    colour: str
    started: datetime
    stopped: datetime | None
    checked: bool
    calendar: str
    version: int
    pauses: list[Standstill]
    may_pause: str
    extension: Extension | None
    may_extend: str
    days: Drawing | None
    rungs: list[RungView]


def clock_page(case: Case, *, pk: int, now: datetime) -> ClockPage:
    """Raises Unseen when this case has no such clock."""
    clock = case.clocks.filter(pk=pk).select_related("extended_by").first()
    if clock is None:
        raise Unseen("这个案件没有这项期限。")
    rule = engine.rule(clock.rule)
    rows = list(clock.pauses.order_by("since"))
    view = clock_view(clock, pauses=rows, now=now, calendar=snapshot().calendar)
    return ClockPage(
        case=display(case.number, snapshot().centre.short),
        case_url=case_address(case),
        view=view,
        kind=rule.kind.label,
        whose=_whose(rule),
        limit=amount_text(rule.budget, unit=rule.unit),
        trigger=rule.trigger,
        note=rule.note,
        colour=_colour(view),
        started=clock.started_at,
        stopped=clock.stopped_at,
        checked=rule.checked,
        calendar=clock.calendar,
        version=clock.rule_version,
        pauses=[Standstill(row.since, row.until, PauseReason.label_of(row.reason)) for row in rows],
        may_pause=f"没有暂停过。{pausable_text(rule)}",
        extension=_extension(clock, rule=rule),
        may_extend=f"没有延长过。最多可延长一次、{amount_text(rule.extension, unit=rule.unit)}，{rule.extended_by}。"
        if rule.extension
        else "没有延长过，也不能延长。",
        days=days_of(clock, pauses=rows, now=now),
        rungs=_rungs(clock, rule=rule, pauses=rows, now=now),
    )


def _whose(rule: Limit) -> str:
    if rule.whose == "party":
        return "当事人自己的期限：我们的办理不会让它停下"
    if rule.kind is LimitKind.WATCH:
        return "外部机关的期限：只提醒，不由本中心控制"
    return "监督和异议的期限" if rule.id in BESIDE_THE_LINE else "承办单位的期限"


def _colour(view: ClockView) -> str:
    if view.alarm:
        return ALARM
    if view.paused:
        return "暂停计时，不亮灯"
    return COLOURS[view.tone] if view.running or view.tone != "bad" else LATE


def _extension(clock: Clock, *, rule: Limit) -> Extension | None:
    if not clock.extension or clock.extended_at is None:
        return None
    return Extension(
        amount=amount_text(clock.extension, unit=rule.unit),
        by=clock.extended_by.name if clock.extended_by else "",
        at=clock.extended_at,
        rule=rule.extended_by,
    )


def _rungs(clock: Clock, *, rule: Limit, pauses: Sequence[ClockPause], now: datetime) -> list[RungView]:
    """The ladder of the due moment as it stands, with what was told; while paused only what was told."""
    moments = {row.rung: row.at for row in clock.rungs.order_by("at")}
    steps: list[tuple[datetime | None, str]] = [(None, name) for name in moments]
    if clock.due is not None:
        steps = list(
            clock_warnings.moments(
                rule,
                start=clock.started_at,
                due=clock.due,
                calendar=snapshot().calendar,
                pauses=ledger_of(pauses),
            )
        )
    overtaken = {
        name for place, (_, name) in enumerate(steps) if any(n in moments for _, n in steps[place + 1 :])
    }
    return [
        _rung(name, at=at, state=_state(name, at=at, told=moments, overtaken=overtaken, clock=clock, now=now))
        for at, name in steps
    ]


def _rung(name: str, *, at: datetime | None, state: tuple[str, str]) -> RungView:
    rung = clock_warnings.RUNGS[name]
    colours = {"yellow": "黄灯：", "red": "红灯："}
    to = "、".join(TOLD_TO[role] for role in rung.told)
    return RungView(colours.get(name, "") + rung.label, to, at, *state)


def _state(
    name: str,
    *,
    at: datetime | None,
    told: Mapping[str, datetime],
    overtaken: Collection[str],
    clock: Clock,
    now: datetime,
) -> tuple[str, str]:
    if name in told:
        return f"已告知 {moments.short_minute(told[name])}", "done"
    if name in overtaken:
        return "已到，由更高一级告知", ""
    if clock.stopped_at is not None:
        return "已停止，不再告知", ""
    return ("还没到", "info") if at is not None and at > now else ("已到，即将告知", "warn")
