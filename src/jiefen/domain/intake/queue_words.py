"""Words of the hall: what a number is for, where it stands, how it was taken, and why somebody goes first."""

from __future__ import annotations

from jiefen.domain.common.words import Word


class TicketState(Word):
    """Where a number stands 号的状态."""

    WAITING = "waiting", "等候", "waiting"
    CALLED = "called", "已叫号", "called"
    SERVING = "serving", "办理中", "being served"
    HANDED = "handed", "转窗口", "handed over to another window"
    DONE = "done", "办完", "done"
    NO_SHOW = "no_show", "未到", "did not come"
    MERGED = "merged", "并号", "came together with another number"


class TicketWay(Word):
    """How a number was taken 取号方式."""

    KIOSK = "kiosk", "取号机", "at the kiosk"
    GUIDE = "guide", "导办台", "by the guide desk"
    BOOKING = "booking", "预约", "booked before"


class First(Word):
    """Why a number goes before others 优先事由. It is said of a number of the day, never kept of a person."""

    ELDER = "elder", "年长", "of age"
    DISABLED = "disabled", "行动不便", "disabled"
    PREGNANT = "pregnant", "孕期", "pregnant"
    CHILD = "child", "带婴幼儿", "with an infant"
    ILL = "ill", "身体不适", "unwell"
    FAR = "far", "路远要赶车", "has to catch the last bus"
