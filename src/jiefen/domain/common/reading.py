"""Reads typed texts one by one and keeps a sentence for each that cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal

from jiefen.domain.common.days import read_day, read_time
from jiefen.domain.common.errors import Unread
from jiefen.domain.common.fold import encodable, fold
from jiefen.domain.common.money import read_money
from jiefen.domain.common.words import Word

FIRST_YEAR = 1949
LAST_DAY = date(2199, 12, 31)  # no day that somebody means is later


def whole_number(text: str | None, *, digits: int = 17) -> int | None:
    """The number that is written in plain digits, at most so many; None for anything else."""
    fits = text is not None and text.isascii() and text.isdecimal() and len(text) <= digits
    return int(text) if fits and text else None


class Reading:
    """Reads fields one by one and keeps a sentence for each that cannot be taken."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = fields
        self.problems: dict[str, str] = {}

    def text(self, name: str, *, limit: int, label: str) -> str:
        value = encodable(self.fields.get(name) or "").replace("\r\n", "\n").strip()
        if len(value) > limit:
            self.problems[name] = (
                f"{label}最多 {limit} 字，现在 {len(value)} 字，请精简；更长的内容可作为材料上传。"
            )
            return value[:limit]
        return value

    def word(self, name: str, vocabulary: type[Word], *, default: Word | None, label: str) -> Word | None:
        value = (self.fields.get(name) or "").strip()
        if not value:
            return default
        plain = fold(value)
        for word in vocabulary:
            if plain in (word.value, fold(word.label)):
                return word
        choices = "、".join(word.label for word in vocabulary)
        self.problems[name] = f"{label}“{value[:20]}”不在选项里，请改为：{choices}。"
        return default

    def whole(self, name: str, *, default: int, low: int, high: int, label: str) -> int:
        value = (self.fields.get(name) or "").strip()
        if not value:
            return default
        number = whole_number(fold(value).removesuffix("人").removesuffix("件").strip(), digits=9)
        if number is None or not low <= number <= high:
            self.problems[name] = f"{label}要写 {low} 到 {high} 之间的整数，现在是“{value[:20]}”。"
            return default
        return number

    def money(self, name: str, *, label: str) -> Decimal | None:
        value = (self.fields.get(name) or "").strip()
        try:
            return read_money(value) if value else None
        except Unread as why:
            self.problems[name] = f"{label}{why}；现在是“{value[:20]}”。"
            return None

    def day(self, name: str, *, today: date, label: str) -> date | None:
        value = (self.fields.get(name) or "").strip()
        if not value:
            return None
        try:
            day = read_day(value)
        except Unread as why:
            self.problems[name] = f"{label}“{value[:20]}”{why}。"
            return None
        if day > today:
            self.problems[name] = f"{label} {day} 在今天之后，请核对。"
            return None
        if day.year < FIRST_YEAR:
            self.problems[name] = f"{label} {day} 早于 {FIRST_YEAR} 年，请核对。"
            return None
        return day

    def time(self, name: str, *, label: str) -> time | None:
        value = (self.fields.get(name) or "").strip()
        try:
            return read_time(value) if value else None
        except Unread as why:
            self.problems[name] = f"{label}时间“{value[:20]}”读不懂，{why}。"
            return None
