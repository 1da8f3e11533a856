"""Who should take a case: rules in order, each answer with its reasons, and a desk that always takes it.

A rule never raises: one that points nowhere is skipped, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from jiefen.domain.common.words import Flag, UnitKind
from jiefen.domain.routing.rules_reading import (
    TIERS,
    Condition,
    Facts,
    RoutingRule,
    RuleTextError,
    condition_text,
    fact_text,
    fits,
    parse_rules,
    tier_label,
)

__all__ = [
    "Candidate", "Condition", "DryRun", "Facts", "Move", "RoutingRule", "RuleTextError", "UnitFacts", "dry_run", "parse_rules",
    "passed_over", "propose",
]  # fmt: skip


@dataclass(frozen=True)
class UnitFacts:
    """`kind` is a code of UnitKind, `place` the code of the place it serves. `nobody`: why nobody there could sign."""

    name: str
    kind: str = ""
    place: str = ""
    open: bool = True
    nobody: str = ""


@dataclass(frozen=True)
class Candidate:
    """One proposal. `reasons` the facts used, `skipped` why each earlier rule did not serve; all in Chinese."""

    unit: str
    co: tuple[str, ...]
    rule_id: str
    label: str
    reasons: tuple[str, ...]
    skipped: tuple[str, ...]
    what_would_change: str


@dataclass(frozen=True)
class Move:
    """A past case that the new rules would first offer to another unit."""

    case: str
    before: Candidate
    after: Candidate


@dataclass(frozen=True)
class DryRun:
    """`routes` counts the moves by (unit before, unit after); `unrouted` the cases left to the fallback desk."""

    total: int
    moved: tuple[Move, ...]
    routes: Mapping[tuple[str, str], int]
    unrouted_before: int
    unrouted_after: int


def propose(
    facts: Facts,
    *,
    rules: Sequence[RoutingRule],
    units: Mapping[str, UnitFacts],
    fallback: str,
    limit: int = 5,
) -> tuple[Candidate, ...]:
    """Best first, at most `limit`; the fallback desk is always the last one, whatever the rules say."""
    candidates: list[Candidate] = []
    skipped: list[str] = []
    near: list[tuple[RoutingRule, list[Condition]]] = []
    for rule in rules:
        failed = [condition for condition in rule.when if not fits(facts, condition=condition)]
        unit, trouble = _unit_for(rule, facts=facts, units=units)
        if failed:
            skipped.append(
                f"{_named(rule)}：{'；'.join(_why_not(facts, condition=condition) for condition in failed)}"
            )
            near.append((rule, failed))
        elif trouble:
            skipped.append(f"{_named(rule)}：{trouble}")
        elif unit in [candidate.unit for candidate in candidates]:
            skipped.append(f"{_named(rule)}：{units[unit].name}已在前面")
        elif len(candidates) < limit - 1:
            candidates.append(
                _candidate(rule, unit=unit, facts=facts, units=units, skipped=skipped, near=near)
            )
    return (*candidates, _fallback(fallback, skipped=skipped, near=near))


def dry_run(
    cases: Iterable[tuple[str, Facts]],
    *,
    old: Sequence[RoutingRule],
    new: Sequence[RoutingRule],
    units: Mapping[str, UnitFacts],
    fallback: str,
) -> DryRun:
    """Puts past cases, as (number, facts), through both sets of rules and compares the first proposals."""
    moved: list[Move] = []
    routes: dict[tuple[str, str], int] = {}
    total = unrouted_before = unrouted_after = 0
    for case, facts in cases:
        before = propose(facts, rules=old, units=units, fallback=fallback, limit=2)[0]
        after = propose(facts, rules=new, units=units, fallback=fallback, limit=2)[0]
        total += 1
        unrouted_before += not before.rule_id
        unrouted_after += not after.rule_id
        if before.unit != after.unit:
            moved.append(Move(case, before, after))
            routes[before.unit, after.unit] = routes.get((before.unit, after.unit), 0) + 1
    return DryRun(total, tuple(moved), routes, unrouted_before, unrouted_after)


def passed_over(
    facts: Facts, *, rules: Sequence[RoutingRule], units: Mapping[str, UnitFacts]
) -> tuple[tuple[str, RoutingRule], ...]:
    """Units that a rule would give the case to, were anybody there: code and rule, in the order of the rules."""
    manned = {code: replace(unit, nobody="") for code, unit in units.items()}
    over: dict[str, RoutingRule] = {}
    for rule in rules:
        if all(fits(facts, condition=condition) for condition in rule.when):
            unit, trouble = _unit_for(rule, facts=facts, units=manned)
            if not trouble and units[unit].nobody and not _unit_for(rule, facts=facts, units=units)[0]:
                over.setdefault(unit, rule)
    return tuple(over.items())


def _unit_for(rule: RoutingRule, *, facts: Facts, units: Mapping[str, UnitFacts]) -> tuple[str, str]:
    """The unit's code, or an empty one and why there is none; violence is never offered to a mediation body (row F5)."""
    unit, trouble = _named_unit(rule, facts=facts, units=units)
    if unit and Flag.VIOLENCE in facts.flags and units[unit].kind == UnitKind.MEDIATION:
        return "", f"涉家庭暴力的不派给调解组织（{units[unit].name}）"
    return unit, trouble


