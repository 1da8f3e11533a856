"""The next session as a party reads it, and what they have said about mediating."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.case.lifecycle import OPEN
from jiefen.domain.common import moments
from jiefen.domain.common.words import PartySide, State
from jiefen.domain.mediation.words import Coming, Consent, ConsentAbout, Openness, SessionMode
from jiefen.domain.oversight.words import BookingState
from jiefen.reports.common.claim import Claim, claim_of
from jiefen.reports.common.reference import shown_number
from jiefen.store.common.reference import snapshot
from jiefen.store.mediation import latest, may_mediate, planned, refusing, where_of
from jiefen.store.models import Case, MediationSession, Party
from jiefen.store.safety import is_apart

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class NextSession:
    """`coming`: what this party has said, '' while nothing; `invitation`: its id, None where no party is known."""

    begins_at: datetime
    when: str
    where: str
    mediator: str
    mode: str
    openness: str
    link: str
    online: bool
    invitation: int | None
    coming: str
    wish: str


@dataclass(frozen=True)
class NextSitting:
    """A leader's reception at which this party has a seat. `link`: '' when it is held in a room."""

    begins_at: datetime
    when: str
    where: str
    leader: str
    link: str


@dataclass(frozen=True)
class OwnSessions:
    """`said`: this party's latest word by what it is about. `mediators`: whom they may choose. `claim`: what is asked of a
    respondent, as far as it was released. `apart`: the matter is not
    mediated; the other side reads the same, so nothing is said of why."""

    label: str
    session: NextSession | None
    said: dict[str, str]
    stopped: bool
    refused: bool
    open: bool
    apart: bool
    claim: Claim | None
    mediators: list[tuple[str, str]]
    chosen: str


def next_session(case: Case, *, now: datetime, party: Party | None = None) -> NextSession | None:
    held = case.state == State.HANDLING and not is_apart(case)
    row = planned(case).filter(ends_at__gt=now).first() if held else None
    return _session(row, party=party) if row else None


def _session(row: MediationSession, *, party: Party | None) -> NextSession:
    mine = row.invitations.filter(party=party).first() if party else None
    return NextSession(
        begins_at=row.begins_at,
        when=_hours(row.begins_at, ends_at=row.ends_at),
        where=where_of(row),
        mediator=row.mediator.name,
        mode=SessionMode.label_of(row.mode),
        openness=Openness.label_of(row.openness),
        link=row.link,
        online=row.mode == SessionMode.ONLINE,
        invitation=mine.pk if mine else None,
        coming=Coming.label_of(mine.state) if mine and mine.state else "",
        wish=mine.wish if mine else "",
    )


def _hours(begins_at: datetime, *, ends_at: datetime) -> str:
    local = snapshot().calendar.local
    begins, ends = local(begins_at), local(ends_at)
    return f"{begins.month} 月 {begins.day} 日 星期{WEEKDAYS[begins.weekday()]} {moments.clock(begins)} 到 {moments.clock(ends)}"


def next_sitting(party: Party, *, now: datetime) -> NextSitting | None:
    """The other side is not told where to press, so it cannot join."""
    booked = party.bookings.filter(state=BookingState.BOOKED)
    row = booked.filter(reception__ends_at__gt=now).select_related("reception__leader").first()
    if row is None:
        return None
    held = row.reception
    when = _hours(held.begins_at, ends_at=held.ends_at)
    return NextSitting(held.begins_at, when, where=held.room, leader=held.leader.name, link=held.link)


def own_sessions(case: Case, *, party: Party, now: datetime) -> OwnSessions:
    said = {about: word for (who, about), word in latest(case).items() if who == party.pk}
    no = refusing(case)
    wishes = case.consents.filter(party=party, about=ConsentAbout.MEDIATOR, consent=Consent.YES)
    chosen = wishes.select_related("mediator").order_by("-pk").first()
    offered = may_mediate(case, now=now)
    return OwnSessions(
        label=shown_number(case),
        session=next_session(case, now=now, party=party),
        said=said,
        stopped=bool(no),
        refused=party.pk in no,
        open=case.state in OPEN and not is_apart(case),
        apart=is_apart(case),
        claim=claim_of(case, side=PartySide(party.side)) if party.side == PartySide.RESPONDENT else None,
        mediators=[(str(row.pk), f"{row.name}（{row.unit.name}）") for row in offered],
        chosen=chosen.mediator.name if chosen and chosen.mediator else "",
    )
