"""The routing rules in force, their history, and what other rules would have done with past cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.case.actor import Actor
from jiefen.domain.routing.rules import Candidate, dry_run
from jiefen.domain.routing.rules_text import plain, read_rules
from jiefen.reports.common.addresses import address
from jiefen.reports.routing.triage import facts_of
from jiefen.store.common.reference import Snapshot, snapshot
from jiefen.store.models import Case, RuleSet

CASES = 500
SHOWN = 100


@dataclass(frozen=True)
class Version:
    """`note` is what its author said; `url` opens its text."""

    number: int
    at: datetime
    by: str
    note: str
    url: str


@dataclass(frozen=True)
class TrialMove:
    number: str
    title: str
    url: str
    before: str
    after: str
    rule: str
    changed: bool


@dataclass(frozen=True)
class Trial:
    """A dry run. `changed`: cases whose first proposal differs; `rows` holds the moved ones, at most 100."""

    ran: bool
    total: int
    changed: int
    errors: tuple[str, ...]
    rows: tuple[TrialMove, ...]


def current() -> tuple[Version | None, str]:
    """The version in force and its text."""
    row = RuleSet.objects.filter(in_force=True).select_related("made_by").order_by("-version").first()
    return (_version(row), row.text) if row else (None, "")


def text_of(version: int) -> str | None:
    """The text of any version, old ones too."""
    return RuleSet.objects.filter(version=version).values_list("text", flat=True).first()


def history() -> list[Version]:
    rows = RuleSet.objects.filter(in_force=False).select_related("made_by").order_by("-version")[:30]
    return [_version(row) for row in rows]


def try_out(actor: Actor, *, text: str) -> Trial:
    """The last 500 cases that this person may see, through the rules in force and through `text`.

    Raises RuleTextError when the text cannot be read.
    """
    now = snapshot()
    new = read_rules(plain(text), units=now.units)
    last_cases = Case.objects.visible_to(actor).select_related("place").order_by("-pk")[:CASES]
    cases = {case.number: case for case in last_cases}
    run = dry_run(
        [(number, facts_of(case)) for number, case in cases.items()],
        old=now.rules,
        new=new,
        units=now.unit_facts(),
        fallback=now.desk.code,
    )
    rows = [
        TrialMove(
            number=move.case,
            title=cases[move.case].title,
            url=address("case", move.case),
            before=_target(move.before, now=now),
            after=_target(move.after, now=now),
            rule=f"{move.after.rule_id} {move.after.label}".strip(),
            changed=True,
        )
        for move in run.moved[:SHOWN]
    ]
    return Trial(ran=True, total=run.total, changed=len(run.moved), errors=(), rows=tuple(rows))


def _target(candidate: Candidate, *, now: Snapshot) -> str:
    unit = now.units.get(candidate.unit)
    return unit.name if unit else candidate.unit


def _version(row: RuleSet) -> Version:
    return Version(
        number=row.version,
        at=row.made_at,
        by=row.made_by.name if row.made_by else "系统",
        note=row.note,
        url=address("rules", version=row.version),
    )
