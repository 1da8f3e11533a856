"""A sitting of a leader's reception as typed: day, hours, room or link, seats. Bad answers come back with a sentence each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from urllib.parse import urlsplit

from jiefen.domain.common.errors import Invalid
from jiefen.domain.common.reading import LAST_DAY, Reading

MOST_SEATS = 50
AHEAD = timedelta(days=366)  # how far ahead a sitting may be planned
ONLINE = "线上接访"


@dataclass(frozen=True)
class Sitting:
    """`begins` and `ends`: local times of the day `on`. `link`: where it is held online, '' in a room."""

    on: date
    begins: time
    ends: time
    room: str
    link: str
    seats: int
    topic: str


def read(fields: Mapping[str, str], *, today: date) -> Sitting:
    """Fields on, begins, ends (hh:mm), room or link, seats, topic (optional). Raises Invalid, a sentence per field."""
    reading = Reading(fields)
    on = reading.day("on", today=LAST_DAY, label="日期")
    begins, ends = (reading.time(name, label=label) for name, label in (("begins", "开始"), ("ends", "结束")))
    link = reading.text("link", limit=200, label="线上接访链接")
    room = reading.text("room", limit=60, label="地点") or (ONLINE if link else "")
    seats = reading.whole("seats", default=0, low=1, high=MOST_SEATS, label="预约名额")
    topic = reading.text("topic", limit=80, label="主题")
    if link and not _is_safe(link):
        reading.problems["link"] = (
            "链接要以 https:// 开头，中间没有空格，例如 https://meet.example.gov.cn/123。"
        )
    empty = {"on": on, "begins": begins, "ends": ends, "room": room, "seats": seats}
    labels = {"on": "日期", "begins": "开始时间", "ends": "结束时间", "room": "地点", "seats": "预约名额"}
    for name, value in empty.items():
        if not value and name not in reading.problems:
            reading.problems[name] = f"请填写{labels[name]}。"
    if on and on < today:
        reading.problems["on"] = f"{on} 已经过去，请选今天以后的日期。"
    if on and on > today + AHEAD:
        reading.problems["on"] = f"{on} 太远了，最多安排一年以内的接访。"
    if begins and ends and begins >= ends:
        reading.problems["ends"] = "结束时间要晚于开始时间。"
    if reading.problems or on is None or begins is None or ends is None:
        raise Invalid(fields=reading.problems)
    return Sitting(on=on, begins=begins, ends=ends, room=room, link=link, seats=seats, topic=topic)


def _is_safe(link: str) -> bool:
    """What may be put before a party to press: an encrypted address of a named host, no name or password in it."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    named = bool(parts.hostname) and "@" not in parts.netloc
    return parts.scheme == "https" and named and link.isprintable() and " " not in link
