"""A centre as one reviewable text: its places, units, people and routing rules (row F8)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from jiefen.domain.common.words import Role, Tier, UnitKind
from jiefen.domain.intake.queue import LETTERS, BusinessLine
from jiefen.domain.people.powers import PSEUDO, powers_of
from jiefen.domain.routing.rules import RoutingRule, RuleTextError, parse_rules
from jiefen.profiles import roster


class ProfileProblem(Exception):
    """The text cannot be used; every problem is named, one a line."""


@dataclass(frozen=True)
class PlaceRow:
    code: str
    name: str
    tier: Tier
    parent: str


@dataclass(frozen=True)
class UnitRow:
    code: str
    name: str
    kind: UnitKind
    parent: str
    place: str
    desk: bool = False
    takes_cases: bool = True


@dataclass(frozen=True)
class PersonRow:
    username: str
    name: str
    posts: tuple[tuple[Role, str], ...]


@dataclass(frozen=True)
class Profile:
    """Everything needed to open a centre. Units and places come parents first."""

    centre: Mapping[str, str]
    places: tuple[PlaceRow, ...]
    units: tuple[UnitRow, ...]
    people: tuple[PersonRow, ...]
    rules: tuple[RoutingRule, ...]
    rules_text: str
    mediators: tuple[roster.MediatorRow, ...] = ()
    rooms: tuple[roster.RoomRow, ...] = ()
    businesses: tuple[BusinessLine, ...] = ()


def load(name: str) -> Profile:
    """A shipped profile by name. Raises ProfileProblem."""
    source = files("jiefen.profiles").joinpath(f"{name}.toml")
    if not source.is_file():
        raise ProfileProblem(f"没有名为 {name} 的中心配置。")
    return read(source.read_text(encoding="utf-8"))


def read(text: str) -> Profile:
    """A profile from its text. Raises ProfileProblem."""
    try:
        table = tomllib.loads(text)
        rules = parse_rules(table.get("rule", []))
    except (tomllib.TOMLDecodeError, RuleTextError) as error:
        raise ProfileProblem(str(error)) from error
    places, units = tuple(_places(table)), tuple(_units(table))
    profile = Profile(
        centre=table["centre"],
        places=places,
        units=units,
        people=tuple(_person(row) for row in table.get("person", [])),
        rules=rules,
        rules_text=rules_text(table.get("rule", [])),
        mediators=tuple(roster.mediators(table)),
        rooms=tuple(roster.rooms(table)),
        businesses=tuple(BusinessLine(row["letter"], row["name"]) for row in table.get("business", [])),
    )
    problems = list(_problems(profile))
    if problems:
        raise ProfileProblem("\n".join(problems))
    return profile


def missing_powers(profile: Profile) -> Iterator[str]:
    """What a centre cannot be opened without: an administrator, an auditor, and somebody to agree to a high post."""
    held = [role for person in profile.people for role, unit in person.posts if unit == "centre"]
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        if role not in held:
            yield f"中心要有一名{role.label}（posts 里写 {role}@centre），和其他岗位不是同一个人。"
    if Role.LEADER not in held and held.count(Role.ADMINISTRATOR) < 2:
        yield "中心还要有一名领导（leader@centre）或者第二名系统管理员，否则以后授予重要岗位没有第二个人能同意。"


def _places(table: Mapping[str, Any]) -> Iterator[PlaceRow]:
    centre = table["centre"]
    county = centre["division"]
    yield PlaceRow(code=county, name=centre["place"], tier=Tier.COUNTY, parent="")
    for town in table.get("town", []):
        code = county + town["code"]
        yield PlaceRow(code=code, name=town["name"], tier=Tier.TOWN, parent=county)
        for at, village in enumerate(town["villages"], start=1):
            yield PlaceRow(code=f"{code}{at:03d}", name=village, tier=Tier.VILLAGE, parent=code)


def _units(table: Mapping[str, Any]) -> Iterator[UnitRow]:
    county = table["centre"]["division"]
    yield UnitRow("centre", table["centre"]["name"], UnitKind.CENTRE, "", county, takes_cases=False)
    for row in table.get("unit", []):
        yield UnitRow(
            code=row["code"],
            name=row["name"],
            kind=UnitKind(row["kind"]),
            parent=row.get("parent", "centre"),
            place=row.get("place", county),
            desk=row.get("desk", False),
            takes_cases=row.get("takes_cases", True),
        )
    for place in _places(table):
        yield from _place_units(place)


def _place_units(place: PlaceRow) -> Iterator[UnitRow]:
    """Each town has a mediation committee under the centre; each village one under its town, with a grid."""
    if place.tier is Tier.TOWN:
        yield UnitRow(place.code, f"{place.name}人民调解委员会", UnitKind.MEDIATION, "centre", place.code)
    elif place.tier is Tier.VILLAGE:
        yield UnitRow(place.code, f"{place.name}调解室", UnitKind.MEDIATION, place.parent, place.code)
        yield UnitRow(
            f"grid-{place.code}",
            f"{place.name}网格",
            UnitKind.GRID,
            place.code,
            place.code,
            takes_cases=False,
        )


def _person(row: Mapping[str, Any]) -> PersonRow:
    posts = tuple((Role(role), unit) for role, _, unit in (post.partition("@") for post in row["posts"]))
    return PersonRow(username=row["username"], name=row["name"], posts=posts)


def _problems(profile: Profile) -> Iterator[str]:
    units = {unit.code for unit in profile.units}
    if sum(unit.desk for unit in profile.units) != 1:
        yield "要有且只有一个单位写 desk = true（兜底的分流台）。"
    for unit in profile.units:
        if unit.parent and unit.parent not in units:
            yield f"单位 {unit.code} 的上级 {unit.parent} 不存在。"
    for person in profile.people:
        for _, code in person.posts:
            if code not in units:
                yield f"{person.username} 的岗位单位 {code} 不存在。"
        if person.username in PSEUDO:
            yield f"用户名 {person.username} 是系统留用的，请换一个。"
        if len(powers_of(role for role, _ in person.posts)) > 1:
            yield f"{person.username} 不能兼任系统管理、审计、办案中的两类，请分给不同的人。"
    letters = [business.letter for business in profile.businesses]
    if len(letters) != len(set(letters)) or any(letter not in LETTERS for letter in letters):
        yield "挂号业务（[[business]]）的 letter 各用一个不同的大写字母。"
    users = {person.username for person in profile.people}
    yield from roster.problems(profile.mediators, rooms=profile.rooms, units=units, users=users)
    for rule in profile.rules:
        for target in (rule.to, *rule.co):
            if not target.startswith("place:") and target not in units:
                yield f"规则 {rule.id} 指向的单位 {target} 不存在。"


def rules_text(rows: list[dict[str, Any]]) -> str:
    """Routing rules as the text that people edit."""
    return "\n".join(_rule_text(row) for row in rows)


def _rule_text(row: Mapping[str, Any]) -> str:
    lines = [
        "[[rule]]",
        f"id = {_toml(row['id'])}",
        f"label = {_toml(row['label'])}",
        f"to = {_toml(row['to'])}",
    ]
    if row.get("co"):
        lines.append(f"co = {_toml(row['co'])}")
    conditions = [
        "{ " + ", ".join(f"{name} = {_toml(value)}" for name, value in condition.items()) + " }"
        for condition in row.get("when", [])
    ]
    lines.append(f"when = [{', '.join(conditions)}]")
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_toml(part) for part in value) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value).lower() if isinstance(value, bool) else str(value)
