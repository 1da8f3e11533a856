"""Who may mediate a case, who is barred from it, and what its parties have said so far."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet

from jiefen.domain.common import moments
from jiefen.domain.common.words import PartySide
from jiefen.domain.mediation.rules import EXPERT_KINDS, NOT_MEDIATING
from jiefen.domain.mediation.words import Consent, ConsentAbout, SessionState
from jiefen.store.common.prepared import Param, Prepared
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Bar, Case, MediationSession, Mediator, Party, PartyConsent

_BARRED = Prepared(
    lambda: Bar.objects.filter(case=Param("case")).values_list("mediator_id", "user_id", "mediator__user_id")
)
_MEDIATE = Prepared(
    lambda: (
        PartyConsent.objects.filter(case=Param("case"), about=str(ConsentAbout.MEDIATE))
        .order_by("pk")
        .values_list("party_id", "consent")
    )
)


def barred_users(case: Case) -> set[int]:
    """Sign-ins of everybody who is barred from the case."""
    return {pk for _, *users in _BARRED.rows(case=case.pk) for pk in users if pk is not None}


def barred_mediators(case: Case) -> set[int]:
    """Entries of the register that are barred; one whose sign-in is barred is so too."""
    users = barred_users(case)
    named = {pk for pk, *_ in _BARRED.rows(case=case.pk) if pk is not None}
    return named | set(Mediator.objects.filter(user__in=users).values_list("pk", flat=True))


def serving(*, today: date) -> QuerySet[Mediator]:
    """Everybody who serves on this day, by name."""
    mediators = Mediator.objects.filter(Q(until=None) | Q(until__gt=today), since__lte=today)
    return mediators.select_related("unit").order_by("name", "pk")


def may_mediate(case: Case, *, now: datetime) -> QuerySet[Mediator]:
    """Who may be chosen: nobody barred, nobody whom a party has said no to."""
    out = barred_mediators(case) | unwanted(case)
    return serving(today=_today(now)).exclude(kind__in=NOT_MEDIATING).exclude(pk__in=out)


def may_advise(case: Case, *, now: datetime) -> QuerySet[Mediator]:
    """Who may be asked as an expert: nobody barred, and nobody who has mediated here (invited mediation rules 16)."""
    mediated = MediationSession.objects.filter(case=case, state=SessionState.HELD).values("mediator_id")
    experts = serving(today=_today(now)).filter(kind__in=EXPERT_KINDS)
    return experts.exclude(pk__in=barred_mediators(case)).exclude(pk__in=mediated)


def unwanted(case: Case) -> set[int]:
    """Mediators to whom some party's latest word was no."""
    rows = PartyConsent.objects.filter(case=case, about=ConsentAbout.MEDIATOR, mediator__isnull=False)
    last = {
        (party, who): said
        for party, who, said in rows.order_by("pk").values_list("party_id", "mediator_id", "consent")
    }
    return {who for (_, who), said in last.items() if said == Consent.NO and who is not None}


def refusing(case: Case) -> set[int]:
    """Parties whose latest word on mediating at all was no. Until they say yes again, nothing goes on."""
    last = dict(_MEDIATE.rows(case=case.pk))
    return {party for party, said in last.items() if said == Consent.NO}


def latest(case: Case, *, session: MediationSession | None = None) -> dict[tuple[int, str], str]:
    """The latest word of each party about each thing: for the whole case, or for this session."""
    mine = Q(session=None) | Q(session=session) if session else Q(session=None)
    rows = PartyConsent.objects.filter(mine, case=case).exclude(about=ConsentAbout.MEDIATOR).order_by("pk")
    return {(party, about): said for party, about, said in rows.values_list("party_id", "about", "consent")}


def principals(case: Case) -> list[Party]:
    """The parties themselves, without their representatives."""
    return list(case.parties.exclude(side=PartySide.REPRESENTATIVE).order_by("position"))


def planned(case: Case) -> QuerySet[MediationSession]:
    """Sessions still to be held, the next first."""
    sessions = MediationSession.objects.filter(case=case, state=SessionState.PLANNED)
    return sessions.select_related("room", "mediator").order_by("begins_at", "pk")


def when_of(row: MediationSession) -> str:
    return f"{moments.iso_minute(row.begins_at)}–{moments.clock(row.ends_at)}"


def where_of(row: MediationSession) -> str:
    return row.room.name if row.room else row.place or "线上"


def name_of(party: Party) -> str:
    return party.name or PartySide.label_of(party.side)


def _today(now: datetime) -> date:
    return snapshot().calendar.local(now).date()
