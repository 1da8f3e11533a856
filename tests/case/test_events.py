"""Every entry of a case's history has its card: what it is called, what a party reads, who is told, who is an insider."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import jiefen.actions
from jiefen.domain.case.lifecycle import BY_NAME, EVENT_BY_NAME, VERBS
from jiefen.domain.common.verb import Verb

ACTIONS = Path(jiefen.actions.__file__).parent


def written(text: str) -> Iterator[str]:
    """The names under which a file writes into a case's history."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add":
            for argument in node.keywords:
                if argument.arg == "verb" and isinstance(argument.value, ast.Constant):
                    yield str(argument.value.value)


def test_whatever_is_written_into_a_history_has_a_card() -> None:
    names = {name for path in ACTIONS.rglob("*.py") for name in written(path.read_text(encoding="utf-8"))}
    assert len(names) > 10
    assert names - set(EVENT_BY_NAME) == set()


def test_a_name_without_a_card_is_noticed() -> None:
    assert list(written("command.history.add(case, verb='whisper', facts={})")) == ["whisper"]


def test_no_two_cards_have_one_name_and_no_card_is_without_a_label() -> None:
    assert len(BY_NAME) == len(VERBS)
    assert all(event.label for event in EVENT_BY_NAME.values())


def test_a_card_that_leaves_something_unsaid_is_an_error() -> None:
    row = VERBS[0]
    said = {
        name: getattr(row, name)
        for name in ("name", "label", "come_from", "to", "by", "hint", "party_line", "tells")
    }
    with pytest.raises(TypeError, match="makes_insider"):
        Verb(**said)
