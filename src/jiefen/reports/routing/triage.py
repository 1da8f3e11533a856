"""The dispatch desk's board: the list by clock, one case in front, and where it could go, with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from jiefen.domain.case.actor import Actor
from jiefen.domain.case.lifecycle import BY_NAME
from jiefen.domain.common import moments
from jiefen.domain.common.reading import whole_number
from jiefen.domain.common.words import Channel, Elsewhere, Flag, State, Tier
from jiefen.reports.common.addresses import address
from jiefen.reports.common.lists import Filter, Option, rows_of
from jiefen.reports.common.rows import CaseRow
from jiefen.reports.common.stat import Stat
from jiefen.reports.common.timeline import private_text
from jiefen.reports.routing.offers import UnitOffer, offers
from jiefen.reports.routing.triage_stats import desk_counts, stats
from jiefen.store.common.reference import snapshot
from jiefen.store.common.scope import possible
from jiefen.store.models import Assignment, Case
from jiefen.store.routing import TAKE_BACK, facts_of, fresh_dispatches

LISTED = 18
FEW = 5  # of what was dispatched a moment ago
DESK_VERBS = (
    "accept", "dispatch", "rule", "decline", "send_back", "merge", "link", "agree_objection", "refuse_objection",
)  # fmt: skip
TABS: dict[str, tuple[str, Q]] = {
    "new": ("待分流", Q(state__in=(State.REGISTERED, State.ACCEPTED), returns=0)),
    "returned": ("退回", Q(state__in=(State.REGISTERED, State.ACCEPTED), returns__gt=0)),
    "ruling": ("待裁定", Q(state=State.RULING)),
    "objecting": ("异议", Q(state=State.OBJECTING)),
    "completing": ("待补正", Q(state=State.COMPLETING)),
}


@dataclass(frozen=True)
class Tab:
    label: str
    count: str
    url: str
    current: bool


@dataclass(frozen=True)
class Tag:
    label: str
    tone: str = ""


@dataclass(frozen=True)
class Twin:
    row: CaseRow
    likeness_note: str


@dataclass(frozen=True)
class Preview:
    """The case in front. `objection`: the holder's reasons, where there are some to verify. `urls` holds only the verbs that this person may take now."""

    row: CaseRow
    story: str
    tags: list[Tag]
    candidates: list[UnitOffer]
    duplicates: list[Twin]
    urls: dict[str, str]
    version: int
    objection: str


@dataclass(frozen=True)
class FreshDispatch:
    """A dispatch that may still be taken back. `until`: the moment, as a clock shows it."""

    title: str
    unit: str
    until: str
    url: str


@dataclass(frozen=True)
class Board:
    stats: list[Stat]
    tabs: list[Tab]
    filters: list[Filter]
    rows: list[CaseRow]
    current: Preview | None
    before: int | None
    after: int | None
    fresh: list[FreshDispatch]


def board(actor: Actor, *, query: Mapping[str, str], now: datetime) -> Board:
    """The board under the filters of the URL; `case` picks the one in front, else the first."""
    visible = Case.objects.visible_to(actor, action="dispatch")
    tab = query.get("tab", "new") if query.get("tab", "new") in TABS else "new"
    cases = visible.filter(TABS[tab][1])
    if query.get("channel"):
        cases = cases.filter(channel=query["channel"])
    if query.get("town"):
        places = [place.pk for place in snapshot().places.values() if f"/{query['town']}/" in place.path]
        cases = cases.filter(place__in=places)
    start = _start(query.get("from", ""))
    ordered = cases.order_by(F("next_due").asc(nulls_last=True), "pk").values_list("pk", flat=True)
    ids = list(ordered[start : start + LISTED + 1])
    rows = rows_of(ids[:LISTED], now=now)
    wanted = query.get("case") or (rows[0].number if rows else "")
    counts = desk_counts(visible, now=now, tabs={name: condition for name, (_, condition) in TABS.items()})
    return Board(
        stats=stats(counts, visible=visible, now=now),
        tabs=[Tab(label, counts[name], f"?tab={name}", name == tab) for name, (label, _) in TABS.items()],
        filters=_filters(query),
        rows=rows,
        current=preview(actor, number=wanted, now=now, listed=rows) if wanted else None,
        before=max(0, start - LISTED) if start else None,
        after=start + LISTED if len(ids) > LISTED else None,
        fresh=_fresh(actor, now=now),
    )


