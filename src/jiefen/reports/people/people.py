"""Who works here: the list, one person, and what the forms offer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from jiefen.domain.case.actor import Actor
from jiefen.domain.common.fold import fold, named_like
from jiefen.domain.common.reading import whole_number
from jiefen.domain.common.words import Role
from jiefen.domain.people.powers import HIGH, NOBODYS, in_words
from jiefen.domain.people.words import ApprovalKind, ApprovalState
from jiefen.reports.common.addresses import address
from jiefen.reports.common.lists import Filter, Option
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Approval, Post, Unit, User
from jiefen.store.people.approvals import is_open, state_in_words
from jiefen.store.people.persons import managed_by, units_managed_by
from jiefen.store.routing import nobody_in

PAGE = 50


@dataclass(frozen=True)
class PersonLine:
    """One line of the list. `last_seen`: the last sign-in."""

    name: str
    initial: str
    username: str
    unit: str
    posts: tuple[str, ...]
    active: bool
    second_factor: bool
    last_seen: datetime | None
    away_until: date | None
    url: str


@dataclass(frozen=True)
class PeopleView:
    """`older`/`newer` are keys of the neighbouring pages, or None."""

    rows: list[PersonLine]
    count: int
    older: int | None
    newer: int | None


@dataclass(frozen=True)
class PostLine:
    id: int
    text: str


@dataclass(frozen=True)
class Waiting:
    """A request about this person that waits for a second one."""

    text: str
    url: str


@dataclass(frozen=True)
class Person:
    """`high`: signs in with a post whose reset waits for a second person. `agreed`: resets that this administrator asked
    for, agreed to and not yet carried out."""

    id: int
    name: str
    username: str
    active: bool
    second_factor: bool
    posts: tuple[PostLine, ...]
    away_until: date | None
    high: bool
    waiting: tuple[Waiting, ...]
    agreed: tuple[str, ...]


def empty_units(actor: Actor, *, now: datetime) -> list[str]:
    """Units of this administrator that take cases and in which nobody could sign, with the reason."""
    mine = dict(managed_units(actor))
    return [f"{mine[code]}（{why}）" for code, why in nobody_in(now=now).items() if code in mine]


def people(actor: Actor, *, query: Mapping[str, str]) -> PeopleView:
    """Whom this administrator looks after, under the filters of the URL: `q`, `unit` (with the units below it),
    `state`; by keys `after`, `before`."""
    accounts = _narrowed(managed_by(actor), query=query)
    before, after = _key(query.get("before")), _key(query.get("after"))
    if before is not None:
        users = list(accounts.filter(pk__lt=before).order_by("-pk")[: PAGE + 1])
        more_newer, more_older = len(users) > PAGE, True
        users = users[:PAGE][::-1]
    else:
        wanted = accounts.filter(pk__gt=after) if after is not None else accounts
        users = list(wanted.order_by("pk")[: PAGE + 1])
        more_newer, more_older = after is not None, len(users) > PAGE
        users = users[:PAGE]
    return PeopleView(
        rows=_rows(users),
        count=accounts.count(),
        older=users[-1].pk if users and more_older else None,
        newer=users[0].pk if users and more_newer else None,
    )


def person(actor: Actor, *, pk: int, now: datetime) -> Person | None:
    """None for whoever is not this administrator's to look after."""
    user = managed_by(actor).filter(pk=pk).first()
    if user is None:
        return None
    posts = Post.objects.filter(user=user, until__isnull=True).select_related("unit").order_by("pk")
    return Person(
        id=user.pk,
        name=user.name,
        username=user.username,
        active=user.is_active,
        second_factor=user.has_second_factor,
        posts=tuple(PostLine(post.pk, f"{post.unit.name} · {Role.label_of(post.role)}") for post in posts),
        away_until=user.away_until,
        high=any(post.role in HIGH for post in posts),
        waiting=tuple(_asked_for(user, now=now)),
        agreed=tuple(_agreed(user, by=actor, now=now)),
    )


def filters(actor: Actor, *, query: Mapping[str, str]) -> list[Filter]:
    boxes = [
        ("unit", "单位", managed_units(actor)),
        ("state", "状态", [("active", "在用"), ("disabled", "已停用"), ("no_factor", "未开两步验证")]),
    ]
    return [
        Filter(
            name=name,
            label=label,
            options=[Option("", f"全部{label}", not query.get(name))]
            + [Option(value, text, query.get(name) == value) for value, text in choices],
        )
        for name, label, choices in boxes
    ]


def roles() -> list[tuple[str, str]]:
    """Posts that a person can be given."""
    return [(role.value, role.label) for role in Role if role not in NOBODYS]


def units() -> list[tuple[str, str]]:
    return [(unit.code, unit.name) for unit in _units()]


def managed_units(actor: Actor) -> list[tuple[str, str]]:
    """Those in which this administrator may give posts, by name."""
    return list(units_managed_by(actor).order_by("path").values_list("code", "name"))


def _asked_for(user: User, *, now: datetime) -> Iterator[Waiting]:
    rows = Approval.objects.filter(person=user, until__gt=now).select_related("unit").order_by("pk")
    for row in rows:
        if is_open(row, now=now):
            state = state_in_words(row, now=now)
            what = in_words(
                ApprovalKind(row.kind),
                facts=json.loads(row.facts),
                person=user.name,
                unit=row.unit.name,
                number="",
            )
            yield Waiting(f"{what}（{state}）", address("approval", row.pk))


def _units() -> list[Unit]:
    return sorted(snapshot().units.values(), key=lambda unit: unit.path)


def _agreed(user: User, *, by: Actor, now: datetime) -> Iterator[str]:
    rows = Approval.objects.filter(person=user, asked_by=by.user_id, kind=ApprovalKind.RESET, until__gt=now)
    for facts in rows.filter(state=ApprovalState.AGREED).values_list("facts", flat=True):
        yield json.loads(facts)["what"]


def _narrowed(users: QuerySet[User], *, query: Mapping[str, str]) -> QuerySet[User]:
    if text := fold(query.get("q", "")).strip()[:40]:
        named = named_like(text, names=users.values_list("pk", "name"))
        users = users.filter(Q(pk__in=named) | Q(username__startswith=text.lower()))
    if query.get("unit"):
        unit = snapshot().units.get(query["unit"])
        posts = Post.objects.filter(user=OuterRef("pk"), until__isnull=True)
        users = users.filter(Exists(posts.filter(unit__path__startswith=unit.path if unit else "nowhere")))
    state = query.get("state")
    if state in ("active", "disabled"):
        users = users.filter(is_active=state == "active")
    elif state == "no_factor":
        users = users.filter(Q(totp_sealed__isnull=True) | Q(totp_sealed=b""), is_active=True)
    return users


def _rows(users: Sequence[User]) -> list[PersonLine]:
    held: dict[int, list[Post]] = {user.pk: [] for user in users}
    for post in Post.objects.filter(user__in=users, until__isnull=True).select_related("unit").order_by("pk"):
        held[post.user_id].append(post)
    return [
        PersonLine(
            name=user.name,
            initial=user.name[:1],
            username=user.username,
            unit="、".join(dict.fromkeys(post.unit.name for post in held[user.pk])) or "—",
            posts=tuple(dict.fromkeys(Role.label_of(post.role) for post in held[user.pk])),
            active=user.is_active,
            second_factor=user.has_second_factor,
            last_seen=user.last_login,
            away_until=user.away_until,
            url=address("person", user.pk),
        )
        for user in users
    ]


def _key(text: str | None) -> int | None:
    return whole_number(text)
