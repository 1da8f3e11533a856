"""The ladder of outcomes as conditions on cases: agreed, confirmed by the parties, performed, by the court, durable.

Each is a formula over what the parties themselves said and what was found; none is typed in (row F4, law.md § 3.3).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from jiefen.domain.agreement.words import (
    AgreementState,
    AuditFinding,
    ConfirmAnswer,
    ConfirmedAbout,
    Rung,
    TermState,
)
from jiefen.domain.common.words import Outcome
from jiefen.domain.court.words import CourtResult
from jiefen.domain.oversight.words import Content
from jiefen.store.models import (
    Appeal,
    AuditItem,
    Confirmation,
    CourtConfirmation,
    Party,
    ReturnVisit,
    Term,
    Tie,
)
from jiefen.store.parties import PRINCIPALS

CLAIMED = (Outcome.AGREED, Outcome.SETTLED, Outcome.UNCONFIRMED)
LASTING = timedelta(days=90)


def _agreed(_now: datetime) -> Q:
    """Recorded as agreed or settled, and no independent audit found otherwise."""
    untrue = AuditItem.objects.filter(case=OuterRef("pk"), finding=AuditFinding.FALSE)
    return Q(outcome__in=CLAIMED) & ~Q(Exists(untrue))


def _confirmed(now: datetime) -> Q:
    """Each party it binds has said yes themselves; the last word counts, silence does not."""
    return _agreed(now) & Q(Exists(_bound(silent=False))) & ~Q(Exists(_bound(silent=True)))


def _bound(*, silent: bool) -> QuerySet[Party]:
    """Parties of the case whom its outcome binds, or those of them whose last word is not yes."""
    mine = Q(giver=OuterRef("pk")) | Q(taker=OuterRef("pk"))
    promised = Term.objects.filter(mine, agreement__ended_at=None, agreement__state=AgreementState.EFFECTIVE)
    last = Confirmation.objects.filter(
        party=OuterRef("pk"), about__in=(ConfirmedAbout.AGREEMENT, ConfirmedAbout.SETTLEMENT)
    )
    last = last.filter(Q(agreement=None) | Q(agreement__ended_at=None)).order_by("-pk")
    rows = Party.objects.filter(case=OuterRef("pk"), side__in=PRINCIPALS).filter(
        Q(case__outcome=Outcome.SETTLED) | Exists(promised)
    )
    if not silent:
        return rows
    said = rows.annotate(last=Subquery(last.values("answer")[:1]))
    return said.filter(Q(last=None) | ~Q(last=ConfirmAnswer.YES))


def _performed(now: datetime) -> Q:
    """Confirmed, and no promise of it is open."""
    open_terms = Term.objects.filter(
        agreement__case=OuterRef("pk"), agreement__ended_at=None, agreement__state=AgreementState.EFFECTIVE
    ).exclude(state=TermState.PERFORMED)
    return _confirmed(now) & ~Q(Exists(open_terms))


def _durable(now: datetime) -> Q:
    """Performed, ended ninety days ago, and nobody came back: no objection, no unhappy visit, no like matter since."""
    since = {"case": OuterRef("pk")}
    came_back = (
        Exists(Appeal.objects.filter(**since, made_at__gte=OuterRef("ended_at")))
        | Exists(ReturnVisit.objects.filter(**since, content=Content.DISSATISFIED))
        | Exists(Tie.objects.filter(other=OuterRef("pk"), until=None, since__gte=OuterRef("ended_at")))
    )
    return _performed(now) & Q(ended_at__lte=now - LASTING) & ~Q(came_back)


def _by_court(now: datetime) -> Q:
    """Confirmed by the parties, and the agreement in force by a court."""
    decided = CourtConfirmation.objects.filter(
        case=OuterRef("pk"), result=CourtResult.EFFECTIVE, agreement__ended_at=None
    )
    return _confirmed(now) & Q(Exists(decided))


RUNGS: dict[Rung, Callable[[datetime], Q]] = {
    Rung.AGREED: _agreed,
    Rung.CONFIRMED: _confirmed,
    Rung.PERFORMED: _performed,
    Rung.COURT: _by_court,
    Rung.DURABLE: _durable,
}