def _fresh(actor: Actor, *, now: datetime) -> list[FreshDispatch]:
    latest = list(fresh_dispatches(now=now).select_related("case", "unit")[: FEW * FEW])
    mine = Case.objects.visible_to(actor, action="take_back").filter(pk__in=[row.case_id for row in latest])
    seen = set(mine.values_list("pk", flat=True))
    rows = [row for row in latest if row.case_id in seen][:FEW]
    return [
        FreshDispatch(
            title=row.case.title,
            unit=row.unit.name,
            until=moments.clock(row.since + TAKE_BACK),
            url=address("case_verb", row.case.number, "take_back"),
        )
        for row in rows
    ]


def _start(text: str) -> int:
    return whole_number(text, digits=5) or 0


def preview(actor: Actor, *, number: str, now: datetime, listed: Sequence[CaseRow] = ()) -> Preview | None:
    """One case on the desk, or None when it is not there for this person. `listed`: rows made already."""
    case = Case.objects.visible_to(actor).filter(number=number).with_names().first()
    if case is None:
        return None
    may = possible(actor, case=case, actions=DESK_VERBS)
    verbs = {verb for verb in may if State(case.state) in _from(verb)}
    if "rule" in verbs:
        verbs.discard("dispatch")
    urls = {verb: address("case_verb", case.number, verb) for verb in verbs}
    if "rule" in urls:
        urls["dispatch"] = urls.pop("rule")
    return Preview(
        row=next((row for row in listed if row.id == case.pk), None) or rows_of([case.pk], now=now)[0],
        story=case.story,
        tags=_tags(case),
        candidates=offers(facts_of(case), seen=Case.objects.visible_to(actor), now=now),
        duplicates=_twins(actor, case=case, now=now),
        urls=urls,
        version=case.version,
        objection=_objection(case),
    )


def _objection(case: Case) -> str:
    """Why the holder says it is misrouted, while the desk has to verify it."""
    if case.state != State.OBJECTING:
        return ""
    entry = case.entries.filter(verb="object").order_by("-seq").first()
    return private_text(entry, case=case) if entry else ""


def _from(verb: str) -> frozenset[State]:
    return BY_NAME[verb].come_from


def _tags(case: Case) -> list[Tag]:
    tags = [Tag(f"涉众 {case.people} 人", "bad")] if case.people >= 10 else []
    tags += [
        Tag(Flag.label_of(flag), "warn")
        for flag in sorted(case.flag_set())
        if flag not in (Flag.GROUP, Flag.IMPORTED)
    ]
    if case.returns:
        last = (
            Assignment.objects.filter(case=case, lead=True, until__isnull=False)
            .select_related("unit")
            .order_by("-until")
            .first()
        )
        tags.append(Tag(f"{last.unit.name if last else '承办单位'}退回 {case.returns} 次", "warn"))
    return tags


def _twins(actor: Actor, *, case: Case, now: datetime) -> list[Twin]:
    """Cases with a party of the same identity number or phone: told as a fact, decided by a person."""
    blinds = case.parties.exclude(id_blind=None).values("id_blind")
    phones = case.parties.exclude(phone_blind=None).values("phone_blind")
    same = Q(parties__id_blind__in=blinds) | Q(parties__phone_blind__in=phones)
    cases = Case.objects.visible_to(actor).filter(same).exclude(pk=case.pk).order_by("-pk")
    ids = list(dict.fromkeys(cases.values_list("pk", flat=True)[:9]))[:3]
    return [Twin(row, "有同一证件号或手机号的当事人") for row in rows_of(ids, now=now)]


def _filters(query: Mapping[str, str]) -> list[Filter]:
    towns = [(place.code, place.name) for place in snapshot().places.values() if place.tier == Tier.TOWN]
    return [
        Filter(
            name,
            label,
            [Option("", f"全部{label}", not query.get(name))]
            + [Option(v, t, query.get(name) == v) for v, t in choices],
        )
        for name, label, choices in (("channel", "来源", Channel.choices()), ("town", "乡镇", towns))
    ]


def elsewhere() -> list[Option]:
    return [Option(word.value, word.label, False) for word in Elsewhere]
