"""The key files held against what the database knows of them: a lost, foreign or open one is a sentence, not a surprise."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection

from jiefen.lib import crypto
from jiefen.lib.key_files import KEYS, KeyFileProblem, read_key
from jiefen.store.common import vault
from jiefen.store.models import InstallationKey


def key_problems() -> list[str]:
    """A sentence for every key that is missing, empty, open to others, or not the one this data was written with.

    Reads the files each time: what a running process has read before is not asked.
    """
    known = keys_in_use()
    problems = []
    for name in KEYS:
        path: Path = settings.HOME.key_path(name)
        try:
            fingerprint = crypto.fingerprint(read_key(path, name=name))
        except KeyFileProblem as problem:
            problems.append(str(problem))
            continue
        if name in known and known[name].fingerprint != fingerprint:
            problems.append(
                f"密钥 {name} 不是写下这套数据的那一把（登记的指纹 {known[name].fingerprint}，现在的 {fingerprint}）："
                "请从另存的密钥副本放回，或查明是谁换的。不要重新初始化。"
            )
    return problems


def keys_in_use() -> dict[str, InstallationKey]:
    """By name; empty before the first start of a release that keeps fingerprints."""
    if InstallationKey._meta.db_table not in connection.introspection.table_names():
        return {}
    return {row.name: row for row in InstallationKey.objects.filter(until__isnull=True)}


def audit_keys() -> list[tuple[int, bytes]]:
    """Every audit key with the id of the first entry under it, in order. A former one whose file is lost is left out."""
    files = {crypto.fingerprint(key): key for key in vault.former_keys("audit")}
    now = vault.installation_key("audit")
    known = InstallationKey.objects.filter(name="audit", until__isnull=False).order_by("first_entry")
    first = 0 if (row := keys_in_use().get("audit")) is None else row.first_entry
    former = [(row.first_entry, files[row.fingerprint]) for row in known if row.fingerprint in files]
    return [*former, (first if former else 0, now)]


def checkpoint_keys() -> list[bytes]:
    """The public halves of the checkpoint key in use and of every former one: from the files, not from the database."""
    keys = (vault.installation_key("checkpoint"), *vault.former_keys("checkpoint"))
    return [crypto.public_of(key) for key in keys]


def former_key_path(name: str, *, fingerprint: str) -> Path:
    """Where a key goes when another takes its place."""
    folder: Path = settings.HOME.former_keys
    return folder / f"{name}-{fingerprint.replace(' ', '')[:16]}"
