"""The routing rules in force, their history, and what other rules would have done with past cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.case.actor import Actor
from jiefen.domain.routing.rules import Candidate, dry_run
from jiefen.domain.routing.rules_text import plain, read_rules
from jiefen.reports.common.addresses import address
from jiefen.store.common.reference import Snapshot, shown_number, snapshot
from jiefen.store.models import Case, RuleSet
from jiefen.store.routing import facts_of, nobody_in

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


@dataclass(frozen=True)
class EmptyTarget:
    """A unit that rules in force point to and in which nobody could sign."""

    unit: str
    why: str
    rules: str


def empty_targets(*, now: datetime) -> list[EmptyTarget]:
    """Units that take cases, are named by a rule, and have nobody."""
    reference, nobody = snapshot(), nobody_in(now=now)
    named = {code: [rule.id for rule in reference.rules if rule.to == code] for code in nobody}
    return [
        EmptyTarget(reference.units[code].name, nobody[code], "、".join(rules))
        for code, rules in named.items()
        if rules
    ]


def history() -> list[Version]:
    rows = RuleSet.objects.filter(in_force=False).select_related("made_by").order_by("-version")[:30]
    return [_version(row) for row in rows]


def try_out(actor: Actor, *, text: str, now: datetime) -> Trial:
    """The last 500 cases that this person may see, through the rules in force and through `text`.

    Raises RuleTextError when the text cannot be read.
    """
    reference = snapshot()
    new = read_rules(plain(text), units=reference.units)
    last_cases = Case.objects.visible_to(actor).select_related("place").order_by("-pk")[:CASES]
    cases = {case.number: case for case in last_cases}
    run = dry_run(
        [(number, facts_of(case)) for number, case in cases.items()],
        old=reference.rules,
        new=new,
        units=reference.unit_facts(nobody_in(now=now)),
        fallback=reference.desk.code,
    )
    rows = [
        TrialMove(
            number=shown_number(move.case),
            title=cases[move.case].title,
            url=address("case", move.case),
            before=_target(move.before, reference=reference),
            after=_target(move.after, reference=reference),
            rule=f"{move.after.rule_id} {move.after.label}".strip(),
            changed=True,
        )
        for move in run.moved[:SHOWN]
    ]
    return Trial(ran=True, total=run.total, changed=len(run.moved), errors=(), rows=tuple(rows))


def _target(candidate: Candidate, *, reference: Snapshot) -> str:
    unit = reference.units.get(candidate.unit)
    return unit.name if unit else candidate.unit


def _version(row: RuleSet) -> Version:
    return Version(
        number=row.version,
        at=row.made_at,
        by=row.made_by.name if row.made_by else "系统",
        note=row.note,
        url=address("rules", version=row.version),
    )
