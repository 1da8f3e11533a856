"""One session as its page shows it: who was asked, what each party agreed to, the minutes; what is sealed only to its mediator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.case.actor import Actor
from jiefen.domain.common.errors import Unseen
from jiefen.domain.common.words import PartySide
from jiefen.domain.mediation.rules import SNIPPETS
from jiefen.domain.mediation.words import (
    Coming,
    Consent,
    ConsentAbout,
    Openness,
    SessionMode,
    SessionResult,
    SessionState,
)
from jiefen.reports.common.addresses import case_address
from jiefen.store.common import vault
from jiefen.store.common.reference import snapshot
from jiefen.store.common.scope import can
from jiefen.store.mediation import barred_users, latest, name_of, refusing, when_of, where_of
from jiefen.store.models import Case, Invitation, MediationSession

SEALED = "session.concession"
MINUTES = (
    ("participants", "其他参加人"),
    ("notices", "告知事项"),
    ("statements", "各方陈述"),
    ("facts", "查明的事实"),
    ("undisputed", "无争议事实"),
    ("said_result", "结果"),
)
ASKED = (ConsentAbout.MEDIATE, ConsentAbout.OPENNESS, ConsentAbout.ONLINE, ConsentAbout.RECORDING)
TONES = {Consent.YES: "ok", Consent.NO: "bad"}
COMING_TONES = {
    Coming.COMING: "ok", Coming.CAME: "ok", Coming.NOT_COMING: "bad", Coming.ABSENT: "warn", Coming.ASKED: "",
}  # fmt: skip


@dataclass(frozen=True)
class SessionWord:
    """What one party said about one thing; `url` notes it down anew."""

    label: str
    said: str
    tone: str
    url: str


@dataclass(frozen=True)
class PartyLine:
    id: int
    name: str
    side: str
    coming: str
    tone: str
    wish: str
    answer_url: str
    words: list[SessionWord]


@dataclass(frozen=True)
class Snippet:
    field: str
    label: str
    text: str
    id: int


@dataclass(frozen=True)
class SessionView:
    """`sealed`: what only its mediator reads, None for everybody else. `begun`: its minutes can be completed."""

    id: int
    heading: str
    state: str
    tone: str
    planned: bool
    begun: bool
    stopped: bool
    mediator: str
    mode: str
    openness: str
    link: str
    parties: list[PartyLine]
    minutes: list[tuple[str, str]]
    result: str
    recorder: str
    sealed: str | None
    may_hold: bool
    snippets: dict[str, list[Snippet]]


def session_of(case: Case, *, pk: int) -> MediationSession:
    """Raises Unseen."""
    rows = case.sessions.select_related("room", "mediator", "recorder").prefetch_related("invitations__party")
    session: MediationSession | None = rows.filter(pk=pk).first()
    if session is None or session.state == SessionState.CANCELLED:
        raise Unseen("本案没有这场调解会，或者它已经取消。")
    return session


def session_view(actor: Actor, *, case: Case, row: MediationSession, now: datetime) -> SessionView:
    planned = row.state == SessionState.PLANNED
    state = SessionState(row.state)
    barred = actor.user_id in barred_users(case)
    calendar = snapshot().calendar
    return SessionView(
        id=row.pk,
        heading=f"{when_of(row)}，{where_of(row)}",
        state=state.label,
        tone="info" if planned else "ok",
        planned=planned,
        begun=calendar.local(row.begins_at).date() <= calendar.local(now).date(),
        stopped=bool(refusing(case)),
        mediator=row.mediator.name,
        mode=SessionMode.label_of(row.mode),
        openness=Openness.label_of(row.openness),
        link=row.link,
        parties=_parties(case, row=row, may_note=can(actor, action="consent", case=case) and planned),
        minutes=[(label, text) for name, label in MINUTES if (text := getattr(row, name))],
        result=SessionResult.label_of(row.result) if row.result else "",
        recorder=row.recorder.name if row.recorder else "",
        sealed=concessions(actor, case=case, row=row),
        may_hold=planned and not barred and can(actor, action="hold_session", case=case),
        snippets=_snippets(),
    )


def concessions(actor: Actor, *, case: Case, row: MediationSession) -> str | None:
    """What somebody would settle for. None for whoever is not this case's mediator, or is barred from it."""
    if not can(actor, action="read_concessions", case=case) or actor.user_id in barred_users(case):
        return None
    try:
        return vault.unseal(vault.key_of(case.secret), bytes(row.concessions_sealed), place=SEALED)
    except vault.Erased:
        return "（内容已按规定删除）"


def _parties(case: Case, *, row: MediationSession, may_note: bool) -> list[PartyLine]:
    said = latest(case, session=row)
    return [_party(case, invitation, said=said, may_note=may_note) for invitation in row.invitations.all()]


def _party(case: Case, one: Invitation, *, said: dict[tuple[int, str], str], may_note: bool) -> PartyLine:
    url, party = case_address(case), one.party
    represents = party.side == PartySide.REPRESENTATIVE
    words = []
    for about in () if represents else ASKED:
        word = said.get((party.pk, about))
        label = Consent.label_of(word) if word else "没有表示"
        link = f"{url}/consent?party={party.pk}&asked={about}&session={one.session_id}" if may_note else ""
        words.append(SessionWord(about.label, label, TONES[Consent(word)] if word else "", link))
    return PartyLine(
        id=party.pk,
        name=name_of(party),
        side=PartySide.label_of(party.side),
        coming=Coming.label_of(one.state),
        tone=COMING_TONES[Coming(one.state)],
        wish=one.wish,
        answer_url=f"{url}/answer_invitation?invitation={one.pk}" if may_note else "",
        words=words,
    )


def _snippets() -> dict[str, list[Snippet]]:
    snippets: dict[str, list[Snippet]] = {}
    for at, (field, label, text) in enumerate(SNIPPETS):
        snippets.setdefault(field, []).append(Snippet(field, label, text, at))
    return snippets


def coming_parties(row: MediationSession) -> list[int]:
    """Who said they would come: ticked beforehand."""
    return [invitation.party_id for invitation in row.invitations.all() if invitation.state == Coming.COMING]
