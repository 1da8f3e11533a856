"""Judicial confirmation 司法确认: whether it may be asked for, of which court, and what the court will look at.

Sources: 人民调解法 33; 民事诉讼法 205, 206; 民诉解释 352–358, which still cite the numbers 201 and 202 of the older Act.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.common.tracks import MEDIATION
from jiefen.domain.common.words import Track
from jiefen.domain.court.words import ConfirmationBar

NUDGES = (0, 7, 20, 27)  # days after the agreement took effect (law.md § 5)
STILL_BINDS = "协议仍然有效，对方不履行的可以就协议起诉（《人民调解法》第32条）。"
_INTERPRETATION = "《民诉法解释》第355条"

BARS: dict[ConfirmationBar, str] = {
    ConfirmationBar.SCOPE: f"不属于人民法院受理范围，法院不受理（{_INTERPRETATION}第1项）。",
    ConfirmationBar.VENUE: f"不归这个法院管辖，请改到有管辖权的法院申请（{_INTERPRETATION}第2项）。",
    ConfirmationBar.STATUS: f"婚姻、亲子、收养等身份关系不能确认；只就财产、抚养费等内容申请（{_INTERPRETATION}第3项）。",
    ConfirmationBar.SPECIAL: f"应当适用其他特别程序、公示催告或者破产程序（{_INTERPRETATION}第4项）。",
    ConfirmationBar.TITLE: f"涉及物权、知识产权确权的，法院不受理（{_INTERPRETATION}第5项）。",
}
# What the court looks at (358): said beforehand, so that the text can still be mended.
LOOKED_AT = (
    "法院会审查：是否违反法律强制性规定，是否损害国家、社会或者他人利益，是否违背公序良俗，是否自愿，内容是否明确（第358条）。"
    "金额、日期、履行人和方式写清楚，才能执行。"
)
_PUBLIC = ("11", "12", "13", "14", "15", "16")  # not disputes between equals
_LOOK_TWICE = {
    "0101": BARS[ConfirmationBar.STATUS],
    "0102": BARS[ConfirmationBar.STATUS],
    "0403": BARS[ConfirmationBar.TITLE],
    "0902": BARS[ConfirmationBar.TITLE],
    "0903": BARS[ConfirmationBar.TITLE],
    "0904": BARS[ConfirmationBar.TITLE],
    "1001": BARS[ConfirmationBar.TITLE],
}


@dataclass(frozen=True)
class ConfirmationMatter:
    """`in_force`: the agreement has taken effect. `tracks`: what the case went through. `due`: end of the thirty days."""

    kind: str
    in_force: bool
    tracks: Collection[str]
    due: datetime | None


@dataclass(frozen=True)
class Competent:
    court: str
    why: str


def refusal(matter: ConfirmationMatter, *, now: datetime) -> str:
    """Why confirmation cannot be asked for, in a sentence; nothing when it can."""
    if not matter.in_force or matter.due is None:
        return "协议还没有生效；生效之日起 30 日内，双方一起申请（《人民调解法》第33条）。"
    if matter.kind.startswith(_PUBLIC):
        return BARS[ConfirmationBar.SCOPE] + STILL_BINDS
    if not MEDIATION & {Track(track) for track in matter.tracks}:
        return f"只有依法设立的调解组织主持达成的协议才能申请（《民事诉讼法》第205条）。{STILL_BINDS}"
    if now > matter.due:
        return f"自协议生效之日起 30 日已过，不能再申请司法确认。{STILL_BINDS}"
    return ""


def hints(kind: str) -> tuple[str, ...]:
    """What to look at twice before filing."""
    return tuple(text for text in (_LOOK_TWICE.get(kind, ""), LOOKED_AT) if text)


def competent(*, invited_by: str, county: str) -> tuple[Competent, ...]:
    """Courts that may be asked (民事诉讼法 205), the proposed one first. `invited_by`: the court that sent the matter."""
    if invited_by:
        return (Competent(invited_by, "邀请调解的人民法院（《民事诉讼法》第205条第1项）"),)
    return (
        Competent(f"{county}人民法院", "调解组织所在地的基层人民法院（《民事诉讼法》第205条第2项）"),
        Competent(
            "当事人住所地或者标的物所在地的基层人民法院",
            "也可以；双方一起选一个，向两个以上法院申请的由先立案的管辖（《民诉法解释》第352条）",
        ),
    )
