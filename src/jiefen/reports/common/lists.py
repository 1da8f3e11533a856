"""Work lists, the ledger and its filters. Pages go by keyset, counts stop at a cap, every list starts from `visible_to`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Max, Q

from jiefen.domain.case.actor import Actor
from jiefen.domain.case.lifecycle import ENDED, OPEN
from jiefen.domain.common.kinds import GROUPS, KINDS
from jiefen.domain.common.reading import whole_number
from jiefen.domain.common.words import Channel, Flag, Outcome, Role, State, Tier
from jiefen.reports.common.addresses import address
from jiefen.reports.common.rows import CaseRow, case_rows
from jiefen.store.common.reference import snapshot
from jiefen.store.common.scope import FLAGGED, CaseQuery
from jiefen.store.inquiries import has_open_inquiry
from jiefen.store.models import Case
from jiefen.store.people.able import stranded, unheld

PAGE = 50
CAP = 10_000
_Part = tuple[
    str, str, CaseQuery, str, str
]  # heading, icon, cases, what to say of none, where the others are
SPANS = (2_000, 20_000)  # newest cases looked through for a page
SOON = timedelta(days=2)
FEW = 10  # rows of each section of the work list
REASSIGN = frozenset({Role.REVIEWER, Role.DISPATCHER})


@dataclass(frozen=True)
class Page:
    """One page of cases, newest first. `before`/`after` are keys of the neighbouring pages, or None."""

    rows: list[CaseRow]
    count: str
    older: int | None
    newer: int | None


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    selected: bool


@dataclass(frozen=True)
class Filter:
    """One select box of a list's GET form."""

    name: str
    label: str
    options: list[Option]


def ledger(actor: Actor, *, query: Mapping[str, str], now: datetime) -> Page:
    """The ledger 台账 as the actor may see it, filtered by the URL; unknown filter values match nothing."""
    cases = narrowed(Case.objects.visible_to(actor), query=query, now=now, me=actor.user_id)
    before, after = _key(query.get("before")), _key(query.get("after"))
    if after is not None:
        ids = list(cases.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[: PAGE + 1])
        more_newer, more_older = len(ids) > PAGE, True
        ids = sorted(ids[:PAGE], reverse=True)
    else:
        ids = newest(cases, before=before, limit=PAGE + 1)
        more_newer, more_older = before is not None, len(ids) > PAGE
        ids = ids[:PAGE]
    return Page(
        rows=rows_of(ids, now=now),
        count=capped(cases),
        older=ids[-1] if ids and more_older else None,
        newer=ids[0] if ids and more_newer else None,
    )


def newest(found: CaseQuery, *, before: int | None, limit: int) -> list[int]:
    """Ids of the newest of these cases, below `before`.

    Most lists fill a page from among the newest cases of all: these are looked through first, for ordering everything
    that somebody may see takes time with every case ever closed.
    """
    last = before if before is not None else (Case.objects.aggregate(top=Max("pk"))["top"] or 0) + 1
    for span in SPANS:
        near = found.by_way_of(pk__gte=last - span, pk__lt=last).order_by("-pk").values_list("pk", flat=True)
        ids = list(near[:limit])
        if len(ids) == limit or last <= span:
            return ids
    return list(found.filter(pk__lt=last).order_by("-pk").values_list("pk", flat=True)[:limit])


def rows_of(ids: list[int], *, now: datetime) -> list[CaseRow]:
    """Rows for ids already known to be visible, in that order."""
    cases = {case.pk: case for case in Case.objects.filter(pk__in=ids).with_names()}
    return case_rows([cases[pk] for pk in ids if pk in cases], now=now)


def capped(found: CaseQuery) -> str:
    n = found.order_by().values("pk")[: CAP + 1].count()
    return f"{CAP:,}+" if n > CAP else f"{n:,}"


