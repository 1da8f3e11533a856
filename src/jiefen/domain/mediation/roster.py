"""What a committee must look like, and how many full-time mediators a unit should have. Pure validation, no ranking.

Source: People's Mediation Act arts. 8 and 9 [S]; staffing minima 司发〔2018〕2号 [M], defaults of law.md § 5.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from jiefen.domain.common.kinds import GROUPS, KINDS
from jiefen.domain.common.words import Tier
from jiefen.domain.mediation.words import SeatPosition

SMALLEST, LARGEST = 3, 9
TERM_YEARS = 3
ENDING_DAYS = 90  # a term that ends within so many days is listed
MANY_PEOPLES = (
    "多民族居住地区的调委会应有人数较少的民族的成员（第八条）；本系统不记录民族，请换届时自行核对。"
)
# Full-time mediators that a mediation body of this tier should have.
MINIMUM = {Tier.COUNTY: 3, Tier.TOWN: 2, Tier.VILLAGE: 1}


@dataclass(frozen=True)
class Member:
    """One sitting member of a committee. `since`: the day the term began."""

    name: str
    woman: bool
    position: str
    since: date


def term_ends(since: date) -> date:
    """The last day of a term of three years; 29 February ends on 28 February."""
    try:
        return since.replace(year=since.year + TERM_YEARS)
    except ValueError:
        return since.replace(year=since.year + TERM_YEARS, day=28)


def ending(since: date, *, today: date) -> bool:
    """Whether the term is over, or is so within ninety days."""
    return (term_ends(since) - today).days <= ENDING_DAYS


def committee_problems(members: Iterable[Member], *, today: date) -> list[str]:
    """Sentences about what is wrong; empty for a valid committee."""
    seated = list(members)
    problems = []
    if not SMALLEST <= len(seated) <= LARGEST:
        problems.append(f"委员 {len(seated)} 人，应为 {SMALLEST} 至 {LARGEST} 人（人民调解法第八条）。")
    if seated and not any(member.woman for member in seated):
        problems.append("没有妇女成员（人民调解法第八条）。")
    chairs = sum(member.position == SeatPosition.CHAIR for member in seated)
    if seated and chairs != 1:
        problems.append("还没有主任。" if not chairs else f"主任有 {chairs} 人，应为一人。")
    over = [member.name for member in seated if term_ends(member.since) < today]
    if over:
        problems.append(f"任期三年已满，应换届：{'、'.join(over)}（人民调解法第九条）。")
    return problems


def lacking(tier: str, *, full_time: int) -> int:
    """How many full-time mediators a unit of this tier is short of."""
    return max(0, MINIMUM.get(Tier(tier), 0) - full_time)


def covers(specialities: Collection[str], kind: str) -> bool:
    """Whether somebody's specialities (codes of kinds, or of whole groups) include this kind."""
    return kind in specialities or kind[:2] in specialities


def uncovered(specialities: Iterable[Collection[str]]) -> list[str]:
    """Kinds of dispute for which there is no specialist."""
    known = {code for codes in specialities for code in codes}
    return [code for code in KINDS if not covers(known, code)]


def speciality_label(code: str) -> str:
    """A kind or a whole group by name; the code itself when it is no longer in the list."""
    return GROUPS.get(code) or (KINDS[code].label if code in KINDS else code)
