"""Places as people write them: by code, by a name that only one place has, or by the names on the way down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from jiefen.store.models import Place


def full_names(places: Mapping[str, Place]) -> dict[str, str]:
    """Code → 云溪镇上坞村: the names from below the county down; the county keeps its own."""
    by_code: dict[str, str] = {}
    for code, place in places.items():
        steps = [part for part in place.path.split("/") if part in places]
        names = [places[step].name for step in steps[1:]] or [place.name]
        by_code[code] = "".join(names)
    return by_code


def codes_by_name(places: Mapping[str, Place]) -> dict[str, str]:
    """Everything that names exactly one place → its code. A name that two places share is not in."""
    spoken: list[tuple[str, str]] = []
    for code, full in full_names(places).items():
        steps = [part for part in places[code].path.split("/") if part in places]
        with_county = places[steps[0]].name + full if len(steps) > 1 else full
        spoken += [(name, code) for name in {places[code].name, full, with_county}]
    often = Counter(name for name, _ in spoken)
    return {name: code for name, code in spoken if often[name] == 1} | {code: code for code in places}
