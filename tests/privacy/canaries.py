"""Five hundred people who exist nowhere: names of a rare surname, identity numbers with a right check digit, telephones;
and how they are looked for in bytes."""

from __future__ import annotations

import json
import random
import re
import urllib.parse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

HOW_MANY = 500
SURNAME = "鸢尾"  # nobody else's, in any spelling
FIGURES = "零壹贰叁肆伍陆柒捌玖"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
RUNS = re.compile(rb"[0-9]{10,}[0-9Xx]")
BETWEEN = re.compile(rb"(?<=[0-9])[ \-](?=[0-9])")


@dataclass(frozen=True)
class Canary:
    name: str
    number: str
    phone: str


@cache
def canaries() -> tuple[Canary, ...]:
    """Always the same ones."""
    chance = random.Random(18)
    return tuple(_canary(at, chance=chance) for at in range(HOW_MANY))


def _canary(at: int, *, chance: random.Random) -> Canary:
    name = SURNAME + "".join(FIGURES[int(figure)] for figure in f"{at:03}")
    born = f"{chance.randint(1945, 1999)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
    first = f"330782{born}{at:03}"
    check = "10X98765432"[
        sum(int(figure) * weight for figure, weight in zip(first, WEIGHTS, strict=True)) % 11
    ]
    return Canary(name, first + check, f"1{chance.choice('35789')}{chance.randint(10**8, 10**9 - 1)}")


def forms(text: str) -> set[bytes]:
    """As it stands in a text, in an address, in JSON with escapes, in GB18030 and in UTF-16."""
    plain = {text.encode(), text.lower().encode(), urllib.parse.quote(text).encode()}
    return plain | {json.dumps(text)[1:-1].encode(), text.encode("gb18030"), text.encode("utf-16-le")}


def holds(content: bytes, texts: Iterable[str]) -> list[str]:
    return [text for text in texts if any(form in content for form in forms(text))]


def named(content: bytes) -> bool:
    """Whether one of their names stands there."""
    return bool(holds(content, (SURNAME,)))


def numbers_in(content: bytes) -> set[str]:
    """Identity numbers and telephones of theirs that stand there, also in pieces with blanks or dashes, or in UTF-16."""
    wanted = _wanted()
    found = set()
    narrow = content.replace(b"\0", b"")
    for spelling in (content, BETWEEN.sub(b"", content), narrow, BETWEEN.sub(b"", narrow)):
        for run in set(RUNS.findall(spelling)):
            found |= {piece for piece in _pieces(run.upper()) if piece in wanted}
    return {piece.decode() for piece in found}


def _pieces(run: bytes) -> Iterator[bytes]:
    for size in (11, 18):
        yield from (run[at : at + size] for at in range(len(run) - size + 1))


@cache
def _wanted() -> frozenset[bytes]:
    return frozenset(text.encode() for canary in canaries() for text in (canary.number, canary.phone))
