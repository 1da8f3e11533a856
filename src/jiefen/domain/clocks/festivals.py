"""Festival days off by law 全国年节及纪念日放假办法, for years whose notice is not at hand.

The yearly notice only moves days about (调休); the festivals themselves are fixed by law and known for any year: by the
date, by the sun (清明) or by the lunar calendar, whose first days are kept in a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

FIRST, LAST = 2000, 2050
AMENDED_2008, AMENDED_2014, AMENDED_2025 = 2008, 2014, 2025
# 春节, 端午 and 中秋 of each year from FIRST on, as month and day.
_LUNAR = [
    "020506060912",
    "012406251001",
    "021206150921",
    "020106040911",
    "012206220928",
    "020906110918",
    "012905311006",
    "021806190925",
    "020706080914",
    "012605281003",
    "021406160922",
    "020306060912",
    "012306230930",
    "021006120919",
    "013106020908",
    "021906200927",
    "020806090915",
    "012805301004",
    "021606180924",
    "020506070913",
    "012506251001",
    "021206140921",
    "020106030910",
    "012206220929",
    "021006100917",
    "012905311006",
    "021706190925",
    "020606090915",
    "012605281003",
    "021306160922",
    "020306050912",
    "012306241001",
    "021106120919",
    "013106010908",
    "021906200927",
    "020806100916",
    "012805301004",
    "021506180924",
    "020406070913",
    "012405271002",
    "021206140920",
    "020106030910",
    "012206220928",
    "021006110917",
    "013005311005",
    "021706190925",
    "020606080915",
    "012605291004",
    "021406150922",
    "020206040911",
    "012306230930",
]


@lru_cache(maxsize=64)
def statutory_days(year: int) -> dict[date, str]:
    """The festival days proper of a year, each with its name. Before and after the table: those of the solar calendar."""
    return dict(_days(year))


def _days(year: int) -> Iterator[tuple[date, str]]:
    yield date(year, 1, 1), "元旦"
    for day in range(1, 4 if year < AMENDED_2008 else 3 if year >= AMENDED_2025 else 2):
        yield date(year, 5, day), "劳动节"
    for day in range(1, 4):
        yield date(year, 10, day), "国庆节"
    if not FIRST <= year <= LAST:
        return
    spring, dragon_boat, mid_autumn = _lunar(year)
    eve = AMENDED_2008 <= year < AMENDED_2014 or year >= AMENDED_2025  # 除夕 is a day off
    last = 2 if AMENDED_2008 <= year < AMENDED_2014 else 3
    for n in range(-1 if eve else 0, last):
        yield spring + timedelta(days=n), "春节"
    if year >= AMENDED_2008:
        yield _qingming(year), "清明节"
        yield dragon_boat, "端午节"
        yield mid_autumn, "中秋节"


def _lunar(year: int) -> list[date]:
    row = _LUNAR[year - FIRST]
    return [date(year, int(row[at : at + 2]), int(row[at + 2 : at + 4])) for at in (0, 4, 8)]


def _qingming(year: int) -> date:
    """Of this century, by the usual approximation of the solar term."""
    n = year % 100
    return date(year, 4, int(n * 0.2422 + 4.81) - n // 4)
