"""At the window: sit down, call, call again, pass over, serve, hand over, finish.

Every step locks the windows of the hall first, in one order: two that call at the same moment do so one after the other,
and never get the same number. That a window has one number at most, the database refuses besides.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F
from django.db.models.functions import Coalesce

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.common.reading import whole_number
from jiefen.domain.intake import queue
from jiefen.domain.intake.queue_words import TicketState
from jiefen.store.intake import at_window, businesses, in_order, today, waiting_for
from jiefen.store.models import Draft, HallTicket, Window

NO_WINDOW = "请先选您坐的窗口。"


@in_one_transaction("sit_down")
def sit_down(command: Command, *, number: str, letters: str) -> Answer:
    """Take a window. `letters`: what is served there, like `AB`; empty for everything. Raises Invalid, RuleError."""
    command.by.require("serve")
    wanted = whole_number(number, digits=2)
    if wanted is None or not 1 <= wanted <= queue.WINDOWS:
        raise Invalid(fields={"number": f"请填窗口号，1 至 {queue.WINDOWS}。"})
    known = {business.letter for business in businesses()}
    Window.objects.bulk_create([Window(number=wanted)], ignore_conflicts=True)
    windows = _hall()
    mine = next((window for window in windows if window.user_id == command.by.user_id), None)
    row = next(window for window in windows if window.number == wanted)
    if row.user_id not in (None, command.by.user_id) and at_window(row) is not None:
        raise RuleError(f"{row.number} 号窗口正在办，请等那边办完，或者另选一个。")
    if mine is not None and mine.pk != row.pk:
        _leave(mine)
    served = "".join(sorted(known & set(letters)))
    Window.objects.filter(pk=row.pk).update(user=command.by.user_id, letters=served)
    return Answer(sentence=f"您在 {row.number} 号窗口。")


@in_one_transaction("leave_window")
def leave_window(command: Command) -> Answer:
    """Nobody is left behind: who was called, or meant for this window, waits for any other."""
    row = _mine(command)
    _leave(row)
    return Answer(sentence=f"您已离开 {row.number} 号窗口。")


def _leave(row: Window) -> None:
    ticket = at_window(row)
    if ticket is not None and ticket.state == TicketState.SERVING:
        raise RuleError(f"{ticket} 还在办理，请先办完或者转窗口。")
    if ticket is not None:
        HallTicket.objects.filter(pk=ticket.pk).update(state=TicketState.WAITING, window=None)
    HallTicket.objects.filter(meant=row, state=TicketState.HANDED).update(meant=None)
    Window.objects.filter(pk=row.pk).update(user=None)


@in_one_transaction("call_next")
def call_next(command: Command) -> Answer:
    """What is being served is done; then the next one is called."""
    row = _mine(command)
    ticket = at_window(row)
    if ticket is not None and ticket.state == TicketState.CALLED:
        raise RuleError(f"{ticket} 叫过了还没办。人来了点“开始办理”，没来点“过号”。")
    if ticket is not None:
        _finish(command, ticket)
    return _call(command, row)


def _call(command: Command, row: Window) -> Answer:
    line = in_order(waiting_for(row, day=today(command.at)))
    if not line:
        return Answer(sentence="没有人在等。")
    chosen = line[0]
    HallTicket.objects.filter(pk=chosen.pk).update(
        state=TicketState.CALLED, window=row, meant=None, passed=0, calls=F("calls") + 1, called_at=command.at
    )
    _moves_up(line[1:])
    if chosen.draft:  # a registration that was begun goes on at this window
        Draft.objects.filter(key=chosen.draft).update(user_id=command.by.user_id)
    return Answer(sentence=f"请 {chosen} 到 {row.number} 号窗口。", more={"ticket": chosen.pk})


def _moves_up(line: Iterable[HallTicket]) -> None:
    """One more has gone before those that were passed over."""
    behind = [ticket.pk for ticket in line if ticket.passed]
    HallTicket.objects.filter(pk__in=behind).update(passed=F("passed") - 1)


@in_one_transaction("recall")
def recall(command: Command) -> Answer:
    ticket = _called(_mine(command))
    HallTicket.objects.filter(pk=ticket.pk).update(calls=F("calls") + 1, called_at=command.at)
    return Answer(sentence=f"又叫了一次 {ticket}。")


@in_one_transaction("skip")
def skip(command: Command) -> Answer:
    """Nobody answered: back into the line behind three others, and the next one is called."""
    row = _mine(command)
    ticket = _called(row)
    HallTicket.objects.filter(pk=ticket.pk).update(
        state=TicketState.NO_SHOW
    )  # out of the line for this one call
    answer = _call(command, row)
    HallTicket.objects.filter(pk=ticket.pk).update(
        state=TicketState.WAITING, window=None, passed=max(1, queue.BACK_AFTER - len(answer.more))
    )
    back = f"{ticket} 过号，隔 {queue.BACK_AFTER} 位再叫。"
    return Answer(sentence=back + answer.sentence, more=answer.more)


@in_one_transaction("give_up")
def give_up(command: Command) -> Answer:
    """Called in vain again and again. The guide desk puts the number back once its owner comes."""
    ticket = _called(_mine(command))
    HallTicket.objects.filter(pk=ticket.pk).update(state=TicketState.NO_SHOW, window=None)
    return Answer(sentence=f"{ticket} 记为未到。人来了，导办台可以重新排上。")


@in_one_transaction("serve")
def serve(command: Command) -> Answer:
    ticket = _called(_mine(command))
    HallTicket.objects.filter(pk=ticket.pk).update(
        state=TicketState.SERVING, serving_at=Coalesce(F("serving_at"), command.at)
    )
    return Answer(sentence=f"{ticket} 开始办理。", more={"ticket": ticket.pk})


@in_one_transaction("hand_over")
def hand_over(command: Command, *, to: str) -> Answer:
    """To another window, where they are next; what was registered or begun goes along. Raises Invalid, RuleError."""
    row = _mine(command)
    ticket = _serving(row)
    other = next((window for window in _hall() if str(window.number) == to and window.user_id), None)
    if other is None or other.pk == row.pk:
        raise Invalid("请选一个有人坐的窗口。", fields={"to": "请选一个有人坐的窗口。"})
    HallTicket.objects.filter(pk=ticket.pk).update(state=TicketState.HANDED, meant=other, window=None)
    return Answer(sentence=f"{ticket} 已转 {other.number} 号窗口，不用再登记。")


@in_one_transaction("finish")
def finish(command: Command) -> Answer:
    ticket = _serving(_mine(command))
    _finish(command, ticket)
    return Answer(sentence=f"{ticket} 办完。")


def _finish(command: Command, ticket: HallTicket) -> None:
    HallTicket.objects.filter(pk=ticket.pk).update(state=TicketState.DONE, done_at=command.at)


def _hall() -> list[Window]:
    return list(Window.objects.select_for_update().order_by("number"))


def _mine(command: Command) -> Window:
    """This person's window, the whole hall locked. Raises NotAllowed, RuleError."""
    command.by.require("serve")
    for window in _hall():
        if window.user_id == command.by.user_id:
            return window
    raise RuleError(NO_WINDOW)


def _called(row: Window) -> HallTicket:
    ticket = at_window(row)
    if ticket is None or ticket.state != TicketState.CALLED:
        raise RuleError("现在没有叫到的号。点“下一位”叫号。")
    return ticket


def _serving(row: Window) -> HallTicket:
    ticket = at_window(row)
    if ticket is None or ticket.state != TicketState.SERVING:
        raise RuleError("现在没有正在办的号。")
    return ticket
