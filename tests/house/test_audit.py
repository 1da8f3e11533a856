"""`bin/audit` shows no green light where it looked nothing up, and finds what its snapshot names."""

from __future__ import annotations

import json
import urllib.request
import zipfile
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytestmark = pytest.mark.one_database
ROOT = Path(__file__).resolve().parents[2]
RANGE = {"type": "ECOSYSTEM", "events": [{"introduced": "2.0"}, {"fixed": "2.3"}]}


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    loader = SourceFileLoader("audit", str(ROOT / "bin" / "audit"))
    spec = spec_from_loader("audit", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def report(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"dependencies": list(rows)}


def advisory(**more: Any) -> dict[str, Any]:
    package = {"ecosystem": "PyPI", "name": "Some_Thing"}
    return {"id": "PYSEC-1", "affected": [{"package": package, "ranges": [RANGE]} | more]}


def test_no_green_light_where_nothing_could_be_checked(audit: ModuleType, capsys: Any) -> None:
    assert not audit.judged({}, expected={"a", "b"}, trouble="没有网络。", strict=True)
    assert audit.judged({}, expected={"a", "b"}, strict=False)
    shown = capsys.readouterr().out
    assert "没有查到漏洞库的有 2 个" in shown
    assert "没有网络" in shown
    assert not any(line.startswith("通过") for line in shown.splitlines())


def test_one_that_was_passed_over_is_said_too(audit: ModuleType, capsys: Any) -> None:
    rows = ({"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "not found"})
    assert not audit.judged(report(*rows), expected={"a", "b"}, strict=True)
    assert "有 1 个" in capsys.readouterr().out
    assert audit.judged(report(rows[0]), expected={"a"}, strict=True)
    assert not audit.judged(report(), expected=set(), strict=True), "a lock file that names nothing"


def test_a_hole_is_a_failure(audit: ModuleType, capsys: Any) -> None:
    row = {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1"}]}
    assert not audit.judged(report(row), expected={"a"}, strict=False)
    assert "PYSEC-1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("version", "hit"), [("1.9", False), ("2.0", True), ("2.2.9", True), ("2.3", False), ("2.10", False)]
)
def test_a_version_is_in_a_range(audit: ModuleType, version: str, hit: bool) -> None:
    assert audit.affects(advisory(), name="some-thing", version=version) is hit
    assert not audit.affects(advisory(), name="another", version=version)
    listed = advisory(ranges=[], versions=["2.0", "2.2.9"])
    assert audit.affects(listed, name="some.thing", version=version) is hit


def test_a_snapshot_answers_as_the_service_does(audit: ModuleType, tmp_path: Path) -> None:
    snapshot = tmp_path / "all.zip"
    with zipfile.ZipFile(snapshot, "w") as archive:
        archive.writestr("a.json", json.dumps(advisory()))
        archive.writestr("b.json", json.dumps(advisory() | {"withdrawn": "2026-01-01T00:00:00Z"}))
    server = audit.serve(audit.read(snapshot))
    try:
        told = [asked(server.server_port, version=version) for version in ("2.1", "2.3")]
    finally:
        server.shutdown()
    assert [len(answer.get("vulns", [])) for answer in told] == [1, 0]


def asked(port: int, *, version: str) -> dict[str, Any]:
    body = json.dumps({"package": {"name": "some-thing", "ecosystem": "PyPI"}, "version": version}).encode()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", data=body, timeout=5) as answer:
        found: dict[str, Any] = json.loads(answer.read())
    return found


def test_every_pinned_package_is_asked_about(audit: ModuleType) -> None:
    assert {"django", "cryptography", "granian", "tzdata"} <= set(audit.pinned())
    assert audit.pinned()["django"].startswith("5.2.")
