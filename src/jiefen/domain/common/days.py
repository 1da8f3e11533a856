"""Days as people and other systems write them: 2026年10月18日, 20261018, 二〇二六年十月十八日, 2026-10-17T16:00:00Z."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from jiefen.domain.common.errors import Unread
from jiefen.domain.common.fold import fold
from jiefen.domain.common.moments import ZONE
from jiefen.domain.common.numerals import common_figures, read_figures, read_numeral

_LONGEST = 60
_ASK = "请按 2026-10-18 的样子填写"
_CLOCK = r"[0-9]{1,2}(?:[:时点][0-9]{0,2}(?:[:分][0-9]{0,2}(?:[.,][0-9]+)?)?)?[秒分半整]?"
_TIME = rf"(?:[T,\s]*\(?(?:周|星期|礼拜)[一二三四五六日天]\)?)?[T,\s]*(?:(?:凌晨|早上|上午|中午|下午|晚上|AM|PM)?\s*{_CLOCK}\s*(?:AM|PM)?)?"
_WRITTEN = re.compile(
    rf"([0-9]{{4}})\s*(年|[-/.])\s*([0-9]{{1,2}})\s*(月|[-/.])\s*([0-9]{{1,2}})\s*[日号]?(?P<rest>{_TIME})"
)
_PACKED = re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?:[0-9]{4}(?:[0-9]{2})?)?")
_ZONED = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T\s]+([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,][0-9]+)?\s*(Z|UTC|GMT|[-+][0-9]{2}(?::?[0-9]{2})?)"
)
_OTHER_ORDER = re.compile(rf"([0-9]{{1,2}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{4}})(?:{_TIME})")
_SERIAL = re.compile(r"([2-6][0-9]{4})(?:\.[0-9]+)?")  # days of a spreadsheet, 1954 to 2091
_SPOKEN = re.compile(
    r"([零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]?"
)
_MOON = re.compile(r"农历|阴历|旧历|正月|腊月|冬月|初[一二三四五六七八九十]|廿")


def read_day(text: str) -> date:
    """The day in the centre's zone. Raises Unread, whose message says why and what to write instead."""
    plain = fold(text[:_LONGEST]).strip().upper()
    try:
        day = _zoned(plain) or _day(plain)
    except (ValueError, OverflowError):
        raise Unread(f"不是一个存在的日期，{_ASK}") from None
    if day is None or len(text) > _LONGEST:
        raise Unread(_why_not(plain))
    return day


def read_month(text: str) -> date:
    """The first day of `2026-03` or `2026年3月`. Raises Unread."""
    written = re.fullmatch(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*月?", fold(text[:_LONGEST]).strip())
    if written is None or not 1 <= int(written[2]) <= 12 or not int(written[1]):
        raise Unread("请写月份，例如 2026-03")
    return date(int(written[1]), int(written[2]), 1)


def read_time(text: str) -> time:
    """A time of the day: 9:30, 0930, 9点半, 下午3点. Raises Unread."""
    plain = fold(text[:_LONGEST]).strip()
    written = re.fullmatch(
        r"(凌晨|早上|上午|中午|下午|晚上)?\s*([0-9]{1,2})(?:[:时点]\s*([0-9]{1,2}|半|整)?分?(?::[0-9]{2})?)?",
        plain,
    ) or re.fullmatch(r"()([0-9]{2})([0-9]{2})", plain)
    if written is None:
        raise Unread("请写成 09:00 这样")
    hour, minute = int(written[2]), {"半": 30, "整": 0, None: 0}.get(written[3])
    hour += 12 if written[1] in ("下午", "晚上") and hour < 12 else 0
    try:
        return time(hour, int(written[3]) if minute is None else minute)
    except ValueError:
        raise Unread("请写成 09:00 这样") from None


def _zoned(plain: str) -> date | None:
    """A moment with an offset falls on the day it is here."""
    if (zoned := _ZONED.fullmatch(plain)) is None:
        return None
    offset = re.sub(r"^([-+][0-9]{2})$", r"\1:00", re.sub("^(?:Z|UTC|GMT)$", "+00:00", zoned[3]))
    return datetime.fromisoformat(f"{zoned[1]}T{zoned[2]}{offset}").astimezone(ZONE).date()


def _day(plain: str) -> date | None:
    if written := _WRITTEN.fullmatch(plain):
        return date(int(written[1]), int(written[3]), int(written[5]))
    if packed := _PACKED.fullmatch(plain):
        return date(*(int(part) for part in packed.groups()))
    if serial := _SERIAL.fullmatch(plain):
        return date(1899, 12, 30) + timedelta(days=int(Decimal(serial[1])))
    if spoken := _SPOKEN.fullmatch(common_figures(plain).replace(" ", "")):
        year, month, day = read_figures(spoken[1]), read_numeral(spoken[2]), read_numeral(spoken[3])
        return date(year or 0, month or 0, day or 0)
    if other := _OTHER_ORDER.fullmatch(plain):
        first, second, year = (int(part) for part in other.groups())
        if first > 12 or first == second:
            return date(year, second, first)
        return date(year, first, second) if second > 12 else None
    return None


def _why_not(plain: str) -> str:
    if _MOON.search(plain):
        return f"是农历，请换成公历，{_ASK}"
    if _OTHER_ORDER.fullmatch(plain):
        return f"分不清哪个是月、哪个是日，{_ASK}"
    if re.fullmatch(r"[0-9]{4}\s*[-/.年]\s*[0-9]{1,2}\s*月?份?|[0-9]{4}\s*年?", plain):
        return f"没有写到日，{_ASK}；只知道月份的，请写在经过里"
    if re.fullmatch(r"[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}\s*[日号]?", plain):
        return f"没有写年份，{_ASK}"
    if re.fullmatch(r"[0-9]{2}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}\s*[日号]?", plain):
        return f"年份只有两位，{_ASK}"
    return f"看不懂，{_ASK}"
