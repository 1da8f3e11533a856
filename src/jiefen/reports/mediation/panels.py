"""Sessions, what the parties said, disclosures, recusals and experts as panels of a case."""

from __future__ import annotations

from datetime import datetime

from jiefen.domain.mediation.words import (
    Coming,
    Consent,
    ConsentAbout,
    ExpertState,
    Openness,
    SessionMode,
    SessionResult,
    SessionState,
    Via,
)
from jiefen.reports.common.addresses import address
from jiefen.reports.common.panels import Panel, PanelLine
from jiefen.store.mediation import name_of, refusing, when_of, where_of
from jiefen.store.models import Case, ExpertQuestion, Invitation, MediationSession, PartyConsent

TONES = {SessionState.PLANNED: "info", SessionState.HELD: "ok", SessionState.CANCELLED: "done"}


def _sessions(case: Case, now: datetime) -> list[Panel]:
    rows = case.sessions.select_related("room", "mediator", "by").prefetch_related("invitations__party")
    return [_session(row, now=now) for row in rows.order_by("pk")]


def _session(row: MediationSession, *, now: datetime) -> Panel:
    state = SessionState(row.state)
    mode = f"{SessionMode.label_of(row.mode)}、{Openness.label_of(row.openness)}"
    lines = [PanelLine(row.made_at, f"安排了调解会（{mode}），调解员{row.mediator.name}", row.by.name)]
    lines += [_answer(invitation) for invitation in row.invitations.all()]
    if row.ended_at:
        what = f"笔录已完成：{SessionResult.label_of(row.result)}" if row.result else "已取消"
        lines.append(PanelLine(row.ended_at, what, "", row.said_result))
    waiting = state is SessionState.PLANNED
    return Panel(
        icon="calendar-event",
        heading=f"调解会 {when_of(row)}，{where_of(row)}",
        state="待完成笔录" if waiting and row.begins_at <= now else state.label,
        tone="warn" if waiting and row.begins_at <= now else TONES[state],
        at=row.made_at,
        lines=tuple(lines),
        verbs=("answer_invitation", "move_session", "cancel_session") if waiting else (),
        url="" if state is SessionState.CANCELLED else address("session", row.case.number, row.pk),
        url_label="调解笔录",
        url_icon="notes",
    )


def _answer(one: Invitation) -> PanelLine:
    via = f"（{Via.label_of(one.via)}）" if one.via else ""
    return PanelLine(one.at, f"{Coming.label_of(one.state)}{via}", name_of(one.party), one.wish)


def _consents(case: Case, _now: datetime) -> list[Panel]:
    rows = list(case.consents.select_related("party", "mediator", "by", "session").order_by("pk"))
    if not rows:
        return []
    stopped = bool(refusing(case))
    return [
        Panel(
            icon="checks",
            heading="当事人意见",
            state="有人不同意调解，已停止" if stopped else "已征得意见",
            tone="bad" if stopped else "ok",
            at=rows[-1].at,
            lines=tuple(_consent(row) for row in rows),
            verbs=("consent", "choose_mediator", "refuse_mediation"),
        )
    ]


def _consent(row: PartyConsent) -> PanelLine:
    about = row.mediator.name + "调解" if row.mediator else ConsentAbout.label_of(row.about)
    only = f"（只就 {when_of(row.session)} 这一场）" if row.session else ""
    what = f"{name_of(row.party)}{Consent.label_of(row.consent)}{about}{only}，{Via.label_of(row.via)}"
    return PanelLine(row.at, f"记录：{what}", row.by.name, row.said)


def _independence(case: Case, _now: datetime) -> list[Panel]:
    disclosures = [
        Panel(
            "message-report",
            "披露关系",
            "双方可见",
            "info",
            row.at,
            (PanelLine(row.at, "披露", row.by.name, row.text),),
        )
        for row in case.disclosures.select_related("by").order_by("pk")
    ]
    bars = case.bars.select_related("mediator", "user", "by").order_by("pk")
    return disclosures + [
        Panel(
            icon="user-question",
            heading=f"回避：{(row.mediator or row.user or row.by).name}",
            state="永久不能经办本案",
            tone="warn",
            at=row.at,
            lines=(PanelLine(row.at, "登记回避", row.by.name, row.reason),),
        )
        for row in bars
    ]


def _experts(case: Case, _now: datetime) -> list[Panel]:
    return [_expert(row) for row in case.expert_questions.select_related("expert", "by").order_by("pk")]


def _expert(row: ExpertQuestion) -> Panel:
    lines = [PanelLine(row.asked_at, "请教", row.by.name, row.question)]
    if row.answered_at:
        lines.append(PanelLine(row.answered_at, ExpertState.label_of(row.state), row.expert.name, row.answer))
    return Panel(
        icon="message-question",
        heading=f"专家意见：{row.expert.name}",
        state=ExpertState.label_of(row.state),
        tone="ok" if row.answered_at else "warn",
        at=row.asked_at,
        lines=tuple(lines),
        verbs=() if row.answered_at else ("expert_answers",),
    )


PANELS = (_sessions, _consents, _independence, _experts)
