"""The figures above the dispatch board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from jiefen.domain.actor import Actor
from jiefen.domain.words import ClockEnd, State
from jiefen.reports.lists import capped
from jiefen.store.models import Case, Clock

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Stat:
    value: str
    label: str
    unit: str = ""
    tone: str = ""
    tag: str = ""


def stats(actor: Actor, *, now: datetime, returned: Q) -> list[Stat]:
    """`returned`: which cases came back from a unit."""
    visible = Case.objects.visible_to(actor, action="dispatch")
    desk = visible.filter(state__in=(State.REGISTERED, State.ACCEPTED, State.RULING))
    local = now.astimezone(ZONE)
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return [
        Stat(capped(desk), "待分流"),
        Stat(capped(desk.filter(next_due__lt=now)), "已超时", tone="bad", tag="红灯"),
        Stat(
            capped(desk.filter(next_due__gte=now, next_due__lt=now + timedelta(minutes=30))),
            "半小时内超时",
            tone="warn",
            tag="黄灯",
        ),
        Stat(capped(visible.filter(returned)), "承办单位退回"),
        Stat(*_today(today), label="今日分流用时中位数"),
    ]


def _today(since: datetime) -> tuple[str]:
    spans = sorted(
        stopped - started
        for started, stopped in Clock.objects.filter(
            rule="C-DISPATCH", ended=ClockEnd.MET, stopped_at__gte=since
        ).values_list("started_at", "stopped_at")[:2000]
        if stopped
    )
    if not spans:
        return ("—",)
    minutes = spans[len(spans) // 2].total_seconds() / 60
    return (f"{minutes:.0f} 分钟" if minutes < 120 else f"{minutes / 60:.1f} 小时",)
