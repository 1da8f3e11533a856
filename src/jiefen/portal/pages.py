"""What every page of the citizen's door shares."""

from __future__ import annotations

from jiefen.gate.requests import PartyRequest


def shell(request: PartyRequest) -> dict[str, object]:
    """Large type, kept for this browser session, and whether there is something to sign out of."""
    asked = {"1": "on", "more": "more", "0": ""}.get(request.GET.get("elder", ""))
    if asked is not None:
        request.session["elder"] = asked
    return {
        "elder": request.session.get("elder", ""),
        "elder_path": request.path,
        "following": bool(request.session.get("party")),
    }
