"""The slip with a party's confirmation code, for the roll printer of the window."""

from __future__ import annotations

from datetime import datetime

from jiefen.domain.common import moments
from jiefen.domain.intake.numbering import display
from jiefen.papers import render
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case
from jiefen.store.parties import code_of


def code_slip(case: Case, *, party: int, name: str, code: str, track_url: str, now: datetime) -> bytes:
    """PDF. `name`: the party's, with their side; `track_url`: where the page of a tracking code is."""
    tracking = code_of(case.parties.select_related("case__secret").get(pk=party))
    centre = snapshot().centre
    fields = {
        "centre": centre.name,
        "case_number": display(case.number, centre.short),
        "name": name,
        "code": code,
        "tracking": tracking,
        "qr": f"{track_url}{tracking}",
        "date": moments.iso_second(now),
        "hotline": centre.phone or "12345",
    }
    return render("code-80mm", fields=fields)
