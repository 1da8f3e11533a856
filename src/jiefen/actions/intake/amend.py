"""Correct what was registered. A partial save never blanks a stored field: what is not sent, or sent empty, stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from jiefen.actions.common import parties
from jiefen.actions.common.case_texts import CODES, WORDS, code_of, joined, searchable
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.domain.case.lifecycle import permit
from jiefen.domain.common.chain import canonical
from jiefen.domain.common.errors import Invalid
from jiefen.domain.common.words import Flag, PartySide
from jiefen.domain.intake.fields import PartyFacts, Registration
from jiefen.store.common import text_index, vault
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case, Party, Secret

_WORDS = frozenset(field.name for field in WORDS)
_AMENDABLE = {field.name: field for field in (*WORDS, *CODES) if field.amendable}


@in_one_transaction("amend")
def amend(
    command: Command,
    *,
    number: str,
    sent: frozenset[str],
    registration: Registration,
    seen: int | None = None,
) -> Answer:
    """`sent`: names of the fields that were sent with a value; only these are taken from `registration`."""
    case = command.lock(number, action="amend", seen=seen)
    permit("amend", state=case.state)
    changed: dict[str, Any] = {name: getattr(registration, name) for name in _AMENDABLE if name in sent}
    changed = {name: value for name, value in changed.items() if value != getattr(case, name)}
    place = _place(registration.place) if "place" in sent else case.place
    texts = _parties(case, registration=registration, sent=sent)
    flags = _flags(
        case, place=place, registration=registration, sent=sent, kind=changed.get("kind", case.kind)
    )
    moved = {"place": place} if place != case.place else {}
    if not changed and not texts and not moved and flags == case.flags:
        return Answer(sentence="没有需要保存的修改。", number=case.number, version=case.version)
    Case.objects.filter(pk=case.pk).update(**changed, **moved, flags=flags)
    for name, value in {**changed, **moved, "flags": flags}.items():
        setattr(case, name, value)
    folded = {name: code_of(_AMENDABLE[name], value) for name, value in changed.items() if name not in _WORDS}
    folded |= {"place": place.code} if moved and place else {}
    names = list(case.parties.values_list("name", flat=True))
    text_index.put(case.pk, text=searchable(case, names=names))
    command.history.add(
        case,
        verb="amend",
        changes=folded | {"flags": flags},
        facts={"fields": sorted([*changed, *moved]), "parties": sorted(texts)},
        private=canonical({name: str(value) for name, value in changed.items() if name in _WORDS}),
        parties=texts,
    )
    return Answer(sentence="修改已保存。", number=case.number, version=case.version + 1)


def _place(code: str) -> Any:
    place = snapshot().places.get(code)
    if place is None:
        raise Invalid(fields={"place": "没有这个地方，请从列表中选择。"})
    return place


def _parties(case: Case, *, registration: Registration, sent: frozenset[str]) -> dict[int, str]:
    """Fill in or correct parties side by side, in order; new ones are added, none is removed."""
    texts: dict[int, str] = {}
    rows = list(case.parties.select_related("secret").order_by("position"))
    for side in PartySide:
        people = [person for person in registration.parties if person.side == side]
        known = [row for row in rows if row.side == side]
        for row, person in zip(known, people, strict=False):
            if text := _correct(row, person, keep_kind=f"{side}_kind" not in sent):
                texts[row.position] = text
        fresh = parties.prepare(
            people[len(known) :],
            case_key=vault.key_of(case.secret),
            first=len(rows) + _added(texts, rows),
        )
        if fresh:
            Secret.objects.bulk_create([party.secret for party in fresh])
            parties.add(case, sealed=fresh)
            texts |= parties.history_texts(fresh)
    return texts


def _added(texts: dict[int, str], rows: list[Party]) -> int:
    return sum(position >= len(rows) for position in texts)


def _correct(row: Party, one: PartyFacts, *, keep_kind: bool) -> str:
    """Write what differs; empty texts leave what is stored. Answers the sealed history text, or '' for no change."""
    key = vault.key_of(row.secret)
    stored = parties.facts_of(row, key=key)
    merged = parties.over(stored, replace(one, kind=stored.kind) if keep_kind else one)
    if merged == stored:
        return ""
    Party.objects.filter(pk=row.pk).update(**parties.columns(merged, key=key))
    return parties.sealed_text(key, merged)


def _flags(case: Case, *, place: Any, registration: Registration, sent: frozenset[str], kind: str) -> str:
    """Facts may be added; “incomplete” goes by itself once nothing is missing."""
    flags = set(case.flag_set()) | (
        set(registration.flags) - {Flag.INCOMPLETE.value} if "flags" in sent else set()
    )
    sides = set(case.parties.exclude(name="").values_list("side", flat=True))
    whole = {PartySide.APPLICANT, PartySide.RESPONDENT} <= sides and place is not None and kind != "9999"
    if whole:
        flags.discard(Flag.INCOMPLETE.value)
    return joined(frozenset(flags))
