"""The page of `jiefen doctor`: what must be mended today, and what is good to know. Nothing about any case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from jiefen.gate import trusted
from jiefen.gate.door import door
from jiefen.gate.requests import StaffRequest
from jiefen.reports.ledger.health import examine
from jiefen.reports.ledger.state import NEVER, Figure, state_of_the_store


@dataclass(frozen=True)
class HealthPage:
    problems: list[str]
    notes: list[str]
    figures: list[tuple[str, str]]
    looked_at: datetime


@door("health")
def health(request: StaffRequest) -> HttpResponse:
    found = examine(at=request.now, clock=trusted.peek()[1])
    figures = {figure.name: figure for figure in state_of_the_store(at=request.now)}
    page = HealthPage(
        problems=found.problems,
        notes=found.notes,
        figures=[(label, _told(figures[name])) for name, label in _SHOWN],
        looked_at=request.now,
    )
    return render(request, "ledger/health.html", {"page": page})


_SHOWN = (
    ("worker_age_seconds", "后台任务上次运行"),
    ("checkpoint_age_seconds", "最近一次检查点"),
    ("backup_age_seconds", "最近一次备份"),
    ("ledger_waiting", "待编入日志"),
    ("messages_waiting", "待发短信、邮件"),
    ("disk_free_bytes", "磁盘剩余"),
)


def _told(figure: Figure) -> str:
    if figure.value == NEVER:
        return "还没有"
    if figure.name.endswith("_bytes"):
        return f"{figure.value / 1e9:.1f} GB"
    if not figure.name.endswith("_seconds"):
        return f"{figure.value:.0f} 条"
    minutes = figure.value / 60
    if minutes < 1:
        return "刚刚"
    return f"{minutes:.0f} 分钟前" if minutes < 120 else f"{minutes / 60:.0f} 小时前"


urlpatterns = [path("health", health, name="health")]
