"""The posts a person holds now."""

from __future__ import annotations

from jiefen.domain.actor import Held
from jiefen.domain.words import Role
from jiefen.store.models import Post

_ROLES = {role.value: role for role in Role}


def held_by(user_id: int) -> tuple[Held, ...]:
    """Open posts in open units, oldest first."""
    posts = Post.objects.filter(user_id=user_id, until__isnull=True, unit__closed_on__isnull=True)
    return tuple(
        Held(role=_ROLES[post.role], unit_id=post.unit_id, unit_name=post.unit.name, path=post.unit.path)
        for post in posts.select_related("unit").order_by("pk")
    )
