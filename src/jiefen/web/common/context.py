"""What every page wants: the menu with its small numbers, who is signed in, unread notices, a form key."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from jiefen.domain.case.actor import Actor
from jiefen.gate.typed_text import mark_of
from jiefen.reports.common.lists import counts
from jiefen.reports.common.reference import centre
from jiefen.reports.intake.drafts import draft_by_key
from jiefen.reports.messages.notices import unread


@dataclass(frozen=True)
class Item:
    url: str
    label: str
    icon: str
    count: str = ""
    hot: bool = False
    current: bool = False


@dataclass(frozen=True)
class Group:
    label: str
    items: list[Item]


# label, icon, name of the address, door, which count
MENU = (
    ("工作", (
        ("窗口登记", "ticket", "register", "register", ""),
        ("叫号窗口", "bell", "hall_window", "serve", ""),
        ("导办台", "users", "hall_guide", "guide", ""),
        ("分流派单", "route", "triage", "triage", "triage"),
        ("我的办件", "list-check", "work", "search", "mine"),
        ("案件台账", "file-text", "cases", "ledger", ""),
        ("双人复核", "user-check", "approvals", "work", ""),
        ("法院委派委托", "gavel", "referrals", "referrals", ""),
        ("批量导入", "upload", "imports", "import", ""),
    )),
    ("调解", (
        ("调解室日程", "calendar-time", "rooms", "rooms", ""),
        ("调解员名册", "users-group", "mediators", "corps", ""),
        ("窗口评议", "star", "ratings", "rate_windows", ""),
    )),
    ("监管", (
        ("督办预警", "gavel", "supervision", "supervision", ""),
        ("六个百分之百", "gauge", "gauges", "supervision", ""),
        ("成效阶梯", "chart-bar", "outcomes", "outcomes", ""),
        ("独立抽查", "search", "audits", "outcomes", ""),
        ("解纷码", "qrcode", "codes", "codes", ""),
        ("取号等候", "clock", "hall_waiting", "outcomes", ""),
        ("满意度", "star", "satisfaction", "outcomes", ""),
        ("回访", "phone", "calls", "call_list", ""),
        ("以案定补", "list-check", "allowances", "allowances", ""),
        ("代办与助跑", "user-check", "helpers", "helpers", ""),
        ("清单调度", "checklist", "checklists", "check_off", ""),
        ("领导接访", "users", "reception", "reception", ""),
        ("应急查阅", "eye", "glass", "break_glass", ""),
        ("应急查阅审阅", "eye", "glass_review", "review_glass", ""),
        ("档案室", "archive", "archive", "archive", ""),
        ("历史核验", "shield-check", "verify", "verify", ""),
    )),
    ("管理", (
        ("组织与人员", "building-community", "people", "manage_people", ""),
        ("分流规则", "adjustments-horizontal", "rules", "manage_rules", ""),
        ("文书与印章", "file-text", "documents", "manage_templates", ""),
        ("工作日历", "calendar-event", "calendar", "manage_calendar", ""),
        ("系统体检", "checklist", "health", "health", ""),
    )),
)  # fmt: skip

address = cache(reverse)


def page(request: HttpRequest) -> dict[str, object]:
    """Context processor; small for signed-out pages."""
    shared: dict[str, object] = {
        "form_key": getattr(request, "form_key", ""),
        "centre": centre(),
        "elder": "",
    }
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return shared
    kept = getattr(request, "typed", None)
    if kept is None and request.GET.get("typed"):
        kept = draft_by_key(actor, key=request.GET["typed"])
    numbers = counts(actor, now=request.now)  # type: ignore[attr-defined]
    post = actor.posts[0] if actor.posts else None
    return shared | {
        "me": {
            "name": actor.name,
            "initial": actor.name[:1],
            "post": f"{post.unit_name} · {post.role.label}" if post else "暂无岗位",
        },
        "nav": _menu(actor, path=request.path, numbers=numbers),
        "unread": unread(actor.user_id),
        "may_register": actor.may("register"),
        "typist": mark_of(actor.user_id),
        "idle_minutes": settings.IDLE_MINUTES,
        "typed": kept,
    }


def _menu(actor: Actor, *, path: str, numbers: dict[str, int]) -> list[Group]:
    groups = []
    for heading, rows in MENU:
        items = [
            Item(
                url=url,
                label=label,
                icon=icon,
                count=_count(numbers.get(count, 0)),
                hot=count == "triage" and bool(numbers.get("late")),
                current=path == url or path.startswith(url + "/"),
            )
            for label, icon, name, action, count in rows
            if actor.may(action)
            for url in [address(name)]
        ]
        if items:
            groups.append(Group(heading, items))
    return groups


def _count(n: int) -> str:
    return "" if not n else "99+" if n > 99 else str(n)
