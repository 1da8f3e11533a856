"""Case numbers that check themselves, and tracking codes that nobody can guess.

A case number is division (6 digits) + year (4) + track letter + serial (6 digits, more when needed) + check character
(ISO 7064 MOD 37-36: every wrong sign is found, and nearly every swap of neighbours), e.g. `330782` `2026` `D` `001284` and its check.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from jiefen.domain.common.fold import compact

_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_NUMBER = re.compile(r"([0-9]{6})([0-9]{4})([A-Z])([0-9]{6,10})([0-9A-Z])")
_SHOWN = re.compile(r"[^0-9]{0,12}[〔\[(【]([0-9]{4})[〕\])】](?:第)?0*([0-9]{1,10})号?")


class NumberParts(NamedTuple):
    division: str
    year: int
    track: str
    serial: int


def case_number(*, division: str, year: int, track: str, serial: int) -> str:
    """ValueError for parts that no number can be made of; serials start at 1."""
    body = f"{division}{year:04d}{track}{serial:06d}"
    if serial < 1 or not _NUMBER.fullmatch(f"{body}0"):
        raise ValueError(f"案号的各部分不对：{division}、{year}、{track}、{serial}。")
    return body + _check(body)


def number_problem(text: str) -> str | None:
    """None, or what is wrong with a number somebody typed."""
    number = normalise_number(text)
    if not number:
        return "请填写案号。"
    if not _NUMBER.fullmatch(number):
        return "案号应为：6 位区划、4 位年份、1 个字母、至少 6 位序号、1 位校验码，请核对。"
    if number[-1] != _check(number[:-1]):
        return "案号校验码不对，多半是抄错了一位，请核对。"
    return None


def normalise_number(text: str) -> str:
    """As it is stored: half-width, upper case, without blanks and dashes."""
    return compact(text).replace("-", "")


def number_parts(number: str) -> NumberParts:
    """ValueError, with the sentence of `number_problem`, for a number that is not one."""
    if problem := number_problem(number):
        raise ValueError(problem)
    division, year, track, serial = _NUMBER.fullmatch(normalise_number(number)).groups()[:4]  # type: ignore[union-attr]
    return NumberParts(division, int(year), track, int(serial))


def display(number: str, short: str) -> str:
    """As it stands on paper: `清矛调〔2026〕01284号`. `short` is the centre's own abbreviation."""
    parts = number_parts(number)
    return f"{short}〔{parts.year}〕{parts.serial:05d}号"


def shown_parts(text: str) -> tuple[int, int] | None:
    """Year and serial of a number as people read it off a page (`清矛调〔2026〕01284号`); None when it is not one."""
    shown = _SHOWN.fullmatch(compact(text))
    return (int(shown[1]), int(shown[2])) if shown else None


def tracking_code(random: bytes) -> str:
    """`8F3K-27QD-M4XZ`: 60 bits out of at least 8 bytes, which must come from a cryptographic source."""
    if len(random) < 8:
        raise ValueError("a tracking code needs at least 8 random bytes")
    bits = int.from_bytes(random[:8], "big") >> 4
    return _grouped("".join(_CROCKFORD[bits >> shift & 31] for shift in range(55, -5, -5)))


def normalise_code(text: str) -> str:
    """The form a code is stored in, forgiving case, blanks, dashes, I and L for 1, O for 0; empty when it is no code."""
    plain = normalise_number(text).translate(str.maketrans("ILO", "110"))
    return _grouped(plain) if re.fullmatch(f"[{_CROCKFORD}]{{12}}", plain) else ""


def _check(body: str) -> str:
    product = 36
    for sign in body:
        product = ((product + _SIGNS.index(sign)) % 36 or 36) * 2 % 37
    return _SIGNS[(37 - product) % 36]


def _grouped(plain: str) -> str:
    return "-".join(plain[n : n + 4] for n in range(0, 12, 4))
