"""A proxy is believed only when it is declared, and then only what it wrote itself; one that nobody declared is said."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Q
from django.test import Client, RequestFactory

from jiefen.actions.common.throttle import row_key
from jiefen.gate import address
from jiefen.reports.ledger import surroundings
from jiefen.reports.ledger.health import examine
from jiefen.store.models import Throttle
from kit.qinghe import Qinghe

DECLARED = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SECURE_PROXY_SSL_HEADER", DECLARED)


@pytest.fixture(autouse=True)
def untold() -> Iterator[None]:
    address._told.clear()
    yield
    address._told.clear()
    surroundings.proxy_mark().unlink(missing_ok=True)


def asked(peer: str = "127.0.0.1", **headers: str):
    return RequestFactory().get(
        "/", REMOTE_ADDR=peer, headers={n.replace("_", "-"): v for n, v in headers.items()}
    )


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_without_a_declared_proxy_no_header_is_believed(header: str) -> None:
    request = asked("223.5.5.5", **{header: "198.51.100.1"})
    assert header in request.headers
    assert address.address_of(request) == address.counted_address(request) == "223.5.5.5"


@pytest.mark.usefixtures("declared")
@pytest.mark.parametrize(
    ("header", "believed"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("1.2.3.4, 198.51.100.1", "198.51.100.1"),  # the first was written by whoever asked
        ("127.0.0.1,10.0.0.1 , 198.51.100.1", "198.51.100.1"),
        ("198.51.100.1:4711", "198.51.100.1"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("2001:DB8::1", "2001:db8::1"),
        ("", "127.0.0.1"),
        ("198.51.100.1, unknown", "127.0.0.1"),
        ("<script>", "127.0.0.1"),
        ("9" * 3000, "127.0.0.1"),
    ],
)
def test_of_a_declared_proxy_only_its_own_hop_is_believed(header: str, believed: str) -> None:
    assert address.address_of(asked(X_Forwarded_For=header)) == believed


@pytest.mark.one_database
def test_a_guesser_who_writes_the_header_is_counted_by_their_own_address(world: Qinghe) -> None:
    for guess in range(3):
        forged = {"X-Forwarded-For": f"198.51.100.{guess}"}
        Client(REMOTE_ADDR="223.5.5.5", headers=forged).post("/signin", {"username": "a", "password": "b"})
    rows = Throttle.objects.filter(key__startswith="address:")
    assert list(rows.values_list("key", "count")) == [(row_key("address:223.5.5.5"), 3)]


@pytest.mark.one_database
def test_behind_an_undeclared_proxy_the_county_is_not_one_person(world: Qinghe) -> None:
    for guess in range(30):
        client = Client(headers={"X-Forwarded-For": "198.51.100.1"})
        assert client.post("/signin", {"username": f"a{guess}", "password": "b"}).status_code == 422
        assert client.post("/track", {"code": f"AAAA-BBBB-CC{guess:02d}"}).status_code == 422
    assert not Throttle.objects.filter(Q(key__startswith="address:") | Q(key__startswith="code:")).exists()


@pytest.mark.one_database
def test_an_undeclared_proxy_is_said_once_in_the_log_and_by_doctor(
    world: Qinghe, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC)
    assert "JIEFEN_TRUST_PROXY" not in "".join(examine(at=now, clock=None).problems)
    with caplog.at_level(logging.WARNING, logger="jiefen.proxy"):
        for _ in range(3):
            Client(headers={"Forwarded": "for=198.51.100.1"}).get("/signin")
    assert [record.message.count("JIEFEN_TRUST_PROXY") for record in caplog.records] == [1]
    assert "JIEFEN_TRUST_PROXY=1" in "".join(examine(at=now, clock=None).problems)
    assert not surroundings.proxy_problem(at=now + timedelta(days=8)), "long ago"
    monkeypatch.setattr(settings, "SECURE_PROXY_SSL_HEADER", DECLARED)
    assert not surroundings.proxy_problem(at=now), "declared since"


@pytest.mark.parametrize(
    ("peer", "headers"), [("127.0.0.1", {}), ("223.5.5.5", {"X-Forwarded-For": "1.2.3.4"})]
)
def test_nobody_is_told_of_a_proxy_that_is_none(peer: str, headers: dict[str, str]) -> None:
    assert not address.behind_undeclared_proxy(asked(peer, **headers))


def block(root: Path, number: str, *, uuid: str = "", slaves: tuple[str, ...] = ()) -> None:
    (root / number / "slaves").mkdir(parents=True)
    if uuid:
        (root / number / "dm").mkdir()
        (root / number / "dm" / "uuid").write_text(uuid)
    for name in slaves:
        (root / number / "slaves" / name).symlink_to(root / name)


@pytest.mark.parametrize(
    ("layers", "answer"),
    [
        ({"top": ("CRYPT-LUKS2-abc", ())}, True),
        ({"top": ("LVM-abc", ("under",)), "under": ("CRYPT-LUKS2-abc", ())}, True),
        ({"top": ("LVM-abc", ("a", "b")), "a": ("CRYPT-x", ()), "b": ("", ())}, False),
        ({"top": ("", ())}, False),
        ({}, None),
    ],
)
def test_an_encrypted_disk_is_known_by_its_device_mapper(
    tmp_path: Path, layers: dict[str, tuple[str, tuple[str, ...]]], answer: bool | None
) -> None:
    device = os.stat(tmp_path).st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    for name, (uuid, slaves) in layers.items():
        block(tmp_path, number if name == "top" else name, uuid=uuid, slaves=slaves)
    assert surroundings.disk_encrypted(tmp_path, blocks=tmp_path) is answer
