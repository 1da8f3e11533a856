"""All limits, by field of law. A new limit is a new row in a `limits_*` file; a changed one is a row with the next version."""

from __future__ import annotations

from jiefen.domain.clocks.limit import Confidence, Limit, LimitKind, TimeUnit, Whose, amount_text
from jiefen.domain.clocks.limits_of.administrative import ADMINISTRATIVE, LAND
from jiefen.domain.clocks.limits_of.centre import CENTRE
from jiefen.domain.clocks.limits_of.court import CIVIL, COURT
from jiefen.domain.clocks.limits_of.labour import LABOUR
from jiefen.domain.clocks.limits_of.mediation import MEDIATION
from jiefen.domain.clocks.limits_of.people import PEOPLE
from jiefen.domain.clocks.limits_of.petition import PETITION
from jiefen.domain.common.words import Track

__all__ = [
    "FIELDS",
    "RULES",
    "Confidence",
    "Limit",
    "LimitKind",
    "TimeUnit",
    "Whose",
    "amount_text",
    "field_of",
    "for_track",
    "party_rules",
    "rule",
    "rules_in_force",
]  # fmt: skip

# Field of law and its limits, in the order in which a reader looks for them.
FIELDS: tuple[tuple[str, tuple[Limit, ...]], ...] = (
    ("调解", MEDIATION),
    ("信访", PETITION),
    ("法院", COURT),
    ("诉讼时效", CIVIL),
    ("劳动争议", LABOUR),
    ("行政复议与行政诉讼", ADMINISTRATIVE),
    ("土地", LAND),
    ("法律援助、人身安全、消费", PEOPLE),
    ("本中心内部时限", CENTRE),
)
RULES: tuple[Limit, ...] = CENTRE + tuple(row for _, rows in FIELDS if rows is not CENTRE for row in rows)
_IN_FORCE = {row.id: row for row in sorted(RULES, key=lambda row: row.version)}


def rule(rule_id: str) -> Limit:
    """The version in force. KeyError for an id that no row has."""
    return _IN_FORCE[rule_id]


def rules_in_force() -> tuple[Limit, ...]:
    """One row per limit, in the order of the pack."""
    return tuple(row for row in RULES if _IN_FORCE[row.id] is row)


def party_rules() -> tuple[Limit, ...]:
    """Limits that run against a party: shown to them first, never consumed silently by our own queues."""
    return tuple(row for row in rules_in_force() if row.whose == "party")


def for_track(track: Track) -> tuple[str, ...]:
    """Ids of the limits that start when this proceeding starts; none where what runs depends on more than that."""
    return tuple(row.id for row in rules_in_force() if track in row.tracks)


def field_of(rule_id: str) -> str:
    """The field of law under which a rule is listed."""
    return next(label for label, rows in FIELDS if any(row.id == rule_id for row in rows))
