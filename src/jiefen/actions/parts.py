"""The register of what is special to a verb: parts to run before the case moves, and after."""

from __future__ import annotations

from collections.abc import Callable

from jiefen.actions.step import Step
from jiefen.domain.errors import Invalid

Part = Callable[[Step], None]
CHECKS: dict[str, Part] = {}
EFFECTS: dict[str, Part] = {}


def check(*names: str) -> Callable[[Part], Part]:
    """Run before the case moves."""
    return lambda part: _listed(CHECKS, names=names, part=part)


def effect(*names: str) -> Callable[[Part], Part]:
    """Run after the case has moved."""
    return lambda part: _listed(EFFECTS, names=names, part=part)


def _listed(where: dict[str, Part], *, names: tuple[str, ...], part: Part) -> Part:
    where.update(dict.fromkeys(names, part))
    return part


def wrong(field: str, sentence: str) -> Invalid:
    return Invalid("有 1 处需要修改", fields={field: sentence})
