"""Somebody who was invited by letter and somebody who has an agreement to sign, in the county of the demonstration; run on
its home."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jiefen.store.models import Case


def main() -> None:
    """Print one JSON object: tracking codes, the letter's code and name, and a confirmation code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    import django

    django.setup()
    print(json.dumps(_invited() | _signing(), ensure_ascii=False))


def _invited() -> dict[str, Any]:
    from django.utils import timezone

    from jiefen.actions.case.take import take
    from jiefen.domain.common.words import PartySide, State
    from jiefen.reports.common.actors import actor_by_username
    from jiefen.store.models import Party
    from jiefen.store.outreach import letter_code_of, may_be_invited
    from jiefen.store.parties import code_of

    rows = Party.objects.filter(side=PartySide.RESPONDENT, case__state=State.HANDLING).exclude(
        code_sealed=b""
    )
    for party in (
        rows.exclude(name="").select_related("case__secret", "case__handler", "secret").order_by("pk")
    ):
        if may_be_invited(party.case, party=party) and party.case.handler:
            handler = actor_by_username(party.case.handler.username, at=timezone.now())
            fields = {"party": str(party.pk), "way": "letter"}
            take(verb="invite", number=party.case.number, fields=fields, by=handler, at=timezone.now())
            return {"invited": code_of(party), "letter": letter_code_of(party), "name": party.name}
    return {}


def _signing() -> dict[str, Any]:
    """A case whose agreement is written and offered by whoever handles it, and a slip of its applicant."""
    from django.utils import timezone

    from jiefen.actions.agreement.party_codes import draw, print_code
    from jiefen.domain.common.errors import RuleError
    from jiefen.domain.common.words import PartySide, ProceedingState, State
    from jiefen.reports.common.actors import actor_by_username
    from jiefen.store.models import Case
    from jiefen.store.parties import code_of

    running = Case.objects.filter(state=State.HANDLING, proceedings__state=ProceedingState.RUNNING)
    for case in running.exclude(handler=None).select_related("secret", "handler").order_by("pk"):
        try:
            _offer(case)
        except RuleError:
            continue  # one that has an agreement already, or must not be mediated
        party = case.parties.filter(side=PartySide.APPLICANT).select_related("case__secret").first()
        if party is not None:
            code, blind = draw(party.pk)
            clerk = actor_by_username("clerk", at=timezone.now())
            print_code(number=case.number, party=party.pk, blind=blind, by=clerk, at=timezone.now())
            return {"signs": code_of(party), "proof": code, "signer": party.name}
    return {}


def _offer(case: Case) -> None:
    from django.utils import timezone

    from jiefen.actions.case.take import take
    from jiefen.domain.common import moments
    from jiefen.reports.common.actors import actor_by_username

    now = timezone.now()
    handler = actor_by_username(case.handler.username if case.handler else "", at=now)
    due = moments.iso_day((now + timedelta(days=30)).date())
    term = {"kind": "pay", "giver": "respondent", "taker": "applicant", "text": "退还押金", "amount": "8000",
            "due_on": due, "how": "转账到本人的银行卡"}  # fmt: skip
    written = {
        "form": "written",
        "facts": "双方对金额没有争议。",
        "terms": json.dumps([term], ensure_ascii=False),
    }
    take(verb="draft_agreement", number=case.number, fields=written, by=handler, at=now)
    take(verb="offer_agreement", number=case.number, fields={}, by=handler, at=now)


if __name__ == "__main__":
    main()
