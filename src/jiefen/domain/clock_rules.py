"""The limits themselves: one row each. A new limit is a new row; a changed one is a new row with the next version."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Confidence = Literal["S", "S2", "M", "C"]


class Unit(StrEnum):
    HOURS = "hours"
    WORK_HOURS = "work_hours"
    WORK_DAYS = "work_days"
    DAYS = "days"
    MONTHS = "months"

    @property
    def label(self) -> str:
        return {"hours": "小时", "work_hours": "个工作小时", "work_days": "个工作日", "days": "日"}.get(
            self, "个月"
        )


class Kind(StrEnum):
    """`watch` is an outside body's clock: shown and reminded of, never claimed."""

    STATUTORY = "statutory"
    INTERNAL = "internal"
    WATCH = "watch"


@dataclass(frozen=True)
class Rule:
    """One limit. `budget` counts `unit`s. `source` names the article or says whose choice it is.

    `confidence`: S read in the official text, S2 second-hand, M from memory, C this project's own choice.
    """

    id: str
    version: int
    label: str
    budget: int
    unit: Unit
    kind: Kind
    source: str
    confidence: Confidence
    note: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.budget <= 10_000:
            raise ValueError(f"{self.id}：期限要在 1 至 10000 之间。")

    @property
    def standing(self) -> str:
        """How far the source may be relied on, for the explanation and the rulebook page."""
        return {
            "S": "已核对原文",
            "S2": "二手资料，未核对原文",
            "M": "凭记忆，未核对原文",
            "C": "本系统自定，可改",
        }[self.confidence]


def rule(rule_id: str) -> Rule:
    """The version in force. KeyError for an id that no row has."""
    return _IN_FORCE[rule_id]


RULES: tuple[Rule, ...] = (
    Rule(
        "C-DISPATCH", 1, "分流", 2, Unit.WORK_HOURS, Kind.INTERNAL,
        "本中心内部时限：受理后 2 个工作小时内分流", "C",
        "外限另计：《信访工作条例》第22条 15 日；《深圳经济特区矛盾纠纷多元化解条例》第45条 3 个工作日转送",
    ),
    Rule(
        "C-SIGN", 1, "签收", 2, Unit.WORK_HOURS, Kind.INTERNAL,
        "本中心内部时限：分流后 2 个工作小时内签收", "C",
    ),
    Rule(
        "C-START", 1, "启动办理", 3, Unit.WORK_DAYS, Kind.INTERNAL,
        "本中心内部时限：签收后 3 个工作日内调解员确认并联系对方当事人", "C",
        "参照《人民法院在线调解规则》第12条、第15条",
    ),
    Rule(
        "C-SIMPLE", 1, "简单纠纷办结", 1, Unit.DAYS, Kind.INTERNAL,
        "本中心内部时限：简单纠纷 1 日办结", "C",
        "各程序的法定期限优先",
    ),
    Rule(
        "C-LARGER", 1, "较大纠纷办结", 7, Unit.DAYS, Kind.INTERNAL,
        "本中心内部时限：较大纠纷 1 周（7 日）办结", "C",
        "各程序的法定期限优先",
    ),
    Rule(
        "C-MAJOR", 1, "重大纠纷办结", 30, Unit.DAYS, Kind.INTERNAL,
        "本中心内部时限：重大纠纷 1 个月（按 30 日计）办结", "C",
        "默认值表（law.md § 5 handling time，C4 行）：“1 个月”统一按 30 日计；各程序的法定期限优先",
    ),
    Rule(
        "C-OBJECT", 1, "退回异议", 1, Unit.WORK_DAYS, Kind.INTERNAL,
        "本中心内部时限：收到后 1 个工作日内提出退回异议", "C",
        "信访事项另依《信访工作条例》第23条：5 个工作日，说明详细理由",
    ),
    Rule(
        "C-COMPLETE", 1, "补正", 5, Unit.WORK_DAYS, Kind.INTERNAL,
        "本中心内部时限：通知后 5 个工作日内补正材料", "C",
    ),
    Rule(
        "C-REVIEW", 1, "审核", 1, Unit.WORK_DAYS, Kind.INTERNAL,
        "本中心内部时限：报送后 1 个工作日内审核", "C",
    ),
)  # fmt: skip

_IN_FORCE = {row.id: row for row in sorted(RULES, key=lambda row: row.version)}
