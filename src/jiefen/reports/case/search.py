"""Search: a case number, a phone or identity number (whole or last four), a name, or words of the story."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from jiefen.domain.case.actor import Actor
from jiefen.domain.common.fold import compact, fold, name_form
from jiefen.domain.common.identity import matching_form
from jiefen.domain.common.phones import phones_meant
from jiefen.domain.common.reading import whole_number
from jiefen.domain.intake.numbering import normalise_code, normalise_number, number_problem, shown_parts
from jiefen.reports.common.lists import PAGE, lookup, rows_of
from jiefen.reports.common.rows import CaseRow
from jiefen.store.common import text_index, vault
from jiefen.store.models import Case, Party
from jiefen.store.parties import CODE_PLACE

BATCHES = (
    300,
    1_000,
    3_000,
    *[5_000] * 20,
)  # hits looked through, newest first; a word this common is no search
SHORTEST = 5  # signs of a phone or the number of a paper


@dataclass(frozen=True)
class Found:
    """`cut`: older hits were not looked through, the words are too common."""

    rows: list[CaseRow]
    how: str
    more: bool
    cut: bool = False


def search(actor: Actor, *, text: str, now: datetime) -> Found:
    """The newest visible cases for what was typed. Never tells that something exists which may not be seen."""
    text = fold(text).strip()[:60]
    if not text:
        return Found([], "", False)
    for condition, how in _exact(text):
        if ids := lookup(actor, condition=condition, limit=PAGE):
            return Found(rows_of(ids, now=now), how, len(ids) == PAGE)
    ids, cut = _by_words(actor, text=text)
    return Found(rows_of(ids, now=now), "全文", len(ids) == PAGE, cut)


def _exact(text: str) -> Iterator[tuple[Q, str]]:
    """Conditions for things that have an index of their own, and what to call them, the surest first."""
    plain = compact(text)
    if shown := shown_parts(text):
        yield Q(year=shown[0], serial=shown[1]), "案号"
    if number_problem(text) is None:
        yield Q(number=normalise_number(text)), "案号"
    if code := normalise_code(text):
        yield _of_parties([("code_blind", [vault.blind(code, column=CODE_PLACE)])]), "查询码"
    if re.fullmatch("[0-9]{3}[0-9X]", plain):
        tails = (("tail_blind", "party.phone_tail"), ("id_tail_blind", "party.id_tail"))
        yield (
            _of_parties([(column, [vault.blind(plain, column=name)]) for column, name in tails]),
            "手机尾号或证件后四位",
        )
    elif whole_number(plain, digits=6) is not None:
        yield Q(serial=int(plain)), "案号序号"
    if len(plain) >= SHORTEST and re.search("[0-9]", plain):
        phones = [vault.blind(phone, column="party.phone") for phone in phones_meant(text)]
        papers = [vault.blind(matching_form(text), column="party.id")]
        yield _of_parties([("id_blind", papers), ("phone_blind", phones)]), "电话或证件号"


def _of_parties(wanted: Sequence[tuple[str, Sequence[bytes | None]]]) -> Q:
    condition = Q()
    for column, values in wanted:
        condition |= Q(pk__in=Party.objects.filter(**{f"{column}__in": values}).values("case_id"))
    return condition


def _by_words(actor: Actor, *, text: str) -> tuple[list[int], bool]:
    """By the words of the case, and by a party's name however it is written."""
    (ids, cut), name = words(actor, phrase=text), name_form(text)
    if len(name) >= 2 and len(ids) < PAGE:
        named = Q(pk__in=Party.objects.filter(name_form=name).values("case_id"))
        ids = sorted({*ids, *lookup(actor, condition=named)}, reverse=True)[:PAGE]
    return ids, cut


def words(actor: Actor, *, phrase: str, limit: int = PAGE) -> tuple[list[int], bool]:
    """Newest visible cases whose text holds the phrase: index hits newest first, filtered by what may be seen.

    Also whether it gave up: after a hundred thousand hits that are not this person's to see.
    """
    ids: list[int] = []
    before: int | None = None
    for batch in (limit * 2, *BATCHES):
        hits = text_index.newest(phrase, before=before, limit=batch)
        if not hits:
            return ids[:limit], False
        seen = set(Case.objects.visible_to(actor).by_way_of(pk__in=hits).values_list("pk", flat=True))
        ids += [pk for pk in hits if pk in seen]
        if len(ids) >= limit:
            return ids[:limit], False
        before = hits[-1]
    return ids[:limit], True


def index_hits(phrase: str) -> list[int]:
    """What the index alone answers, for benchmarks: nothing about who may see it."""
    return text_index.newest(phrase, before=None, limit=PAGE * 2)
