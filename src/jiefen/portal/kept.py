"""What was typed and drawn at a door that had shut meanwhile: kept in this browser session, sealed under the party's key."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from django.contrib import messages

from jiefen.gate.requests import PartyRequest
from jiefen.reports.party.keeping import sealed_for, unsealed_for

if TYPE_CHECKING:
    from jiefen.store.models import Party

_OURS = ("csrfmiddlewaretoken", "key")


def keep(request: PartyRequest, *, party: Party) -> None:
    """Put away what was just posted, in place of what was kept before."""
    fields = {name: value for name, value in request.POST.items() if name not in _OURS and value}
    if fields:
        sealed = sealed_for(party, text=json.dumps(fields))
        request.session["kept"] = [party.pk, request.path, base64.b64encode(sealed).decode()]


def kept(request: PartyRequest, *, party: Party) -> dict[str, str] | None:
    """What was kept for this page of this party, given back once; None when nothing was."""
    owner, path, sealed = request.session.get("kept") or (0, "", "")
    if (owner, path) != (party.pk, request.path):
        return None
    del request.session["kept"]
    messages.info(request, "刚才的没有交上去；填好、写好的都还在，请看一遍再交。")
    fields: dict[str, str] = json.loads(unsealed_for(party, sealed=base64.b64decode(sealed)))
    return fields
