"""Who can act: units with somebody who may sign, and open cases that are held by nobody who can go on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from jiefen.domain.common import moments
from jiefen.domain.common.words import Role, State
from jiefen.store.common.prepared import Param
from jiefen.store.common.scope import CaseQuery, on_one_of
from jiefen.store.mediation import barred_users
from jiefen.store.models import Assignment, Bar, Case, Post, Unit
from jiefen.store.people.in_office import in_office

HANDS = (Role.HANDLER, Role.MEDIATOR)
RECENT = 5_000  # the newest assignments, among which the last signing of a unit is looked for
HELD = frozenset({State.HANDLING, State.REVIEWING, State.REVIEWED})  # a handler is named in these


@dataclass(frozen=True)
class Staff:
    """Who may sign in a unit: `here` now, `away` on leave."""

    here: int = 0
    away: int = 0

    @property
    def why_nobody(self) -> str:
        """Empty while somebody is there."""
        if self.here:
            return ""
        return f"能签收的 {self.away} 人都在休假" if self.away else "还没有能签收的人"


def day_of(now: datetime) -> date:
    return moments.local(now).date()


def _hands() -> QuerySet[Post]:
    return in_office(*HANDS).filter(unit__closed_on__isnull=True)


def here(posts: QuerySet[Post], *, today: date | Param) -> QuerySet[Post]:
    """Those of the posts whose people are not on leave."""
    return posts.filter(Q(user__away_until__isnull=True) | Q(user__away_until__lt=today))


def hands_there(unit: OuterRef, *, today: date | Param) -> Exists:
    """Whether anybody in the unit of a row could sign on that day."""
    return Exists(here(_hands(), today=today).filter(unit_id=unit))


def can_be_signed(case: Case, *, now: datetime) -> bool:
    """Whether anybody in the unit that holds the case could sign for it, or go on with it."""
    return not hands_of(case, now=now) <= barred_users(case)


def nobody_there(unit: Unit) -> str:
    """What to say when a case was to go to a unit in which nobody could sign."""
    return f"{unit.name}现在没有能签收的人，不能派给它；请改派，或请系统管理员在“组织与人员”里安排人。"


def staff_of(units: Iterable[Unit], *, now: datetime) -> dict[str, Staff]:
    """By code of the unit."""
    today = day_of(now)
    counts = (
        _hands()
        .order_by()
        .values_list("unit_id")
        .annotate(
            everybody=Count("user", distinct=True),
            away=Count("user", distinct=True, filter=Q(user__away_until__gte=today)),
        )
    )
    by_unit = {unit: Staff(everybody - away, away) for unit, everybody, away in counts}
    return {unit.code: by_unit.get(unit.pk, Staff()) for unit in units}


def last_signings(units: Iterable[int], *, seen: CaseQuery) -> dict[int, datetime]:
    """When each unit last signed for one of these cases, among the newest assignments."""
    newest = Assignment.objects.aggregate(top=Max("pk"))["top"] or 0
    signed = Assignment.objects.filter(
        on_one_of(seen), pk__gt=newest - RECENT, unit__in=tuple(units), lead=True, signed_at__isnull=False
    )
    return dict(signed.order_by().values_list("unit_id").annotate(at=Max("signed_at")))


def unheld(*, now: datetime) -> Q:
    """Open cases whose handler cannot go on: disabled, without a post there, on leave, barred, or the unit closed."""
    able = here(_hands(), today=day_of(now)).filter(
        user_id=OuterRef("handler_id"), unit_id=OuterRef("holder_id")
    )
    return Q(~Exists(able) | Exists(_bars()), state__in=HELD, handler__isnull=False)


def stranded(*, now: datetime) -> Q:
    """Assigned to a unit in which nobody could sign for it."""
    hands = here(_hands(), today=day_of(now)).filter(unit_id=OuterRef("holder_id"))
    barred = Bar.objects.filter(
        Q(user_id=OuterRef("user_id")) | Q(mediator__user_id=OuterRef("user_id")),
        case_id=OuterRef(OuterRef("pk")),
    )
    return Q(~Exists(hands.exclude(Exists(barred))), state=State.ASSIGNED)


def _bars() -> QuerySet[Bar]:
    return Bar.objects.filter(
        Q(user_id=OuterRef("handler_id")) | Q(mediator__user_id=OuterRef("handler_id")),
        case_id=OuterRef("pk"),
    )


def why_unheld(case: Case, *, now: datetime) -> str:
    """Why the handler of an open case cannot go on, as a clause; empty while they can, or when there is none."""
    handler = case.handler
    if handler is None or case.state not in HELD:
        return ""
    if not handler.is_active:
        return "账号已停用"
    if case.holder.closed_on is not None:
        return "所在单位已撤销"
    if handler.away_until is not None and handler.away_until >= day_of(now):
        return f"休假到 {moments.iso_day(handler.away_until)}"
    if not _hands().filter(user=handler, unit=case.holder).exists():
        return "在承办单位的岗位已结束"
    barred = Bar.objects.filter(Q(user=handler) | Q(mediator__user=handler), case=case)
    return "已回避本案" if barred.exists() else ""


def who_handles(case: Case, *, now: datetime) -> set[int]:
    """Whom to tell what the handler should know: the handler, or everybody who could sign there when they cannot."""
    if case.handler_id is None:
        return set()
    if not Case.objects.filter(unheld(now=now), pk=case.pk).exists():
        return {case.handler_id}
    return hands_of(case, now=now)


def hands_of(case: Case, *, now: datetime) -> set[int]:
    posts = here(_hands(), today=day_of(now)).filter(unit_id=case.holder_id)
    return set(posts.values_list("user_id", flat=True))


def held_by_nobody(*, now: datetime) -> QuerySet[Assignment]:
    """The standing assignment of every case that waits for somebody else."""
    cases = Case.objects.filter(unheld(now=now) | stranded(now=now)).values("pk")
    leads = Assignment.objects.filter(lead=True, until__isnull=True, case__in=cases)
    return leads.select_related("case__holder", "case__handler").order_by("pk")
