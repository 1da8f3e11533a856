"""What a list shows and what a page opens are the same cases, in worlds nobody thought of."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from django.db.models import Q

from jiefen.domain.case.actor import Actor
from jiefen.domain.case.permissions import CASE_ACTIONS, Relation
from jiefen.domain.common.words import Channel, Confidentiality, Role, State, Weight
from jiefen.reports.common.actors import actor_of
from jiefen.store.common import scope as scoping
from jiefen.store.models import Assignment, Case, Secret, Unit, User
from kit.databases import on_both
from kit.qinghe import Qinghe

pytestmark = pytest.mark.long
ROLES = [role for role in Role if role not in (Role.PARTY, Role.SYSTEM)]
ACTIONS = tuple(CASE_ACTIONS)


def people(world: Qinghe, chance: random.Random, units: list[Unit]) -> list[Actor]:
    """One person per role, each with up to two posts more, somewhere in the tree."""
    found = []
    for role in ROLES:
        posts = {f"{role}@{chance.choice(units).code}"}
        posts |= {f"{chance.choice(ROLES)}@{chance.choice(units).code}" for _ in range(chance.randint(0, 2))}
        found.append(world.person(f"p-{role}", *sorted(posts)))
    return found


def cases(
    chance: random.Random, units: list[Unit], persons: list[Actor], *, n: int, world: Qinghe
) -> list[Case]:
    secret = Secret.objects.create()
    made = Case.objects.bulk_create(
        [
            Case(
                number=f"N{at}", serial=at, year=2026,
                secret=secret, state=State.HANDLING, holder=chance.choice(units), origin=chance.choice(units),
                handler_id=chance.choice([None, *(one.user_id for one in persons)]),
                registered_by_id=chance.choice(persons).user_id, registered_at=world.now, channel=Channel.WINDOW,
                title="x", kind="9999", weight=Weight.SIMPLE, confidentiality=chance.choice(list(Confidentiality)),
            )
            for at in range(n)
        ]
    )  # fmt: skip
    ended = {True: world.now, False: None}
    Assignment.objects.bulk_create(
        [
            Assignment(case=case, unit=unit, lead=False, how="dispatch", since=world.now, until=ended[chance.random() < 0.3])
            for case in made
            for unit in chance.sample(units, k=chance.randint(0, 2))
        ]
    )  # fmt: skip
    return list(Case.objects.select_related("holder"))


def disagreements(world: Qinghe, *, seed: int) -> list[str]:
    chance = random.Random(seed)
    units = list(Unit.objects.filter(path__startswith="/centre/mediation/")) + list(
        Unit.objects.filter(code__in=("centre", "desk", "330999001", "330999001001", "grid-330999001001"))
    )
    persons = people(world, chance, units)
    told, wrong = cases(chance, units, persons, n=30, world=world), []
    for actor in persons:
        if {"supervisor", "leader"} & actor.roles:
            actor = replace(actor, glass=frozenset(case.pk for case in told if chance.random() < 0.4))
        opened = {case.pk: scoping.possible(actor, case=case, actions=ACTIONS) for case in told}
        for action in ACTIONS:
            listed = set(Case.objects.visible_to(actor, action=action).values_list("pk", flat=True))
            page = {pk for pk, may in opened.items() if action in may}
            if listed != page:
                wrong.append(
                    f"{actor.name} {action}: only listed {listed - page}, only opened {page - listed}"
                )
    return wrong


@pytest.mark.parametrize("seed", on_both(range(3), {0}))
def test_list_and_page_show_the_same_cases(world: Qinghe, seed: int) -> None:
    assert disagreements(world, seed=seed) == []


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("relation", "wrong"),
    [
        (Relation.BELOW, lambda post, user_id: Q(holder__parent_id=post.unit_id)),
        (Relation.ORIGIN, lambda post, user_id: Q(registered_by_id=user_id)),
        (Relation.CO, lambda post, user_id: Q(assignments__unit_id=post.unit_id, assignments__lead=False)),
    ],
    ids=lambda one: str(one) if isinstance(one, Relation) else "",
)
def test_a_list_that_takes_a_relation_wrongly_is_noticed(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch, relation: Relation, wrong: Any
) -> None:
    true = scoping._related

    def broken(one: Relation, *, post: Any, user_id: int) -> Q | None:
        return wrong(post, user_id) if one is relation else true(one, post=post, user_id=user_id)

    monkeypatch.setattr(scoping, "_related", broken)
    assert disagreements(world, seed=1)


def test_an_actor_without_posts_sees_nothing(world: Qinghe) -> None:
    number = world.reach("handling")
    nobody = actor_of(User.objects.get(username="system").pk, name="无岗", at=world.now)
    assert not world.sees(nobody, number)


def test_nobody_starts_from_all_cases_by_an_empty_condition(world: Qinghe) -> None:
    """An actor whose posts grant nothing for an action gets the condition that matches nothing."""
    world.register()
    assert not Case.objects.visible_to(world.actor("admin")).exists()
    assert not Case.objects.visible_to(world.actor("leader"), action="sign").exists()
