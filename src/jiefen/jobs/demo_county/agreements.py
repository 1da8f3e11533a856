"""Agreements of invented matters: written or oral, signed on the phone or at the window, confirmed by the parties."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from jiefen.actions.agreement.confirmations import confirm_by_party
from jiefen.actions.agreement.party_codes import draw, open_door, print_code
from jiefen.actions.agreement.signing import sign_by_party
from jiefen.actions.common.actors import party_actor
from jiefen.actions.figures.ratings import rate_by_party
from jiefen.domain.agreement.rules import wet_only
from jiefen.domain.case.actor import Actor
from jiefen.profiles.demo import AGREED_FACTS
from jiefen.reports.agreement.agreements import fixed_digest, open_promises, party_ids

if TYPE_CHECKING:
    from jiefen.jobs.demo_county.people_act import Life

KEPT, ANSWERED = 0.85, 0.5
# A name as three strokes of a pen, in the form in which the page sends it.
STROKES = json.dumps(
    [[[120, 90], [240, 70], [330, 96]], [[210, 50], [216, 240]], [[400, 60], [392, 150], [520, 230]]]
)


def agree(life: Life, *, worker: Actor, amount: str) -> None:
    """Write it, fix it, have it signed. Those that must be signed on paper are told here as oral ones."""
    on_paper = wet_only(life.matter.fields["kind"], texts=[life.matter.fields["story"]])
    oral = on_paper or life.matter.chance.random() < 0.3
    due = (life.at + timedelta(days=life.matter.chance.randint(5, 40))).date()
    term = {"giver": "respondent", "taker": "applicant", "due_on": f"{due}"} | (
        {"kind": "do", "text": "按现场确认的清单修复", "how": "完工当天请申请人到场验收"}
        if amount == "0"
        else {
            "kind": "pay",
            "text": "支付调解确定的款项",
            "amount": amount,
            "how": "转账到申请人本人的银行账户",
        }
    )
    facts = life.matter.fields["story"] + life.matter.chance.choice(AGREED_FACTS)
    form = "oral" if oral else "written"
    life.go(worker, verb="draft_agreement", hours=1, form=form, facts=facts, terms=json.dumps([term]))
    life.go(worker, verb="offer_agreement", hours=0.2)
    if oral:
        return
    for party in party_ids(life.number):
        _sign(life, party=party)
    life.go(worker, verb="sign_as_mediator", hours=0.1)
    life.go(life.cast.named("reviewer"), verb="seal_agreement", hours=0.3)


def _sign(life: Life, *, party: int) -> None:
    code = _code(life, party=party)
    case, digest = fixed_digest(life.number)
    sign_by_party(
        case=case, party=party, code=code, digest=digest, strokes=STROKES, typed="", session=f"demo:{party}",
        by=party_actor(), at=life.at, key=f"life:{life.number}:sign:{party}",
    )  # fmt: skip


def confirm(life: Life) -> None:
    """What was not signed behind a code is confirmed by the parties themselves."""
    case, _ = fixed_digest(life.number)
    for party in party_ids(life.number):
        code = _code(life, party=party)
        confirm_by_party(
            case=case, party=party, code=code, session=f"demo:{party}", about="agreement", answer="yes", said="",
            by=party_actor(), at=life.at, key=f"life:{life.number}:confirm:{party}",
        )  # fmt: skip


def perform(life: Life) -> None:
    """Most promises are kept: on the day, who was to receive says so themselves."""
    for term, taker, due_on in open_promises(life.number):
        due = datetime.combine(due_on, time(16), life.at.tzinfo)
        if life.at < due <= life.now and life.matter.chance.random() < KEPT:
            life.at = due
            case, _ = fixed_digest(life.number)
            confirm_by_party(
                case=case, party=taker, code=_code(life, party=taker), session=f"demo:{taker}", about="performance",
                answer="yes", said="", term=term, by=party_actor(), at=due, key=f"life:{life.number}:kept:{term}",
            )  # fmt: skip


def rate(life: Life) -> None:
    """Some of the parties say how it was, once it is over."""
    case, _ = fixed_digest(life.number)
    for party in party_ids(life.number):
        if life.matter.chance.random() < ANSWERED:
            _code(life, party=party)
            score = str(life.matter.chance.choice((5, 5, 5, 4, 4, 3, 2)))
            said = life.matter.chance.choice(("", "", "办得快，讲得清楚。", "等得久了点，结果可以。"))
            rate_by_party(
                case=case, party=party, centre=score, body=score, said=said, by=party_actor(), at=life.at,
                key=f"life:{life.number}:rate:{party}",
            )  # fmt: skip


def _code(life: Life, *, party: int) -> int:
    """A slip from the window, spent at once."""
    code, blind = draw(party)
    desk = life.cast.named("dispatcher")
    print_code(number=life.number, party=party, blind=blind, by=desk, at=life.at)
    opened = open_door(party, typed=code, at=life.at)
    if opened is None:
        raise LookupError(f"the code of party {party} does not open their door")
    return opened.code
