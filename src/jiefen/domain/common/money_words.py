"""Sums of money in the capitals of bills (大写), both ways, so that words and figures on a paper can be compared.

The rules on zeros are those of 正确填写票据和结算凭证的基本规定 (the annex to 支付结算办法): a run of zeros is one 零; where
the 万 or 元 figure is zero and the next one is not, 零 may be left out. We leave it out; both are read.
"""

from __future__ import annotations

import itertools
import re
from decimal import Decimal, InvalidOperation

__all__ = ["MOST", "from_words", "in_words"]

MOST = Decimal("99999999999.99")  # 999 亿 and more: bigger sums are not settled by mediation
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_GROUPS = ((100_000_000, "亿"), (10_000, "万"), (1, ""))
_READ = re.compile(
    r"(?:(?P<yuan>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)元)?零?"
    r"(?:(?P<jiao>[壹贰叁肆伍陆柒捌玖])角)?零?(?:(?P<fen>[壹贰叁肆伍陆柒捌玖])分)?整?"
)
_OTHER_FORMS = str.maketrans({"圆": "元", "正": "整"})


def in_words(figure: Decimal) -> str:
    """`6400` → 陆仟肆佰元整, `1409.5` → 壹仟肆佰零玖元伍角整, `0.02` → 贰分.

    Raises ValueError for less than nothing, more than MOST, and parts of a 分.
    """
    return _written(figure, at_groups=False, after_yuan=False)


def from_words(text: str) -> Decimal:
    """The sum with two decimals. `人民币` before it, 圆 for 元, 正 for 整 and both ways with zeros are allowed.

    Raises ValueError for everything that is not exactly how a sum is written.
    """
    words = "".join(text.split()).removeprefix("人民币").translate(_OTHER_FORMS)
    parts = _READ.fullmatch(words)
    if parts is None or not words:
        raise ValueError(f"not a sum in capitals: {text}")
    cents = 10 * _DIGITS.find(parts["jiao"] or "零") + _DIGITS.find(parts["fen"] or "零")
    figure = _whole(parts["yuan"] or "") + Decimal(cents) / 100
    ways = itertools.product((False, True), repeat=2)
    if figure > MOST or words not in {
        form for few, many in ways for form in _ends(_written(figure, at_groups=few, after_yuan=many))
    }:
        raise ValueError(f"not a sum in capitals: {text}")
    return figure.quantize(Decimal("0.01"))


def _ends(words: str) -> tuple[str, ...]:
    """整 may be left out after 角, never after 元."""
    return (words, words[:-1]) if words.endswith("角整") else (words,)


def _whole(words: str) -> Decimal:
    total = group = digit = 0
    for mark in words:
        if mark in _DIGITS:
            digit = _DIGITS.index(mark)
        elif mark in "拾佰仟":
            group, digit = group + digit * 10 ** ("拾佰仟".index(mark) + 1), 0
        else:
            total, group, digit = total + (group + digit) * (100_000_000 if mark == "亿" else 10_000), 0, 0
    return Decimal(total + group + digit)


def _written(figure: Decimal, *, at_groups: bool, after_yuan: bool) -> str:
    """The flags say whether 零 is also written where it may be left out."""
    try:
        exact = figure.quantize(Decimal("0.01")) == figure
    except InvalidOperation:
        exact = False
    if not exact or not 0 <= figure <= MOST:
        raise ValueError(f"no sum for words: {figure}")
    yuan, cents = divmod(int(figure * 100), 100)
    jiao, fen = divmod(cents, 10)
    words = f"{_yuan(yuan, at_groups=at_groups)}元" if yuan else ""
    if not cents:
        return f"{words or '零元'}整"
    if words and (not jiao or (after_yuan and yuan % 10 == 0)):
        words += "零"
    words += f"{_DIGITS[jiao]}角" if jiao else ""
    return words + (f"{_DIGITS[fen]}分" if fen else "整")


def _yuan(whole: int, *, at_groups: bool) -> str:
    words, before, skipped = "", 0, False
    for size, name in _GROUPS:
        group, whole = divmod(whole, size)
        if not group:
            skipped = bool(words)
            continue
        zero = group < 1000 or skipped or (at_groups and before % 10 == 0)
        words += ("零" if words and zero else "") + _group(group) + name
        before, skipped = group, False
    return words


def _group(number: int) -> str:
    """1 to 9999 without a zero in front: 壹仟零玖, 壹拾."""
    words, gap = "", False
    for place, figure in zip(_PLACES, f"{number:04d}", strict=True):
        if figure == "0":
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[int(figure)] + place
        gap = False
    return words
