"""Persons with a sign-in, and whom an administrator may look after: those who are nowhere outside their own subtree."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from jiefen.domain.case.actor import Actor
from jiefen.domain.common.words import Role
from jiefen.domain.people.powers import PSEUDO, powers_of
from jiefen.store.models import Approval, Post, Unit, User


def persons() -> QuerySet[User]:
    """Everybody who is somebody: the names that only stand in the history are not."""
    return User.objects.exclude(username__in=PSEUDO)


def managed_by(actor: Actor) -> QuerySet[User]:
    """Persons whose open posts all lie in the actor's units or below.

    Whoever holds none belongs where they last did, or where a post was asked for them; else to the top.
    """
    paths = _paths(actor)
    mine = Post.objects.filter(user=OuterRef("pk"), until=None)
    ended = Post.objects.filter(user=OuterRef("pk")).order_by(F("until").desc(nulls_last=True), "-pk")
    asked = Approval.objects.filter(person=OuterRef("pk")).order_by("-pk")
    known = Coalesce(
        Subquery(ended.values("unit__path")[:1]), Subquery(asked.values("unit__path")[:1]), Value("/")
    )
    nowhere_else = ~Exists(mine.exclude(_under(paths, field="unit__path")))
    people = persons().alias(known=known)
    return people.filter(
        Q(nowhere_else, Exists(mine)) | Q(~Exists(mine)) & (_under(paths, field="known") | _at_the_top(paths))
    )


def units_managed_by(actor: Actor) -> QuerySet[Unit]:
    """Open units of the actor's subtree."""
    return Unit.objects.filter(_under(_paths(actor), field="path"), closed_on=None)


def paths_of(user: User) -> list[str]:
    """Of the units in which the person holds a post now."""
    return list(Post.objects.filter(user=user, until=None).values_list("unit__path", flat=True))


def roles_of(user: User) -> list[Role]:
    """Posts that the person holds now, in units closed since too."""
    return [Role(role) for role in Post.objects.filter(user=user, until=None).values_list("role", flat=True)]


def mixed_persons() -> list[User]:
    """Persons who hold posts of two powers at once, from before the powers were kept apart."""
    held: dict[int, set[Role]] = {}
    open_posts = Post.objects.filter(until=None, user__is_active=True)
    for user, role in open_posts.values_list("user_id", "role"):
        held.setdefault(user, set()).add(Role(role))
    mixed = [user for user, roles in held.items() if len(powers_of(roles)) > 1]
    return list(User.objects.filter(pk__in=mixed).order_by("name", "pk"))


def _paths(actor: Actor) -> list[str]:
    return [post.path for post in actor.posts if post.role is Role.ADMINISTRATOR]


def _under(paths: Iterable[str], *, field: str) -> Q:
    under = Q(pk__in=[])
    for path in paths:
        under |= Q(**{f"{field}__startswith": path})
    return under


def _at_the_top(paths: Iterable[str]) -> Q:
    """Whoever is known nowhere, for an administrator of the highest unit."""
    return Q(known="/") if any(path.count("/") == 2 for path in paths) else Q(pk__in=[])
