"""Party rows: sealed under their own keys, findable by blind index only."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from jiefen.domain.common.chain import canonical
from jiefen.domain.common.fold import name_form
from jiefen.domain.common.identity import matching_form
from jiefen.domain.common.phones import matching_phone, phone_tail
from jiefen.domain.common.words import IdentityPaper, PartyKind, PartySide
from jiefen.domain.intake.fields import PARTY_FIELDS, Kept, PartyFacts
from jiefen.domain.intake.numbering import normalise_code, tracking_code
from jiefen.store.common import vault
from jiefen.store.common.insert import insert_plain
from jiefen.store.models import Case, Party, Secret
from jiefen.store.parties import CODE_PLACE, PRINCIPALS

MAX_NAME = 120
_SEALED = tuple(field for field in PARTY_FIELDS if field.kept is Kept.SEALED)
_PLAIN = tuple(field for field in PARTY_FIELDS if field.kept is not Kept.SEALED)
_HISTORY = tuple(field for field in PARTY_FIELDS if field.kept is not Kept.APART)
_TEXTS = tuple(field.kept_as for field in PARTY_FIELDS if field.is_text)


@dataclass(frozen=True)
class Sealed:
    """A party ready to be written: its facts, its own key and tracking code, not yet in the database."""

    position: int
    facts: PartyFacts
    secret: Secret
    key: bytes
    code: str
    columns: dict[str, object]


def prepare(facts: Sequence[PartyFacts], *, case_key: bytes, first: int = 0) -> list[Sealed]:
    """`case_key`: seals the tracking codes. `first`: the position of the first of them in the case."""
    return [_sealed(party, position=first + at, case_key=case_key) for at, party in enumerate(facts)]


def _sealed(one: PartyFacts, *, position: int, case_key: bytes) -> Sealed:
    secret, key = vault.new_secret()
    code = tracking_code(secrets.token_bytes(10)) if one.side in PRINCIPALS else ""
    stored = columns(one, key=key) | code_columns(code, case_key=case_key)
    return Sealed(position, one, secret, key, code, stored)


def code_columns(code: str, *, case_key: bytes) -> dict[str, object]:
    """A tracking code as it is stored."""
    return {
        "code_sealed": vault.seal(case_key, code, place=CODE_PLACE),
        "code_blind": vault.blind(normalise_code(code), column=CODE_PLACE),
    }


def code_for_applicant(sealed: Sequence[Sealed]) -> str:
    """The code that goes on the receipt: the first applicant's."""
    return next((party.code for party in sealed if party.facts.side == PartySide.APPLICANT), "")


def add(case: Case, *, sealed: Sequence[Sealed]) -> None:
    """Write parties whose secrets are already stored."""
    add_all([(case, sealed)])


def add_all(many: Sequence[tuple[Case, Sequence[Sealed]]]) -> None:
    """The same for several cases at once."""
    rows = [
        {
            "case_id": case.pk,
            "side": party.facts.side,
            "position": party.position,
            "secret_id": party.secret.pk,
            **party.columns,
        }
        for case, sealed in many
        for party in sealed
    ]
    insert_plain(Party, rows=rows)


def history_texts(sealed: Sequence[Sealed]) -> dict[int, str]:
    """What the history says of each party, by position."""
    return {party.position: sealed_text(party.key, party.facts) for party in sealed}


def columns(one: PartyFacts, *, key: bytes) -> dict[str, object]:
    """What was told, ciphertext where it must not be read at rest, and the indexes that find that again."""
    return {
        **{field.column: getattr(one, field.kept_as) for field in _PLAIN},
        **{
            field.column: vault.seal(key, getattr(one, field.kept_as), place=f"party.{field.name}")
            for field in _SEALED
        },
        "name_form": name_form(one.name)[:MAX_NAME],
        **blinds(one),
    }


def blinds(one: PartyFacts, *, index: bytes = b"") -> dict[str, bytes | None]:
    """The indexes that find a party again. `index`: an index key that is not in use yet."""
    return {
        "id_blind": vault.blind(matching_form(one.id_number), column="party.id", key=index),
        "id_tail_blind": vault.blind(one.id_number[-4:], column="party.id_tail", key=index),
        "phone_blind": vault.blind(matching_phone(one.phone), column="party.phone", key=index),
        "tail_blind": vault.blind(phone_tail(one.phone), column="party.phone_tail", key=index),
    }


def sealed_text(key: bytes, one: PartyFacts) -> str:
    """What the history says of a party: ciphertext only, so that erasing the key erases the person, not the chain."""
    texts = {field.name: str(getattr(one, field.kept_as)) for field in _HISTORY}
    return vault.seal_text(key, canonical(texts))


def facts_of(row: Party, *, key: bytes) -> PartyFacts:
    """A stored party, opened with its own key."""
    return PartyFacts(
        side=PartySide(row.side),
        kind=PartyKind(row.kind),
        paper=IdentityPaper(row.paper),
        **{field.kept_as: getattr(row, field.column) for field in _PLAIN if field.is_text},
        **{
            field.kept_as: vault.unseal(key, bytes(getattr(row, field.column)), place=f"party.{field.name}")
            for field in _SEALED
        },
    )


def over(stored: PartyFacts, told: PartyFacts) -> PartyFacts:
    """What was told on top of what is stored; an empty text takes nothing away."""
    new: dict[str, Any] = {name: getattr(told, name) for name in _TEXTS if getattr(told, name)}
    if told.id_number:
        new["paper"] = told.paper
    return replace(stored, kind=told.kind, **new)
