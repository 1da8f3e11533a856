"""Somebody who was invited by letter and somebody who has an agreement to sign, in the county of the demonstration; run on
its home."""

from __future__ import annotations

import json
import os
from typing import Any


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
    from django.utils import timezone

    from jiefen.actions.agreement.party_codes import draw, print_code
    from jiefen.domain.agreement.words import AgreementState
    from jiefen.reports.common.actors import actor_by_username
    from jiefen.store.agreement import unsigned_parties
    from jiefen.store.models import Agreement, Party
    from jiefen.store.parties import code_of

    for agreement in Agreement.objects.filter(state=AgreementState.OFFERED).order_by("pk"):
        for party in Party.objects.filter(pk__in=unsigned_parties(agreement)).select_related("case__secret"):
            code, blind = draw(party.pk)
            clerk = actor_by_username("clerk", at=timezone.now())
            print_code(number=party.case.number, party=party.pk, blind=blind, by=clerk, at=timezone.now())
            return {"signs": code_of(party), "proof": code, "signer": party.name}
    return {}


if __name__ == "__main__":
    main()
