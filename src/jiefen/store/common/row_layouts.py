"""Of which columns the digests of each covered table are made: by this release, and by what the history says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from jiefen.store.common.row_notes import RowLayout, layouts
from jiefen.store.models import Entry

STREAM = "rows"


def current_layouts() -> dict[str, list[str]]:
    return {label: list(layout.columns) for label, layout in layouts().items()}


def recorded_layouts() -> dict[str, list[str]]:
    """Of the last opening that was finished; empty before the first."""
    opened = Entry.objects.filter(stream=STREAM, verb="rows_opened").order_by("-seq")
    body = opened.values_list("body", flat=True).first()
    return dict(json.loads(body)["facts"]["layouts"]) if body else {}


def tables_of(columns: Mapping[str, Sequence[str]]) -> list[RowLayout]:
    """The covered tables as they were laid out when this was recorded."""
    known = layouts()
    return [replace(known[label], columns=tuple(names)) for label, names in columns.items() if label in known]
