"""How a case stands to a post, what a list is asked for on that ground, and what an actor may where no case is concerned."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from jiefen.domain.case import permissions
from jiefen.domain.case.actor import Actor, Held
from jiefen.domain.case.lifecycle import VERBS
from jiefen.domain.case.permissions import DESK_ACTIONS, Grant, Relation
from jiefen.domain.common.errors import NotAllowed
from jiefen.domain.common.words import Confidentiality, Role
from jiefen.store.common import scope as scoping
from jiefen.store.common.prepared import Prepared
from jiefen.store.models import Assignment, Case, Unit
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database
ME, OURS, THEIRS = 7, 10, 20
POST = Held(Role.MEDIATOR, OURS, "调委会", "/centre/mediation/")


def standing(
    path: str = "/elsewhere/there/", *, co: frozenset[int] = frozenset(), **case: int | None
) -> set[str]:
    """How a case held at `path` stands to our post; what is not told has nothing to do with us."""
    row: Any = SimpleNamespace(
        **({"handler_id": None, "holder_id": THEIRS, "registered_by_id": 1, "origin_id": 2} | case)
    )
    found = scoping.relations(row, post=POST, user_id=ME, co_units=co, holder_path=path)
    return {str(relation) for relation in found}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, "stranger"),
        ({"handler_id": ME}, "own"),
        ({"handler_id": 8}, "stranger"),
        ({"holder_id": OURS, "path": "/centre/mediation/"}, "unit"),
        ({"holder_id": OURS, "path": "/centre/mediation/", "handler_id": ME}, "own unit"),
        ({"path": "/centre/mediation/property/"}, "below"),
        ({"path": "/centre/mediation/property/deep/"}, "below"),
        ({"path": "/centre/"}, "above"),
        ({"path": "/centre/labour/"}, "beside"),
        ({"path": "/centre/labour/team/"}, "stranger"),
        ({"path": "/other/mediation/"}, "stranger"),
        ({"co": frozenset({OURS})}, "co"),
        ({"co": frozenset({THEIRS})}, "stranger"),
        ({"co": frozenset({OURS}), "path": "/centre/"}, "above co"),
        ({"registered_by_id": ME}, "origin"),
        ({"origin_id": OURS}, "origin"),
        ({"origin_id": OURS, "handler_id": ME, "co": frozenset({OURS})}, "own co origin"),
    ],
)
def test_a_case_stands_to_a_post_as_its_rows_say(told: dict[str, Any], expected: str) -> None:
    assert standing(**told) == set(expected.split())


def test_each_relation_has_its_condition_for_a_list_or_none(world: Qinghe) -> None:
    mediation = Unit.objects.get(code="mediation")
    post = Held(Role.MEDIATOR, mediation.pk, mediation.name, mediation.path)
    me = world.actor("mediator").user_id
    number, below, shared, plain = (world.register() for _ in range(4))
    rows = Case.objects.all()
    rows.filter(number=number).update(holder=mediation, handler_id=me)
    rows.filter(number=below).update(holder=Unit.objects.get(code="property"), registered_by_id=me)
    Assignment.objects.create(case=world.case(shared), unit=mediation, lead=False, how="co", since=world.now)
    Assignment.objects.create(
        case=world.case(plain), unit=mediation, lead=False, how="co", since=world.now, until=world.now
    )
    family = Unit.objects.get(code="family")
    Assignment.objects.filter(case__number=plain, lead=True).update(until=world.now)
    Assignment.objects.create(case=world.case(plain), unit=mediation, lead=True, how="x", since=world.now)
    Assignment.objects.create(case=world.case(plain), unit=family, lead=False, how="co", since=world.now)
    told = {}
    for relation in Relation:
        condition = scoping._related(relation, post=post, user_id=me)
        told[str(relation)] = (
            None if condition is None else set(rows.filter(condition).values_list("number", flat=True))
        )
    assert told == {
        "own": {number},
        "unit": {number},
        "below": {below},
        "co": {shared},
        "origin": {below},
        "beside": None,
        "above": None,
        "party": None,
        "stranger": None,
    }


def test_co_handling_is_looked_up_only_where_something_is_still_refused(world: Qinghe) -> None:
    number = world.reach("handling")
    case, by = world.case(number), world.actor("mediator")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert scoping.possible(by, case=case, actions=("see", "note")) == {"see", "note"}
    assert len(queries) == 0
    with CaptureQueriesContext(connection) as queries:
        assert scoping.possible(by, case=case, actions=("see", "approve")) == {"see"}
    assert len(queries) == 1


def test_a_co_handling_unit_sees_the_case_and_one_that_ended_does_not(world: Qinghe) -> None:
    number = world.reach("handling")
    case, other = world.case(number), Unit.objects.get(code="labour-inspection")
    by = world.actor("handler")
    assert not scoping.can(by, action="see", case=case)
    row = Assignment.objects.create(case=case, unit=other, lead=False, how="co", since=world.now)
    assert scoping.can(by, action="see", case=case)
    assert not scoping.can(by, action="sign", case=case)
    assert Case.objects.visible_to(by).filter(pk=case.pk).exists()
    row.until = world.now
    Assignment.objects.filter(pk=row.pk).update(until=world.now)
    assert not scoping.can(by, action="see", case=case)
    assert not Case.objects.visible_to(by).filter(pk=case.pk).exists()


def test_the_units_that_help_are_those_of_the_case_that_help_now(world: Qinghe) -> None:
    case, other = world.case(world.reach("handling")), world.case(world.register())
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=("property", "family", "medical"))}
    rows = (
        (case, "property", False, None),
        (case, "family", True, None),
        (case, "medical", False, world.now),
    )
    Assignment.objects.filter(case=case).update(until=world.now)
    for of, code, leads, until in (*rows, (other, "medical", False, None)):
        Assignment.objects.create(
            case=of, unit=units[code], lead=leads, how="co", since=world.now, until=until
        )
    assert Prepared(scoping._open_co).rows(case=case.pk) == [(units["property"].pk,)]


def test_a_list_may_be_asked_by_way_of_a_few_rows_and_shows_nobody_more(world: Qinghe) -> None:
    mine, foreign = world.reach("handling"), world.register(confidentiality="special")
    seen = Case.objects.visible_to(world.actor("mediator"))
    assert [case.number for case in seen.by_way_of(number__in=[mine, foreign])] == [mine]
    assert [case.number for case in seen.by_way_of(~Q(number=mine))] == []
    assert [case.number for case in seen.by_way_of(number=foreign)] == []
    assert [case.number for case in seen.by_way_of(Q(number=foreign) | Q(number=mine))] == [mine]
    assert [case.number for case in seen.by_way_of(Q(number=mine), state="closed")] == []
    assert "EXISTS" in str(seen.by_way_of(number=mine).query), "SQLite is told what to begin with"
    with CaptureQueriesContext(connection) as queries:
        (case,) = seen.with_names()
        names = [one.name for one in (case.holder, case.place, case.handler) if one is not None]
    assert len(names) == 3
    assert len(queries) == 1


def test_rows_that_hang_on_a_case_are_shown_with_it(world: Qinghe) -> None:
    mine, foreign = world.reach("handling"), world.register(confidentiality="special")
    seen = Case.objects.visible_to(world.actor("mediator"))
    shown = Assignment.objects.filter(scoping.on_one_of(seen))
    assert {row.case.number for row in shown} == {mine}
    assert Assignment.objects.filter(case__number=foreign).exists()


def test_a_list_shows_at_each_level_what_a_page_opens_with_and_without_a_broken_glass(world: Qinghe) -> None:
    """One case of each level at each place of the tree, asked for by posts above, beside and below it."""
    secret = world.case(world.register()).secret
    units = {
        unit.code: unit for unit in Unit.objects.filter(code__in=("centre", "desk", "mediation", "property"))
    }
    rows = [
        Case(
            number=f"N{at}", serial=at, year=2026, secret=secret, state="handling", holder=holder, origin=units["desk"],
            registered_by_id=world.actor("grid").user_id, registered_at=world.now, channel="window", title="x", kind="9999",
            weight="simple", confidentiality=level,
        )
        for at, (holder, level) in enumerate(product(units.values(), Confidentiality), start=100)
    ]  # fmt: skip
    Case.objects.bulk_create(rows)
    cases = list(Case.objects.select_related("holder"))
    posts = ("leader@centre", "supervisor@mediation", "mediator@property", "clerk@desk", "auditor@centre")
    seen = {}
    for at, post in enumerate(posts):
        plain = world.person(f"p{at}", post)
        for one in (plain, replace(plain, glass=frozenset(case.pk for case in cases[::2]))):
            for action in ("see", "download", "reveal", "export", "note"):
                page = {case.pk for case in cases if scoping.can(one, action=action, case=case)}
                listed = set(Case.objects.visible_to(one, action=action).values_list("pk", flat=True))
                assert listed == page, (post, action, bool(one.glass))
                seen[post, action, bool(one.glass)] = len(page)
    assert seen["leader@centre", "see", True] > seen["leader@centre", "see", False] > 0
    assert seen["leader@centre", "note", True] == seen["leader@centre", "note", False]
    assert seen["mediator@property", "see", True] == seen["mediator@property", "see", False] > 0


def test_no_glass_is_broken_unless_it_is_said() -> None:
    asked = {"role": Role.LEADER, "relations": [Relation.UNIT], "confidentiality": Confidentiality.SPECIAL}
    assert not permissions.allowed("see", **asked)
    assert permissions.allowed("see", **asked, broken_glass=True)
    assert not permissions.granted("see", role=Role.LEADER, confidentiality=Confidentiality.SPECIAL)


def actor(*roles: Role) -> Actor:
    return Actor(
        ME, "张三", tuple(Held(role, at, f"单位{at}", f"/{at}/") for at, role in enumerate(roles, start=1))
    )


def test_an_actor_has_the_roles_of_all_posts_and_the_first_post_that_fits() -> None:
    both = actor(Role.CLERK, Role.DISPATCHER, Role.CLERK)
    assert both.roles == {Role.CLERK, Role.DISPATCHER}
    assert both.post_for([Role.CLERK]) is both.posts[0]
    assert both.post_for([Role.LEADER, Role.DISPATCHER]) is both.posts[1]
    assert both.post_for([Role.LEADER]) is None
    assert actor().post_for(list(Role)) is None


def test_what_an_actor_may_not_is_refused_with_the_posts_that_may() -> None:
    actor(Role.CLERK, Role.AUDITOR).require("verify")
    assert actor(Role.AUDITOR).may("verify")
    assert not actor(Role.CLERK).may("verify")
    with pytest.raises(NotAllowed) as refused:
        actor(Role.CLERK).require("triage")
    assert str(refused.value) == f"您的岗位不能做这件事，需要：{Role.DISPATCHER.label}。"
    with pytest.raises(NotAllowed) as refused:
        actor().require("health")
    words = "、".join(sorted((Role.ADMINISTRATOR.label, Role.AUDITOR.label)))
    assert str(refused.value) == f"您的岗位不能做这件事，需要：{words}。"
    assert DESK_ACTIONS["health"] == {Role.ADMINISTRATOR, Role.AUDITOR}


def test_a_row_of_the_lifecycle_grants_what_it_says_to_each_role() -> None:
    assert permissions._grants("handler@own+unit", "clerk@origin") == (
        Grant(role=Role.HANDLER, relations=frozenset({Relation.OWN, Relation.UNIT})),
        Grant(role=Role.CLERK, relations=frozenset({Relation.ORIGIN})),
    )
    assert {row.name: permissions._grants(*row.by) for row in VERBS} == permissions.WRITING