def counted(found: CaseQuery, *, conditions: Mapping[str, Q]) -> dict[str, str]:
    """Several capped counts in one look at the rows; in one each when there are more rows than the cap."""
    few = found.order_by()[: CAP + 1]
    counts = few.aggregate(
        everything=Count("pk"),
        **{name: Count("pk", filter=condition) for name, condition in conditions.items()},
    )
    if counts["everything"] > CAP:
        return {name: capped(found.filter(condition)) for name, condition in conditions.items()}
    return {name: f"{counts[name]:,}" for name in conditions}


def narrowed(cases: CaseQuery, *, query: Mapping[str, str], now: datetime, me: int) -> CaseQuery:
    """The list under the filters of the URL; `mine` keeps what the person `me` is handling."""
    if query.get("mine"):
        cases = cases.filter(handler_id=me, state__in=OPEN)
    if query.get("state"):
        state = query["state"]
        groups = {"open": OPEN, "ended": ENDED}
        cases = cases.filter(state__in=groups[state]) if state in groups else cases.filter(state=state)
    for name in ("channel", "outcome", "weight"):
        if query.get(name):
            cases = cases.filter(**{f"{name}__exact": query[name]})
    if query.get("kind"):
        cases = cases.filter(
            _of_kind(query["kind"][:4], among_open=bool(query.get("state") or query.get("due")))
        )
    if query.get("place"):
        places = [place.pk for place in snapshot().places.values() if f"/{query['place']}/" in place.path]
        cases = cases.filter(place__in=places)
    if query.get("flag"):
        cases = cases.by_way_of(FLAGGED, flags__contains=f",{query['flag'][:20]},")
    if query.get("due") == "over":
        cases = cases.filter(next_due__lt=now, state__in=OPEN)
    elif query.get("due") == "soon":
        cases = cases.filter(next_due__gte=now, next_due__lt=now + SOON, state__in=OPEN)
    return cases


def _of_kind(prefix: str, *, among_open: bool) -> Q:
    """By its own index, unless something else leaves few enough to look through."""
    if among_open:
        return Q(kind__startswith=prefix)
    return Q(kind__in=[code for code in KINDS if code.startswith(prefix)])


def filters(query: Mapping[str, str]) -> list[Filter]:
    """Select boxes for the ledger, the current choice marked."""
    towns = [place for place in snapshot().places.values() if place.tier in (Tier.TOWN, Tier.COUNTY)]
    boxes = [
        ("state", "状态", [("open", "在办"), ("ended", "已结束"), *State.choices()]),
        ("kind", "类型", list(GROUPS.items())),
        ("channel", "来源", Channel.choices()),
        ("place", "地点", [(place.code, place.name) for place in towns]),
        ("due", "时限", [("over", "已超期"), ("soon", "两天内到期")]),
        ("outcome", "结果", [choice for choice in Outcome.choices() if choice[0]]),
        ("flag", "标记", Flag.choices()),
    ]
    return [
        Filter(
            name=name,
            label=label,
            options=[Option("", f"全部{label}", not query.get(name))]
            + [Option(value, text, query.get(name) == value) for value, text in choices],
        )
        for name, label, choices in boxes
    ]


@dataclass(frozen=True)
class Section:
    """A part of the work list. `empty`: what to do when there is nothing."""

    heading: str
    icon: str
    rows: list[CaseRow]
    empty: str
    note: str = ""
    more_url: str = ""
    holder: bool = True


def work(actor: Actor, *, now: datetime) -> list[Section]:
    """What this person has to do, by clock; then what their unit has."""
    visible = Case.objects.visible_to(actor).filter(state__in=OPEN)
    shown: set[int] = set()
    sections = [
        _section(heading, icon, cases, now=now, empty=empty, more=more, shown=shown)
        for heading, icon, cases, empty, more in [
            *_theirs(actor, visible, now=now),
            *_by_time(visible, now=now),
        ]
    ]
    return [section for section in sections if section.rows or section.empty]


