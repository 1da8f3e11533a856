"""The receipt of acceptance: what the centre accepted and when, with the digest by which the party can prove it later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jiefen.domain.case.actor import Actor
from jiefen.domain.common import moments
from jiefen.domain.common.errors import Unseen
from jiefen.domain.common.kinds import kind_label
from jiefen.domain.common.masks import mask_name
from jiefen.domain.common.words import PartyKind, PartySide, State
from jiefen.domain.intake.numbering import display
from jiefen.papers import render
from jiefen.reports.common import party_sentences
from jiefen.reports.common.clock_view import clocks_of, own_of
from jiefen.reports.common.opened import tracking_code_of
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case, Party

FORMS = {"a4": "receipt-a4", "roll": "receipt-80mm"}


def receipt_pdf(actor: Actor, *, case: Case, form: str, track_url: str, now: datetime) -> bytes:
    """PDF of the receipt; `form` is a4 or roll. Raises Unseen for another form."""
    if form not in FORMS:
        raise Unseen("没有这种回执样式。")
    return render(FORMS[form], fields=_fields(case, track_url=track_url, now=now), key=case.number)


def _fields(case: Case, *, track_url: str, now: datetime) -> dict[str, Any]:
    centre, calendar = snapshot().centre, snapshot().calendar
    code = tracking_code_of(case)
    running = [clock for clock in clocks_of(case, now=now) if clock.tone != "done"]
    ours = [clock for clock in running if not clock.own]
    clocks = [*own_of(running, now=now), *ours]
    local = calendar.local(case.registered_at)
    heading, _ = party_sentences.NOW[State(case.state)]
    first = case.entries.order_by("seq").first()
    return {
        "centre": centre.name,
        "case_number": display(case.number, centre.short),
        "tracking_code": code,
        "qr": f"{track_url}{code}",
        "date": moments.iso_second(now),
        "matter": f"{kind_label(case.kind)}纠纷",
        "registered_at": moments.iso_minute(local),
        "registered_by": f"{case.origin.name} {case.registered_by.name}",
        "holder_unit": case.holder.name,
        "holder_phone": case.holder.phone,
        "next_step": heading,
        "next_step_by": ours[0].right if ours else "",
        "hotline": centre.phone or "12345",
        "ledger_index": f"{case.number} 第 1"
        if first is None or first.log_index is None
        else str(first.log_index),
        "ledger_digest": bytes(first.digest).hex() if first else "",
        "parties": [
            {"role": PartySide.label_of(party.side), "name": _masked(party)}
            for party in case.parties.order_by("position")
        ],
        "clocks": [
            {"name": clock.label, "due": clock.right, "explanation": "".join(clock.explanation)}
            for clock in clocks
        ],
        "ticket": "",
    }


def _masked(party: Party) -> str:
    return party.name if party.kind == PartyKind.ORGANISATION else mask_name(party.name)
