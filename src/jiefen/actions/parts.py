"""The register of what is special to a verb: parts to run before the case moves, and after."""

from __future__ import annotations

from collections.abc import Callable

from jiefen.actions.step import Step
from jiefen.domain.errors import Invalid

Part = Callable[[Step], None]
CHECKS: dict[str, list[Part]] = {}
EFFECTS: dict[str, list[Part]] = {}


def check(*names: str) -> Callable[[Part], Part]:
    """Run before the case moves; several may look at one verb, in the order in which they were registered."""
    return lambda part: _listed(CHECKS, names=names, part=part)


def effect(*names: str) -> Callable[[Part], Part]:
    """Run after the case has moved."""
    return lambda part: _listed(EFFECTS, names=names, part=part)


def _listed(where: dict[str, list[Part]], *, names: tuple[str, ...], part: Part) -> Part:
    for name in names:
        where.setdefault(name, []).append(part)
    return part


def wrong(field: str, sentence: str) -> Invalid:
    return Invalid("有 1 处需要修改", fields={field: sentence})
