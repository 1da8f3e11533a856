"""What somebody without an account does in the hall, or before they come: take a number, book, call off."""

from __future__ import annotations

from datetime import datetime

from jiefen.actions.common.actors import party_actor
from jiefen.actions.common.command import Answer
from jiefen.actions.common.throttle import TooMany, give_back, reserve
from jiefen.actions.intake import bookings, tickets
from jiefen.domain.common.errors import RuleError

FULL = "从这里今天已约了多次。请打中心电话约，或者直接来取号。"


def take_at_kiosk(*, letter: str, at: datetime, key: str) -> Answer:
    """For a machine of ours: who asks has been looked at before."""
    return tickets.take_number(letter=letter, kiosk=True, by=party_actor(), at=at, key=key)


def arrive_at_kiosk(*, code: str, at: datetime, key: str) -> Answer:
    return bookings.arrive(code=code, kiosk=True, by=party_actor(), at=at, key=key)


def book(*, letter: str, slot: str, phone: str, address: str, at: datetime, key: str) -> Answer:
    """A seat of a half hour. Raises Invalid, and RuleError for an address that has booked many."""
    try:
        reserved = reserve([f"booking:{address}"] if address else [], at=at)
    except TooMany:
        raise RuleError(FULL) from None
    try:
        return bookings.book_seat(letter=letter, slot=slot, phone=phone, by=party_actor(), at=at, key=key)
    except RuleError:
        give_back(reserved)
        raise


def call_off(*, code: str, phone: str, at: datetime, key: str) -> Answer:
    return bookings.call_off_seat(code=code, phone=phone, by=party_actor(), at=at, key=key)
