"""What leaves as a file is noted in the system's own history: who, how many rows, under which filters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from jiefen.actions.common.history import History
from jiefen.domain.case.actor import Actor


def note_export(*, rows: int, query: Mapping[str, str], by: Actor, at: datetime) -> None:
    history = History(by=by, at=at)
    filters = {name[:20]: value[:40] for name, value in query.items() if name != "q"}
    history.add_to_stream("system", verb="export", facts={"rows": rows, "filters": filters})
    with transaction.atomic():
        history.write()
