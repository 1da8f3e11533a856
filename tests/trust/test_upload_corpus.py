"""S-10: what is sent to harm, at each upload that is new: refused in words or kept as nothing but a file; nothing is left."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from planted import verify_code

from jiefen.store.models import Attachment, WordTemplate
from kit import samples
from kit.qinghe import Qinghe

pytestmark = [pytest.mark.one_database, pytest.mark.long]

SECONDS, GROWTH = 5.0, 150_000  # KiB
CHINESE = ("请", "不能", "可以上传", "另存", "超过")


def memory(name: str) -> int:
    """`VmRSS` or `VmHWM` (the peak) of this process, KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


@contextmanager
def in_bounds(tmp: Path) -> Iterator[None]:
    """Quick, small, and nothing left in the folders for what is on its way."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    before, began = memory("VmRSS"), time.monotonic()
    yield
    assert time.monotonic() - began < SECONDS
    assert memory("VmHWM") - before < GROWTH
    assert list(tmp.iterdir()) == []
    incoming = settings.HOME.files / "incoming"
    assert not incoming.exists() or list(incoming.iterdir()) == []


@pytest.fixture
def tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Python and Django put what is on its way."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setattr(settings, "FILE_UPLOAD_TEMP_DIR", str(folder))
    return folder


def refused(answer: Any) -> bool:
    """With a sentence that helps, and without our insides."""
    page = answer.content.decode()
    return (
        answer.status_code in (413, 422)
        and any(word in page for word in CHINESE)
        and not any(inside in page for inside in ("Traceback", str(settings.HOME.root), "/site-packages/"))
    )


def send(client: Client, address: str, name: str, content: bytes, **more: str) -> Any:
    file = SimpleUploadedFile("x", content)
    file._name = name  # as a browser that lies would send it
    return client.post(address, {"file": file, "key": "k", **more})


@pytest.fixture(scope="module")
def corpus() -> ModuleType:
    """The files that harm; making them takes seconds, so only who needs them does."""
    return import_module("corpus")


def test_the_corpus_is_large_enough(corpus: ModuleType) -> None:
    assert len(corpus.REFUSED) + len(corpus.AS_TEMPLATES) + len(corpus.KEPT) >= 60 + 40


def test_what_harms_is_refused_among_the_files_of_a_case(
    today: Qinghe, tmp: Path, corpus: ModuleType
) -> None:
    number = today.reach("handling")
    client = today.client("mediator")
    for name, content in corpus.REFUSED:
        with in_bounds(tmp):
            answer = send(client, f"/cases/{number}/files", name, content)
        assert refused(answer), (name[:40], answer.status_code)
    assert not Attachment.objects.exists()


def test_what_acts_elsewhere_is_handed_out_as_a_file_to_be_saved(
    today: Qinghe, tmp: Path, corpus: ModuleType
) -> None:
    number = today.reach("handling")
    client = today.client("mediator")
    for at, (name, content) in enumerate(corpus.KEPT):
        with in_bounds(tmp):
            answer = send(client, f"/cases/{number}/files", name, content, key=str(at))
        assert answer.status_code == 302, (name[:40], answer.status_code)
        row = today.case(number).attachments.order_by("-pk")[0]
        given = client.get(f"/cases/{number}/files/{row.pk}")
        body = b"".join(given.streaming_content)  # type: ignore[attr-defined]
        assert given.headers["Content-Disposition"].startswith("attachment;")
        assert given.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in given.headers["Content-Security-Policy"]
        assert not ({"/", "\\", "\u202e", "\n"} & set(row.name)), "a name is a name and no path"
        assert len(row.name) <= 120
        assert b"SECRET-PLACE" not in body
        assert b"Main.class" not in body


def test_no_template_with_anything_active_in_it_is_kept(today: Qinghe, tmp: Path, corpus: ModuleType) -> None:
    client = today.client("admin")
    for name, content in (*corpus.REFUSED, *corpus.AS_TEMPLATES):
        with in_bounds(tmp):
            answer = send(client, "/documents", name, content, code="agreement")
        assert refused(answer), (name[:40], answer.status_code)
    assert not WordTemplate.objects.exists()


def test_a_file_that_is_compared_is_kept_nowhere(today: Qinghe, tmp: Path, corpus: ModuleType) -> None:
    number = today.reach("handling")
    posted = today.client("mediator").post(f"/cases/{number}/papers/application", {"key": "paper"})
    assert posted.status_code == 302
    code = verify_code(today, number, "application")
    before = sorted(settings.HOME.files.rglob("*"))
    browser = Client(raise_request_exception=False)
    for name, content in (*corpus.REFUSED, *corpus.KEPT):
        with in_bounds(tmp):
            answer = send(browser, "/v/check", name, content, code=code)
        assert answer.status_code == 200, (name[:40], answer.status_code)
        assert "不一样" in answer.content.decode(), name[:40]
        assert "<script>alert" not in answer.content.decode()
    assert sorted(settings.HOME.files.rglob("*")) == before


@pytest.mark.parametrize("address", ["/cases/{}/files", "/documents", "/v/check"])
def test_what_is_too_large_is_refused_before_it_is_looked_at(today: Qinghe, tmp: Path, address: str) -> None:
    number = today.reach("handling")
    client = today.client("admin" if address == "/documents" else "mediator")
    with in_bounds(tmp):
        answer = client.post(
            address.format(number),
            b"--b\r\n",
            content_type="multipart/form-data; boundary=b",
            CONTENT_LENGTH=str(2 * 1024**3),
        )
    assert answer.status_code == 413
    assert "MB" in answer.content.decode()
    with in_bounds(tmp):
        answer = send(client, address.format(number), "a.pdf", b"%PDF-" + b"x" * 22_000_000)
    assert answer.status_code == 413


def test_harmless_files_of_every_kind_are_taken(today: Qinghe, tmp: Path, corpus: ModuleType) -> None:
    """Negative control: the doors are not simply shut."""
    number = today.reach("handling")
    for at, (name, content) in enumerate(samples.TRUE.items()):
        answer = send(today.client("mediator"), f"/cases/{number}/files", name, content, key=str(at))
        assert answer.status_code == 302, name
    assert today.case(number).attachments.count() == len(samples.TRUE)
    answer = send(today.client("admin"), "/documents", "协议.docx", corpus.word(), code="agreement")
    assert answer.status_code == 302
    assert WordTemplate.objects.count() == 1


def test_what_is_left_or_takes_too_much_is_noticed(tmp: Path) -> None:
    """Negative control of the bounds themselves."""
    with pytest.raises(AssertionError), in_bounds(tmp):
        assert len(bytearray(b"x") * 200_000_000) == 200_000_000
    with pytest.raises(AssertionError), in_bounds(tmp):
        (tmp / "left").touch()
