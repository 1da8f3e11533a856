"""Sums of money as people write them: 8,600.50, ¥8600元, 3.5万, 3万5千元, 五万元整, 捌仟陆佰元整."""

from __future__ import annotations

import re
from decimal import Decimal

from jiefen.domain.common.errors import Unread
from jiefen.domain.common.fold import fold
from jiefen.domain.common.money_words import MOST, from_words
from jiefen.domain.common.numerals import common_figures, read_numeral

_LONGEST = 40
_BEFORE = re.compile(r"^(?:人民币|RMB|CNY|[¥￥])+", re.IGNORECASE)
_AFTER = re.compile(r"(?:人民币|RMB|CNY)$", re.IGNORECASE)
_NUMBER = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,4}(?:,[0-9]{4})+)(?:\.[0-9]+)?")
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)(亿|万|千|百)")
_SIZES = {"亿": 100_000_000, "万": 10_000, "千": 1000, "百": 100}
_CHANGE = re.compile(r"(?:([0-9])角|([0-9])毛)?(?:([0-9])分)?")
_YUAN = str.maketrans("圆块", "元元")
_TO_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
_VAGUE = re.compile(r"[约近几数~～]|(?<=[0-9万千百十])[余多]|左右|上下|以上|以下|不到|[0-9万千][-—至到][0-9]")


def read_money(text: str) -> Decimal:
    """The sum in yuan. Raises Unread, whose message says what to write instead."""
    plain = "".join(fold(text[:_LONGEST]).split())
    if _VAGUE.search(plain):
        raise Unread("是约数或一个范围，请写一个确定的数")
    amount = _capitals(plain)
    if amount is None:
        amount = _figures(_AFTER.sub("", _BEFORE.sub("", plain)))
    if amount is None or len(text) > _LONGEST or amount > MOST or amount != round(amount, 2):
        raise Unread("要写数字，最多两位小数，例如 8600 或 8,600.50")
    return amount.quantize(Decimal("0.01"))


def _capitals(plain: str) -> Decimal | None:
    try:
        return from_words(plain)
    except ValueError:
        return None


def _figures(plain: str) -> Decimal | None:
    whole, _, rest = plain.translate(_YUAN).rstrip("整正钱").partition("元")
    change = _CHANGE.fullmatch(common_figures(rest).translate(_TO_DIGITS))
    number = _whole(whole)
    if number is None or change is None or (rest and "." in whole):
        return None
    jiao, mao, fen = (int(part or 0) for part in change.groups())
    return number + Decimal(10 * (jiao + mao) + fen) / 100


def _whole(words: str) -> Decimal | None:
    """`8,600.50`, `3.5万`, `1亿2000万`, `三万五千`."""
    if _NUMBER.fullmatch(words):
        return Decimal(words.replace(",", ""))
    if (spoken := read_numeral(words)) is not None:
        return Decimal(spoken)
    total, at, last = Decimal(0), 0, 10**12
    while part := _PART.match(words, at):
        size = _SIZES[part[2]]
        if size >= last:
            return None
        total, at, last = total + Decimal(part[1]) * size, part.end(), size
    rest = words[at:]
    if not at or not (rest == "" or (re.fullmatch(r"[0-9]{2,4}", rest) and int(rest) < last)):
        return None  # 3万5 may be 35000 or 30005
    return total + int(rest or 0)
