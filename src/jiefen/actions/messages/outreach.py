"""Asking a party to come, by a letter, a message or a call, and noting that they came."""

from __future__ import annotations

import secrets
from datetime import datetime

from jiefen.actions.common.actors import party_actor
from jiefen.actions.common.history import recorded
from jiefen.actions.common.hooks import wrong
from jiefen.actions.common.step import Step
from jiefen.actions.messages.party_messages import tell_party
from jiefen.domain.agreement.party_codes import confirmation_code
from jiefen.domain.common.words import Audience
from jiefen.domain.messages.words import InvitedBy, Medium
from jiefen.store.common import vault
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Outreach, Party
from jiefen.store.outreach import LETTER_CODE
from jiefen.store.parties import mobile_of
from jiefen.store.people.contact import leaves

DONE = {
    InvitedBy.LETTER: "登记好了。请在“当事人”里打印邀请函，寄出或者送上门。",
    InvitedBy.SMS: "邀请短信会发到{name}登记的手机，夜里不发。",
    InvitedBy.PHONE: "记下了。照着下面的话说，对方的意思请在“调解”里登记。",
}


def invite(step: Step) -> None:
    """The same way twice is the same invitation: a lost letter is printed again with its code, a message goes once."""
    party: Party = step.values["party"]
    way = InvitedBy(step.values["way"])
    if way is InvitedBy.SMS and not (leaves(Medium.SMS) and mobile_of(party)):
        raise wrong("way", "这位当事人收不到本中心的短信，请寄信、送上门或者打电话。")
    row, fresh = Outreach.objects.get_or_create(
        party=party, way=way, defaults={"at": step.command.at, "by_id": step.command.by.user_id}
    )
    if fresh and way is InvitedBy.LETTER:
        _give_code(row, case_key=vault.key_of(step.case.secret))
    if way is InvitedBy.SMS:
        tell_party(party, event=f"outreach:{row.pk}", text=_message(), at=step.command.at)
    step.audience = Audience.PARTY
    step.sentence = DONE[way].format(name=party.name)


def came(party: int, *, at: datetime) -> None:
    """Note that a party who was asked to come has opened their page for the first time since."""
    rows = Outreach.objects.filter(party=party, came_at=None)
    if rows.exists():
        with recorded(by=party_actor(), at=at):
            rows.update(came_at=at)


def _give_code(row: Outreach, *, case_key: bytes) -> None:
    code = confirmation_code(secrets.token_bytes(8))
    Outreach.objects.filter(pk=row.pk).update(
        code_sealed=vault.seal(case_key, code, place=LETTER_CODE),
        code_blind=vault.blind(code, column=LETTER_CODE),
    )


def _message() -> str:
    """No name, no matter, no link: whoever reads along learns nothing, and nobody is to press anything."""
    centre = snapshot().centre
    ask = centre.phone or "12345"
    return (
        f"{centre.name}：有人请我们调解一件和您有关的事，来不来由您定，没有任何不利。是真是假请打 {ask} 问。"
    )
