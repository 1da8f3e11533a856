"""How matters ended, month by month of registration, on every rung of the ladder and off it; each figure opens its list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case as CaseWhen
from django.db.models import Count, IntegerField, Q, QuerySet, Value, When

from jiefen.domain.agreement.words import Rung
from jiefen.domain.case.actor import Actor
from jiefen.domain.case.lifecycle import OPEN
from jiefen.domain.common import moments
from jiefen.domain.common.words import Outcome, State
from jiefen.domain.figures import shares
from jiefen.reports.agreement.outcome_ladder import RUNGS
from jiefen.reports.common.lists import rows_of
from jiefen.reports.common.rows import CaseRow
from jiefen.reports.figures.invited import InvitedLine, invited
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case

MONTHS, SHOWN = 12, 50
NOT_ACCEPTED = (State.REGISTERED, State.COMPLETING, State.DECLINED, State.MERGED)
# How a matter may end, or not, off the ladder.
OFF: dict[str, tuple[str, Q]] = {
    "unconfirmed": (Outcome.UNCONFIRMED.label, Q(outcome=Outcome.UNCONFIRMED)),
    "failed": ("没有调成", Q(outcome__in=(Outcome.NOT_AGREED, Outcome.TERMINATED))),
    "refused": ("一方不同意调解", Q(outcome=Outcome.REFUSED)),
    "withdrawn": ("撤回", Q(outcome=Outcome.WITHDRAWN)),
    "guided": ("答复、引导", Q(outcome__in=(Outcome.ANSWERED, Outcome.GUIDED))),
    "open": ("还在办", Q(outcome="", state__in=OPEN)),
}


@dataclass(frozen=True)
class Cell:
    """A figure with its share of the month, and the list behind it. `share` is a dash when the month has fewer than ten."""

    label: str
    n: int
    share: str
    url: str


@dataclass(frozen=True)
class MonthLine:
    month: str
    base: int
    cells: list[Cell]
    range: str


@dataclass(frozen=True)
class OutcomesView:
    """`months` the newest first, `total` of all of them; `rows` behind the chosen figure."""

    heads: list[str]
    months: list[MonthLine]
    total: MonthLine
    chosen: str
    rows: list[CaseRow]
    count: int
    formula: str
    invited: list[InvitedLine]


FORMULA = (
    "按登记月份归组：当月登记并已受理的全部案件是分母，并案的算一件，不予受理的不算。达成协议：登记为达成协议或当场和解，独立抽查认定不实的剔除。"
    "当事人确认：协议约束的每一方都由本人确认属实，不回答不算。履行完毕：确认过，且每一项都由接受的一方确认或由没有经办的人核实。"
    "九十日无反复：履行完毕、办结满九十日，没有异议、没有不满意的回访、没有同类的事再来。每月不足十件的不显示比例；区间是 95% 的可信范围。"
)


def outcomes(actor: Actor, *, query: Mapping[str, str], now: datetime) -> OutcomesView:
    """`query`: month (2026-03, or all) and rung (a rung, or one of `OFF`), whose cases are listed."""
    seen = Case.objects.visible_to(actor).exclude(state__in=NOT_ACCEPTED)
    months = _months(now)
    by_month = figures_by_month(Case.objects.visible_to(actor), now=now)
    chosen_month, name = query.get("month", ""), query.get("rung", "")
    lines = [_told(month, counted) for month, counted in _since_the_first(by_month)]
    condition = _conditions(now).get(name)
    rows: list[CaseRow] = []
    count = 0
    if condition is not None:
        within = [month for month in months if moments.iso_month(month) == chosen_month] or months
        cases = _registered(seen, since=within[-1], until=_after(within[0])).filter(condition)
        count = cases.count()
        rows = rows_of(list(cases.order_by("-pk").values_list("pk", flat=True)[:SHOWN]), now=now)
    return OutcomesView(
        heads=_heads(),
        months=lines,
        total=_sum(lines),
        chosen=_labels().get(name, ""),
        rows=rows,
        count=count,
        formula=FORMULA,
        invited=invited(actor, now=now),
    )


def _since_the_first(by_month: list[tuple[str, dict[str, int]]]) -> list[tuple[str, dict[str, int]]]:
    """Without the months before the centre had its first matter; this month always."""
    last = max((n for n, (_, counted) in enumerate(by_month) if counted["base"]), default=0)
    return by_month[: last + 1]


def figures_by_month(seen: QuerySet[Case], *, now: datetime) -> list[tuple[str, dict[str, int]]]:
    """The last twelve months, the newest (and unfinished) first: how many were registered and accepted, and how many of
    them stand on each rung or off the ladder. One query for all months: building it takes longer than answering it.
    """
    months = _months(now)
    accepted = _registered(seen.exclude(state__in=NOT_ACCEPTED), since=months[-1], until=_after(months[0]))
    starts = [When(registered_at__gte=_start_of(month), then=Value(at)) for at, month in enumerate(months)]
    wanted = {name: Count("pk", filter=condition) for name, condition in _conditions(now).items()}
    rows = (
        accepted.annotate(month=CaseWhen(*starts, output_field=IntegerField()))
        .order_by()
        .values("month")
        .annotate(base=Count("pk"), **wanted)
    )
    counted = {row.pop("month"): row for row in rows.values("month", "base", *wanted)}
    nothing = dict.fromkeys(("base", *wanted), 0)
    return [(moments.iso_month(month), counted.get(at, nothing)) for at, month in enumerate(months)]


def _conditions(now: datetime) -> dict[str, Q]:
    rungs = {str(rung): condition(now) for rung, condition in RUNGS.items()}
    return rungs | {name: condition for name, (_, condition) in OFF.items()}


def _labels() -> dict[str, str]:
    return {str(rung): rung.label for rung in RUNGS} | {name: label for name, (label, _) in OFF.items()}


def _heads() -> list[str]:
    return list(_labels().values())


def _months(now: datetime) -> list[date]:
    """First days of this month and those before it, the newest first."""
    first = snapshot().calendar.local(now).date().replace(day=1)
    months = [first]
    while len(months) < MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months


def _after(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def _registered(seen: QuerySet[Case], *, since: date, until: date) -> QuerySet[Case]:
    return seen.filter(registered_at__gte=_start_of(since), registered_at__lt=_start_of(until))


def _start_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=snapshot().calendar.zone)


def _told(month: str, counted: dict[str, int]) -> MonthLine:
    base = counted["base"]
    cells = [
        Cell(
            label, counted[name], shares.shown(counted[name], whole=base), f"?month={month}&rung={name}#cases"
        )
        for name, label in _labels().items()
    ]
    confirmed = counted[str(Rung.CONFIRMED)]
    return MonthLine(month, base, cells, shares.shown_interval(confirmed, whole=base) if base else "")


def _sum(lines: list[MonthLine]) -> MonthLine:
    names = list(_labels())
    counted = {name: sum(line.cells[n].n for line in lines) for n, name in enumerate(names)}
    return _told("all", counted | {"base": sum(line.base for line in lines)})
