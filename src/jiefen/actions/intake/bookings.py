"""Half hours booked from a telephone 预约: a seat, eight signs to call it off with, and a number only on arrival.

Nobody proves who they are, so a booking keeps nobody out: there are few seats, and whoever just comes is served as ever.
"""

from __future__ import annotations

import secrets
from datetime import datetime, time

from django.db import transaction

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.intake.tickets import SERIES, add
from jiefen.domain.agreement import party_codes
from jiefen.domain.common import moments
from jiefen.domain.common.errors import Invalid
from jiefen.domain.common.moments import ZONE
from jiefen.domain.common.phones import matching_phone, normalise_phone, phone_problem
from jiefen.domain.intake import queue
from jiefen.domain.intake.queue_words import TicketState, TicketWay
from jiefen.store.common import vault
from jiefen.store.intake import SEAT_CODE, SEAT_PHONE, bookable, businesses, today
from jiefen.store.models import BookedSeat, Counter, HallTicket

WRONG = "码和手机号对不上，或者已经取消、用过了。"


@in_one_transaction("book_seat")
def book_seat(command: Command, *, letter: str, slot: str, phone: str) -> Answer:
    """`more["code"]`: eight signs, shown this once. Raises Invalid."""
    problems = {}
    if letter not in {business.letter for business in businesses()}:
        problems["letter"] = "请选一项要办的事。"
    times = {moments.iso_minute(moment): moment for moment in bookable(at=command.at)}
    if slot not in times:
        problems["slot"] = "请从列表中选一个时间。"
    if not phone.strip() or phone_problem(phone):
        problems["phone"] = "请填您的手机号，取消预约时要用。"
    if problems:
        raise Invalid(fields=problems)
    moment = times[slot]
    taken = set(BookedSeat.objects.select_for_update().filter(at=moment).values_list("seat", flat=True))
    free = [seat for seat in range(1, queue.SEATS + 1) if seat not in taken]
    if not free:
        raise Invalid(fields={"slot": "这个时间刚约满了，请换一个。直接来也能取号。"})
    code = party_codes.confirmation_code(secrets.token_bytes(5))
    blind = vault.blind(party_codes.normalise(code), column=SEAT_CODE)
    row = BookedSeat(
        at=moment,
        seat=free[0],
        letter=letter,
        phone_sealed=vault.seal_here(normalise_phone(phone), place=SEAT_PHONE),
        code_blind=blind,
        made_at=command.at,
    )
    BookedSeat.objects.bulk_create([row])
    when = moments.short_minute_in_words(moment)
    return Answer(sentence=f"约好了：{when}。", more={"code": code, "when": when})


@in_one_transaction("call_off_seat")
def call_off_seat(command: Command, *, code: str, phone: str) -> Answer:
    """With the code and the telephone number; never said which of the two is wrong. Nothing of it is kept."""
    row = _seat(code)
    known = vault.unseal_here(bytes(row.phone_sealed), place=SEAT_PHONE) if row else ""
    if row is None or matching_phone(known) != matching_phone(phone):
        raise Invalid(fields={"code": WRONG})
    BookedSeat.objects.filter(pk=row.pk).delete()
    return Answer(sentence="预约已取消，手机号也删了。")


@in_one_transaction("arrive")
def arrive(command: Command, *, code: str, kiosk: bool = False) -> Answer:
    """Somebody who booked has come: they get a number, and their telephone number is forgotten. Raises Invalid."""
    if not kiosk:
        command.by.require("guide")
    row = _seat(code)
    if row is None or today(row.at) != today(command.at):
        raise Invalid(fields={"code": "没有今天的这个预约。请核对码，或者直接取号。"})
    turn = queue.turn_of_booking(row.at, came=command.at)
    ticket = add(letter=row.letter, way=TicketWay.BOOKING, at=command.at, turn=turn)
    BookedSeat.objects.filter(pk=row.pk).delete()
    return Answer(sentence=f"取到 {ticket}。", more={"ticket": ticket.pk})


def _seat(code: str) -> BookedSeat | None:
    blinds = vault.blinds(party_codes.normalise(code), column=SEAT_CODE)
    return BookedSeat.objects.select_for_update().filter(code_blind__in=blinds).first()


def close_days(*, at: datetime) -> int:
    """Days that are over: who still waited did not come, telephone numbers of bookings go. Answers how many rows."""
    day = today(at)
    begins = datetime.combine(day, time(), ZONE)
    with transaction.atomic():
        old = HallTicket.objects.filter(day__lt=day)
        unmet = old.filter(state__in=(*queue.WAITING, TicketState.CALLED))
        changed = unmet.update(state=TicketState.NO_SHOW)
        changed += old.filter(state=TicketState.SERVING).update(state=TicketState.DONE)
        gone, _ = BookedSeat.objects.filter(at__lt=begins).delete()
        Counter.objects.filter(pk__startswith=SERIES, pk__lt=f"{SERIES}{moments.iso_day(day)}").delete()
    return changed + gone
