"""A key takes the place of another: what can be written anew is, what cannot stays readable with the former key.

The order survives a power cut at any point. The new key is on the disk as `name.next`; one transaction writes everything
anew and notes the new fingerprint; then the files change places. `finish` brings the files in line with what was noted.
Nobody else may work on the home meanwhile: running processes remember the keys they read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from jiefen.actions.common import parties
from jiefen.actions.common.history import History
from jiefen.actions.ledger.keys import KeyProblem, keep_former, key_row
from jiefen.actions.ledger.sequence import seal, sequence
from jiefen.domain.case.actor import Actor
from jiefen.domain.messages.words import Medium
from jiefen.lib import checkpoint, crypto, durable
from jiefen.lib.key_files import KEYS, fresh_key, read_key, write_key
from jiefen.store import models as rows
from jiefen.store.common import vault
from jiefen.store.common.keys import key_problems, keys_in_use
from jiefen.store.intake import SEAT_PHONE
from jiefen.store.parties import CODE_PLACE, code_of
from jiefen.store.people import contact

CHUNK = 2_000


@dataclass(frozen=True)
class SealedColumn:
    """A column sealed under the installation's own wrap key; `place` of a row is what its value is bound to."""

    model: type[models.Model]
    column: str
    place: Callable[[int], str]


SEALED_HERE = (
    SealedColumn(rows.Draft, "sealed", lambda pk: "draft"),
    SealedColumn(rows.ImportProblem, "sealed", lambda pk: "import.row"),
    SealedColumn(rows.BookedSeat, "phone_sealed", lambda pk: SEAT_PHONE),
    SealedColumn(rows.User, "totp_sealed", lambda pk: "user.totp"),
    SealedColumn(rows.User, "email_sealed", lambda pk: contact.place(Medium.EMAIL, user_id=pk)),
    SealedColumn(rows.User, "phone_sealed", lambda pk: contact.place(Medium.SMS, user_id=pk)),
)


@dataclass(frozen=True)
class Rotated:
    """`written`: values that were written anew."""

    name: str
    former: str
    fingerprint: str
    written: int


def rotate(name: str, *, by: Actor, at: datetime) -> Rotated:
    """Put a fresh key in the place of the one called `name`. Raises KeyProblem; NotAllowed unless an administrator."""
    by.require("manage_people")
    if problems := key_problems():
        raise KeyProblem("现有的密钥有问题，先处理它：" + problems[0])
    if name == "checkpoint":
        sequence()
        seal(at=at, export=None)  # the last one signed with the old key covers everything before the new one
    waiting = _next(name)
    waiting.unlink(missing_ok=True)
    write_key(waiting, fresh_key(name))
    durable.sync_folder(waiting.parent)
    key = read_key(waiting, name=name)
    former = keys_in_use()[name]
    with transaction.atomic():
        written = _WRITE_ANEW.get(name, _nothing)(key)
        _note(former, key=key, by=by, at=at)
    finish()
    return Rotated(name, former.fingerprint, crypto.fingerprint(key), written)


def finish() -> list[str]:
    """The names of keys whose files now changed places, because the database had noted the new one already."""
    known = keys_in_use()
    done = []
    for name in KEYS:
        waiting = _next(name)
        if not waiting.exists():
            continue
        key = waiting.read_bytes()
        if name in known and crypto.fingerprint(key) == known[name].fingerprint:
            _change_places(name, key=key)
            done.append(name)
        else:
            waiting.unlink()
    return done


def _note(former: rows.InstallationKey, *, key: bytes, by: Actor, at: datetime) -> None:
    """In the history, still under the key that was in use; entries after it have the new one."""
    name = former.name
    history = History(by=by, at=at)
    facts = {"key": name, "former": former.fingerprint, "fingerprint": crypto.fingerprint(key)}
    history.add_to_stream("system", verb="rotate_key", facts=facts)
    history.write()
    last = rows.Entry.objects.order_by("-id").values_list("id", flat=True)[0]
    rows.InstallationKey.objects.filter(pk=former.pk).update(until=at)
    first = last + 1 if name == "audit" else 0
    rows.InstallationKey.objects.bulk_create([key_row(name, key=key, at=at, first_entry=first)])


