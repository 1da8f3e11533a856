"""What asking for mediation does to the limitation of a claim 诉讼时效, as a sentence for the party.

民法典 188, 195, 196; 最高人民法院关于审理民事案件适用诉讼时效制度若干问题的规定 12.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from jiefen.domain.clocks.calendar import WorkCalendar
from jiefen.domain.clocks.engine import due
from jiefen.domain.clocks.limits import rule
from jiefen.domain.clocks.party_limits import own_limit
from jiefen.domain.common.moments import ZONE, plain_day

LIMITATION = "LM-01"
# Claims that no time takes away: neighbours' nuisance, support between kin, land and houses, a marriage itself.
_WITHOUT_LIMIT = re.compile(
    "停止侵害|排除妨[碍害]|消除危险|恢复通行|拆除|抚养费|赡养|扶养费"
    "|(?:返还|归还|腾退|腾空)[^，。；]{0,6}(?:房屋|房产|土地|宅基地|承包地|不动产)|离婚"
)
_KIN, _NEIGHBOURS, _MONEY = "0102", ("0201", "0202"), re.compile("赔|补偿|元")


def never_lapses(kind: str, *, wanted: str, amount: bool) -> bool:
    """Whether the claim is one of 民法典 196. Where money is asked for besides, limitation runs for the money."""
    if kind.startswith(_KIN) or re.search("抚养费|赡养|扶养费", wanted):
        return True
    if amount or _MONEY.search(wanted):
        return False
    return kind.startswith(_NEIGHBOURS) or bool(_WITHOUT_LIMIT.search(wanted))


def limitation_sentence(
    kind: str, *, wanted: str, amount: bool, happened_on: date | None, asked_on: date, days: WorkCalendar
) -> str:
    """ "" where another limit than the general one of three years runs, which has lines of its own."""
    if own_limit(kind) != LIMITATION:
        return ""
    if never_lapses(kind, wanted=wanted, amount=amount):
        return "您的请求属于不适用诉讼时效的情形（《民法典》第一百九十六条），起诉没有时效期间的限制。"
    if happened_on is not None and _ends(happened_on, days=days) < asked_on:
        return (
            f"按登记的发生日（{plain_day(happened_on)}）计算，到您提出请求时已满三年；时效是否届满、有没有中断或者中止，"
            "由人民法院认定。仍然可以起诉。"
        )
    return (
        f"您于{plain_day(asked_on)}向本中心请求调解，诉讼时效自当日起中断，重新计算三年，至{plain_day(_ends(asked_on, days=days))}"
        "（《民法典》第一百八十八条、第一百九十五条，《诉讼时效规定》第十二条）。"
    )


def _ends(day: date, *, days: WorkCalendar) -> date:
    """The last day of limitation that begins on this one."""
    end = due(rule(LIMITATION), start=datetime.combine(day, time(), ZONE), calendar=days).at
    assert end is not None  # nothing holds it
    return days.local(end).date()
