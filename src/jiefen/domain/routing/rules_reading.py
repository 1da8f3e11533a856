"""What a routing rule may say, how its text is read, and how it sounds in Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jiefen.domain.common.errors import Invalid, Unread
from jiefen.domain.common.kinds import GROUPS, kind_label
from jiefen.domain.common.money import read_money
from jiefen.domain.common.words import Channel, Flag, Tier, Weight

TIERS = tuple(tier.value for tier in Tier)
_OPS: dict[str, tuple[str, ...]] = {
    "kind": ("is", "in", "starts"),
    "amount": ("at_least", "at_most"),
    "people": ("is", "at_least", "at_most"),
    "channel": ("is", "in"),
    "weight": ("is", "in"),
    "flags": ("has",),
    "place": ("under",),
}
_FACTS = {
    "kind": "纠纷类别", "amount": "涉及金额", "people": "涉及人数", "channel": "来源渠道",
    "weight": "难易程度", "flags": "标记", "place": "地点",
}  # fmt: skip
_NUMBERS = ("amount", "people")


@dataclass(frozen=True)
class Facts:
    """What a rule may ask about. `amount` in yuan, None when not told; `place` codes from the county down."""

    kind: str = ""
    amount: Decimal | None = None
    people: int = 0
    channel: str = ""
    place: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    weight: str = ""


@dataclass(frozen=True)
class Condition:
    """`value`: text for is, starts, has, under; texts for in; a Decimal for at_least, at_most and people is."""

    fact: str
    op: str
    value: str | Decimal | tuple[str, ...]


@dataclass(frozen=True)
class RoutingRule:
    """`to` is a unit's code, or `place:town` for the mediation unit of the place at that tier. No `when` fits all."""

    id: str
    label: str
    when: tuple[Condition, ...]
    to: str
    co: tuple[str, ...] = ()


