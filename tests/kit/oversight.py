"""What several tests of oversight begin with: a case that is late, a leader's sitting, a rating by a party."""

from __future__ import annotations

from jiefen.actions.clocks.warnings import tick
from jiefen.actions.oversight.receptions import plan_reception
from jiefen.actions.oversight.supervision import propose
from jiefen.actions.party.doors import rate
from kit.qinghe import Qinghe

SITTING = {"on": "2026-03-05", "begins": "9:00", "ends": "11:30", "room": "一楼接访室", "seats": "1"}


def late(world: Qinghe) -> str:
    """A case whose handling ran out three working days ago and more, with the clock job run."""
    number = world.reach("started")
    world.later(days=7)
    tick(at=world.now, propose=propose)
    return number


def sitting(world: Qinghe, *, by: str = "dispatcher", **other: str) -> int:
    """The id of a reception planned for the leader, with other fields where they are given."""
    leader = str(world.actor("leader").user_id)
    answer = plan_reception(leader=leader, fields=SITTING | other, by=world.actor(by), at=world.now, key="")
    return int(answer.more["reception"])


def rated_by(
    world: Qinghe, number: str, party: int, *, centre: int = 5, body: int = 5, said: str = ""
) -> None:
    """One party's rating of an ended case, from behind their own door."""
    scores = {"centre": str(centre), "body": str(body)}
    rate(world.case(number).pk, at=world.now, key=f"{number}:{party}", party=party, said=said, **scores)
