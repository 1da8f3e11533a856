"""What a limit is: its unit, its kind, how far its source may be relied on, and the row that holds all of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from jiefen.domain.common.local_law import local_law
from jiefen.domain.common.words import PauseReason, Track

Confidence = Literal["S", "S2", "M", "C"]
Whose = Literal["body", "party"]


class TimeUnit(StrEnum):
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


class LimitKind(StrEnum):
    """`watch` is an outside body's clock: shown and reminded of, never claimed."""

    STATUTORY = "statutory"
    INTERNAL = "internal"
    WATCH = "watch"

    @property
    def label(self) -> str:
        return {"statutory": "法定", "internal": "内部"}.get(self, "外部机关，只提醒")


@dataclass(frozen=True)
class Limit:
    """One limit. `budget` counts `unit`s. `source` names the article or says whose choice it is.

    `confidence`: S read in the official text, S2 second-hand, M from memory, C this project's own choice.
    `trigger`: the event it runs from, in words. `whose`: whose duty or right runs out with it. `extension`: the most
    it may be extended, once, in its own unit; 0: never. `pauses`: what it may stand still for. `tracks`: proceedings
    whose start starts it and whose end discharges it. `urgent`: told at night and on holidays too. `before`: counted
    back from the trigger (开庭五日前), in working days, which nothing lengthens or holds.
    """

    id: str
    version: int
    label: str
    budget: int
    unit: TimeUnit
    kind: LimitKind
    source: str
    confidence: Confidence
    note: str = ""
    trigger: str = ""
    whose: Whose = "body"
    extension: int = 0
    extended_by: str = ""
    pauses: frozenset[PauseReason] = frozenset()
    tracks: tuple[Track, ...] = ()
    urgent: bool = False
    before: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.budget <= 10_000:
            raise ValueError(f"{self.id}：期限要在 1 至 10000 之间。")
        if bool(self.extension) != bool(self.extended_by):
            raise ValueError(f"{self.id}：能延长的要写明由谁批准，不能延长的不写。")
        if self.before and (self.unit is not TimeUnit.WORK_DAYS or self.extension or self.pauses):
            raise ValueError(f"{self.id}：往前数的期限按工作日计，不延长，不暂停。")

    @property
    def standing(self) -> str:
        """How far the source may be relied on, for the explanation and the rulebook page."""
        return {
            "S": "已核对原文",
            "S2": "二手资料，未核对原文",
            "M": "凭记忆，未核对原文",
            "C": "本系统自定，可改",
        }[self.confidence]

    @property
    def basis(self) -> str:
        """What a party is told: national law that was read in its own text, or that it is a limit of the centre's own."""
        if self.confidence == "C":
            return "本中心内部时限"
        laws = (
            [part for part in self.source.split("；") if not local_law(part)]
            if self.confidence == "S"
            else []
        )
        return "；".join(laws)

    @property
    def checked(self) -> bool:
        """Read in the official text, or our own to set."""
        return self.confidence in ("S", "C")


def amount_text(amount: int, *, unit: TimeUnit) -> str:
    """`15 日`, `3 个工作日`, `6 个月`, `2 年`."""
    if unit is TimeUnit.MONTHS and amount % 12 == 0:
        return f"{amount // 12} 年"
    return f"{amount} {unit.label}"
