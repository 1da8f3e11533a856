"""What the clerk sees beside the form: earlier cases of this person, and where the matter would go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from jiefen.domain.case.actor import Actor
from jiefen.domain.common import moments
from jiefen.domain.common.fold import name_form
from jiefen.domain.common.identity import matching_form, normalise_id
from jiefen.domain.common.phones import matching_phone
from jiefen.domain.common.words import Channel, State
from jiefen.domain.intake.fields import Registration
from jiefen.reports.common.addresses import case_address
from jiefen.reports.common.lists import lookup
from jiefen.reports.routing.offers import facts_of_registration, offers
from jiefen.store.common import vault
from jiefen.store.models import Case, Party

SHOWN = 5
RECENT = 5_000  # the newest cases, which say what is usual


@dataclass(frozen=True)
class HistoryItem:
    title: str
    sub: str
    url: str


@dataclass(frozen=True)
class Route:
    unit: str
    rule: str
    why: tuple[str, ...]


def history_of(actor: Actor, *, name: str, phone: str, id_number: str) -> list[HistoryItem]:
    """Visible cases with a party of this number or phone; by name only when neither was typed."""
    condition = Q()
    if id_number:
        condition |= Q(id_blind=vault.blind(matching_form(normalise_id(id_number)), column="party.id"))
    if phone:
        condition |= Q(phone_blind=vault.blind(matching_phone(phone), column="party.phone"))
    if not condition and len(name_form(name)) >= 2:
        condition = Q(name_form=name_form(name))
    if not condition:
        return []
    ids = lookup(actor, condition=Q(pk__in=Party.objects.filter(condition).values("case_id")), limit=SHOWN)
    cases = Case.objects.filter(pk__in=ids).with_names().order_by("-pk")
    return [
        HistoryItem(
            title=case.title,
            sub=f"{moments.iso_day(case.registered_at)} · {Channel.label_of(case.channel)} · {case.holder.name} · {State.label_of(case.state)}",
            url=case_address(case),
        )
        for case in cases
    ]


def kinds_in_use(actor: Actor) -> dict[str, int]:
    """How often each kind was registered among those of the newest cases that this person may see."""
    newest = Case.objects.aggregate(top=Max("pk"))["top"] or 0
    cases = Case.objects.visible_to(actor).by_way_of(pk__gt=newest - RECENT).order_by()
    return dict(cases.values_list("kind").annotate(n=Count("pk")))


def route_of(actor: Actor, *, registration: Registration, now: datetime) -> Route:
    """The first candidate with its reasons, before anything is registered."""
    first = offers(facts_of_registration(registration), seen=Case.objects.visible_to(actor), now=now)[0]
    return Route(
        unit=first.unit, rule=f"规则 {first.rule}" if "「" in first.rule else first.rule, why=first.reasons
    )