def _change_places(name: str, *, key: bytes) -> None:
    """The old file to the former ones, the new one in its place; done again, it does the rest."""
    path: Path = settings.HOME.key_path(name)
    old = read_key(path, name=name) if path.exists() else b""
    if old and old != key:
        keep_former(name, key=old)
    _next(name).replace(path)
    durable.sync_folder(path.parent)
    if name == "checkpoint":
        _change_public_key(old)
    vault.forget_keys()


def _change_public_key(old: bytes) -> None:
    """Whoever checks old checkpoints without us finds the old public key beside the new one."""
    public: Path = settings.HOME.public_key
    if old and public.exists():
        kept = public.with_name(f"checkpoint-{checkpoint.key_id(crypto.public_of(old))}.pub")
        if not kept.exists():
            public.rename(kept)
    public.unlink(missing_ok=True)
    settings.HOME.write_public_key()


def _next(name: str) -> Path:
    path: Path = settings.HOME.key_path(name)
    return path.with_name(f"{name}.next")


def _nothing(key: bytes) -> int:
    """Nothing is written anew: what the old key signed is checked with the old key."""
    return 0


def _wrap_anew(key: bytes) -> int:
    """Every subject's key, and everything sealed under the installation's own."""
    old, written = vault.installation_key("wrap"), 0
    for chunk in _chunks(rows.Secret.objects.exclude(wrapped=None).values_list("pk", "wrapped")):
        opened = [(pk, crypto.unwrap(old, bytes(wrapped), b"secret")) for pk, wrapped in chunk]
        written += _update(
            "store_secret", "wrapped", [(crypto.wrap(key, plain, b"secret"), pk) for pk, plain in opened]
        )
    for kept in SEALED_HERE:
        filled = kept.model._default_manager.exclude(**{kept.column: None})
        for chunk in _chunks(filled.values_list("pk", kept.column)):
            values = [
                (_sealed_anew(bytes(value), old=old, new=key, place=kept.place(pk)), pk)
                for pk, value in chunk
                if value
            ]
            written += _update(kept.model._meta.db_table, kept.column, values)
    return written


def _sealed_anew(value: bytes, *, old: bytes, new: bytes, place: str) -> bytes:
    return vault.seal(new, vault.unseal(old, value, place=place), place=place)


def _blind_anew(key: bytes) -> int:
    """What finds a party again. Codes and PINs of which only the blind is kept are checked with the former key, too.

    What an outside system told is compared by its story from now on (`same_matter`).
    """
    written = 0
    known = rows.Party.objects.select_related("secret", "case__secret").exclude(secret__wrapped=None)
    for party in known.order_by("pk").iterator(chunk_size=CHUNK):
        told = parties.facts_of(party, key=vault.key_of(party.secret))
        code = vault.blind(code_of(party), column=CODE_PLACE, key=key)
        rows.Party.objects.filter(pk=party.pk).update(
            **parties.blinds(told, index=key), code_blind=code or party.code_blind
        )
        written += 1
    rows.Case.objects.exclude(told_blind=b"").update(told_blind=b"")
    return written


_WRITE_ANEW: dict[str, Callable[[bytes], int]] = {"wrap": _wrap_anew, "index": _blind_anew}


def _chunks(found: models.QuerySet[Any, Any]) -> Iterator[list[tuple[int, bytes]]]:
    """Rows by id, so many at a time, while they are written to."""
    last = 0
    while chunk := list(found.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield chunk
        last = chunk[-1][0]


def _update(table: str, column: str, values: Sequence[tuple[bytes, int]]) -> int:
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE id = %s", list(values))  # noqa: S608
    return len(values)
