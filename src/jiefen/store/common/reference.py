"""What the centre keeps as data and nearly every command asks: its name, desk, places, units, calendar and rules.

One row, `Centre.revision`, is raised with every change of these; whoever asks reads that row and, when it has not
moved, uses what this process already knows. One small query instead of five.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.db import connection
from django.db.models import F

from jiefen.domain.clocks.calendar import WorkCalendar, from_tables
from jiefen.domain.common.errors import RuleError
from jiefen.domain.intake.numbering import display
from jiefen.domain.routing.rules import RoutingRule, UnitFacts, parse_rules
from jiefen.profiles.calendars import notices, shipped, version_of
from jiefen.store.models import CalendarYear, Centre, Place, RuleSet, Unit


@dataclass(frozen=True)
class Snapshot:
    """Reference data at one revision. Units and places by code; closed ones are not in."""

    centre: Centre
    desk: Unit
    units: Mapping[str, Unit]
    places: Mapping[str, Place]
    calendar: WorkCalendar
    rules_version: int
    rules: tuple[RoutingRule, ...]

    def unit_facts(self, nobody: Mapping[str, str]) -> dict[str, UnitFacts]:
        """Units as the routing rules see them. `nobody`: why nobody there could sign, by code."""
        return {
            unit.code: UnitFacts(
                name=unit.name,
                kind=unit.kind,
                place=unit.place.code if unit.place else "",
                open=unit.takes_cases,
                nobody=nobody.get(unit.code, ""),
            )
            for unit in self.units.values()
        }

    def shown(self, number: str) -> str:
        """The case number as people write and read it."""
        return display(number, self.centre.short)


_known: dict[tuple[str, int], Snapshot] = {}


def snapshot() -> Snapshot:
    """Raises RuleError when the centre has not been set up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT revision FROM store_centre ORDER BY id LIMIT 1")
        row = cursor.fetchone()
    if row is None:
        raise RuleError("本中心还没有初始化：请在服务器上运行 jiefen init 或 jiefen demo。")
    key = (str(connection.settings_dict["NAME"]) + settings.SECRET_KEY, row[0])
    reference = _known.get(key)
    if reference is None:
        reference = _read(Centre.objects.order_by("pk")[0])
        _known.clear()
        _known[key] = reference
    return reference


def shown_number(number: str) -> str:
    return snapshot().shown(number)


def changed() -> None:
    """Call in the transaction that changes places, units, calendar, rules or the centre itself."""
    Centre.objects.update(revision=F("revision") + 1)


def _read(centre: Centre) -> Snapshot:
    units = {unit.code: unit for unit in Unit.objects.filter(closed_on__isnull=True).select_related("place")}
    desk = next((unit for unit in units.values() if unit.is_desk), None)
    if desk is None:
        raise RuleError("还没有设置分流台，暂时不能登记。请系统管理员在“组织与人员”里指定一个分流台。")
    rules = RuleSet.objects.filter(in_force=True).order_by("-version").first()
    return Snapshot(
        centre=centre,
        desk=desk,
        units=units,
        places={place.code: place for place in Place.objects.filter(until__isnull=True)},
        calendar=_calendar(),
        rules_version=rules.version if rules else 0,
        rules=parse_rules(tomllib.loads(rules.text).get("rule", [])) if rules else (),
    )


def _calendar() -> WorkCalendar:
    """The shipped years with the imported ones on top; another version for every other text."""
    imported = {row.year: tomllib.loads(row.text) for row in CalendarYear.objects.all()}
    if not imported:
        return shipped()
    tables = {int(str(table["year"])): table for table in notices()} | imported
    years = sorted(tables)
    mark = sha256(json.dumps(imported, default=str, sort_keys=True).encode()).hexdigest()[:6]
    return from_tables(
        [tables[year] for year in years], version=version_of(f"{years[0]}..{years[-1]}+{mark}")
    )
