"""Facts of recorded successes in which something odd may show: gathered from rows, judged in `domain.oversight.irregularities`."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import Min

from jiefen.domain.agreement.words import AgreementState
from jiefen.domain.messages.words import Medium
from jiefen.domain.oversight.irregularities import Recorded
from jiefen.store.common import vault
from jiefen.store.models import Case, Confirmation, Entry, Party, Term
from jiefen.store.people.contact import kept


def recorded(cases: dict[int, datetime]) -> list[Recorded]:
    """`cases`: when the success was recorded, by case id."""
    ids = list(cases)
    terms: dict[int, list[Term]] = defaultdict(list)
    in_force = Term.objects.filter(agreement__case__in=ids, agreement__state=AgreementState.EFFECTIVE)
    for term in in_force.select_related("agreement").order_by("position"):
        terms[term.agreement.case_id].append(term)
    phones, doors, changed = _phones(ids), _doors(ids), _changed(ids)
    names = _names(ids)
    rows = Case.objects.filter(pk__in=ids).values_list("pk", "holder_id", "registered_at", "summary")
    return [
        Recorded(
            case=pk,
            unit=unit,
            accepted_at=at,
            recorded_at=cases[pk],
            performed_at=_all_performed(terms[pk]),
            text=_text(terms[pk], summary=summary, names=names[pk]),
            promises=len(terms[pk]),
            same_phone=pk in phones,
            same_door=pk in doors,
            phone_changed=pk in changed,
        )
        for pk, unit, at, summary in rows
    ]


def _names(ids: list[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    for case, name in Party.objects.filter(case__in=ids).exclude(name="").values_list("case_id", "name"):
        names[case].append(name)
    return names


def _text(terms: list[Term], *, summary: str, names: list[str]) -> str:
    """What was agreed, without who: the same words about other people are the same words."""
    text = "".join([summary, *(f"{term.agreement.facts}{term.text}{term.how}" for term in terms[:3])])
    for name in names:
        text = text.replace(name, "")
    return text


def _all_performed(terms: list[Term]) -> datetime | None:
    """When the last promise was settled, if all were."""
    settled = [term.settled_at for term in terms]
    return max(at for at in settled if at) if settled and all(settled) else None


def _phones(ids: list[int]) -> set[int]:
    """Cases in which two sides left one number, or one of them that of who handles the case."""
    seen: dict[tuple[int, bytes], set[str]] = defaultdict(set)
    for case, blind, side in (
        Party.objects.filter(case__in=ids)
        .exclude(phone_blind=None)
        .values_list("case_id", "phone_blind", "side")
    ):
        seen[case, bytes(blind or b"")].add(side)
    theirs = {
        (case.pk, vault.blind(kept(case.handler, medium=Medium.SMS), column="party.phone"))
        for case in Case.objects.filter(pk__in=ids, handler__phone_sealed__isnull=False).select_related(
            "handler"
        )
        if case.handler is not None
    }
    return {case for (case, blind), sides in seen.items() if len(sides) > 1 or (case, blind) in theirs}


def _doors(ids: list[int]) -> set[int]:
    """Cases in which one browser confirmed for two parties."""
    seen: dict[tuple[int, bytes], set[int]] = defaultdict(set)
    rows = Confirmation.objects.filter(case__in=ids).exclude(session=None)
    for case, session, party in rows.values_list("case_id", "session", "party_id"):
        seen[case, bytes(session or b"")].add(party)
    return {case for (case, _), parties in seen.items() if len(parties) > 1}


def _changed(ids: list[int]) -> set[int]:
    """Cases in which who handles them changed the registration of a party before the parties confirmed."""
    first = dict(
        Confirmation.objects.filter(case__in=ids)
        .values_list("case_id")
        .annotate(at=Min("at"))
        .values_list("case_id", "at")
    )
    cases = set()
    amended = Entry.objects.filter(case__in=ids, verb="amend").select_related("case")
    for entry in amended:
        if entry.case is not None and entry.actor_id == entry.case.handler_id:
            confirmed = first.get(entry.case.pk)
            if confirmed is None or entry.at <= confirmed:
                cases.add(entry.case.pk)
    return cases
