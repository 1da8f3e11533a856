"""Search: a case number, a phone or identity number (whole or last four), a name, or words of the story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from jiefen.domain.case.actor import Actor
from jiefen.domain.common.identity import matching_form, normalise_id
from jiefen.domain.common.phones import normalise_phone
from jiefen.domain.common.reading import whole_number
from jiefen.domain.intake.numbering import shown_parts
from jiefen.reports.common.lists import PAGE, lookup, rows_of
from jiefen.reports.common.rows import CaseRow
from jiefen.store.common import text_index, vault
from jiefen.store.models import Case, Party

ROUNDS = 12
BATCH = 300


@dataclass(frozen=True)
class Found:
    rows: list[CaseRow]
    how: str
    more: bool


def search(actor: Actor, *, text: str, now: datetime) -> Found:
    """The newest visible cases for what was typed. Never tells that something exists which may not be seen."""
    text = text.strip()[:60]
    if not text:
        return Found([], "", False)
    condition = _exact(text)
    if condition is not None:
        ids = lookup(actor, condition=condition[0], limit=PAGE)
        if ids:
            return Found(rows_of(ids, now=now), condition[1], len(ids) == PAGE)
    ids = words(actor, phrase=text)
    return Found(rows_of(ids, now=now), "全文", len(ids) == PAGE)


def _exact(text: str) -> tuple[Q, str] | None:
    """A condition for things that have an index of their own, and what to call it."""
    if shown := shown_parts(text):
        return Q(year=shown[0], serial=shown[1]), "案号"
    plain = text.upper().replace(" ", "")
    digits = plain.rstrip("X")
    if len(plain) >= 15 and plain.isalnum() and plain.isascii() and plain[:6].isdigit() and "J" in plain:
        return Q(number=plain), "案号"
    if whole_number(digits) is None:
        return None
    if len(plain) == 4:
        tails = (("tail_blind", "party.phone_tail"), ("id_tail_blind", "party.id_tail"))
        return _of_parties(
            [(column, vault.blind(plain, column=name)) for column, name in tails]
        ), "手机尾号或证件后四位"
    if len(plain) >= 15:
        blind = vault.blind(matching_form(normalise_id(plain)), column="party.id")
        return _of_parties([("id_blind", blind)]), "证件号"
    if len(plain) >= 7:
        return _of_parties(
            [("phone_blind", vault.blind(normalise_phone(plain), column="party.phone"))]
        ), "电话"
    return Q(serial=int(plain)), "案号序号"


def _of_parties(wanted: list[tuple[str, bytes | None]]) -> Q:
    condition = Q()
    for column, value in wanted:
        condition |= Q(pk__in=Party.objects.filter(**{column: value}).values("case_id"))
    return condition


def words(actor: Actor, *, phrase: str, limit: int = PAGE) -> list[int]:
    """Newest visible cases whose text holds the phrase: index hits newest first, filtered by what may be seen."""
    ids: list[int] = []
    before: int | None = None
    for round_ in range(ROUNDS):
        hits = text_index.newest(phrase, before=before, limit=BATCH if round_ else limit * 2)
        if not hits:
            break
        seen = set(Case.objects.visible_to(actor).by_way_of(pk__in=hits).values_list("pk", flat=True))
        ids += [pk for pk in hits if pk in seen]
        if len(ids) >= limit:
            break
        before = hits[-1]
    return ids[:limit]


def index_hits(phrase: str) -> list[int]:
    """What the index alone answers, for benchmarks: nothing about who may see it."""
    return text_index.newest(phrase, before=None, limit=PAGE * 2)
