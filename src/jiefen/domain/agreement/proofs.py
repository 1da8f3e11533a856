"""What somebody at a party's page shows besides the tracking code: told apart by its form, since each has odds of its own."""

from __future__ import annotations

import re
from enum import Enum

from jiefen.domain.agreement import party_codes
from jiefen.domain.common.fold import compact
from jiefen.domain.common.phones import phone_problem


class Proof(Enum):
    TAIL = "tail"
    NUMBER = "number"
    PIN = "pin"
    CODE = "proof"


# What is said when the tries of a kind are used up: always another way that is open now.
USED_UP = {
    Proof.TAIL: "这个查询码的后四位填错过，现在请填登记时的完整电话号码；也可以填您自己的密码，或者确认码。",
    Proof.NUMBER: "这个查询码的电话号码今天错得太多，请用确认码：可以请窗口打印码单，或者发到您的手机。",
    Proof.PIN: "密码错得太多，这几天请用确认码：可以请窗口打印码单，或者发到您的手机。",
    Proof.CODE: "确认码试得太多，请 15 分钟后再试；着急时请到窗口或拨打中心电话。",
}


def proof_of(typed: str) -> Proof:
    """A whole telephone number, six digits of a PIN, a confirmation code; anything else counts as the end of a number."""
    if party_codes.pin(typed):
        return Proof.PIN
    if len(re.sub("[^0-9]", "", compact(typed))) >= 7 and phone_problem(typed) is None:
        return Proof.NUMBER
    return Proof.CODE if party_codes.normalise(typed) else Proof.TAIL


def budgets(proof: Proof, *, party: int, mark: str, address: str) -> list[str]:
    """Keys of the budgets a try counts against (`domain.people.tries`). `mark`: of a browser this page was opened in.

    Confirmation codes are counted by address besides, so that nobody uses up what their owner needs.
    """
    own = f"{proof.value}_device:{party}:{mark}" if mark else f"{proof.value}:{party}"
    if proof is not Proof.CODE:
        return [own]
    return [own if mark else f"{own}:{address}", f"proofs:{party}"]
