"""A secret number of a party's own, chosen behind their own door, that opens it again without a new code."""

from __future__ import annotations

from jiefen.actions.agreement.party_codes import Opened
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.locked_case import locked_case
from jiefen.domain.agreement import party_codes
from jiefen.domain.common.errors import Invalid
from jiefen.store.common import vault
from jiefen.store.models import PartyPin


@in_one_transaction("set_pin")
def set_pin(command: Command, *, case: int, party: int, code: int, pin: str, again: str) -> Answer:
    """The party chooses a PIN, in place of an earlier one. `code`: that opened the door. Raises Unseen, Invalid."""
    locked = locked_case(case)
    problem = party_codes.why_not_pin(pin)
    if problem:
        raise Invalid(fields={"pin": problem})
    if party_codes.pin(again) != party_codes.pin(pin):
        raise Invalid(fields={"again": "两次填的不一样，请再填一次。"})
    PartyPin.objects.update_or_create(
        party_id=party,
        defaults={
            "code_id": code, "blind": _blind(party_codes.pin(pin), party=party), "made_at": command.at,
        },
    )  # fmt: skip
    command.history.add(locked, verb="set_pin", facts={"party": party}, to={party})
    return Answer(sentence="密码设好了，以后用查询码和它就能进来。不要告诉别人。", number=locked.number)


def open_by_pin(party: int, *, typed: str) -> Opened | None:
    """Answers behind which code the PIN was chosen; None when it is wrong. The caller has counted the try."""
    number = party_codes.pin(typed)
    if not number:
        return None
    row = PartyPin.objects.filter(party=party).first()
    if row is None or not vault.fits(number, column=_column(party), kept=row.blind):
        return None
    return Opened(party=party, code=row.code_id)


def _column(party: int) -> str:
    return f"party_pin:{party}"


def _blind(pin: str, *, party: int) -> bytes:
    digest = vault.blind(pin, column=_column(party))
    assert digest is not None  # a PIN is never empty
    return digest
