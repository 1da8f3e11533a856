"""Reads typed texts one by one and keeps a sentence for each that cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation

from jiefen.domain.common.words import Word

MAX_AMOUNT = Decimal("99999999999.99")


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
        value = (self.fields.get(name) or "").replace("\x00", "").strip()
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
        for word in vocabulary:
            if value in (word.value, word.label):
                return word
        choices = "、".join(word.label for word in vocabulary)
        self.problems[name] = f"{label}“{value[:20]}”不在选项里，请改为：{choices}。"
        return default

    def whole(self, name: str, *, default: int, low: int, high: int, label: str) -> int:
        value = (self.fields.get(name) or "").strip()
        if not value:
            return default
        if not value.isdecimal() or len(value) > 9 or not low <= int(value) <= high:
            self.problems[name] = f"{label}要写 {low} 到 {high} 之间的整数，现在是“{value[:20]}”。"
            return default
        return int(value)

    def money(self, name: str, *, label: str) -> Decimal | None:
        value = (
            (self.fields.get(name) or "")
            .strip()
            .replace(",", "")
            .replace("，", "")
            .removesuffix("元")
            .lstrip("¥￥")
        )
        if not value:
            return None
        try:
            amount = Decimal(value) if len(value) <= 20 else Decimal("NaN")
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or amount < 0 or amount > MAX_AMOUNT or amount != round(amount, 2):
            self.problems[name] = (
                f"{label}要写数字，最多两位小数，例如 8600 或 8,600.50；现在是“{value[:20]}”。"
            )
            return None
        return amount

    def day(self, name: str, *, today: date, label: str) -> date | None:
        value = (self.fields.get(name) or "").strip()
        if not value:
            return None
        day = _loose_day(value.replace("/", "-").replace(".", "-").replace("T", " ").split(" ")[0].split("-"))
        if day is None or day.year < 1949:
            self.problems[name] = f"{label}“{value[:20]}”不是一个存在的日期，请按 2026-10-18 的样子填写。"
            return None
        if day > today:
            self.problems[name] = f"{label} {day} 在今天之后，请核对。"
            return None
        return day

    def time(self, name: str, *, label: str) -> time | None:
        raw = (self.fields.get(name) or "").strip().replace("：", ":")
        if not raw:
            return None
        hour, _, minute = raw.partition(":")
        try:
            return time(int(hour), int(minute or "0"))
        except ValueError:
            self.problems[name] = f"{label}时间请写成 09:00 这样。"
            return None


def _loose_day(parts: list[str]) -> date | None:
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        return None
