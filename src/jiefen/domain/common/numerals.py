"""Whole numbers in Chinese figures: 三万五千, 一百零五, 十二; capitals of bills (叁, 拾) are read as well."""

from __future__ import annotations

import re

FIGURES = "零一二三四五六七八九"
_OTHERS = str.maketrans("〇○两壹贰叁肆伍陆柒捌玖拾佰仟萬億", "零零二一二三四五六七八九十百千万亿")
_PLACES = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}


def common_figures(text: str) -> str:
    """The text with the everyday sign for every figure and place."""
    return text.translate(_OTHERS)


def read_numeral(text: str) -> int | None:
    """The number; None for anything that is not exactly how one is said (`三万五` may be 35000 or 30005)."""
    words = common_figures(text)
    if not words or not set(words) <= set(FIGURES) | set(_PLACES) | set(_GROUPS):
        return None
    number = _summed(words)
    return number if _with_ones(words) == _said(number) else None


def read_figures(text: str) -> int | None:
    """Figures said one after another, as in a year: 二〇二六."""
    words = common_figures(text)
    if not words or not set(words) <= set(FIGURES):
        return None
    return int("".join(str(FIGURES.index(sign)) for sign in words))


def _summed(words: str) -> int:
    total = group = figure = 0
    for sign in words:
        if sign in FIGURES:
            figure = FIGURES.index(sign)
        elif sign in _PLACES:
            group, figure = group + (figure or 1) * _PLACES[sign], 0
        elif sign == "亿":
            total, group, figure = (total + group + figure) * _GROUPS[sign], 0, 0
        else:
            total, group, figure = total + (group + figure) * _GROUPS[sign], 0, 0
    return total + group + figure


def _said(number: int) -> str:
    """In full: 一十二, 三万零五百."""
    for size, name in ((100_000_000, "亿"), (10_000, "万")):
        if number >= size:
            whole, rest = divmod(number, size)
            return _said(whole) + name + _rest(rest, below=size)
    for size, name in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= size:
            figure, rest = divmod(number, size)
            return FIGURES[figure] + name + _rest(rest, below=size)
    return FIGURES[number]


def _rest(number: int, *, below: int) -> str:
    if not number:
        return ""
    return ("零" if number * 10 < below else "") + _said(number)


def _with_ones(words: str) -> str:
    """With the 一 that may be left out before 十."""
    return re.sub(f"(?<![{FIGURES[1:]}])十", "一十", words)
