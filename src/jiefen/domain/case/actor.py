"""Who is acting: a person with their open posts, as read at this very request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from jiefen.domain.case.permissions import DESK_ACTIONS, may
from jiefen.domain.common.errors import NotAllowed
from jiefen.domain.common.words import Role


@dataclass(frozen=True)
class Held:
    """One post: a role in a unit. `path` is the unit's path in the tree of units."""

    role: Role
    unit_id: int
    unit_name: str
    path: str


@dataclass(frozen=True)
class Actor:
    """A signed-in person, a connected system or a background job. `glass`: cases they may look into for now."""

    user_id: int
    name: str
    posts: tuple[Held, ...]
    source: str = "web"
    glass: frozenset[int] = field(default=frozenset())

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(post.role for post in self.posts)

    def may(self, action: str) -> bool:
        return may(action, roles=self.roles)

    def require(self, action: str) -> None:
        if not self.may(action):
            needed = "、".join(sorted(role.label for role in DESK_ACTIONS[action]))
            raise NotAllowed(f"您的岗位不能做这件事，需要：{needed}。")

    def post_for(self, roles: Iterable[Role]) -> Held | None:
        """The first post with one of these roles."""
        wanted = frozenset(roles)
        return next((post for post in self.posts if post.role in wanted), None)