def _named_unit(rule: RoutingRule, *, facts: Facts, units: Mapping[str, UnitFacts]) -> tuple[str, str]:
    if not rule.to.startswith("place:"):
        return _usable(rule.to, units=units)
    tier = rule.to.removeprefix("place:")
    depth = TIERS.index(tier) if tier in TIERS else len(TIERS)
    where = tier_label(tier)
    if depth >= len(facts.place):
        return "", f"地点没有填到{where}"
    here = sorted(
        code
        for code, unit in units.items()
        if unit.kind == UnitKind.MEDIATION.value and unit.place == facts.place[depth]
    )
    if not here:
        return "", f"该地没有{where}调解组织"
    usable = [code for code in here if units[code].open and not units[code].nobody]
    return (usable[0], "") if usable else _usable(here[0], units=units)


def _usable(code: str, *, units: Mapping[str, UnitFacts]) -> tuple[str, str]:
    if code not in units:
        return "", f"单位 {code} 不存在"
    unit = units[code]
    if not unit.open:
        return "", f"{unit.name}已停用"
    return ("", f"{unit.name}{unit.nobody}") if unit.nobody else (code, "")


def _candidate(
    rule: RoutingRule,
    *,
    unit: str,
    facts: Facts,
    units: Mapping[str, UnitFacts],
    skipped: Sequence[str],
    near: Sequence[tuple[RoutingRule, list[Condition]]],
) -> Candidate:
    reasons = [
        fact_text(facts, fact=condition.fact) + "，" + condition_text(condition) for condition in rule.when
    ]
    co = []
    for code in rule.co:
        usable, trouble = _usable(code, units=units)
        if trouble:
            reasons.append(f"协办未列入：{trouble}")
        elif usable != unit:
            co.append(usable)
    return Candidate(
        unit=unit,
        co=tuple(co),
        rule_id=rule.id,
        label=rule.label,
        reasons=tuple(reasons) or ("此规则对所有纠纷适用",),
        skipped=tuple(skipped),
        what_would_change=_nearest(near) or _own_conditions(rule),
    )


def _fallback(
    fallback: str, *, skipped: Sequence[str], near: Sequence[tuple[RoutingRule, list[Condition]]]
) -> Candidate:
    return Candidate(
        unit=fallback,
        co=(),
        rule_id="",
        label="转分流台人工确定",
        reasons=("任何纠纷都可以由分流台受理后人工确定",),
        skipped=tuple(skipped),
        what_would_change=_nearest(near) or "没有其他规则可用；新增规则后会有变化。",
    )


def _nearest(near: Sequence[tuple[RoutingRule, list[Condition]]]) -> str:
    """The earlier rule that missed by the fewest conditions, as what it would take."""
    if not near:
        return ""
    rule, failed = min(near, key=lambda one: len(one[1]))
    return (
        f"如果{'，并且'.join(condition_text(condition) for condition in failed)}，则优先适用 {_named(rule)}。"
    )


def _own_conditions(rule: RoutingRule) -> str:
    if not rule.when:
        return "只有排在它前面的规则才能改变。"
    return f"如果不再符合“{condition_text(rule.when[0])}”，则改用下一候选。"


def _why_not(facts: Facts, *, condition: Condition) -> str:
    return f"{fact_text(facts, fact=condition.fact)}，不符合“{condition_text(condition)}”"


def _named(rule: RoutingRule) -> str:
    return f"{rule.id} {rule.label}"
