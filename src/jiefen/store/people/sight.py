"""Who of many people may see a case, where somebody is to be told of it."""

from __future__ import annotations

from collections.abc import Iterable

from jiefen.domain.case.actor import Actor
from jiefen.store.common.scope import can
from jiefen.store.models import Case
from jiefen.store.people.posts import held_by


def who_sees(case: Case, *, people: Iterable[int], actors: dict[int, Actor] | None = None) -> set[int]:
    """Those of these people who may see it by their posts: nobody is told a word of a matter that is not theirs to see.

    `actors`: who has been looked up already, for a caller with many cases; more are added to it.
    """
    known = {} if actors is None else actors
    for user in people:
        if user not in known:
            known[user] = Actor(user_id=user, name="", posts=held_by(user), source="system")
    return {user for user in people if can(known[user], action="see", case=case)}
