"""Rules of mediation sessions: half hours, and what the parties must have agreed to.

Source: People's Mediation Act arts. 17, 19, 20, 23; online mediation rules 13, 18, 22; invited mediation rules 15, 16.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo

from jiefen.domain.common import moments
from jiefen.domain.common.errors import Invalid
from jiefen.domain.mediation.words import MediatorKind

EXPERT_KINDS = (
    MediatorKind.EXPERT,
    MediatorKind.LAWYER,
    MediatorKind.PSYCHOLOGIST,
    MediatorKind.RETIRED_JUDGE,
)
NOT_MEDIATING = (MediatorKind.EXPERT, MediatorKind.PSYCHOLOGIST)
HALF_HOUR = timedelta(minutes=30)
FIRST, LAST = time(8), time(21)  # sessions begin and end within these hours of a day
AHEAD = timedelta(days=366)
STOPPED = "已有当事人明确表示不同意调解，调解不能继续；要重新开始，须由本人再次表示同意。"
# Buttons on the page of a session put these into the minutes: notices by law, and questions that are easily left out.
SNIPPETS: tuple[tuple[str, str, str], ...] = (
    ("notices", "权利义务", "已告知双方：可以选择或接受调解员，可以接受、拒绝或要求终止调解，可以要求公开或不公开，自愿表达意愿、达成协议；应如实陈述、遵守秩序、尊重调解员和对方。"),
    ("notices", "不收费", "已告知：调解不收取任何费用。"),
    ("notices", "回避", "已告知调解员、记录人姓名，询问是否申请回避；双方均不申请。"),
    ("notices", "其他途径", "已告知：调解期间和调解不成后，仍可依法仲裁、行政复议或者起诉。"),
    ("notices", "不得反用", "已告知：为达成和解作出的让步，不在以后的仲裁、诉讼中作为对其不利的依据。"),
    ("statements", "申请人说", "申请人："),
    ("statements", "被申请人说", "被申请人："),
    ("facts", "核实材料", "经当面核对，下列材料双方无异议："),
    ("undisputed", "无争议事实", "双方一致确认："),
    ("said_result", "达成一致", "双方就下列事项达成一致：一、"),
    ("said_result", "改日再谈", "因            ，双方同意改日再谈，时间另行通知。"),
    ("said_result", "没有谈拢", "双方分歧较大，本次没有谈拢。已告知其他法定途径。"),
)  # fmt: skip


def half_hours() -> list[time]:
    """Every half hour from 08:00 to 21:00, both included."""
    first = datetime.combine(date.min, FIRST)
    n = (datetime.combine(date.min, LAST) - first) // HALF_HOUR
    return [(first + at * HALF_HOUR).time() for at in range(n + 1)]


def span(on: date, begins: time, ends: time, *, zone: tzinfo, now: datetime) -> tuple[datetime, datetime]:
    """Moments of a session yet to come. Raises Invalid with a sentence by field."""
    first, last = datetime.combine(on, begins, zone), datetime.combine(on, ends, zone)
    if last <= first:
        raise Invalid(fields={"ends": "结束时间要晚于开始时间。"})
    if first <= now:
        raise Invalid(fields={"on": "这个时间已经过去，请选以后的时间。"})
    if first > now + AHEAD:
        raise Invalid(fields={"on": f"{on} 太远了，最多安排一年以内的调解会。"})
    return first, last


def span_from(now: datetime) -> tuple[datetime, datetime]:
    """Moments of a session that begins now, on the half hour that is running; an hour, as long as nobody says more."""
    begins = now.replace(minute=now.minute // 30 * 30, second=0, microsecond=0)
    return begins, begins + 2 * HALF_HOUR


def slots(begins: datetime, ends: datetime) -> list[datetime]:
    """The half hours that a session takes."""
    n = -((begins - ends) // HALF_HOUR)
    return [begins + at * HALF_HOUR for at in range(n)]


def hours_of(taken: Iterable[datetime]) -> str:
    """`09:00–10:30` from half hours in local time; the first unbroken run."""
    times = sorted(taken)
    last = times[0]
    for at in times[1:]:
        if at - last > HALF_HOUR:
            break
        last = at
    return f"{moments.clock(times[0])}–{moments.clock(last + HALF_HOUR)}"
