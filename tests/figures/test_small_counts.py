"""What is published lets nobody reckon a small count: read back from the printed tables alone."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from jiefen.domain.figures.shares import shown, tenths
from jiefen.domain.figures.small_counts import Sum, Table, hidden
from jiefen.reports.agreement.outcome_ladder import RUNGS
from jiefen.reports.figures import published as report
from jiefen.reports.figures.audits import DrawLine
from jiefen.reports.figures.outcomes import (
    NOT_ACCEPTED,
    OFF,
    _after,
    _conditions,
    _months,
    _registered,
    figures_by_month,
)
from jiefen.store.models import Case
from kit.qinghe import Qinghe

LABELS = {str(rung): rung.label for rung in RUNGS} | {name: label for name, (label, _) in OFF.items()}
ENDS = ("agreed", "failed", "refused", "withdrawn", "guided", "open")
CHAIN = (("confirmed", "agreed"), ("performed", "confirmed"), ("court", "confirmed"), ("durable", "performed"), ("unconfirmed", "agreed"))  # fmt: skip
MONTHS = 500


def a_month(chance: random.Random) -> dict[str, int]:
    """Counts of a month as a centre might have them, many of them small."""
    ends = {name: max(0, round(chance.expovariate(1 / chance.choice((1, 3, 8, 20))))) for name in ENDS}
    rest = chance.choice((0, 0, 0, 1, 2, 12))
    agreed = ends["agreed"]
    confirmed = chance.randint(0, agreed)
    performed = chance.randint(0, confirmed)
    return ends | {
        "base": sum(ends.values()) + rest,
        "confirmed": confirmed,
        "performed": performed,
        "court": chance.randint(0, confirmed),
        "durable": chance.randint(0, performed),
        "unconfirmed": chance.randint(0, agreed),
    }


def fits(seen: dict[str, int | None], rest: int | None, *, target: str) -> set[int]:
    """Every number of `target` that agrees with what is seen (None: not published, so at least one). Exact: all the
    numbers of the ladder are tried, and what is left of the sum is shared out."""
    base = seen["base"]
    assert base is not None
    answers = set()
    shared = [*(seen[name] for name in ENDS if name != "agreed"), rest]
    known = sum(n for n in shared if n is not None)
    unknown = sum(n is None for n in shared)
    for agreed in (seen["agreed"],) if seen["agreed"] is not None else range(1, base + 1):
        left = base - known - agreed
        if left < unknown or (unknown == 0 and left != 0):
            continue
        values = {"agreed": {agreed}}
        if not all(_ladder(seen, agreed=agreed).values()):
            continue
        values |= _ladder(seen, agreed=agreed)
        for name in (*ENDS[1:], "rest"):
            told = rest if name == "rest" else seen[name]
            values[name] = (
                {told} if told is not None else set(range(1, left - unknown + 2)) if unknown > 1 else {left}
            )
        answers |= values[target]
    return answers


def _ladder(seen: dict[str, int | None], *, agreed: int) -> dict[str, set[int]]:
    """For each rung the numbers that some whole ladder has, by trying from the top and from the bottom."""
    top = {"agreed": agreed}
    for part, whole in CHAIN:
        top[part] = min(top[whole], seen[part] if seen[part] is not None else agreed)
    low = {name: seen[name] if seen[name] is not None else 1 for name in (part for part, _ in CHAIN)}
    for part, whole in reversed(CHAIN):
        if whole != "agreed":
            low[whole] = max(low[whole], low[part])
    broken = any(low[part] > top[part] for part, _ in CHAIN) or any(
        seen[part] is not None and seen[part] != top[part] for part, _ in CHAIN
    )
    return {part: set() if broken else set(range(low[part], top[part] + 1)) for part, _ in CHAIN}


def read_back(month: report.PublicMonth) -> dict[str, int | None] | None:
    """What the printed table tells; None when it tells nothing but that there were few."""
    if not month.base.isdecimal() or not month.cells:
        return None
    told: dict[str, int | None] = {"base": int(month.base)}
    names = {label: name for name, label in LABELS.items()}
    for cell in month.cells:
        assert bool(cell.n) is bool(cell.share), "count and share are hidden together"
        told[names[cell.label]] = int(cell.n) if cell.n else None
    return told


def reckoned(counts: dict[str, int], month: report.PublicMonth) -> list[str]:
    """Small counts for which one number alone fits what is printed."""
    told = read_back(month)
    if told is None:
        return []
    rest = counts["base"] - sum(counts[name] for name in ENDS)
    known = None if 0 < rest < 10 else rest  # more than a reader has
    small = [name for name, n in (counts | {"rest": rest}).items() if 0 < n < 10 and name != "base"]
    found = [name for name in small if len(fits(told, known, target=name)) < 2]
    return found + [name for name in small if told.get(name) is not None]


def test_nobody_reckons_a_small_count_of_five_hundred_months() -> None:
    chance = random.Random(20261130)
    found, hid, shown_cells = [], 0, 0
    for at in range(MONTHS):
        counts = a_month(chance)
        month = report._month(f"{at}", counted=counts, names=LABELS)
        found += [(at, name) for name in reckoned(counts, month)]
        hid += sum(not cell.n for cell in month.cells)
        shown_cells += sum(bool(cell.n) for cell in month.cells)
        if month.cells and not next(cell.n for cell in month.cells if cell.label == LABELS["confirmed"]):
            assert month.range == "", "its interval would tell it"
    assert found == []
    assert hid > 1_000, "there was something to find"
    assert shown_cells > 1_000, "and something to read"


@pytest.mark.parametrize("base", [0, 1, 5, 9])
def test_a_month_of_fewer_than_ten_says_so_and_no_more(base: int) -> None:
    counts = dict.fromkeys((*LABELS, *ENDS), 0) | {"base": base, "agreed": base, "confirmed": base}
    month = report._month("2026-01", counted=counts, names=LABELS)
    assert (month.base, month.cells, month.range) == ("少于 10", [], "")


def test_hiding_only_the_small_ones_would_be_reckoned() -> None:
    """The negative control: without cover, the solver finds what the base gives away."""
    counts = dict.fromkeys(LABELS, 0) | {"base": 60, "agreed": 40, "failed": 17, "open": 3}
    cells = [report.PublicCell(label, "" if 0 < counts[name] < 10 else "x", "" if 0 < counts[name] < 10 else str(counts[name])) for name, label in LABELS.items()]  # fmt: skip
    bare = report.PublicMonth("x", "60", cells, "")
    assert reckoned(counts, bare) == ["open"]
    assert reckoned(counts, report._month("x", counted=counts, names=LABELS)) == []


def test_two_small_ones_that_can_only_be_one_each_are_covered_too() -> None:
    counts = {"whole": 30, "a": 1, "b": 1, "c": 28}
    out = hidden(Table(counts, sums=(Sum("whole", ("a", "b", "c")),)))
    assert out == {"a", "b", "c"}


def test_an_audit_of_few_is_not_unpicked_either() -> None:
    chance = random.Random(7)
    empty = DrawLine("2026-03", 0, 0, 0, 0, 0, 0, 0, 0, "", None, "", "", False)
    hid = 0
    for _ in range(MONTHS):
        n = {name: chance.choice((0, 1, 2, 9, 14, 25)) for name in ("true", "partly", "false", "unreached")}
        looked = sum(n.values())
        drawn = looked + chance.choice((0, 3, 12))
        draw = replace(empty, **n, looked=looked, drawn=drawn, base=drawn + chance.choice((0, 5, 80)), odd=chance.choice((0, 4, 15)))  # fmt: skip
        audit = report._audit(draw)
        told = {name: getattr(audit, name) for name in n}
        hid += sum(text == "—" for text in told.values())
        small = {name for name, count in n.items() if 0 < count < 10}
        assert all(told[name] == "—" for name in small)
        if audit.looked != "—":
            left = looked - sum(int(text) for text in told.values() if text != "—")
            unknown = sum(text == "—" for text in told.values())
            assert not small or (unknown > 1 and left > unknown), (
                "more than one way to share out what is left"
            )
    assert hid > 500


@given(part=st.integers(0, 400), whole=st.integers(1, 400))
def test_a_share_is_rounded_half_up_and_a_hundred_means_all(part: int, whole: int) -> None:
    part = min(part, whole)
    exact = part * 1000 / whole
    if part == whole:
        assert tenths(part, whole=whole) == 1000
    else:
        assert tenths(part, whole=whole) == min(999, int(exact + 0.5))


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (3, 11, "27.3%"),
        (1, 16, "6.3%"),
        (0, 12, "0.0%"),
        (1999, 2000, "99.9%"),
        (2000, 2000, "100.0%"),
        (9, 9, "—"),
    ],
)
def test_shares_as_they_are_read(part: int, whole: int, text: str) -> None:
    assert shown(part, whole=whole) == text


@pytest.mark.django_db
def test_one_grouped_query_counts_what_twelve_did(world: Qinghe) -> None:
    for at, goal in enumerate(
        ("closed", "handling", "reviewed", "registered", "confirmed", "archived", "assigned")
    ):
        number = world.reach(goal)
        then = world.now - timedelta(days=29 * at)
        Case.objects.filter(number=number).update(registered_at=then)
    edge = _months(world.now)[3]
    on_the_edge = datetime(edge.year, edge.month, edge.day, tzinfo=world.now.tzinfo)
    for moment in (on_the_edge, on_the_edge - timedelta(microseconds=1)):
        Case.objects.filter(number=world.reach("handling")).update(registered_at=moment)
    with CaptureQueriesContext(connection) as queries:
        counted = figures_by_month(Case.objects.all(), now=world.now)
    assert len([row for row in queries if "store_case" in row["sql"]]) == 1
    accepted = Case.objects.exclude(state__in=NOT_ACCEPTED)
    for month, (name, figures) in zip(_months(world.now), counted, strict=True):
        cases = _registered(accepted, since=month, until=_after(month))
        wanted = {key: Count("pk", filter=condition) for key, condition in _conditions(world.now).items()}
        assert (name, figures) == (f"{month:%Y-%m}", cases.aggregate(base=Count("pk"), **wanted))
    assert sum(figures["base"] for _, figures in counted) >= 7
