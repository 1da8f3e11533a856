"""Giving a party a code that only they have, and opening their own door with it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiefen.actions.common.actors import party_actor
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.history import recorded
from jiefen.actions.common.parties import code_columns
from jiefen.actions.common.step import Step
from jiefen.actions.messages.party_messages import tell_party
from jiefen.domain.agreement import party_codes
from jiefen.domain.agreement.words import CodeVia
from jiefen.domain.case.actor import Actor
from jiefen.domain.common.errors import RuleError, Unseen
from jiefen.domain.common.words import Audience
from jiefen.domain.intake.numbering import tracking_code
from jiefen.domain.messages.words import Medium
from jiefen.store.common import vault
from jiefen.store.models import Case, Party, PartyCode, PartyPin
from jiefen.store.parties import mobile_of
from jiefen.store.people.contact import leaves

NO_SMS = "本中心还没有开通短信，确认码发不出去；请由没有经办本案的人打印确认码单，当面交给当事人。"

TOO_MANY = {
    CodeVia.SMS: f"一天最多发 {party_codes.MOST_A_DAY} 次确认码短信，请明天再试，或者请窗口打印码单。",
    CodeVia.SLIP: f"一天最多打印 {party_codes.MOST_A_DAY} 张码单，请明天再打印。",
}


@dataclass(frozen=True)
class Opened:
    """A door just opened: whose, and by which code."""

    party: int
    code: int


def send_code(step: Step) -> None:
    party: Party = step.values["party"]
    _send(party, by=step.command.by, at=step.command.at)
    step.audience = Audience.PARTY
    step.sentence = f"确认码已发到{party.name}登记的手机，三天内有效。"


def only_at_the_window(step: Step) -> None:
    raise RuleError("确认码单在案件页打印，当面交给当事人；不能由系统对接代为领取。")


@in_one_transaction("ask_code_by_party")
def ask_code_by_party(command: Command, *, case: int, party: int) -> Answer:
    """A party asks for a code from their own page. `party`: whose page it is."""
    row = Party.objects.select_related("case__secret", "secret").filter(pk=party, case_id=case).first()
    if row is None or not mobile_of(row):
        raise Unseen("没有可以接收确认码的手机，请到窗口领取确认码单。")
    locked = Case.objects.select_for_update(of=("self",)).select_related("secret").get(pk=case)
    _send(row, by=command.by, at=command.at)
    command.history.add(locked, verb="send_code", facts={"party": row.pk, "via": "sms"}, to={row.pk})
    return Answer(sentence="确认码已发到您登记的手机，三天内有效。", number=locked.number)


@in_one_transaction("print_code")
def print_code(command: Command, *, number: str, party: int, blind: bytes) -> Answer:
    """A slip for a party at the window. The caller drew the code and prints it; only its `blind` comes here.

    A PIN that the party had chosen ends with it: whoever else knows it is out. Raises Unseen, NotAllowed, RuleError. Never by who handles the case: they could confirm their own success with it.
    """
    case = command.lock(number, action="print_code")
    if command.by.user_id in (case.handler_id, case.recorded_by_id):
        raise RuleError("经办本案的人不能领取当事人的确认码单，请由窗口的其他人打印并当面交给当事人。")
    row = case.parties.filter(pk=party).first()
    if row is None:
        raise Unseen("本案没有这位当事人。")
    _issue(row, blind=blind, via=CodeVia.SLIP, by=command.by, at=command.at)
    PartyPin.objects.filter(party=row).delete()
    if not row.code_sealed:  # of before each party had a tracking code
        fresh = code_columns(tracking_code(secrets.token_bytes(10)), case_key=vault.key_of(case.secret))
        Party.objects.filter(pk=row.pk).update(**fresh)
    facts = {"party": row.pk, "via": str(CodeVia.SLIP)}
    command.history.add(case, verb="print_code", facts=facts, to={row.pk})
    return Answer(sentence=f"确认码单请当面交给{row.name}。", number=case.number, version=case.version + 1)


def draw(party: int) -> tuple[str, bytes]:
    """A new code and its blind for this party."""
    code = party_codes.confirmation_code(secrets.token_bytes(8))
    return code, _blind(code, party=party)


def open_door(party: int, *, typed: str, at: datetime) -> Opened | None:
    """Spend this party's code. None when it is wrong, spent or too old. The caller has counted the try."""
    code = party_codes.normalise(typed)
    if not code:
        return None
    with recorded(by=party_actor(), at=at):
        rows = PartyCode.objects.select_for_update().filter(party=party, used_at=None, until__gt=at)
        for row in rows:
            if vault.fits(code, column=_column(party), kept=row.blind):
                PartyCode.objects.filter(pk=row.pk).update(used_at=at)
                return Opened(party=party, code=row.pk)
    return None


def _send(party: Party, *, by: Actor, at: datetime) -> None:
    if not leaves(Medium.SMS):
        raise RuleError(NO_SMS)
    if not mobile_of(party):
        raise RuleError("这位当事人登记的不是能收短信的手机，请打印确认码单当面交。")
    code, blind = draw(party.pk)
    row = _issue(party, blind=blind, via=CodeVia.SMS, by=by, at=at)
    tell_party(party, event=f"code:{row.pk}", text=party_codes.text_message(code), at=at, urgent=True)


def _issue(party: Party, *, blind: bytes, via: CodeVia, by: Actor, at: datetime) -> PartyCode:
    """One living code a party and way: a new one takes the place of the last. What anybody at the party's page can ask
    for, an SMS, ends no slip and uses up none of the window's."""
    codes = PartyCode.objects.filter(party=party, via=via)
    if codes.filter(made_at__gt=at - timedelta(days=1)).count() >= party_codes.MOST_A_DAY:
        raise RuleError(TOO_MANY[via])
    if via is CodeVia.SLIP:
        codes = PartyCode.objects.filter(party=party)
    codes.filter(used_at=None, until__gt=at).update(until=at)
    row = PartyCode(
        party=party, blind=blind, via=via, made_at=at, made_by_id=by.user_id, until=at + party_codes.LIFE
    )
    row.save(force_insert=True)
    return row


def _column(party: int) -> str:
    return f"party_code:{party}"


def _blind(code: str, *, party: int) -> bytes:
    digest = vault.blind(code, column=_column(party))
    assert digest is not None  # a code is never empty
    return digest
