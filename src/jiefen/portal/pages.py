"""What every page of the citizen's door shares."""

from __future__ import annotations

from jiefen.gate.elder import size_of
from jiefen.gate.requests import PartyRequest


def shell(request: PartyRequest) -> dict[str, object]:
    """The size of type, whether there is something to sign out of, and whether there is something to be seen of it."""
    return {
        "elder": size_of(request),
        "elder_path": request.path,
        "following": bool(request.session.get("party")),
        "leaving": bool(request.session.get("party") or request.session.get("application")),
    }