class RuleTextError(Invalid):
    """A rule text that cannot be taken; `errors` holds every mistake, each naming the rule and the field."""

    def __init__(self, errors: Sequence[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = tuple(errors)


def parse_rules(table: Sequence[object]) -> tuple[RoutingRule, ...]:
    """Rows of `{id, label, to, co, when: [{fact, op, value}]}`, in the order in which they are tried."""
    errors: list[str] = []
    rules: list[RoutingRule] = []
    for place, row in enumerate(table, start=1):
        if not isinstance(row, Mapping):
            errors.append(f"第 {place} 条：要写成 id、label、when、to、co 几项。")
            continue
        rule = _parse_rule(row, place=place, errors=errors)
        if rule.id and rule.id in [other.id for other in rules]:
            errors.append(f"{rule.id} id：与前面的规则重复。")
        rules.append(rule)
    if errors:
        raise RuleTextError(errors)
    return tuple(rules)


def fits(facts: Facts, *, condition: Condition) -> bool:
    """A fact not told fits nothing."""
    fact, value = getattr(facts, condition.fact), condition.value
    if fact in (None, ""):
        return False
    match condition.op:
        case "in" | "has" | "under":
            return fact in value if isinstance(value, tuple) else value in fact
        case "starts":
            return str(fact).startswith(str(value))
        case "at_least":
            return bool(fact >= value)
        case "at_most":
            return bool(fact <= value)
    return bool(fact == value)


def fact_text(facts: Facts, *, fact: str) -> str:
    """What the case says, e.g. `纠纷类别是 0602 房产买卖租赁`."""
    value = getattr(facts, fact)
    if value is None or value in ("", (), frozenset()):
        return f"{_FACTS[fact]}未填"
    if isinstance(value, (tuple, frozenset)):
        named = [_named(fact, value=code) for code in (value if fact == "place" else sorted(value))]
        return f"{_FACTS[fact]}是 {'、'.join(named)}"
    return f"{_FACTS[fact]}是 {_named(fact, value=value)}"


MOST_NAMED = 5  # a longer list is counted, not told


def condition_text(condition: Condition) -> str:
    """What the rule asks, e.g. `纠纷类别属于 06 合同及相关`."""
    fact, value = _FACTS[condition.fact], condition.value
    values = value if isinstance(value, tuple) else (value,)
    named = "、".join(_named(condition.fact, value=part) for part in values[:MOST_NAMED])
    if len(values) > MOST_NAMED:
        named += f" 等 {len(values)} 项"
    verb = {"is": "是", "in": "是其中之一：", "starts": "属于", "at_least": "不少于", "at_most": "不超过"}
    verb |= {"has": "包括", "under": "在辖区"}
    return f"{fact}{verb[condition.op]} {named}"


def tier_label(tier: str) -> str:
    return Tier.label_of(tier)


def _named(fact: str, *, value: object) -> str:
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    label = {
        "kind": lambda: GROUPS.get(text, kind_label(text)),
        "channel": lambda: Channel.label_of(text),
        "weight": lambda: Weight.label_of(text),
        "flags": lambda: Flag.label_of(text),
    }.get(fact, lambda: text)()
    if fact in _NUMBERS:
        return text + (" 元" if fact == "amount" else " 人")
    return f"{text} {label}" if fact == "kind" and label != text else label


def _parse_rule(row: Mapping[object, object], *, place: int, errors: list[str]) -> RoutingRule:
    rule_id = _text(row.get("id"), limit=20, where=f"第 {place} 条 id", errors=errors)
    name = rule_id or f"第 {place} 条"
    for unknown in sorted(str(key) for key in row if key not in ("id", "label", "when", "to", "co")):
        errors.append(f"{name} {unknown[:40]}：不认识这一项。")
    label = _text(row.get("label"), limit=60, where=f"{name} label", errors=errors)
    to = _text(row.get("to"), limit=60, where=f"{name} to", errors=errors)
    if to.startswith("place:") and to.removeprefix("place:") not in TIERS:
        errors.append(f"{name} to：place: 之后只能是 {'、'.join(TIERS)}。")
    when, co = row.get("when", []), row.get("co", [])
    if not isinstance(when, list):
        errors.append(f"{name} when：要写成条件的列表。")
        when = []
    if not isinstance(co, list):
        errors.append(f"{name} co：要写成单位代码的列表。")
        co = []
    conditions = [
        _parse_condition(condition, where=f"{name} when 第 {n} 项", errors=errors)
        for n, condition in enumerate(when, start=1)
    ]
    helpers = [
        _text(helper, limit=60, where=f"{name} co 第 {n} 个", errors=errors)
        for n, helper in enumerate(co, start=1)
    ]
    return RoutingRule(
        rule_id, label, tuple(condition for condition in conditions if condition), to, tuple(helpers)
    )


def _parse_condition(row: object, *, where: str, errors: list[str]) -> Condition | None:
    if not isinstance(row, Mapping) or row.keys() != {"fact", "op", "value"}:
        errors.append(f"{where}：要写明 fact、op、value 三项，不多不少。")
        return None
    fact, op, value = row["fact"], row["op"], row["value"]
    if not isinstance(fact, str) or fact not in _OPS:
        errors.append(f"{where} fact：只能是 {'、'.join(_OPS)}。")
        return None
    if not isinstance(op, str) or op not in _OPS[fact]:
        errors.append(f"{where} op：{fact} 只能用 {'、'.join(_OPS[fact])}。")
        return None
    if fact in _NUMBERS:
        number = _number(value, where=f"{where} value", errors=errors)
        return None if number is None else Condition(fact, op, number)
    if op != "in":
        return Condition(fact, op, _text(value, limit=60, where=f"{where} value", errors=errors))
    if not isinstance(value, list) or not value:
        errors.append(f"{where} value：要写成至少一个值的列表。")
        return None
    texts = [
        _text(text, limit=60, where=f"{where} value 第 {n} 个", errors=errors)
        for n, text in enumerate(value, 1)
    ]
    return Condition(fact, op, tuple(texts))


def _text(value: object, *, limit: int, where: str, errors: list[str]) -> str:
    if isinstance(value, str) and 0 < len(value.strip()) <= limit:
        return value.strip()
    errors.append(f"{where}：要填文字，不超过 {limit} 字。")
    return ""


def _number(value: object, *, where: str, errors: list[str]) -> Decimal | None:
    if isinstance(value, (int, float, str, Decimal)) and not isinstance(value, bool):
        try:
            number = read_money(str(value))
            return number.to_integral_value() if number == int(number) else number
        except Unread:
            pass
    errors.append(f"{where}：要填不小于零的数。")
    return None
