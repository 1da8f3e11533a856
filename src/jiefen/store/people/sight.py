"""Who of many people may see a case, where somebody is to be told of it."""

from __future__ import annotations

from collections.abc import Iterable

from jiefen.domain.case.actor import Actor
from jiefen.store.common.scope import can
from jiefen.store.models import Case
from jiefen.store.people.posts import held_by


def who_sees(case: Case, *, people: Iterable[int]) -> set[int]:
    """Those of these people who may see it by their posts: nobody is told a word of a matter that is not theirs to see."""
    return {user for user in people if can(_actor(user), action="see", case=case)}


def _actor(user: int) -> Actor:
    return Actor(user_id=user, name="", posts=held_by(user), source="system")
