"""A checkpoint says what it was given, is signed over all of it, and whatever is not one is refused in a sentence."""

from __future__ import annotations

import base64
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from jiefen.lib import checkpoint, crypto
from jiefen.lib.checkpoint import NotACheckpoint, compose, file_name, key_id, parse

PRIVATE = bytes(range(32))
PUBLIC = crypto.public_of(PRIVATE)
ROOT = bytes(range(100, 132))
AT = datetime(2026, 3, 3, 2, 0, 7, tzinfo=UTC)
TEXT = compose(origin="jiefen/清和县", size=1203, root=ROOT, at=AT, private_key=PRIVATE)
SIGNATURE = TEXT.split()[-1]
NO_CHECKPOINT = "这不是一份检查点文件：应有来源、条数、根值、时间和签名五行。请核对文件是否完整。"
DAMAGED = "检查点文件里的根值、时间或签名已损坏，请换一份副本。"


def test_the_text_is_five_lines_of_which_the_first_four_are_signed() -> None:
    origin, size, root, at, blank, signature, end = TEXT.split("\n")
    assert (origin, size, at, blank, end) == ("jiefen/清和县", "1203", "2026-03-03T02:00:07Z", "", "")
    assert base64.b64decode(root) == ROOT
    dash, key, signed = signature.split(" ")
    assert (dash, key) == ("—", key_id(PUBLIC))
    assert crypto.verify(PUBLIC, TEXT.partition("\n\n")[0].encode() + b"\n", base64.b64decode(signed))


def test_what_was_composed_is_read_again_with_whatever_line_ends_and_space_around() -> None:
    for text in (TEXT, TEXT.strip(), f"\n{TEXT}\n\n", TEXT.replace("\n", "\r\n"), f"  {TEXT}  "):
        mark = parse(text)
        assert (mark.origin, mark.size, mark.root, mark.at) == ("jiefen/清和县", 1203, ROOT, AT)
        assert mark.key_id == key_id(PUBLIC)
        assert mark.text == TEXT.partition("\n\n")[0] + "\n"
        assert mark.signed_by(PUBLIC)


def test_a_moment_of_another_zone_is_written_in_utc() -> None:
    local = AT.astimezone(timezone(timedelta(hours=8)))
    assert compose(origin="jiefen/清和县", size=1203, root=ROOT, at=local, private_key=PRIVATE) == TEXT


def test_the_moment_is_in_utc_on_a_machine_of_any_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    for zone in ("Asia/Shanghai", "America/New_York", "UTC"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert compose(origin="jiefen/清和县", size=1203, root=ROOT, at=AT, private_key=PRIVATE) == TEXT
    monkeypatch.undo()
    time.tzset()


def test_the_empty_log_has_a_checkpoint_too() -> None:
    assert parse(compose(origin="x", size=0, root=ROOT, at=AT, private_key=PRIVATE)).size == 0


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("清和县", "清河县"), ("\n1203\n", "\n1204\n"), ("02:00:07Z", "02:00:08Z"), ("ZGVm", "ZGVn")],
)
def test_a_changed_line_is_not_what_was_signed(was: str, becomes: str) -> None:
    assert TEXT.count(was) == 1
    assert not parse(TEXT.replace(was, becomes)).signed_by(PUBLIC)


def test_any_of_our_keys_will_do_and_a_foreign_one_will_not() -> None:
    mark, foreign = parse(TEXT), crypto.public_of(crypto.new_key())
    assert mark.signed_by_any([foreign, PUBLIC])
    assert not mark.signed_by_any([foreign])
    assert not mark.signed_by_any([])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "jiefen",
        TEXT.replace("\n1203\n", "\n01203\n"),
        TEXT.replace("\n1203\n", "\n-1\n"),
        TEXT.replace("\n1203\n", "\n" + "1" * 19 + "\n"),
        TEXT.replace("jiefen/清和县", ""),
        TEXT.replace("jiefen/清和县", "x" * 121),
        TEXT.replace("2026-03-03T", "2026-03-03 "),
        TEXT.replace("\n\n", "\n"),
        TEXT.replace("—", "-"),
        TEXT.replace(
            key_id(PUBLIC), key_id(PUBLIC).upper() if key_id(PUBLIC).upper() != key_id(PUBLIC) else "x"
        ),
        TEXT + TEXT,
        "x\n" + TEXT,
    ],
)
def test_what_has_not_the_shape_is_no_checkpoint(text: str) -> None:
    with pytest.raises(NotACheckpoint) as refused:
        parse(text)
    assert str(refused.value) == NO_CHECKPOINT


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("2026-03-03T", "2026-13-03T"),
        TEXT.replace("02:00:07Z", "25:00:07Z"),
        TEXT.replace(base64.b64encode(ROOT).decode(), "=" * 44),
        TEXT.replace(base64.b64encode(ROOT).decode(), "A=" * 22),
        TEXT[:-4] + "=" * 3 + "\n",
        TEXT.replace(SIGNATURE, "AA==" + SIGNATURE[4:]),
    ],
)
def test_what_has_the_shape_and_cannot_be_read_is_damaged(text: str) -> None:
    with pytest.raises(NotACheckpoint) as refused:
        parse(text)
    assert str(refused.value) == DAMAGED


def test_a_key_is_named_by_the_beginning_of_its_fingerprint() -> None:
    assert key_id(PUBLIC) == crypto.fingerprint(PUBLIC).replace(" ", "")[:16]
    assert len(key_id(PUBLIC)) == 16


def test_files_sort_by_the_size_of_the_log() -> None:
    assert file_name(7) == "000000000007.checkpoint"
    assert file_name(123456789012) == "123456789012.checkpoint"
    assert checkpoint.SHAPE.fullmatch(TEXT)
