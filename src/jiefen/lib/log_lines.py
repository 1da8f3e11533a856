"""Log lines as JSON with nothing in them but what is on a list, and calm when the same thing fails again and again.

What people typed reaches a log by three ways: a value in a message, the text of an exception, an address. So a message is
its fixed words; of its values only numbers and short plain marks go in; an exception is its type and the places it came
through, without its text.
"""

from __future__ import annotations

import json
import logging
import re
import threading
import traceback
from datetime import UTC, datetime

FIELDS = ("request", "actor", "case", "route", "method", "status", "ms", "ref", "count")
EVERY = 60.0  # seconds in which the same failure is one line
MOST_KINDS = 500
_MARK = re.compile(r"[a-z][a-z0-9_.:]{0,39}|[0-9a-f]{8}")
_LONG_NUMBER = re.compile(r"[0-9]{7}")
_MOST_NUMBER = 9_999_999
_FRAMES = 12


class JsonLines(logging.Formatter):
    """One object a line: time, level, logger, event, and of `FIELDS` what there is."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": _event(record),
        }
        line |= {name: value for name in FIELDS if (value := getattr(record, name, None)) not in (None, "")}
        if record.exc_info and record.exc_info[1] is not None:
            line |= _failure(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class Calm(logging.Filter):
    """The same failure is let through once in a minute, with the number of times it came since."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[tuple[object, ...], tuple[float, int]] = {}
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        error = record.exc_info[0] if record.exc_info else None
        kind = (record.name, record.levelno, str(record.msg), error)
        with self._lock:
            since, more = self._last.get(kind, (0.0, 0))
            if record.created - since < EVERY:
                self._last[kind] = (since, more + 1)
                return False
            if len(self._last) >= MOST_KINDS:
                self._last.clear()
            self._last[kind] = (record.created, 0)
        if more:
            record.count = more + 1
        return True


def _event(record: logging.LogRecord) -> str:
    """The fixed words of a message, with those of its values that can be nobody's."""
    words = str(record.msg)
    args = record.args if isinstance(record.args, tuple) else ()
    try:
        return words % tuple(_harmless(value) for value in args) if args else words
    except (TypeError, ValueError):
        return words


def _harmless(value: object) -> object:
    if isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) <= _MOST_NUMBER else "…"
    text = str(value)
    return text if _MARK.fullmatch(text) and not _LONG_NUMBER.search(text) else "…"


def _failure(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = [f"{_module(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__name__, "trace": places}


def _module(path: str) -> str:
    """The end of a file's path, which says where without saying whose home it is."""
    return "/".join(path.replace("\\", "/").split("/")[-3:])
