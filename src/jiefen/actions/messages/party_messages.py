"""Messages to a party's phone, at most once: marked as being sent and committed before the gateway has it.

Killed in between, nobody knows whether it went out: it counts as uncertain and is never sent again (decision 0009).
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from jiefen.channels.messages import Gateway, Later, Message, Refused, Unreachable
from jiefen.domain.clocks import warnings as clock_warnings
from jiefen.domain.common import moments
from jiefen.domain.messages import rules as messages
from jiefen.domain.messages.words import DeliveryState, Medium
from jiefen.store.common import vault
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Party, PartyMessage
from jiefen.store.parties import code_of, mobile_of
from jiefen.store.safety import may_contact

MOST = 50  # messages of one round
PLACE = "party_message"
logger = logging.getLogger("jiefen.messages")


def tell_party(party: Party, *, event: str, text: str, at: datetime, urgent: bool = False) -> None:
    """Let a message wait for sending; told once per event. Without a mobile, or once erased, there is nobody to tell.

    Each names the party's tracking code, so that it is enough to open their page with.
    """
    if not mobile_of(party):
        return
    code = code_of(party)
    whole = f"{text}（查进度用的查询码 {code}）" if code else text
    sealed = vault.seal(vault.key_of(party.secret), whole, place=PLACE)
    row = PartyMessage(party=party, event=event, sealed=sealed, urgent=urgent, made_at=at, next_at=at)
    PartyMessage.objects.bulk_create([row], ignore_conflicts=True)


def send_to_parties(*, at: datetime, gateway: Gateway) -> int:
    """Send what is due, in quiet hours only what is urgent. Answers how many were handed over."""
    _admit_uncertain(at)
    urgent_only = clock_warnings.is_quiet(at, calendar=snapshot().calendar)
    done = 0
    while done < MOST and (row := _claim(at, urgent_only=urgent_only)) is not None:
        done += 1
        if not _hand_over(row, gateway=gateway, at=at):
            break
    return done


def _claim(at: datetime, *, urgent_only: bool) -> PartyMessage | None:
    due = PartyMessage.objects.filter(state=DeliveryState.WAITING, next_at__lte=at)
    due = due.filter(urgent=True) if urgent_only else due
    if not due.exists():
        return None
    with transaction.atomic():
        if connection.vendor == "postgresql":
            due = due.select_for_update(of=("self",), skip_locked=True)
        row = due.select_related("party__secret").order_by("next_at", "pk").first()
        if row is not None:
            PartyMessage.objects.filter(pk=row.pk).update(
                state=DeliveryState.SENDING, claimed_at=at, attempts=F("attempts") + 1
            )
    return row


def _hand_over(row: PartyMessage, *, gateway: Gateway, at: datetime) -> bool:
    """Answers whether the gateway is worth another message in this round. What would endanger the party waits for its
    hours, or is given up."""
    if not may_contact(row.party, medium=Medium.SMS, at=at):
        _wait(row, at=at)
        return True
    try:
        key = vault.key_of(row.party.secret)
        to = vault.unseal(key, bytes(row.party.phone_sealed), place="party.phone")
        text = vault.unseal(key, bytes(row.sealed), place=PLACE)
    except vault.Erased:
        _record(row, state=DeliveryState.NEEDLESS)
        return True
    message = Message(
        key=f"{snapshot().centre.division}.party.{row.pk}.{moments.utc_key(row.made_at)}",
        to=to, subject=messages.SUBJECT, text=text, at=at,
    )  # fmt: skip
    try:
        receipt = gateway.send(message)
    except Refused as problem:
        _record(row, state=DeliveryState.REFUSED, receipt=str(problem))
        return True
    except (Later, Unreachable) as problem:
        _wait(row, at=at)
        return isinstance(problem, Later)
    except Exception as problem:  # an Uncertain, or a fault of ours: either way nobody knows
        logger.warning("%s may or may not have been sent", message.key, exc_info=problem)
        _record(row, state=DeliveryState.UNCERTAIN)
        return False
    _record(row, state=DeliveryState.SENT, receipt=receipt)
    return True


def _wait(row: PartyMessage, *, at: datetime) -> None:
    """Try again later; what has waited for a day is given up."""
    if row.made_at <= at - messages.GIVE_UP:
        _record(row, state=DeliveryState.GIVEN_UP)
        return
    pause: timedelta = messages.pause(row.attempts + 1)
    _record(row, state=DeliveryState.WAITING, next_at=at + pause)


def _record(row: PartyMessage, *, state: DeliveryState, **more: object) -> None:
    with transaction.atomic():
        PartyMessage.objects.filter(pk=row.pk).update(state=state, **more)


def _admit_uncertain(at: datetime) -> None:
    lost = PartyMessage.objects.filter(state=DeliveryState.SENDING, claimed_at__lte=at - messages.LEASE)
    if lost.exists():
        with transaction.atomic():
            lost.update(state=DeliveryState.UNCERTAIN)