def _theirs(actor: Actor, visible: CaseQuery, *, now: datetime) -> list[_Part]:
    """What waits for a reviewer, for this person, for their unit, and for whoever may give it to somebody else."""
    mine, nobodys = visible.filter(handler_id=actor.user_id), unheld(now=now)
    here = visible.filter(holder_id__in=[post.unit_id for post in actor.posts])
    waiting = here.filter(Q(handler__isnull=True) | nobodys)
    none = "签收案件后，它会出现在这里，按时限排列。"
    nothing = "没有等待签收、受理或补正的案件。"
    if actor.may("register"):
        nothing += "需要登记新纠纷时按 N。"
    asked = Case.objects.visible_to(actor).filter(has_open_inquiry())
    to_answer = asked.filter(Q(handler_id=actor.user_id) | Q(handler__isnull=True, pk__in=here.values("pk")))
    parts = [
        ("当事人留言，等答复", "message", to_answer, "", ""),
        ("我承办的", "list-check", mine, none, address("cases", mine=1)),
        ("等本单位处理", "users-group", waiting, nothing, ""),
    ]
    if "reviewer" in actor.roles:
        review = visible.filter(state__in=(State.REVIEWING, State.REVIEWED))
        more = address("cases", state="reviewing")
        parts.insert(0, ("待审核与办结", "checks", review, "没有等待审核的案件。", more))
    if actor.roles & REASSIGN:
        open_cases = Case.objects.visible_to(actor, action="hand_over").filter(state__in=OPEN)
        lost = open_cases.filter(nobodys | stranded(now=now))
        parts.insert(0, ("没有人能办，等换人或改派", "replace", lost, "", ""))
    return parts


def _by_time(visible: CaseQuery, *, now: datetime) -> list[_Part]:
    """What else is late or will be soon."""
    over = visible.filter(next_due__lt=now)
    soon = visible.filter(next_due__gte=now, next_due__lt=now + SOON)
    late, close = (address("cases", state="open", due=due) for due in ("over", "soon"))
    return [
        ("其他已超期", "alert-triangle", over, "职责范围内没有别的超期案件。", late),
        ("其他两天内到期", "clock", soon, "没有别的两天内到期的案件。", close),
    ]


def _section(
    heading: str, icon: str, found: CaseQuery, *, now: datetime, empty: str, more: str, shown: set[int]
) -> Section:
    """The first few by clock that no section above has; `shown` grows by them."""
    ordered = found.order_by(F("next_due").asc(nulls_last=True), "pk").values_list("pk", flat=True)
    ids = [pk for pk in ordered[: len(shown) + FEW + 1] if pk not in shown]
    shown.update(ids[:FEW])
    full = len(ids) > FEW
    note = f"最急的 {FEW} 件" if full else ""
    return Section(heading, icon, rows_of(ids[:FEW], now=now), empty, note, more_url=more if full else "")


def counts(actor: Actor, *, now: datetime) -> dict[str, int]:
    """Small numbers beside the menu: capped at 100, so that they cost nothing on a large ledger."""
    visible = Case.objects.visible_to(actor)
    queries: dict[str, CaseQuery] = {"mine": visible.filter(handler_id=actor.user_id, state__in=OPEN)}
    if actor.may("triage"):
        desk = visible.filter(state__in=(State.REGISTERED, State.ACCEPTED, State.RULING))
        queries |= {"triage": desk, "late": desk.filter(next_due__lt=now)}
    return {name: query.order_by().values("pk")[:100].count() for name, query in queries.items()}


def _key(text: str | None) -> int | None:
    return whole_number(text)


def lookup(actor: Actor, *, condition: Q, limit: int = PAGE) -> list[int]:
    """Ids of visible cases under a condition, newest first."""
    return list(
        Case.objects.visible_to(actor).filter(condition).order_by("-pk").values_list("pk", flat=True)[:limit]
    )


def any_case() -> bool:
    return Case.objects.exists()
