"""The slip with a party's confirmation code, for the roll printer of the window."""

from __future__ import annotations

from datetime import datetime

from jiefen.domain.intake.numbering import display
from jiefen.papers import render
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case


def code_slip(case: Case, *, name: str, code: str, address: str, now: datetime) -> bytes:
    """PDF. `name`: the party's, with their side; `address`: where the code is typed in."""
    centre, calendar = snapshot().centre, snapshot().calendar
    fields = {
        "centre": centre.name,
        "case_number": display(case.number, centre.short),
        "name": name,
        "code": code,
        "qr": address,
        "date": calendar.local(now).isoformat(timespec="seconds"),
        "hotline": centre.phone or "12345",
    }
    return render("code-80mm", fields=fields)
