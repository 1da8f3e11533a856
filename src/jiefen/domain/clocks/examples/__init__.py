"""Dated examples for every limit of the pack, by field of law: tested against the engine, printed in the rulebook."""

from __future__ import annotations

from jiefen.domain.clocks.examples.centre import CENTRE
from jiefen.domain.clocks.examples.court import COURT
from jiefen.domain.clocks.examples.example import Example
from jiefen.domain.clocks.examples.labour import LABOUR
from jiefen.domain.clocks.examples.land import LAND
from jiefen.domain.clocks.examples.mediation import MEDIATION
from jiefen.domain.clocks.examples.people import PEOPLE
from jiefen.domain.clocks.examples.petition import PETITION
from jiefen.domain.clocks.examples.reconsideration import RECONSIDERATION

__all__ = ["EXAMPLES", "Example", "examples_of"]

EXAMPLES: tuple[Example, ...] = (
    MEDIATION + PETITION + COURT + LABOUR + RECONSIDERATION + LAND + PEOPLE + CENTRE
)


def examples_of(rule_id: str) -> tuple[Example, ...]:
    return tuple(example for example in EXAMPLES if example.rule == rule_id)
