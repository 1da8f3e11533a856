"""What a verb does besides what its row says: parts run before the case moves, and parts run after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jiefen.actions.common.step import Step
from jiefen.domain.common.errors import Invalid

Part = Callable[[Step], None]


@dataclass(frozen=True)
class Parts:
    """The parts of one verb, in the order in which they run. A part refuses by raising a `RuleError`."""

    before: tuple[Part, ...] = ()
    after: tuple[Part, ...] = ()


def wrong(field: str, sentence: str) -> Invalid:
    return Invalid(fields={field: sentence})
