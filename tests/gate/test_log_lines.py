"""A log tells what happened to which request, and nothing that anybody typed; the same failure is one line a minute."""

from __future__ import annotations

import json
import logging
import re

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from jiefen.gate import request_log
from jiefen.gate.errors import failed
from jiefen.lib.log_lines import FIELDS, Calm, JsonLines
from kit.qinghe import FIELDS as CASE
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database
CANARIES = (
    "11010519491231002X", "13800000001", "+8613800000001", "0579-85551234", "8F3K-27QD-M4XZ", "8f3k-27qd", "8F3K27QDM4XZ",
    "张三", "租期届满，李四不退押金。", "/t/8F3K-27QD-M4XZ", "/home/liuqian/jiefen", "zhang.san@example.cn", "428517000",
)  # fmt: skip


def written(message: str, *args: object, error: BaseException | None = None, **extra: object) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("jiefen.x", logging.ERROR, "x.py", 1, message, args, info)
    for name, value in extra.items():
        setattr(record, name, value)
    return JsonLines().format(record)


@pytest.mark.parametrize("canary", CANARIES)
def test_a_value_that_may_be_somebodys_is_left_out_wherever_it_comes_from(canary: str) -> None:
    try:
        raise ValueError(f"duplicate key: ({canary})")
    except ValueError as error:
        caught = error
    line = written("%s at %s", canary, f"x {canary}", error=caught, party=canary, address=canary)
    assert canary not in line
    assert json.dumps(canary)[1:-1] not in line
    told = json.loads(line)
    assert told["error"] == "ValueError"
    assert "test_log_lines.py" in told["trace"][-1]


def test_numbers_and_plain_marks_stay_so_that_a_line_is_of_use() -> None:
    line = json.loads(written("clock %s, wall minus trusted %.1f s, %d rows", "stepped", 3.25, 40))
    assert line["event"] == "clock stepped, wall minus trusted 3.2 s, 40 rows"
    assert json.loads(written("%d", 13800000001))["event"] == "%d", "a number that long is a telephone"
    assert json.loads(written("%s"))["event"] == "%s"
    assert json.loads(written("two %s %s", "one"))["event"] == "two %s %s"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", json.loads(written("x"))["time"])


def test_only_what_is_on_the_list_is_written() -> None:
    told = json.loads(written("x", ref="ab12", count=3, story="一个故事", request="r1"))
    assert set(told) == {"time", "level", "logger", "event", "ref", "count", "request"}
    assert set(told) - {"time", "level", "logger", "event"} <= set(FIELDS)


def record_at(second: float, message: str = "the store refused a round") -> logging.LogRecord:
    record = logging.LogRecord("jiefen.worker", logging.ERROR, "x.py", 1, message, (), None)
    record.created = second
    return record


def test_a_full_disk_is_one_line_a_minute_with_its_count() -> None:
    calm = Calm()
    through = [record for second in range(1_000, 1_180) if calm.filter(record := record_at(float(second)))]
    assert [getattr(record, "count", 1) for record in through] == [1, 60, 60]
    assert calm.filter(record_at(1_180.5, "something else")), "another failure is not kept back"
    access = record_at(1_180.6)
    access.levelno = logging.INFO
    assert calm.filter(access)
    assert calm.filter(access), "what is no failure is never kept back"


def test_calm_keeps_no_more_kinds_than_it_can_hold() -> None:
    calm = Calm()
    for at in range(2_000):
        assert calm.filter(record_at(1_000.0, f"failure {at}"))
    assert len(calm._last) <= 500


def access(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == "jiefen.access"]


def test_a_request_is_one_line_with_the_name_of_its_address(
    world: Qinghe, caplog: pytest.LogCaptureFixture
) -> None:
    number = world.register()
    client = world.client("clerk")
    with caplog.at_level(logging.INFO, logger="jiefen.access"):
        caplog.handler.addFilter(request_log.InRequest())
        client.get(f"/cases/{number}?q=张三")
        client.get("/t/8F3K-27QD-M4XZ")
        client.get("/v/8F3K-27QD-M4XZ")
        client.get("/nowhere/13800000001")
        client.get("/healthz")
        caplog.handler.filters.clear()
    rows = access(caplog)
    told = [(row.route, row.method, row.status) for row in rows]  # type: ignore[attr-defined]
    assert told == [
        ("case", "GET", 200), ("track_code", "GET", 200), ("verify_code", "GET", 422), ("none", "GET", 404),
    ]  # fmt: skip
    assert rows[0].case == number  # type: ignore[attr-defined]
    assert rows[0].actor == world.actor("clerk").user_id  # type: ignore[attr-defined]
    text = "".join(JsonLines().format(row) for row in rows)
    assert not any(canary in text for canary in CANARIES)


def test_an_id_is_fresh_or_the_declared_proxys_own(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"X-Request-Id": "abc-12345678"}
    assert len(Client().get("/track")["X-Request-Id"]) == 16
    assert Client(headers=given).get("/track")["X-Request-Id"] != "abc-12345678", "anybody can write it"
    monkeypatch.setattr(settings, "SECURE_PROXY_SSL_HEADER", ("HTTP_X_FORWARDED_PROTO", "http"))
    assert Client(headers=given).get("/track")["X-Request-Id"] == "abc-12345678"
    for bad in ("", "short", "x" * 65, "a b c d e f g h", "张三张三张三张三", '"}{"a":1}', "abcdefgh\n12"):
        got = request_log._id_of(RequestFactory().get("/", headers={"X-Request-Id": bad}))
        assert re.fullmatch("[0-9a-f]{16}", got), bad


def test_a_failure_has_the_requests_id_on_its_page_and_in_its_line(
    world: Qinghe, caplog: pytest.LogCaptureFixture
) -> None:
    request = RequestFactory().get("/t/8F3K-27QD-M4XZ")
    request.id = "abcdef0123456789"  # type: ignore[attr-defined]
    with caplog.at_level(logging.ERROR, logger="jiefen.errors"):
        try:
            raise RuntimeError(CASE["applicant_id"])
        except RuntimeError:
            page = failed(request).content.decode()
    assert "编号" in page
    assert "abcdef0123456789" in page
    line = JsonLines().format(caplog.records[-1])
    assert json.loads(line)["ref"] == "abcdef0123456789"
    assert CASE["applicant_id"] not in line


def test_the_settings_write_json_and_let_nothing_else_out() -> None:
    handlers = settings.LOGGING["handlers"]
    assert [handler["formatter"] for handler in handlers.values()] == ["json"] * len(handlers)
    assert all({"calm", "in_request"} <= set(handler["filters"]) for handler in handlers.values())


@pytest.mark.parametrize("path", ["/t/8F3K-27QD-M4XZ", "/v/8F3K-27QD-M4XZ"])
def test_a_code_in_an_address_is_told_to_no_other_page(world: Qinghe, path: str) -> None:
    assert Client().get(path)["Referrer-Policy"] == "strict-origin"
    assert Client().get("/track")["Referrer-Policy"] == "same-origin"
