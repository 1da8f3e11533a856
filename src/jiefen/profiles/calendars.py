"""The shipped holiday calendar: one text per State Council General Office notice, beside this file in `calendars/`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from jiefen.domain.clocks.calendar import WorkCalendar, from_tables


@cache
def shipped() -> WorkCalendar:
    """All shipped years as one calendar; its version names the first and the last, e.g. `cn-2021..2026+law`."""
    tables = notices()
    return from_tables(tables, version=version_of(f"{tables[0]['year']}..{tables[-1]['year']}"))


def version_of(years: str) -> str:
    """`+law`: years without a notice keep the festivals that are off by law. What was counted without them is provisional,
    and is counted anew under the new name.
    """
    return f"cn-{years}+law"


def notices() -> list[dict[str, object]]:
    """The notices as read, oldest first, in the shape `from_tables` takes."""
    folder = files("jiefen.profiles").joinpath("calendars")
    texts = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda one: one.name
    )
    return [tomllib.loads(text.read_text(encoding="utf-8")) for text in texts]
