"""What makes a recorded success worth an independent look. Each is a fact about a case and its neighbours, never about a person.

An oddity accuses nobody: it puts the case on the list of the sample audit, and a person outside the line looks (law.md § 3.3).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from jiefen.domain.clocks.calendar import WorkCalendar
from jiefen.domain.common.fold import fold

SHINGLE = 4  # characters
ALIKE = 0.8  # share of shingles in common from which two texts count as the same template
BURST, WITHIN = 5, timedelta(minutes=30)
EARLY, LATE = time(7, 30), time(21, 0)
ODDITY_WORDS: dict[str, str] = {
    "twin": "协议文字与别的案件几乎相同",
    "burst": "同一单位半小时内登记了五件以上成功结果",
    "offhours": "在夜间或者休息日登记结果",
    "sameday": "受理当天就登记为履行完毕",
    "zero": "协议没有任何付款或具体事项",
    "samephone": "双方留的是同一个手机号，或者是经办人员的手机号",
    "samedoor": "双方的确认来自同一个浏览器",
    "changed": "确认之前，经办人改过当事人的手机号",
}


@dataclass(frozen=True)
class Recorded:
    """One recorded success. `text`: what was agreed, without the names of the parties; `unit`: who holds it; `agreed`: promises with a date."""

    case: int
    unit: int
    accepted_at: datetime
    recorded_at: datetime
    performed_at: datetime | None
    text: str
    promises: int
    same_phone: bool = False
    same_door: bool = False
    phone_changed: bool = False


def oddities(rows: Sequence[Recorded], *, calendar: WorkCalendar) -> dict[int, list[str]]:
    """Codes of `ODDITY_WORDS` by case; cases without any are left out."""
    by_case: dict[int, list[str]] = defaultdict(list)
    for case in twins({row.case: row.text for row in rows}):
        by_case[case].append("twin")
    for case in _bursts(rows):
        by_case[case].append("burst")
    for row in rows:
        by_case[row.case] += _of_one(row, calendar=calendar)
    return {case: codes for case, codes in by_case.items() if codes}


def _of_one(row: Recorded, *, calendar: WorkCalendar) -> list[str]:
    local = calendar.local(row.recorded_at)
    away = not calendar.is_workday(local.date()) or not EARLY <= local.time() < LATE
    performed = row.performed_at and calendar.local(row.performed_at).date()
    signs = {
        "offhours": away,
        "sameday": performed is not None and performed == calendar.local(row.accepted_at).date(),
        "zero": not row.promises,
        "samephone": row.same_phone,
        "samedoor": row.same_door,
        "changed": row.phone_changed,
    }
    return [code for code, holds in signs.items() if holds]


def twins(texts: dict[int, str]) -> set[int]:
    """Cases whose text is nearly that of another: amounts and dates do not count."""
    shingled = {case: _shingles(text) for case, text in texts.items()}
    by_shingle: dict[str, list[int]] = defaultdict(list)
    for case, parts in shingled.items():
        for part in parts:
            by_shingle[part].append(case)
    common: dict[tuple[int, int], int] = defaultdict(int)
    for cases in by_shingle.values():
        for n, twin in enumerate(cases):
            for other in cases[:n]:
                common[other, twin] += 1
    matches: set[int] = set()
    for (twin, other), shared in common.items():
        if shared >= ALIKE * (len(shingled[twin]) + len(shingled[other]) - shared):
            matches |= {twin, other}
    return matches


def _shingles(text: str) -> set[str]:
    plain = re.sub(r"[\W0-9]+", "", fold(text))
    return {plain[n : n + SHINGLE] for n in range(len(plain) - SHINGLE + 1)} if len(plain) >= 20 else set()


def _bursts(rows: Iterable[Recorded]) -> set[int]:
    by_unit: dict[int, list[Recorded]] = defaultdict(list)
    for row in rows:
        by_unit[row.unit].append(row)
    cases: set[int] = set()
    for mine in by_unit.values():
        mine.sort(key=lambda row: row.recorded_at)
        for n in range(len(mine) - BURST + 1):
            if mine[n + BURST - 1].recorded_at - mine[n].recorded_at <= WITHIN:
                cases |= {row.case for row in mine[n : n + BURST]}
    return cases
