"""The next session as a party reads it, and what they have said about mediating."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.lifecycle import OPEN
from jiefen.domain.words import State
from jiefen.domain.words_mediation import Coming, Consent, ConsentAbout, Openness, SessionMode
from jiefen.reports.public import label_of
from jiefen.store.mediation import latest, may_mediate, planned, refusing, where_of
from jiefen.store.models import Case, MediationSession, Party
from jiefen.store.reference import snapshot
from jiefen.store.safe import is_apart

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class NextSession:
    """`coming`: what this party has said, '' while nothing; `invitation`: its id, None where no party is known."""

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
class OwnSessions:
    """`said`: this party's latest word by what it is about. `mediators`: whom they may choose. `apart`: the matter is not
    mediated; the other side reads the same, so nothing is said of why."""

    label: str
    session: NextSession | None
    said: dict[str, str]
    stopped: bool
    refused: bool
    open: bool
    apart: bool
    mediators: list[tuple[str, str]]
    chosen: str


def next_session(case: Case, *, now: datetime, party: Party | None = None) -> NextSession | None:
    held = case.state == State.HANDLING and not is_apart(case)
    row = planned(case).filter(ends_at__gt=now).first() if held else None
    return _session(row, party=party) if row else None


def _session(row: MediationSession, *, party: Party | None) -> NextSession:
    local = snapshot().calendar.local
    begins, ends = local(row.begins_at), local(row.ends_at)
    mine = row.invitations.filter(party=party).first() if party else None
    return NextSession(
        when=f"{begins.month} 月 {begins.day} 日 星期{WEEKDAYS[begins.weekday()]} {begins:%H:%M} 到 {ends:%H:%M}",
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


def own_sessions(case: Case, *, party: Party, now: datetime) -> OwnSessions:
    said = {about: word for (who, about), word in latest(case).items() if who == party.pk}
    no = refusing(case)
    wishes = case.consents.filter(party=party, about=ConsentAbout.MEDIATOR, consent=Consent.YES)
    chosen = wishes.select_related("mediator").order_by("-pk").first()
    offered = may_mediate(case, now=now)
    return OwnSessions(
        label=label_of(case),
        session=next_session(case, now=now, party=party),
        said=said,
        stopped=bool(no),
        refused=party.pk in no,
        open=case.state in OPEN and not is_apart(case),
        apart=is_apart(case),
        mediators=[(str(row.pk), f"{row.name}（{row.unit.name}）") for row in offered],
        chosen=chosen.mediator.name if chosen and chosen.mediator else "",
    )
