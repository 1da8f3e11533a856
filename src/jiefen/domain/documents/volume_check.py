"""Whether a file has what it must have, in the order in which it lies (law.md § 4.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jiefen.domain.documents.catalogue import DOCUMENTS, Family

# Any one of these fills the place; cover, catalogue and back cover are made when the file is put together.
ALTERNATIVES: tuple[frozenset[str], ...] = (
    frozenset({"application", "acceptance"}),
    frozenset({"rights_notice"}),
    frozenset({"identity"}),
    frozenset({"minutes"}),
    frozenset({"agreement", "oral_agreement", "termination_notice"}),
)
EXTRA = {"identity": "身份证明", "evidence": "证据材料", "court": "司法确认材料", "other": "其他材料"}
OUT = "out"  # said of a material that is taken out of the catalogue again
_PLACES = {"identity": 3, "evidence": 6, "court": 11, "other": 12}


@dataclass(frozen=True)
class Missing:
    """A place that must not be empty, with what would fill it."""

    codes: tuple[str, ...]
    label: str


def label_of(code: str) -> str:
    if code in EXTRA:
        return EXTRA[code]
    return next((row.title for row in DOCUMENTS if row.code == code), code)


def place_of(code: str) -> int:
    """Where it lies in the file; what nobody has put in its place comes last."""
    if code in _PLACES:
        return _PLACES[code]
    return next((row.order for row in DOCUMENTS if row.code == code), 12)


def missing(codes: Iterable[str]) -> list[Missing]:
    """Places of a people's-mediation file that are still empty, in their order."""
    have = set(codes)
    return [
        Missing(tuple(sorted(group)), "或".join(label_of(code) for code in sorted(group, key=place_of)))
        for group in ALTERNATIVES
        if not group & have
    ]


def choices() -> list[tuple[str, str]]:
    """What a material may be put in the file as."""
    rows = [
        (row.code, f"{row.title}（{row.need.label}）")
        for row in sorted(DOCUMENTS, key=lambda row: (row.family is not Family.MEDIATION, row.order))
        if row.code not in ("cover", "catalogue", "back_cover")
    ]
    return [*((code, label) for code, label in EXTRA.items()), *rows, (OUT, "移出目录，不装订")]
