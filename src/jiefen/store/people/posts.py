"""The posts a person holds now, and the person behind a token. Read at every request: nothing here is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from jiefen.domain.case.actor import Held
from jiefen.domain.common.words import Role
from jiefen.store.common.prepared import Param, Prepared, bound
from jiefen.store.models import Post

_ROLES = {role.value: role for role in Role}
_HELD = Prepared(
    lambda: (
        Post.objects.filter(user=Param("user"), until__isnull=True, unit__closed_on__isnull=True)
        .order_by("pk")
        .values_list("role", "unit_id", "unit__name", "unit__path")
    )
)
_CLIENT = """
    SELECT client.id, client.user_id, client.name, post.role, unit.id, unit.name, unit.path
    FROM store_apiclient AS client
    JOIN store_user AS person ON person.id = client.user_id AND person.is_active
    LEFT JOIN store_post AS post ON post.user_id = person.id AND post.until IS NULL
    LEFT JOIN store_unit AS unit ON unit.id = post.unit_id AND unit.closed_on IS NULL
    WHERE client.token_digest = %s AND (client.until IS NULL OR client.until > %s)
    ORDER BY post.id
"""


@dataclass(frozen=True)
class Client:
    """A connected system whose token is good now, and the posts of the person it stands for."""

    id: int
    user_id: int
    name: str
    held: tuple[Held, ...]


def held_by(user_id: int) -> tuple[Held, ...]:
    """Open posts in open units, oldest first."""
    return tuple(Held(_ROLES[role], *unit) for role, *unit in _HELD.rows(user=user_id))


def client_of(token_digest: str, *, at: datetime) -> Client | None:
    """None for an unknown or expired token, or a person who may no longer come in."""
    with connection.cursor() as cursor:
        cursor.execute(_CLIENT, [token_digest, bound(at, database=connection)])
        rows = cursor.fetchall()
    if not rows:
        return None
    held = tuple(
        Held(_ROLES[role], unit_id, unit, path)
        for *_, role, unit_id, unit, path in rows
        if unit_id is not None
    )
    client_id, person_id, name = rows[0][:3]
    return Client(client_id, person_id, name, held)
