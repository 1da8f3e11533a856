"""Open a centre from its profile. Idempotent: what is there stays, what is missing is added.

People come with the opening alone: in a centre that stands, nobody gets a post by a text instead of by a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from jiefen.actions.common.actors import make_actors, system_actor
from jiefen.actions.common.history import History
from jiefen.actions.common.passwords import fresh_password
from jiefen.profiles.centre import PersonRow, Profile, ProfileProblem, missing_powers
from jiefen.store.common.reference import changed
from jiefen.store.models import (
    Business,
    Centre,
    CommitteeSeat,
    Mediator,
    Place,
    Post,
    Room,
    RuleSet,
    Unit,
    User,
)


@dataclass(frozen=True)
class Account:
    """A sign-in made now; the password exists nowhere else."""

    username: str
    name: str
    post: str
    password: str


def open_centre(profile: Profile, *, at: datetime, demo: bool, passwords: bool = True) -> list[Account]:
    """Centre, places, units, people and rules of the profile. Answers the accounts made now. Without `passwords` nobody
    can sign in: a centre for drills, which come with tokens, is made without hashing anything. Raises ProfileProblem for
    a new centre whose powers would be in one hand."""
    with transaction.atomic():
        made = not Centre.objects.exists()
        if made:
            if missing := list(missing_powers(profile)):
                raise ProfileProblem("\n".join(missing))
            Centre.objects.bulk_create([_centre(profile, demo=demo)])
        _places(profile)
        _units(profile)
        accounts = [_person(row, at=at, passwords=passwords) for row in profile.people] if made else []
        _rules(profile, at=at)
        _corps(profile)
        _businesses(profile)
        changed()
        make_actors()
        history = History(by=system_actor(), at=at)
        if made:
            history.add_to_stream(
                "system",
                verb="settle",
                facts={"division": profile.centre["division"], "units": len(profile.units)},
            )
        history.write()
    return accounts


def _centre(profile: Profile, *, demo: bool) -> Centre:
    text = profile.centre
    return Centre(
        name=text["name"],
        short=text["short"],
        division=text["division"],
        phone=text.get("phone", ""),
        second_factor="optional" if demo else "admins",
        demo=demo,
    )


def _places(profile: Profile) -> None:
    known = {place.code: place for place in Place.objects.all()}
    for row in profile.places:
        if row.code not in known:
            parent = known.get(row.parent)
            path = f"{parent.path if parent else '/'}{row.code}/"
            known[row.code] = Place.objects.create(
                code=row.code, name=row.name, tier=row.tier, parent=parent, path=path
            )


def _units(profile: Profile) -> None:
    places = {place.code: place for place in Place.objects.all()}
    known = {unit.code: unit for unit in Unit.objects.all()}
    for row in profile.units:
        if row.code in known:
            continue
        parent = known.get(row.parent)
        known[row.code] = Unit.objects.create(
            code=row.code,
            name=row.name,
            kind=row.kind,
            parent=parent,
            path=f"{parent.path if parent else '/'}{row.code}/",
            place=places.get(row.place),
            is_desk=row.desk,
            takes_cases=row.takes_cases,
            phone=profile.centre.get("phone", ""),
        )


def _person(row: PersonRow, *, at: datetime, passwords: bool) -> Account:
    password = fresh_password() if passwords else ""
    user = User.objects.create(username=row.username, name=row.name, password=make_password(password or None))
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[code for _, code in row.posts])}
    Post.objects.bulk_create(
        [Post(user=user, unit=units[code], role=role, since=at) for role, code in row.posts]
    )
    role, code = row.posts[0]
    return Account(
        username=row.username,
        name=row.name,
        post=f"{role.label}（{units[code].name}）",
        password=password,
    )


def _rules(profile: Profile, *, at: datetime) -> None:
    if not RuleSet.objects.exists():
        RuleSet.objects.create(
            version=1, text=profile.rules_text, in_force=True, made_at=at, note="随配置文本导入"
        )


def _businesses(profile: Profile) -> None:
    """What the numbers of the hall are for; without any the rulebook's list holds."""
    for business in profile.businesses:
        Business.objects.update_or_create(letter=business.letter, defaults={"name": business.name})


def _corps(profile: Profile) -> None:
    """Mediators of the profile with their seats, and rooms; who is in the register of a unit already stays as they are."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    users = {user.username: user for user in User.objects.filter(mediator=None)}
    known = set(Mediator.objects.values_list("unit__code", "name"))
    for row in profile.mediators:
        if (row.unit, row.name) in known:
            continue
        person = Mediator.objects.create(
            user=users.get(row.user),
            name=row.name,
            unit=units[row.unit],
            kind=row.kind,
            title=row.title,
            studio=row.studio,
            specialities=f",{','.join(row.specialities)}," if row.specialities else "",
            woman=row.woman,
            since=row.since,
        )
        if row.seat:
            CommitteeSeat.objects.create(
                unit=units[row.unit], mediator=person, position=row.seat, since=row.since
            )
    for room in profile.rooms:
        Room.objects.get_or_create(unit=units[room.unit], name=room.name, defaults={"seats": room.seats})
