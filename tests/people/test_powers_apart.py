"""Who administers, who audits and who works on cases are three people; nobody makes themselves anything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from jiefen.actions.centre.open_centre import open_centre
from jiefen.actions.common.actors import party_actor, system_actor
from jiefen.actions.people import people
from jiefen.actions.people.clients import make_client
from jiefen.actions.people.sign_in import check_sign_in
from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError, Unseen
from jiefen.domain.common.words import Role
from jiefen.domain.people import powers
from jiefen.profiles.centre import PersonRow, ProfileProblem, load, missing_powers, read
from jiefen.reports.ledger.health import examine
from jiefen.reports.people import people as report
from jiefen.store.models import Approval, Centre, Post, User
from jiefen.store.people.persons import mixed_persons
from kit.qinghe import Qinghe

GIVEN = sorted(set(Role) - powers.NOBODYS)


def pk(username: str) -> int:
    return User.objects.get(username=username).pk


def test_every_pair_of_posts_goes_together_exactly_when_both_are_of_one_power() -> None:
    apart = [{Role.ADMINISTRATOR}, {Role.AUDITOR}, set(GIVEN) - {Role.ADMINISTRATOR, Role.AUDITOR}]
    for held in GIVEN:
        for wanted in GIVEN:
            together = any({held, wanted} <= power for power in apart)
            assert bool(powers.clash(wanted, held=[held])) is not together, (held, wanted)


@pytest.mark.parametrize(
    ("person", "role"),
    [
        ("auditor", "administrator"),
        ("auditor", "clerk"),
        ("clerk", "auditor"),
        ("clerk", "administrator"),
        ("leader", "administrator"),
        ("leader", "auditor"),
        ("grid", "administrator"),
    ],
)
def test_a_post_of_another_power_is_refused_in_words(world: Qinghe, person: str, role: str) -> None:
    with pytest.raises(Invalid) as refused:
        people.add_post(
            user=pk(person),
            role=role,
            unit="centre",
            reason="人手不够",
            by=world.actor("admin"),
            at=world.now,
        )
    assert "三者分开" in refused.value.fields["role"]
    assert not Approval.objects.exists()


def test_a_post_of_the_other_power_can_be_given_once_the_first_has_ended(world: Qinghe) -> None:
    admin = world.actor("admin")
    people.end_post(user=pk("clerk"), post=Post.objects.get(user=pk("clerk")).pk, by=admin, at=world.now)
    asked = people.add_post(
        user=pk("clerk"), role="auditor", unit="centre", reason="转岗做审计", by=admin, at=world.now
    )
    assert "要由第二个人同意" in asked.sentence


@pytest.mark.parametrize("role", GIVEN)
def test_nobody_gives_themselves_a_post(world: Qinghe, role: Role) -> None:
    with pytest.raises(RuleError, match="不能给自己"):
        people.add_post(
            user=pk("admin"),
            role=role,
            unit="centre",
            reason="我来兼任",
            by=world.actor("admin"),
            at=world.now,
        )


def test_a_text_of_the_centre_gives_posts_at_the_opening_alone(world: Qinghe) -> None:
    profile = load("qinghe")
    mallory = PersonRow("mallory", "马某", ((Role.ADMINISTRATOR, "centre"),))
    assert open_centre(replace(profile, people=(*profile.people, mallory)), at=world.now, demo=True) == []
    assert not User.objects.filter(username="mallory").exists()


def test_a_text_that_mixes_powers_or_names_nobody_is_refused_with_every_problem() -> None:
    from importlib.resources import files

    text = files("jiefen.profiles").joinpath("qinghe.toml").read_text(encoding="utf-8")
    text += '\n[[person]]\nusername = "both"\nname = "两样"\nposts = ["auditor@centre", "leader@centre"]\n'
    text += '\n[[person]]\nusername = "party"\nname = "某人"\nposts = ["clerk@window-1"]\n'
    with pytest.raises(ProfileProblem) as refused:
        read(text)
    assert "both 不能兼任" in str(refused.value)
    assert "party 是系统留用的" in str(refused.value)


@pytest.mark.parametrize(
    ("left_out", "said"),
    [("admin", "一名系统管理员"), ("auditor", "一名审计员"), ("leader", "没有第二个人能同意")],
)
def test_a_centre_is_not_opened_with_its_powers_in_one_hand(world: Qinghe, left_out: str, said: str) -> None:
    profile = load("qinghe")
    few = replace(profile, people=tuple(row for row in profile.people if row.username != left_out))
    assert said in "".join(missing_powers(few))
    assert list(missing_powers(profile)) == []
    Centre.objects.all().delete()
    with pytest.raises(ProfileProblem, match=said):
        open_centre(few, at=world.now, demo=False)
    assert not Centre.objects.exists()


def test_who_holds_mixed_posts_from_before_is_a_finding_of_doctor(world: Qinghe) -> None:
    assert not any("兼任" in problem for problem in examine(at=world.now, clock=None).problems)
    world.give("leader", "administrator@centre")
    world.give("clerk", "auditor@centre")
    assert {user.username for user in mixed_persons()} == {"clerk", "leader"}
    found = [problem for problem in examine(at=world.now, clock=None).problems if "兼任" in problem]
    assert len(found) == 1
    assert "陆书明" in found[0]
    assert "刘倩" in found[0]


# 当事人 and 系统 stand in the history and are nobody.

NOBODY = ("party", "system")
VERBS = {
    "reset_password": {},
    "reset_second_factor": {},
    "rename": {"name": "某人"},
    "add_post": {"role": "clerk", "unit": "window-1"},
    "end_post": {"post": 1},
    "disable": {},
    "enable": {},
    "set_leave": {"until": "2026-05-01"},
}


@pytest.fixture
def nobody(world: Qinghe) -> Qinghe:
    system_actor()
    party_actor()
    return world


@pytest.mark.parametrize("username", NOBODY)
@pytest.mark.parametrize("verb", sorted(VERBS))
def test_nothing_can_be_done_to_nobody(nobody: Qinghe, username: str, verb: str) -> None:
    before = User.objects.filter(username=username).values().get()
    with pytest.raises(Unseen):
        getattr(people, verb)(user=pk(username), **VERBS[verb], by=nobody.actor("admin"), at=nobody.now)
    assert User.objects.filter(username=username).values().get() == before
    assert not Post.objects.filter(user__username=username).exists()


def test_every_verb_about_a_person_is_tried_on_nobody() -> None:
    import inspect

    verbs = {
        name
        for name, function in vars(people).items()
        if inspect.isfunction(function)
        and not name.startswith("_")
        and function.__module__ == people.__name__
    }
    assert verbs - {"add_person"} == set(VERBS)


@pytest.mark.parametrize("username", NOBODY)
def test_nobody_is_on_no_list_has_no_page_and_cannot_be_made_or_sign_in(
    nobody: Qinghe, username: str
) -> None:
    admin, browser = nobody.actor("admin"), nobody.client("admin")
    name = User.objects.get(username=username).name
    assert report.people(admin, query={"q": username}).rows == []
    assert report.people(admin, query={"q": name}).rows == []
    assert browser.get(f"/people/{pk(username)}").status_code == 404
    for verb in ("reset_password", "reset_second_factor", "disable", "enable", "end_post"):
        assert browser.post(f"/people/{pk(username)}/{verb}", {"key": verb}).status_code == 404
    with pytest.raises(Invalid):
        check_sign_in(username=username, password="!", token="", address="::1", at=nobody.now)
    with pytest.raises(User.DoesNotExist):
        make_client("x", username=username, at=nobody.now)


@pytest.mark.parametrize("username", NOBODY)
def test_the_name_of_nobody_cannot_be_taken_before_they_exist(world: Qinghe, username: str) -> None:
    with pytest.raises(Invalid, match="1 处") as refused:
        people.add_person(
            username=username,
            name="某人",
            role="clerk",
            unit="window-1",
            by=world.actor("admin"),
            at=world.now,
        )
    assert "username" in refused.value.fields


@pytest.mark.parametrize("username", NOBODY)
@pytest.mark.parametrize(
    "change", [{"is_active": True}, {"password": make_password("梧桐树下")}, {"totp_sealed": b"1"}]
)
def test_the_store_itself_refuses_nobody_a_sign_in(
    nobody: Qinghe, username: str, change: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(username=username).update(**change)


# An administrator of a village looks after the village.


@pytest.fixture
def village(world: Qinghe) -> Qinghe:
    """袁村 administers 330999001 and what lies below; 老王 mediates there, 老赵 there and in the county."""
    world.person("village", "administrator@330999001", name="袁村")
    world.person("wang", "mediator@330999001001", name="老王")
    world.person("zhao", "mediator@330999001001", "handler@petition", name="老赵")
    return world


@pytest.mark.parametrize("person", ["leader", "admin", "clerk", "zhao", "auditor"])
@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_village_administrator_cannot_touch_whoever_has_a_post_elsewhere(
    village: Qinghe, person: str, verb: str
) -> None:
    facts = VERBS[verb] | ({"unit": "330999001001"} if verb == "add_post" else {})
    with pytest.raises(Unseen, match="不归您管理"):
        getattr(people, verb)(user=pk(person), **facts, by=village.actor("village"), at=village.now)


def test_a_village_administrator_looks_after_the_village(village: Qinghe) -> None:
    by, at = village.actor("village"), village.now
    assert people.reset_password(user=pk("wang"), by=by, at=at).password
    people.add_post(user=pk("wang"), role="grid", unit="grid-330999001001", by=by, at=at)
    with pytest.raises(Invalid) as refused:
        people.add_post(user=pk("wang"), role="clerk", unit="window-1", by=by, at=at)
    assert "unit" in refused.value.fields
    made = people.add_person(username="li", name="小李", role="grid", unit="330999001001", by=by, at=at)
    people.end_post(user=made.user, post=Post.objects.get(user=made.user).pk, by=by, at=at)
    people.disable(user=made.user, by=by, at=at)
    assert "li" in {row.username for row in report.people(by, query={}).rows}


def test_the_list_the_page_and_the_choices_show_what_one_may_manage(village: Qinghe) -> None:
    by, browser = village.actor("village"), village.client("village")
    shown = {row.username for row in report.people(by, query={}).rows}
    assert shown == {"village", "wang", "town-mediator", "town-reviewer", "grid"}
    assert {code[:9] for code, _ in report.managed_units(by)} <= {"330999001", "grid-3309"}
    assert browser.get(f"/people/{pk('wang')}").status_code == 200
    assert browser.get(f"/people/{pk('leader')}").status_code == 404
    assert "zhao" in {row.username for row in report.people(village.actor("admin"), query={}).rows}


def test_nobody_without_the_post_manages_anybody(village: Qinghe) -> None:
    with pytest.raises(NotAllowed):
        people.rename(user=pk("wang"), name="某人", by=village.actor("leader"), at=village.now)
    assert report.people(village.actor("leader"), query={}).rows == []
