"""Counts by which a drill judges the store: what must be equal, and is counted from the rows themselves."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Max, Q

from jiefen.store.models import Assignment, Case, Entry, Outbox


@dataclass(frozen=True)
class LedgerCounts:
    """`gaps`: serial numbers missing below the highest; `holders_wrong`: cases without exactly one open lead."""

    numbers: frozenset[str]
    distinct: int
    gaps: int
    holders_wrong: int
    outbox: int
    entries: int


def ledger_counts() -> LedgerCounts:
    rows = list(Case.objects.values_list("number", flat=True))
    top = Case.objects.aggregate(top=Max("serial"))["top"] or 0
    leads = Count("assignments", filter=Q(assignments__lead=True, assignments__until__isnull=True))
    wrong = Case.objects.annotate(leads=leads).exclude(leads=1).count()
    wrong += (
        Assignment.objects.filter(lead=True, until__isnull=True).exclude(unit_id=F("case__holder_id")).count()
    )
    return LedgerCounts(
        numbers=frozenset(rows),
        distinct=len(set(rows)),
        gaps=top - len(rows),
        holders_wrong=wrong,
        outbox=Outbox.objects.count(),
        entries=Entry.objects.count(),
    )
