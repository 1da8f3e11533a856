"""S-15: no pattern takes longer than 50 ms of CPU over 50 KB of its own signs, whatever their order."""

from __future__ import annotations

import re

import pytest
from adversarial import LENGTH, SECONDS, Pattern, patterns, seconds, texts

pytestmark = [pytest.mark.one_database, pytest.mark.long]


def slow(pattern: Pattern) -> list[str]:
    told = f"{pattern.file}: {pattern.compiled.pattern!r} over"
    return [
        f"{told} {text[:20]!r}…{text[-5:]!r}"
        for text in texts(pattern.compiled)
        if seconds(pattern, text) > SECONDS
    ]


def test_no_pattern_takes_long() -> None:
    found = list(patterns())
    assert len(found) >= 130, "patterns are not found any more"
    assert [line for pattern in found for line in slow(pattern)] == []


@pytest.mark.parametrize(
    "bad",
    ["(a+)+$", "([a-z]+ ?)*!", r"<[^>]+>", r"\s+$", r"([\w:]+)\s*=", rb"<x>(.*?)</x>", "(?:元|块|元块)*角"],
)
def test_control_a_slow_pattern_is_found(bad: str | bytes) -> None:
    assert slow(Pattern("x.py", re.compile(bad), ("search", "match")))


def test_texts_are_long_and_made_of_the_patterns_own_signs() -> None:
    made = list(texts(re.compile("[0-9]{4}年(?:甲方|乙)")))
    assert all(LENGTH - 1 <= len(text) <= LENGTH for text in made)
    assert {text[0] for text in made} >= {"0", "年", "甲", "乙"}
