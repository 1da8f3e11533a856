"""Who may see and do what: role × relation × confidentiality, one table for lists, pages, API and export.

`allowed` decides one case; `jiefen.store.common.scope` turns the same rows into a query, so a list and a page cannot
disagree. Relations say how a case stands to one post of a person. Source: trust.md § 3.7.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jiefen.domain.case.lifecycle import VERBS
from jiefen.domain.common.words import Confidentiality, Role, Word


class Relation(Word):
    """How a case stands to a post."""

    OWN = "own", "本人承办", "handled by this person"
    UNIT = "unit", "本单位承办", "held by this post's unit"
    BELOW = "below", "下级单位承办", "held by a unit below"
    CO = "co", "本单位协办", "co-handled by this unit"
    ORIGIN = "origin", "本人或本单位登记", "registered by this person or unit"
    BESIDE = "beside", "同级单位承办", "held by a sibling unit"
    ABOVE = "above", "上级单位承办", "held by a unit above"
    PARTY = "party", "当事人", "party to the case"
    STRANGER = "stranger", "无关", "none of these"


@dataclass(frozen=True)
class Grant:
    """`role` may do the action on cases in any of `relations`."""

    role: Role
    relations: frozenset[Relation]


def _grants(*rows: str) -> tuple[Grant, ...]:
    """Parse rows like `handler@own+unit`."""
    parsed = (row.partition("@") for row in rows)
    return tuple(
        Grant(role=Role(role), relations=frozenset(Relation(name) for name in names.split("+")))
        for role, _, names in parsed
    )


_SEE = _grants(
    "clerk@unit+origin",
    "dispatcher@unit+below+origin",
    "handler@own+unit+co+origin",
    "mediator@own+unit+co+origin",
    "reviewer@unit+below",
    "supervisor@unit+below",
    "leader@unit+below",
    "grid@origin",
    "auditor@unit+below",
)

_REVEAL = _grants(
    "clerk@unit+origin", "dispatcher@unit+below", "handler@own+co", "mediator@own+co", "reviewer@unit+below"
)

READING: dict[str, tuple[Grant, ...]] = {
    "see": _SEE,
    "see_log": _SEE,
    "see_readers": _grants(
        "dispatcher@unit+below",
        "reviewer@unit+below",
        "supervisor@unit+below",
        "leader@unit+below",
        "auditor@unit+below",
    ),
    "download": tuple(grant for grant in _SEE if grant.role is not Role.AUDITOR),
    "print_receipt": _grants(
        "clerk@unit+origin", "dispatcher@unit+below", "handler@own+unit", "mediator@own+unit", "grid@origin"
    ),
    "reveal": _REVEAL,
    # What a victim said stays with who took it down; printed for the victim alone.
    "read_care_note": _grants("clerk@origin", "grid@origin", "handler@own", "mediator@own"),
    # What somebody would settle for: its mediator alone, whoever else may see the case (online rules 18).
    "read_concessions": _grants("handler@own", "mediator@own"),
    "export": _grants(
        "dispatcher@unit+below", "reviewer@unit+below", "supervisor@unit+below", "leader@unit+below"
    ),
}

WRITING: dict[str, tuple[Grant, ...]] = {row.name: _grants(*row.by) for row in VERBS}

CASE_ACTIONS: dict[str, tuple[Grant, ...]] = READING | WRITING

# Actions on no particular case: which posts may.
DESK_ACTIONS: dict[str, frozenset[Role]] = {
    "register": frozenset({Role.CLERK, Role.DISPATCHER, Role.HANDLER, Role.MEDIATOR, Role.GRID, Role.SYSTEM}),
    "serve": frozenset({Role.CLERK, Role.DISPATCHER, Role.HANDLER, Role.MEDIATOR}),
    "guide": frozenset({Role.CLERK, Role.DISPATCHER}),
    "codes": frozenset({Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER}),
    "manage_codes": frozenset({Role.DISPATCHER}),
    "import": frozenset({Role.CLERK, Role.DISPATCHER, Role.SYSTEM}),
    "triage": frozenset({Role.DISPATCHER}),
    "search": frozenset(grant.role for grant in _SEE),
    "ledger": frozenset(grant.role for grant in _SEE),
    "work": frozenset(Role) - {Role.PARTY, Role.SYSTEM},
    "export_ledger": frozenset({Role.DISPATCHER, Role.REVIEWER, Role.SUPERVISOR, Role.LEADER}),
    "break_glass": frozenset({Role.SUPERVISOR, Role.LEADER}),
    "review_glass": frozenset({Role.AUDITOR}),
    "supervision": frozenset({Role.DISPATCHER, Role.REVIEWER, Role.SUPERVISOR, Role.LEADER}),
    "outcomes": frozenset({Role.DISPATCHER, Role.REVIEWER, Role.SUPERVISOR, Role.LEADER, Role.AUDITOR}),
    "publish_audit": frozenset({Role.SUPERVISOR, Role.LEADER}),
    "allowances": frozenset({Role.DISPATCHER, Role.REVIEWER, Role.SUPERVISOR, Role.LEADER, Role.AUDITOR}),
    "compute_allowances": frozenset({Role.DISPATCHER, Role.SUPERVISOR}),
    "approve_allowances": frozenset({Role.LEADER}),
    "set_tariff": frozenset({Role.LEADER, Role.ADMINISTRATOR}),
    "helpers": frozenset({Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER}),
    "call_list": frozenset({Role.CLERK, Role.DISPATCHER, Role.REVIEWER, Role.SUPERVISOR}),
    "check_off": frozenset({Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER}),
    "reception": frozenset(grant.role for grant in _SEE) - {Role.AUDITOR},
    "plan_reception": frozenset({Role.DISPATCHER, Role.LEADER}),
    "referrals": frozenset(
        {Role.CLERK, Role.DISPATCHER, Role.HANDLER, Role.MEDIATOR, Role.SUPERVISOR, Role.LEADER}
    ),
    "corps": frozenset(grant.role for grant in _SEE) | {Role.ADMINISTRATOR},
    "manage_corps": frozenset({Role.ADMINISTRATOR, Role.DISPATCHER}),
    "rate_windows": frozenset({Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER}),
    "rooms": frozenset(grant.role for grant in _SEE) - {Role.AUDITOR},
    "archive": frozenset({Role.DISPATCHER, Role.REVIEWER, Role.SUPERVISOR, Role.LEADER, Role.AUDITOR}),
    "propose_destruction": frozenset({Role.DISPATCHER, Role.REVIEWER}),
    "approve_destruction": frozenset({Role.LEADER}),
    "verify": frozenset({Role.AUDITOR}),
    "health": frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    "audit_log": frozenset({Role.AUDITOR}),
    "manage_people": frozenset({Role.ADMINISTRATOR}),
    "manage_units": frozenset({Role.ADMINISTRATOR}),
    "manage_templates": frozenset({Role.ADMINISTRATOR}),
    "manage_rules": frozenset({Role.ADMINISTRATOR, Role.DISPATCHER}),
    "manage_calendar": frozenset({Role.ADMINISTRATOR}),
    "confirm_clock": frozenset({Role.ADMINISTRATOR}),
}

# How far each confidentiality lets a relation reach; family and minors' cases are not inherited from above.
_NARROW = frozenset({Relation.OWN, Relation.UNIT, Relation.CO, Relation.ORIGIN})
_REACH: dict[Confidentiality, frozenset[Relation]] = {
    Confidentiality.NORMAL: frozenset(Relation),
    Confidentiality.FAMILY: _NARROW,
    Confidentiality.MINOR: _NARROW,
    Confidentiality.SPECIAL: frozenset({Relation.OWN, Relation.ORIGIN}),
}
# A special case must still reach a desk, a window that completes it and a reviewer; these posts see it when their
# own unit holds it. The holding unit's handlers may see it in order to sign for it or return it.
_SPECIAL_UNIT_ROLES = frozenset({Role.CLERK, Role.DISPATCHER, Role.REVIEWER})
_SIGNING_ROLES = frozenset({Role.HANDLER, Role.MEDIATOR})
_SIGNING = frozenset({"sign", "return", "object", "see"})
_BROKEN_GLASS = frozenset({"see", "see_log", "download"})


def reach(confidentiality: Confidentiality, *, role: Role, action: str) -> frozenset[Relation]:
    """Relations that count for this role and action at this confidentiality."""
    relations = _REACH[confidentiality]
    if confidentiality is not Confidentiality.SPECIAL:
        return relations
    if role in _SPECIAL_UNIT_ROLES or (role in _SIGNING_ROLES and action in _SIGNING):
        return relations | {Relation.UNIT}
    return relations


def granted(
    action: str, *, role: Role, confidentiality: Confidentiality, broken_glass: bool = False
) -> frozenset[Relation]:
    """Relations in which `role` may do `action` on a case of this confidentiality."""
    base = next(
        (grant.relations for grant in CASE_ACTIONS[action] if grant.role is role), frozenset[Relation]()
    )
    if broken_glass and action in _BROKEN_GLASS and role in DESK_ACTIONS["break_glass"]:
        return base
    return base & reach(confidentiality, role=role, action=action)


def allowed(
    action: str,
    *,
    role: Role,
    relations: Iterable[Relation],
    confidentiality: Confidentiality,
    broken_glass: bool = False,
) -> bool:
    """Whether a post with this role, standing in these relations to the case, may do the action."""
    return not granted(
        action, role=role, confidentiality=confidentiality, broken_glass=broken_glass
    ).isdisjoint(relations)


def may(action: str, *, roles: Iterable[Role]) -> bool:
    """Whether any of these posts may do an action that concerns no particular case."""
    return not DESK_ACTIONS[action].isdisjoint(roles)
