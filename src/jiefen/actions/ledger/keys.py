"""Fingerprints of the key files, noted once they are known to be the right ones; copies of the keys, put elsewhere."""

from __future__ import annotations

import hmac
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from jiefen.actions.common.actors import system_actor
from jiefen.actions.common.history import History
from jiefen.domain.common import chain
from jiefen.lib import checkpoint, crypto, durable
from jiefen.lib.key_files import KEYS, KeyFileProblem, read_key, write_key
from jiefen.store.common import vault
from jiefen.store.common.keys import former_key_path, keys_in_use
from jiefen.store.models import Checkpoint, Entry, InstallationKey, Party, Secret
from jiefen.store.parties import CODE_PLACE, code_of


class KeyProblem(Exception):
    """The keys cannot be noted, saved or replaced; the message says what to do."""


def note_keys(*, at: datetime) -> None:
    """Note the fingerprints of the keys that are there, unless they are known.

    Raises KeyProblem when what is stored was written with other keys.
    """
    known = keys_in_use()
    missing = [name for name in KEYS if name not in known]
    if not missing:
        return
    foreign = [name for name in missing if not _opens(name)]
    if foreign:
        raise KeyProblem(
            f"密钥 {'、'.join(foreign)} 不是写下这套数据的那一把：请从另存的密钥副本放回，再启动。"
        )
    with transaction.atomic():
        InstallationKey.objects.bulk_create(
            [key_row(name, key=vault.installation_key(name), at=at) for name in missing]
        )


def key_row(name: str, *, key: bytes, at: datetime, first_entry: int = 0) -> InstallationKey:
    """An unsaved row for a key that is used from now on."""
    return InstallationKey(name=name, fingerprint=crypto.fingerprint(key), since=at, first_entry=first_entry)


def keep_former(name: str, *, key: bytes) -> None:
    """A key that another takes the place of, among the former ones; done again, it does nothing."""
    former = former_key_path(name, fingerprint=crypto.fingerprint(key))
    former.parent.mkdir(mode=0o700, exist_ok=True)
    if not former.exists():
        write_key(former, key)
    durable.sync_folder(former.parent)


def save_keys(folder: Path, *, at: datetime) -> list[InstallationKey]:
    """Copy the keys into a new folder elsewhere, read them back, and note that there is a copy. Raises KeyProblem."""
    target = folder.expanduser().resolve()
    if target.is_relative_to(settings.HOME.root):
        raise KeyProblem("密钥副本不能放在数据目录里：磁盘坏了会一起丢失。请指定 U 盘等别处的目录。")
    if target.exists() and any(target.iterdir()):
        raise KeyProblem(f"{target} 不是空目录：请另起一个目录名，例如加上日期。")
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        for name in KEYS:
            write_key(target / name, settings.HOME.key(name))
        copies = {name: crypto.fingerprint(read_key(target / name, name=name)) for name in KEYS}
    except (OSError, KeyFileProblem) as problem:
        raise KeyProblem(f"没有存成：{problem}") from problem
    durable.sync_folder(target)
    rows = keys_in_use()
    if any(rows[name].fingerprint != copies[name] for name in KEYS):
        raise KeyProblem("数据目录里的密钥不是写下这套数据的那一套，副本没有用：请先运行 jiefen doctor。")
    with transaction.atomic():
        InstallationKey.objects.filter(until__isnull=True).update(saved_at=at)
        history = History(by=system_actor(), at=at)
        history.add_to_stream("system", verb="save_keys", facts={"keys": copies})
        history.write()
    return list(keys_in_use().values())


def _opens(name: str) -> bool:
    """Whether the newest thing written with this key can be read, or checked, with the one that is there now."""
    key = vault.installation_key(name)
    if name == "audit":
        last = Entry.objects.order_by("-id").values_list("digest", "mac").first()
        return last is None or hmac.compare_digest(chain.mac(key, digest=bytes(last[0])), bytes(last[1]))
    if name == "checkpoint":
        row = Checkpoint.objects.order_by("-id").first()
        return row is None or checkpoint.parse(row.text).signed_by(crypto.public_of(key))
    if name == "wrap":
        secret = Secret.objects.exclude(wrapped=None).order_by("-id").first()
        return secret is None or _can(secret)
    if name == "index":
        return _finds()
    return True  # what the django key signs lasts for hours


def _can(secret: Secret) -> bool:
    try:
        vault.key_of(secret)
    except crypto.Unsealable:
        return False
    return True


def _finds() -> bool:
    """A party whose tracking code is kept both sealed and as a blind: the two must agree."""
    party = Party.objects.exclude(code_blind=None).exclude(secret__wrapped=None).order_by("-id").first()
    if party is None:
        return True
    try:
        code = code_of(party)
    except crypto.Unsealable:
        return True  # the wrap key is foreign, and said so
    return vault.blind(code, column=CODE_PLACE) == bytes(party.code_blind or b"")
