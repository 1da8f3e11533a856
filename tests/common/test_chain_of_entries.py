"""How an entry is written down and chained, and how the state of a case follows from its entries."""

from __future__ import annotations

import hashlib
import hmac
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from jiefen.domain.common import chain


def test_a_moment_is_written_in_utc_always_as_wide() -> None:
    at = datetime(2026, 3, 3, 10, 0, tzinfo=timezone(timedelta(hours=8)))
    assert chain.moment(at) == "2026-03-03T02:00:00.000000Z"
    assert chain.moment(at.replace(microsecond=7)) == "2026-03-03T02:00:00.000007Z"
    assert chain.moment(at.astimezone(UTC)) == chain.moment(at)


def test_a_moment_is_written_in_utc_on_a_machine_of_any_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    at = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
    for zone in ("Asia/Shanghai", "America/New_York", "UTC"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert chain.moment(at) == "2026-03-03T02:00:00.000000Z"
    monkeypatch.undo()
    time.tzset()


def test_one_meaning_has_one_text() -> None:
    assert chain.canonical({"b": "中", "a": [1, None, True], "c": {"z": 1, "y": 2}}) == (
        '{"a":[1,null,true],"b":"中","c":{"y":2,"z":1}}'
    )


def test_digest_and_mac_are_as_the_book_says() -> None:
    inner = hashlib.sha256("中".encode()).digest()
    assert chain.digest(b"p" * 32, body="中") == hashlib.sha256(b"\x02" + b"p" * 32 + inner).digest()
    assert chain.mac(b"k", digest=b"d") == hmac.digest(b"k", b"d", "sha256")


def test_a_case_says_what_its_entries_set_last() -> None:
    changes = [{"state": "registered", "risk": ""}, {}, {"state": "assigned"}]
    assert chain.fold(changes) == {"state": "assigned", "risk": ""}
    assert chain.fold([]) == {}
