"""Appeals, joint groups and petition reviews as panels of a case."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from jiefen.domain.common.words import FAILED, ProceedingState, Track
from jiefen.domain.oversight.joint import Spread, common_upper, joint_reasons
from jiefen.domain.oversight.words_disagreement import AppealAbout, AppealResult, AppealState
from jiefen.reports.common.addresses import address
from jiefen.reports.common.panels import Panel, PanelLine
from jiefen.reports.common.remedies import remedies_of
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Appeal, Case, JointGroup
from jiefen.store.oversight.independence import REVIEWS

MANY_FAILURES = 2
TONES = {AppealState.WAITING: "warn", AppealState.ASSIGNED: "info", AppealState.ANSWERED: "ok"}
# What is done first about such an objection: its day counts as the day on which the application came in.
_FIRST: dict[str, tuple[str, ...]] = {AppealAbout.REVIEW: ("ask_review",)}
VIA = {"portal": "当事人（网上）", "window": "当事人（窗口代为登记）"}


def spread_of(case: Case) -> Spread:
    """How wide the matter has become."""
    rounds = case.proceedings.filter(state=ProceedingState.FINISHED, outcome__in=FAILED)
    co = case.assignments.filter(lead=False, until=None).values("unit").distinct().count()
    return Spread(
        failed_rounds=rounds.count(),
        bodies=1 + co,
        people=case.people,
        weight=case.weight,
        flags=case.flag_set(),
    )


def _appeals(case: Case, _now: datetime) -> list[Panel]:
    return [_appeal(row) for row in case.appeals.select_related("reviewer", "party").order_by("pk")]


def _appeal(row: Appeal) -> Panel:
    who = "，".join(text for text in (row.party.name if row.party else "", VIA.get(row.via, row.via)) if text)
    lines = [PanelLine(row.made_at, "提出异议", who, row.said)]
    if row.reviewer and row.assigned_at:
        lines.append(PanelLine(row.assigned_at, "由没有经手过的人复核", row.reviewer.name))
    if row.answered_at:
        who = row.reviewer.name if row.reviewer else ""
        lines.append(
            PanelLine(row.answered_at, f"书面答复：{AppealResult.label_of(row.result)}", who, row.answer)
        )
    state = AppealState(row.state)
    return Panel(
        icon="message-report",
        heading=f"异议：{AppealAbout.label_of(row.about)}",
        state=state.label,
        tone=TONES[state],
        at=row.made_at,
        lines=tuple(lines),
        verbs=() if row.answered_at else (*_FIRST.get(row.about, ()), "assign_appeal", "answer_appeal"),
        url=address("case_letter", row.case.number, f"appeal-{row.pk}") if row.answered_at else "",
    )


def _groups(case: Case, _now: datetime) -> list[Panel]:
    rows = case.groups.select_related("lead").prefetch_related("members", "meetings__by").order_by("pk")
    return [_group(row) for row in rows]


def _group(row: JointGroup) -> Panel:
    members = list(row.members.all())
    upper = snapshot_unit(common_upper([row.lead.path, *(unit.path for unit in members)]))
    names = "、".join(unit.name for unit in members)
    lines = [PanelLine(row.since, f"组建：{row.lead.name}牵头，{names}参加；共同上级{upper}", "", row.reason)]
    for meeting in sorted(row.meetings.all(), key=lambda one: one.pk):
        note = f"到会：{meeting.present}\n{meeting.minutes}\n议定：{meeting.decision}"
        lines.append(PanelLine(meeting.at, f"{meeting.held_on} 联席会议", meeting.by.name, note))
    if row.until:
        lines.append(PanelLine(row.until, "结束", "", row.result))
    return Panel(
        icon="users-group",
        heading="联合调解组",
        state="已结束" if row.until else "工作中",
        tone="done" if row.until else "info",
        at=row.since,
        lines=tuple(lines),
        verbs=() if row.until else ("meet", "end_group"),
    )


def snapshot_unit(path: str) -> str:
    """The name of the unit at a path."""
    return next((unit.name for unit in snapshot().units.values() if unit.path == path), "本中心")


def _calls_for_a_meeting(case: Case, _now: datetime) -> list[Panel]:
    """A proposal, as long as it holds and nobody has formed a group: people decide."""
    reasons = () if case.ended_at else joint_reasons(spread_of(case))
    if not reasons or case.groups.filter(until=None).exists():
        return []
    return [
        Panel(
            icon="users-group",
            heading="建议召开联席会议",
            state="由人决定",
            tone="warn",
            at=case.registered_at,
            lines=tuple(PanelLine(case.registered_at, reason, "规则") for reason in reasons),
            verbs=("form_group",),
        )
    ]


def other_ways(case: Case, now: datetime) -> list[Panel]:
    """After repeated failure the party is guided elsewhere (row E7): the ways that are open, each with its limit."""
    failed = case.proceedings.filter(finished_at__isnull=False, outcome__in=FAILED).order_by("-finished_at")
    if case.ended_at or failed.count() < MANY_FAILURES:
        return []
    at = failed[0].finished_at or now
    ways = [offer for offer in remedies_of(case, now=now) if offer.open]
    return [
        Panel(
            icon="route",
            heading="多次没有调成，可以引导当事人走其他法定途径",
            state="由人决定",
            tone="warn",
            at=at,
            lines=tuple(
                PanelLine(at, offer.heading, "规则", f"{offer.text}\n{offer.note}".strip()) for offer in ways
            ),
        )
    ]


def _reviews(case: Case, _now: datetime) -> list[Panel]:
    rows = case.proceedings.filter(Q(track__in=REVIEWS)).select_related("person").order_by("pk")
    return [
        Panel(
            icon="gavel",
            heading=Track.label_of(row.track),
            state="已作出意见" if row.finished_at else "进行中",
            tone="ok" if row.finished_at else "info",
            at=row.started_at,
            lines=(PanelLine(row.started_at, "登记申请", row.person.name, row.note),),
            verbs=() if row.finished_at else ("decide_review",),
            url=address("case_letter", case.number, f"review-{row.pk}") if row.finished_at else "",
        )
        for row in rows
    ]


PANELS = (_appeals, _groups, _calls_for_a_meeting, _reviews, other_ways)
