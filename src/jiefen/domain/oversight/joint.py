"""When a matter is too large for one body: what calls for a joint meeting, and which unit stands above several.

Triggers: law.md § 5, 联席会议; limit C-JOINT. A trigger is a reason shown to people, never a decision.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jiefen.domain.common.words import Flag, Weight

ROUNDS, BODIES, PEOPLE = 2, 3, 10


@dataclass(frozen=True)
class Spread:
    """How wide a matter has become: failed rounds, bodies working on it, people, weight, flags."""

    failed_rounds: int
    bodies: int
    people: int
    weight: str
    flags: frozenset[str]


def joint_reasons(spread: Spread) -> tuple[str, ...]:
    """Why a joint meeting is called for, one sentence each; empty when it is not."""
    reasons = []
    if spread.failed_rounds >= ROUNDS:
        reasons.append(f"已有 {spread.failed_rounds} 轮没有调成（满 {ROUNDS} 轮）。")
    if spread.bodies >= BODIES:
        reasons.append(f"涉及 {spread.bodies} 个单位（满 {BODIES} 个）。")
    if spread.people >= PEOPLE:
        reasons.append(f"涉及 {spread.people} 人（满 {PEOPLE} 人）。")
    if Flag.CROSS_AREA in spread.flags:
        reasons.append("跨区域，双方所在地的中心都有责任。")
    if spread.weight == Weight.MAJOR:
        reasons.append("属于重大疑难。")
    return tuple(reasons)


def common_upper(paths: Iterable[str]) -> str:
    """The path of the nearest unit that stands above (or is) all of these: `/centre/a/`, `/centre/b/` → `/centre/`."""
    split = [path.strip("/").split("/") for path in paths]
    shared = []
    for names in zip(*split, strict=False):
        if len(set(names)) > 1:
            break
        shared.append(names[0])
    return f"/{'/'.join(shared)}/" if shared else "/"
