"""What somebody with write access to the database file can do to the history: the eight classes of trust.md § 0.7.

Each takes the open database, a random source and the audit key or None (a thief of the file alone has none: then MACs
are made up), and answers the log index of the first entry that is bad now. Every one covers its tracks as well as it
can: guards dropped, digests, versions, heads, log numbers, log state and stored checkpoints made to fit.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import sqlite3
from collections.abc import Callable
from typing import Any

from jiefen.domain.common import chain
from jiefen.lib.merkle import CompactRange, leaf_hash

Attack = Callable[[sqlite3.Connection, random.Random, bytes | None], int]


def opened(path: str) -> sqlite3.Connection:
    base = sqlite3.connect(path, isolation_level=None)
    base.execute("PRAGMA foreign_keys=OFF")
    base.execute("PRAGMA ignore_check_constraints=ON")
    for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        base.execute(f"DROP TRIGGER {name}")
    return base


def edit_body(base: sqlite3.Connection, rng: random.Random, key: bytes | None) -> int:
    pk, index, body = _some(base, rng, columns="id, log_index, body")
    base.execute("UPDATE store_entry SET body = ? WHERE id = ?", [_edited(body), pk])
    return int(index)


def change_actor(base: sqlite3.Connection, rng: random.Random, key: bytes | None) -> int:
    pk, index, actor = _some(base, rng, columns="id, log_index, actor_id")
    base.execute("UPDATE store_entry SET actor_id = ? WHERE id = ?", [actor + 1, pk])
    return int(index)


def delete_middle(base: sqlite3.Connection, rng: random.Random, key: bytes | None) -> int:
    pk, index = _some(base, rng, columns="id, log_index", where="seq = 2")
    base.execute("DELETE FROM store_entry WHERE id = ?", [pk])
    return int(index)


def rechained_rewrite(base: sqlite3.Connection, rng: random.Random, key: bytes | None) -> int:
    pk, index, body, stream = _some(base, rng, columns="id, log_index, body, stream")
    base.execute("UPDATE store_entry SET body = ? WHERE id = ?", [_edited(body), pk])
    _rechain(base, stream, key)
    _cover(base)
    return int(index)


def rechained_delete(base: sqlite3.Connection, rng: random.Random, key: bytes | None) -> int:
    pk, index, stream = _some(base, rng, columns="id, log_index, stream", where="seq = 2")
    base.execute("DELETE FROM store_entry WHERE id = ?", [pk])
    _rechain(base, stream, key)
    _renumber(base)
    _cover(base)
    return int(index)


def truncate(base: sqlite3.Connection, rng: random.Random, key: bytes | None) -> int:
    """The last entries of the log, and whatever came after: rows that they made are set back or deleted."""
    size = base.execute("SELECT max(log_index) + 1 FROM store_entry").fetchone()[0]
    first = size - rng.randint(1, 8)
    gone = base.execute(
        "SELECT DISTINCT stream FROM store_entry WHERE log_index >= ? OR log_index IS NULL", [first]
    )
    streams = [stream for (stream,) in gone.fetchall()]
    base.execute("DELETE FROM store_entry WHERE log_index >= ? OR log_index IS NULL", [first])
    for stream in streams:
        _set_back(base, stream)
    _cover(base)
    return int(first)


def delete_case(base: sqlite3.Connection, rng: random.Random, key: bytes | None) -> int:
    index, stream = _some(base, rng, columns="log_index, stream", where="seq = 1")
    base.execute("DELETE FROM store_entry WHERE stream = ?", [stream])
    _set_back(base, stream)
    _renumber(base)
    _cover(base)
    return int(index)


def forged_append(base: sqlite3.Connection, rng: random.Random, key: bytes | None) -> int:
    """A well-formed entry at the end, numbered, chained and folded right."""
    stream, case, number, head = base.execute(
        "SELECT stream, case_id, seq, digest FROM store_entry WHERE case_id IS NOT NULL ORDER BY id DESC LIMIT 1"
    ).fetchone()
    size = base.execute("SELECT max(log_index) + 1 FROM store_entry").fetchone()[0]
    body = chain.canonical(
        {
            "v": 1, "stream": stream, "seq": number + 1, "at": "2026-03-09T04:00:00.000000Z", "actor": 1, "via": "web",
            "verb": "close", "audience": "party", "facts": {}, "set": {"state": "closed"}, "sealed": {},
        }
    )  # fmt: skip
    digest = chain.digest(head, body=body)
    base.execute(
        "INSERT INTO store_entry (stream, case_id, seq, at, verb, actor_id, audience, body, digest, mac, log_index)"
        " VALUES (?, ?, ?, '2026-03-09 04:00:00', 'close', 1, 'party', ?, ?, ?, NULL)",
        [stream, case, number + 1, body, digest, _mac(key, digest)],
    )
    base.execute(
        "UPDATE store_case SET state = 'closed', version = ?, head = ? WHERE id = ?",
        [number + 1, digest, case],
    )
    if rng.random() < 0.5:
        waiting = base.execute("SELECT id FROM store_entry WHERE log_index IS NULL ORDER BY id").fetchall()
        for at, (pk,) in enumerate(waiting, start=size):
            base.execute("UPDATE store_entry SET log_index = ? WHERE id = ?", [at, pk])
        _cover(base)
        return int(size + len(waiting) - 1)
    return -1


ATTACKS: dict[str, Attack] = {
    "edit body": edit_body,
    "change actor": change_actor,
    "delete in the middle": delete_middle,
    "re-chained rewrite": rechained_rewrite,
    "re-chained delete": rechained_delete,
    "tail truncation": truncate,
    "whole case deleted": delete_case,
    "forged append": forged_append,
}


def _some(base: sqlite3.Connection, rng: random.Random, *, columns: str, where: str = "seq > 1") -> list[Any]:
    """A random sequenced entry of a case."""
    rows = base.execute(
        f"SELECT {columns} FROM store_entry WHERE case_id IS NOT NULL AND log_index IS NOT NULL AND {where}"
        " AND EXISTS (SELECT 1 FROM store_entry later WHERE later.stream = store_entry.stream"
        " AND later.seq > store_entry.seq)"
    ).fetchall()
    return list(rng.choice(rows))


def _edited(body: str) -> str:
    table = json.loads(body)
    table["facts"]["reason"] = "当事人自愿撤回"
    return chain.canonical(table)


def _mac(key: bytes | None, digest: bytes) -> bytes:
    return hashlib.sha256(digest).digest() if key is None else hmac.digest(key, digest, "sha256")


def _rechain(base: sqlite3.Connection, stream: str, key: bytes | None) -> None:
    """Digests from the first entry on; only what changes gets a new MAC."""
    head, seq = b"", 0
    rows = base.execute(
        "SELECT id, seq, body, digest FROM store_entry WHERE stream = ? ORDER BY seq", [stream]
    )
    for pk, number, body, was in rows.fetchall():
        seq += 1
        if number != seq:
            body = chain.canonical(json.loads(body) | {"seq": seq})
        head = chain.digest(head, body=body)
        if head != was:
            base.execute(
                "UPDATE store_entry SET seq = ?, body = ?, digest = ?, mac = ? WHERE id = ?",
                [seq, body, head, _mac(key, head), pk],
            )
    base.execute(
        "UPDATE store_case SET version = ?, head = ? WHERE 'case:' || number = ?", [seq, head, stream]
    )


def _renumber(base: sqlite3.Connection) -> None:
    rows = base.execute(
        "SELECT id FROM store_entry WHERE log_index IS NOT NULL ORDER BY log_index"
    ).fetchall()
    for at, (pk,) in enumerate(rows):
        base.execute("UPDATE store_entry SET log_index = ? WHERE id = ?", [at, pk])


def _set_back(base: sqlite3.Connection, stream: str) -> None:
    """The row of a stream to what its remaining history says; without history, away with it."""
    rows = base.execute(
        "SELECT seq, digest, body FROM store_entry WHERE stream = ? ORDER BY seq", [stream]
    ).fetchall()
    if not rows:
        base.execute("DELETE FROM store_case WHERE 'case:' || number = ?", [stream])
        base.execute("DELETE FROM store_stream WHERE name = ?", [stream])
        return
    seq, digest, _ = rows[-1]
    base.execute("UPDATE store_stream SET version = ?, head = ? WHERE name = ?", [seq, digest, stream])
    state = chain.fold(json.loads(body)["set"] for _, _, body in rows)
    base.execute(
        "UPDATE store_case SET version = ?, head = ?, state = ?, outcome = ?, handler_id = ?,"
        " holder_id = (SELECT id FROM store_unit WHERE code = ?) WHERE 'case:' || number = ?",
        [
            seq,
            digest,
            state.get("state"),
            state.get("outcome"),
            state.get("handler"),
            state.get("holder"),
            stream,
        ],
    )


def _cover(base: sqlite3.Connection) -> None:
    """Log state to what is there now; checkpoints that no longer fit are deleted: the thief cannot sign new ones."""
    growing, good = CompactRange(), 0
    marks = dict(base.execute("SELECT size, root FROM store_checkpoint").fetchall())
    for (digest,) in base.execute(
        "SELECT digest FROM store_entry WHERE log_index IS NOT NULL ORDER BY log_index"
    ).fetchall():
        growing.append(leaf_hash(digest))
        if growing.size in marks and growing.root() == marks[growing.size]:
            good = growing.size
    base.execute("DELETE FROM store_checkpoint WHERE size > ?", [good])
    base.execute(
        "UPDATE store_logstate SET size = ?, ranges = ?, sealed_size = ?",
        [growing.size, growing.to_bytes(), good],
    )
