"""What somebody's own words are probably about, by the words of the centre's text: a suggestion with its reason, never a
decision. It is about a matter, never about a person, and nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jiefen.domain.common.fold import search_form

MOST = 3
PLAIN_WORD, HINT = 3, 1  # a word that hardly stands in another matter, and one that often does


@dataclass(frozen=True)
class MatterWords:
    """Words of one kind of matter. A word in `words` names it, one in `hints` goes with it."""

    id: str
    words: tuple[str, ...]
    hints: tuple[str, ...]


@dataclass(frozen=True)
class Likely:
    """`because`: which of the person's own words point there."""

    id: str
    because: tuple[str, ...]


def likely(text: str, *, matters: Iterable[MatterWords]) -> tuple[Likely, ...]:
    """The likeliest first, three at most; none where nothing was recognised. Equal ones stand in the order of the text."""
    plain = search_form(text)
    scored = [(_score(plain, matter=matter), matter) for matter in matters]
    best = sorted((row for row in scored if row[0]), key=lambda row: -row[0])[:MOST]
    return tuple(Likely(matter.id, _met(plain, matter.words + matter.hints)[:MOST]) for _, matter in best)


def _score(plain: str, *, matter: MatterWords) -> int:
    return PLAIN_WORD * len(_met(plain, matter.words)) + HINT * len(_met(plain, matter.hints))


def _met(plain: str, words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word in plain)
