"""How an entry is written down, chained and folded. Pure: keys and times are parameters.

digest = SHA256(0x02 ‖ previous digest ‖ SHA256(body)), mac = HMAC-SHA256(audit key, digest); the audit key is not in
the database, so a forged entry cannot carry a right mac. Source: trust.md § 3.6.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

# Fields of a case that its history must reproduce. Values are plain JSON: codes, ids, texts of numbers and moments.
FOLDED = (
    "state",
    "outcome",
    "holder",
    "handler",
    "kind",
    "place",
    "channel",
    "weight",
    "confidentiality",
    "risk",
    "people",
    "amount",
    "amount_agreed",
    "returns",
    "ruled",
    "merged_into",
    "flags",
)


def moment(at: datetime) -> str:
    """UTC, microseconds, always the same width."""
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def canonical(body: Mapping[str, Any]) -> str:
    """One text for one meaning: sorted keys, no spaces, no escapes."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(previous: bytes, *, body: str) -> bytes:
    return hashlib.sha256(b"\x02" + previous + hashlib.sha256(body.encode()).digest()).digest()


def mac(key: bytes, *, digest: bytes) -> bytes:
    return hmac.digest(key, digest, "sha256")


def fold(changes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What the case row must say, from the `set` part of every entry in order."""
    state: dict[str, Any] = {}
    for change in changes:
        state.update(change)
    return state
