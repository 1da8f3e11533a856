"""What is typed about a mediator, their training and seat, a room, and a rating; a sentence for each bad answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jiefen.domain.common.errors import Invalid
from jiefen.domain.common.kinds import GROUPS, KINDS
from jiefen.domain.common.reading import LAST_DAY, Reading
from jiefen.domain.common.words import Word
from jiefen.domain.mediation.words import MediatorKind, MediatorTitle, RatingSource, SeatPosition

MOST_SPECIALITIES = 30


@dataclass(frozen=True)
class MediatorFacts:
    """`specialities`: codes of kinds or whole groups, sorted."""

    name: str
    kind: str
    title: str
    studio: str
    specialities: tuple[str, ...]
    woman: bool
    since: date
    until: date | None


def read_mediator(fields: Mapping[str, str]) -> MediatorFacts:
    """Fields name, kind, title, studio, groups and finer (specialities), woman, since, until. Raises Invalid."""
    reading = Reading(fields)
    name = reading.text("name", limit=40, label="姓名")
    kind = reading.word("kind", MediatorKind, default=None, label="人员类别")
    title = reading.word("title", MediatorTitle, default=MediatorTitle.NONE, label="称号")
    since = reading.day("since", today=LAST_DAY, label="聘任日期")
    until = reading.day("until", today=LAST_DAY, label="离任日期")
    _need(reading, {"name": (name, "姓名"), "kind": (kind, "人员类别"), "since": (since, "聘任日期")})
    if since and until and until < since:
        reading.problems["until"] = "离任日期不能早于聘任日期。"
    specialities = _specialities(reading)
    studio = reading.text("studio", limit=40, label="工作室")
    _refuse_problems(reading)
    return MediatorFacts(
        name=name,
        kind=str(kind),
        title=str(title),
        studio=studio,
        specialities=specialities,
        woman=fields.get("woman") == "1",
        since=_day(since),
        until=until,
    )


def _specialities(reading: Reading) -> tuple[str, ...]:
    """Ticked groups, and kinds written by code or by name."""
    groups = {code for code in (reading.fields.get("groups") or "").split(",") if code in GROUPS}
    by_name = {kind.label: code for code, kind in KINDS.items()}
    typed = [part for part in re.split(r"[、，,；;\s]+", reading.fields.get("finer") or "") if part]
    unknown = [part for part in typed if part not in KINDS and part not in by_name]
    if unknown:
        reading.problems["finer"] = f"没有“{unknown[0][:20]}”这个纠纷类型，请写四位代码或类型名称。"
    codes = groups | {by_name.get(part, part) for part in typed if part not in unknown}
    if len(codes) > MOST_SPECIALITIES:
        reading.problems["finer"] = f"擅长类型最多 {MOST_SPECIALITIES} 项，请改选大类。"
    return tuple(sorted(codes))


def read_training(fields: Mapping[str, str], *, today: date) -> tuple[date, int, str]:
    """Fields on, hours (1–200), topic. Raises Invalid."""
    reading = Reading(fields)
    on = reading.day("on", today=today, label="培训日期")
    hours = reading.whole("hours", default=0, low=1, high=200, label="学时")
    topic = reading.text("topic", limit=80, label="培训内容")
    _need(reading, {"on": (on, "培训日期"), "hours": (hours, "学时"), "topic": (topic, "培训内容")})
    _refuse_problems(reading)
    return _day(on), hours, topic


def read_seat(fields: Mapping[str, str]) -> tuple[Word, date]:
    """Fields position, seated_on. Raises Invalid."""
    reading = Reading(fields)
    position = reading.word("position", SeatPosition, default=None, label="职务")
    since = reading.day("seated_on", today=LAST_DAY, label="任期开始")
    _need(reading, {"position": (position, "职务"), "seated_on": (since, "任期开始")})
    _refuse_problems(reading)
    return position or SeatPosition.MEMBER, _day(since)


def read_room(fields: Mapping[str, str]) -> tuple[str, int]:
    """Fields name, seats (1–200). Raises Invalid."""
    reading = Reading(fields)
    name = reading.text("name", limit=40, label="名称")
    seats = reading.whole("seats", default=0, low=1, high=200, label="座位数")
    _need(reading, {"name": (name, "名称"), "seats": (seats, "座位数")})
    _refuse_problems(reading)
    return name, seats


def read_rating(fields: Mapping[str, str], *, today: date) -> tuple[Word, int, str, date]:
    """Fields source, score (1–5), said, on. Raises Invalid."""
    reading = Reading(fields)
    source = reading.word("source", RatingSource, default=None, label="评议来源")
    score = reading.whole("score", default=0, low=1, high=5, label="评分")
    said = reading.text("said", limit=200, label="意见")
    on = reading.day("on", today=today, label="评议日期") or today
    _need(reading, {"source": (source, "评议来源"), "score": (score, "评分")})
    _refuse_problems(reading)
    return source or RatingSource.CITIZEN, score, said, on


def _need(reading: Reading, wanted: Mapping[str, tuple[object, str]]) -> None:
    for name, (value, label) in wanted.items():
        if not value:
            reading.problems.setdefault(name, f"请填写{label}。")


def _refuse_problems(reading: Reading) -> None:
    if reading.problems:
        raise Invalid(fields=reading.problems)


def _day(value: date | None) -> date:
    """For the type checker: what is missing has been refused by `_refuse_problems`."""
    return value or LAST_DAY
