"""The receipt of acceptance: what the centre accepted and when, with the digest by which the party can prove it later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jiefen.domain.case.actor import Actor
from jiefen.domain.clocks.limit import LimitKind
from jiefen.domain.clocks.limitation import LIMITATION
from jiefen.domain.clocks.limits import rule
from jiefen.domain.clocks.party_limits import UNTOLD
from jiefen.domain.common import moments
from jiefen.domain.common.errors import Unseen
from jiefen.domain.common.kinds import kind_label
from jiefen.domain.common.words import Flag, PartySide, State
from jiefen.domain.intake.numbering import display
from jiefen.papers import fitted
from jiefen.reports.common import party_sentences
from jiefen.reports.common.clock_view import clocks_of
from jiefen.reports.common.opened import tracking_code_of
from jiefen.reports.common.registered import registered_by
from jiefen.reports.documents.paper_fields import day, limitation
from jiefen.reports.documents.papers_mediation import handed_in
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case

FORMS = {"a4": "receipt-a4", "roll": "receipt-80mm"}


def receipt_pdf(actor: Actor, *, case: Case, form: str, track_url: str, now: datetime) -> bytes:
    """PDF of the receipt; `form` is a4 or roll. Raises Unseen for another form."""
    if form not in FORMS:
        raise Unseen("没有这种回执样式。")
    return fitted(FORMS[form], fields=_fields(case, track_url=track_url, now=now), key=case.number)


def own_receipt(case: Case, *, track_url: str, now: datetime) -> bytes:
    """The same for the applicant at their own page."""
    return fitted(FORMS["a4"], fields=_fields(case, track_url=track_url, now=now), key=case.number)


def _fields(case: Case, *, track_url: str, now: datetime) -> dict[str, Any]:
    centre = snapshot().centre
    code = tracking_code_of(case)
    clocks = _clocks(case, now=now)
    heading, _ = party_sentences.NOW[State(case.state)]
    first = case.entries.order_by("seq").first()
    petition = Flag.PETITION in case.flag_set()
    return {
        "centre": centre.name,
        "case_number": display(case.number, centre.short),
        "tracking_code": code,
        "qr": f"{track_url}{code}",
        "date": moments.iso_second(now),
        "matter": f"{kind_label(case.kind)}纠纷",
        "wanted": case.wanted,
        "amount": f"{case.amount:,.2f} 元" if case.amount else "",
        "handed_in": [f"{row.name}（摘要 {row.digest[:12]}）" for row in handed_in(case)],
        "registered_at": _moment(case.registered_at),
        "registered_by": registered_by(case),
        "asked": "" if petition else f"{day(case.registered_at)}，已向人民调解组织提出请求",
        "holder_unit": case.holder.name,
        "holder_phone": case.holder.phone,
        "next_step": heading,
        "next_step_by": next((clock["due"] for clock in clocks if clock["ours"]), ""),
        "hotline": centre.phone or "12345",
        "ledger_index": "本案第 1 条"
        if first is None or first.log_index is None
        else f"第 {first.log_index} 条",
        "ledger_digest": bytes(first.digest).hex() if first else "",
        "parties": [
            {"role": PartySide.label_of(party.side), "name": party.name}
            for party in case.parties.order_by("position")
            if party.name
        ],
        "clocks": clocks,
        "limitation": limitation(case),
        "ticket": "",
    }


def _clocks(case: Case, *, now: datetime) -> list[dict[str, Any]]:
    """Ours and the party's own, with the year. Of limitation there is a sentence instead: asking here has interrupted it."""
    told = []
    running = [clock for clock in clocks_of(case, now=now) if clock.running and clock.due is not None]
    for clock in sorted(running, key=lambda clock: (not clock.own, clock.due)):
        limit = rule(clock.rule)
        if clock.rule in UNTOLD or clock.rule.startswith(LIMITATION) or limit.kind is LimitKind.WATCH:
            continue
        told.append(
            {
                "name": clock.label,
                "due": f"{_moment(clock.due)}前",
                "explanation": limit.basis,
                "ours": not clock.own,
            }
        )
    return told


def _moment(at: datetime | None) -> str:
    """A day that lasts to its end is told without the hour."""
    if at is None:
        return ""
    return day(at) if moments.clock(at) == "23:59" else f"{day(at)} {moments.clock(at)}"
