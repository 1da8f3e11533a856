"""Two people for measuring the citizen's door in a county of the demonstration: one invited by letter, one who signs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiefen.actions.agreement.party_codes import draw, print_code
from jiefen.domain.case.actor import Actor
from jiefen.domain.common import moments
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.words import PartySide, ProceedingState, State
from jiefen.store.models import Case, Party
from jiefen.store.outreach import letter_code_of, may_be_invited
from jiefen.store.parties import code_of


@dataclass(frozen=True)
class Deeds:
    """What a person of the county does: `take` a verb; `by`: an actor by user name."""

    take: Callable[..., object]
    by: Callable[[str], Actor]


def invited(*, do: Deeds, at: datetime) -> dict[str, str]:
    """A respondent, invited by whoever handles the case: tracking code, the letter's code, the name."""
    rows = Party.objects.filter(side=PartySide.RESPONDENT, case__state=State.HANDLING).exclude(
        code_sealed=b""
    )
    for party in (
        rows.exclude(name="").select_related("case__secret", "case__handler", "secret").order_by("pk")
    ):
        handler = party.case.handler
        if handler and may_be_invited(party.case, party=party):
            fields = {"party": str(party.pk), "way": "letter"}
            do.take(verb="invite", number=party.case.number, fields=fields, by=do.by(handler.username), at=at)
            return {"invited": code_of(party), "letter": letter_code_of(party), "name": party.name}
    return {}


def signing(*, do: Deeds, at: datetime) -> dict[str, str]:
    """An applicant whose agreement is written and offered by whoever handles the case: tracking code, a confirmation code
    from a slip, the name."""
    running = Case.objects.filter(state=State.HANDLING, proceedings__state=ProceedingState.RUNNING)
    for case in running.exclude(handler=None).select_related("secret", "handler").order_by("pk"):
        try:
            _offer(case, do=do, by=do.by(case.handler.username if case.handler else ""), at=at)
        except RuleError:
            continue  # one that has an agreement already, or must not be mediated
        party = case.parties.filter(side=PartySide.APPLICANT).select_related("case__secret").first()
        if party is not None:
            code, blind = draw(party.pk)
            print_code(number=case.number, party=party.pk, blind=blind, by=do.by("clerk"), at=at)
            return {"signs": code_of(party), "proof": code, "signer": party.name}
    return {}


def _offer(case: Case, *, do: Deeds, by: Actor, at: datetime) -> None:
    due = moments.iso_day((at + timedelta(days=30)).date())
    term = {"kind": "pay", "giver": "respondent", "taker": "applicant", "text": "退还押金", "amount": "8000",
            "due_on": due, "how": "转账到本人的银行卡"}  # fmt: skip
    written = {
        "form": "written",
        "facts": "双方对金额没有争议。",
        "terms": json.dumps([term], ensure_ascii=False),
    }
    do.take(verb="draft_agreement", number=case.number, fields=written, by=by, at=at)
    do.take(verb="offer_agreement", number=case.number, fields={}, by=by, at=at)
