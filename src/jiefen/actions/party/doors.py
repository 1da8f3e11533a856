"""What a party may do from the page of their own case: the portal's only verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from jiefen.actions.agreement.confirmations import confirm_by_party
from jiefen.actions.agreement.party_codes import Opened, ask_code_by_party, open_door
from jiefen.actions.agreement.party_pins import open_by_pin, set_pin
from jiefen.actions.agreement.signing import sign_by_party
from jiefen.actions.case.party_sessions import say_by_party
from jiefen.actions.common.actors import party_actor
from jiefen.actions.common.command import Answer
from jiefen.actions.common.throttle import Reserved, TooMany, give_back, reserve
from jiefen.actions.documents.kept_files import open_kept
from jiefen.actions.documents.party_files import add_party_file, hand_in, remove_party_file
from jiefen.actions.figures.ratings import rate_by_party
from jiefen.actions.messages import outreach
from jiefen.actions.messages.inquiries import ask_handler
from jiefen.actions.oversight.appeals import appeal_by_party
from jiefen.actions.privacy.data_requests import ask_erasure
from jiefen.domain.agreement.proofs import USED_UP, Proof, budgets, proof_of
from jiefen.domain.common.errors import RuleError
from jiefen.store.models import Attachment, Party
from jiefen.store.outreach import is_named, letter_of_code
from jiefen.store.parties import fits_number, fits_tail

LETTERS_USED_UP = "信上的码今天试得太多，请用手机扫信上的二维码，或者拨打中心电话。"


def disagree(case: int, *, at: datetime, key: str, **told: Any) -> Answer:
    """Raise an objection. `told`: as `appeal_by_party` wants it."""
    return appeal_by_party(case=case, by=party_actor(), at=at, key=key, **told)


def ask_code(case: int, *, party: int, at: datetime, key: str) -> Answer:
    """Have a confirmation code sent to the party's own phone. Raises Unseen, RuleError."""
    return ask_code_by_party(case=case, party=party, by=party_actor(), at=at, key=key)


@dataclass(frozen=True)
class Shown:
    """A proof that was right. `opened`: the own door, which a PIN or a code opens besides the page."""

    opened: Opened | None


def show_proof(party: int, *, typed: str, mark: str, address: str, at: datetime) -> Shown | None:
    """Check what somebody shows besides the tracking code, counted first; None when it is wrong. Raises UsedUp.

    `mark`: of a browser in which this party's page was opened before.
    """
    proof = proof_of(typed)
    try:
        reserved = reserve(budgets(proof, party=party, mark=mark, address=address), at=at)
    except TooMany:
        raise UsedUp(USED_UP[proof]) from None
    shown = _shown(party, typed=typed, proof=proof, at=at)
    if shown is not None:
        give_back(reserved)
    return shown


class UsedUp(RuleError):
    """A way to show who one is was tried too often; the sentence names another."""

    status = 422


def _shown(party: int, *, typed: str, proof: Proof, at: datetime) -> Shown | None:
    if proof is Proof.NUMBER and fits_number(party, typed=typed):
        return Shown(None)
    if proof is Proof.TAIL and fits_tail(party, typed=typed):
        return Shown(None)
    opened = enter(party, typed=typed, at=at)
    return Shown(opened) if opened else None


def enter(party: int, *, typed: str, at: datetime) -> Opened | None:
    """Open the party's own door with their PIN or with a code; None when it does not open. The caller has counted."""
    return open_by_pin(party, typed=typed) or open_door(party, typed=typed, at=at)


def came(party: int, *, at: datetime) -> None:
    """Note that whoever was asked to come has opened their page."""
    outreach.came(party, at=at)


def letter_of(typed: str, *, at: datetime) -> Party | None:
    """To whom the letter with this code went, counted first; None for no code of ours. Raises UsedUp."""
    reserved = _a_try("letters:all", at=at)
    party = letter_of_code(typed)
    if party is not None:
        give_back(reserved)
    return party


def by_letter(typed: str, *, name: str, at: datetime) -> Party | None:
    """Whose page a letter opens, by its code and the name on it; None when they do not fit together. Raises UsedUp."""
    party = letter_of(typed, at=at)
    if party is None:
        return None
    reserved = _a_try(f"letter:{party.pk}", at=at)
    if not is_named(party, name=name):
        return None
    give_back(reserved)
    return party


def _a_try(key: str, *, at: datetime) -> Reserved:
    try:
        return reserve([key], at=at)
    except TooMany:
        raise UsedUp(LETTERS_USED_UP) from None


def choose_pin(case: int, *, at: datetime, key: str, **told: Any) -> Answer:
    """`told`: as `set_pin` wants it."""
    return set_pin(case=case, by=party_actor(), at=at, key=key, **told)


def sign(case: int, *, at: datetime, key: str, **told: Any) -> Answer:
    """`told`: as `sign_by_party` wants it."""
    return sign_by_party(case=case, by=party_actor(), at=at, key=key, **told)


def confirm(case: int, *, at: datetime, key: str, **told: Any) -> Answer:
    """`told`: as `confirm_by_party` wants it."""
    return confirm_by_party(case=case, by=party_actor(), at=at, key=key, **told)


def rate(case: int, *, at: datetime, key: str, **told: Any) -> Answer:
    """`told`: as `rate_by_party` wants it."""
    return rate_by_party(case=case, by=party_actor(), at=at, key=key, **told)


def say(case: int, *, at: datetime, key: str, **told: Any) -> Answer:
    """Coming, consenting, choosing or refusing. `told`: as `say_by_party` wants it."""
    return say_by_party(case=case, by=party_actor(), at=at, key=key, **told)


def ask_about_data(case: int, *, at: datetime, key: str, **told: Any) -> Answer:
    """Having one's own data erased or corrected. `told`: as `ask_erasure` wants it."""
    return ask_erasure(case=case, by=party_actor(), at=at, key=key, **told)


def write_to_handler(case: int, *, at: datetime, key: str, **told: Any) -> Answer:
    """A message to whoever handles the matter. `told`: as `ask_handler` wants it."""
    return ask_handler(case=case, by=party_actor(), at=at, key=key, **told)


def add_file(case: int, *, at: datetime, key: str, **told: Any) -> Answer:
    """Choose a file to hand in. `told`: as `add_party_file` wants it."""
    return add_party_file(case=case, by=party_actor(), at=at, key=key, **told)


def remove_file(case: int, *, at: datetime, key: str, **told: Any) -> Answer:
    """`told`: as `remove_party_file` wants it."""
    return remove_party_file(case=case, by=party_actor(), at=at, key=key, **told)


def hand_in_files(case: int, *, party: int, at: datetime, key: str) -> Answer:
    """Raises Unseen, RuleError."""
    return hand_in(case=case, party=party, by=party_actor(), at=at, key=key)


def open_paper(file: Attachment, *, at: datetime) -> BinaryIO:
    return open_kept(file, by=party_actor(), at=at)
