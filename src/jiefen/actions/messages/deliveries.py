"""Sending what waits to leave, at most once.

A message is marked as being sent and committed before it is handed to the gateway, one message at a time. Killed in
between, nobody knows whether it went out: it stays marked, counts as uncertain after `LEASE` and is never sent again.
So a kill may cost one message per process, and never makes two; the person finds the notice inside all the same. Only
what a gateway says was not sent is tried again. Many at once for one person (a night, a gateway that was away, a month
without a worker) become one message that counts them.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, QuerySet

from jiefen.actions.messages.notices import tell
from jiefen.channels.messages import Gateway, Later, Message, Refused, Unreachable
from jiefen.domain.clocks import warnings as clock_warnings
from jiefen.domain.common import moments
from jiefen.domain.common.words import Role
from jiefen.domain.messages import rules as messages
from jiefen.domain.messages.words import DeliveryState, Medium
from jiefen.lib import crypto
from jiefen.store.common.reference import shown_number, snapshot
from jiefen.store.models import Delivery, Notice, User
from jiefen.store.people.contact import address_of
from jiefen.store.people.in_office import in_office

SECONDS = (
    1.0  # of one round, so that a slow gateway keeps the clock job waiting for little more than one message
)
MOST = 5_000  # rows named in one statement; what is more becomes one more message
MARGIN = timedelta(minutes=1)  # what is begun must be over when the quiet hours begin
RECENT = timedelta(hours=1)
SENDING, WAITING = DeliveryState.SENDING, DeliveryState.WAITING
logger = logging.getLogger("jiefen.messages")


@dataclass(frozen=True)
class _Claimed:
    """Deliveries that leave as one message, marked as being sent."""

    claim: uuid.UUID
    medium: Medium
    message: Message
    attempts: int


def send_waiting(*, at: datetime, gateways: Mapping[str, Gateway], limit: int = 1_000) -> int:
    """Send what is due, in quiet hours only what is urgent, about a second by each medium. Answers how many messages."""
    _admit_uncertain(at)
    days = snapshot().calendar
    quiet = any(clock_warnings.is_quiet(moment, calendar=days) for moment in (at, at + MARGIN))
    done = 0
    for medium in Medium:
        ends = time.monotonic() + SECONDS
        while done < limit and time.monotonic() < ends:
            claimed = _claim(_due(medium, at=at, urgent=quiet), medium=medium, at=at)
            if claimed is None:
                break
            done += 1
            if not _hand_over(claimed, gateway=gateways[medium], at=at):
                break
    return done


def _due(medium: Medium, *, at: datetime, urgent: bool) -> QuerySet[Delivery]:
    due = Delivery.objects.filter(state="waiting", medium=medium, next_at__lte=at)
    return due.filter(urgent=True) if urgent else due


def _claim(due: QuerySet[Delivery], *, medium: Medium, at: datetime) -> _Claimed | None:
    """Mark the next message of this medium as being sent; None when there is none."""
    while due.order_by().exists():
        with transaction.atomic():
            first = _alone(due.order_by("next_at", "pk")).first()
            if first is None:
                return None
            claimed = _claim_for(first, due=due.filter(user_id=first.user_id), medium=medium, at=at)
        if claimed is not None:
            return claimed
    return None


def _claim_for(first: Delivery, *, due: QuerySet[Delivery], medium: Medium, at: datetime) -> _Claimed | None:
    """The first delivery of a person, or all when there are many. None when nothing is left that is still wanted."""
    to = _address(first.user_id, medium=medium)
    _drop(due.filter(notice__read_at__isnull=False) if to else due)
    waiting = list(_alone(due.order_by("pk"))[:MOST])
    if not waiting:
        return None
    chosen = waiting if len(waiting) > messages.FEW else waiting[:1]
    claim, head = uuid.uuid4(), chosen[0]
    Delivery.objects.filter(pk__in=[row.pk for row in chosen]).update(
        state=SENDING, claim=claim, claimed_at=at, attempts=F("attempts") + 1
    )
    number = Notice.objects.filter(pk=head.notice_id).values_list("case__number", flat=True).first()
    text = (
        messages.several(len(chosen))
        if len(chosen) > 1
        else messages.one(shown_number(number) if number else "")
    )
    key = f"{snapshot().centre.division}.{head.pk}.{moments.utc_key(head.made_at)}.{medium}"
    message = Message(key=key, to=to, subject=messages.SUBJECT, text=text, at=at)
    return _Claimed(claim, medium, message, attempts=max(row.attempts for row in chosen) + 1)


def _address(user_id: int, *, medium: Medium) -> str:
    try:
        return address_of(User.objects.get(pk=user_id), medium=medium)
    except crypto.Unsealable:
        logger.error("the %s address of user %s does not open; nothing is sent there", medium, user_id)
        return ""


def _drop(rows: QuerySet[Delivery]) -> None:
    needless = list(rows.values_list("pk", flat=True)[:MOST])
    if needless:
        Delivery.objects.filter(pk__in=needless, state="waiting").update(state=DeliveryState.NEEDLESS)


def _alone(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """On SQLite there is one writer anyway."""
    if connection.vendor == "postgresql":
        return rows.select_for_update(of=("self",), skip_locked=True)
    return rows


def _hand_over(claimed: _Claimed, *, gateway: Gateway, at: datetime) -> bool:
    """Send it and keep what came of it; answers whether the gateway is worth another message in this round."""
    try:
        receipt = gateway.send(claimed.message)
    except Refused as problem:
        _record(claimed, state=DeliveryState.REFUSED, receipt=str(problem))
        _alarm(claimed.medium, "refused", text="有消息被网关拒收，请核对收件人的号码或地址", at=at)
        return True
    except Later:
        _wait(_rows(claimed), pause=messages.pause(claimed.attempts), medium=claimed.medium, at=at)
        return True
    except Unreachable as problem:
        logger.warning("%s gateway cannot be reached: %s", claimed.medium, problem)
        pause = messages.pause(claimed.attempts)
        _wait(_rows(claimed), pause=pause, medium=claimed.medium, at=at)
        _wait(_due(claimed.medium, at=at + pause, urgent=False), pause=pause, medium=claimed.medium, at=at)
        return False
    except Exception as problem:  # an Uncertain, or a fault of ours: either way nobody knows
        logger.warning("%s may or may not have been sent", claimed.message.key, exc_info=problem)
        _doubt(claimed, at=at)
        return False
    _record(claimed, state=DeliveryState.SENT, receipt=receipt)
    return True


def _rows(claimed: _Claimed) -> QuerySet[Delivery]:
    """Those of the claim, even when another process has called it uncertain meanwhile."""
    return Delivery.objects.filter(claim=claimed.claim, state__in=["sending", "uncertain"])


def _record(claimed: _Claimed, *, state: DeliveryState, receipt: str) -> None:
    with transaction.atomic():
        _rows(claimed).update(state=state, receipt=receipt)


def _wait(rows: QuerySet[Delivery], *, pause: timedelta, medium: Medium, at: datetime) -> None:
    """Try again after the pause; what has waited for a day already is given up, and an administrator told."""
    with transaction.atomic():
        given_up = rows.filter(made_at__lte=at - messages.GIVE_UP).update(state=DeliveryState.GIVEN_UP)
        rows.update(state=WAITING, next_at=at + pause)
    if given_up:
        _alarm(medium, "given_up", text=f"网关一天没有接收，{given_up} 条消息不再发送，请检查网关", at=at)


def _doubt(claimed: _Claimed, *, at: datetime) -> None:
    """Never again for this one. The others wait, longer with every doubt of the last hour: each try may lose one."""
    _record(claimed, state=DeliveryState.UNCERTAIN, receipt="")
    doubts = Delivery.objects.filter(
        state="uncertain", medium=claimed.medium, claimed_at__gt=at - RECENT
    ).values("claim")
    pause = messages.pause(doubts.distinct().count())
    _wait(_due(claimed.medium, at=at + pause, urgent=False), pause=pause, medium=claimed.medium, at=at)
    _alarm(claimed.medium, "uncertain", text="网关没有应答，有消息不知是否发出，不会重发", at=at)


def _admit_uncertain(at: datetime) -> None:
    """What was being sent by a process that is gone."""
    lost = Delivery.objects.filter(state="sending", claimed_at__lte=at - messages.LEASE)
    if lost.order_by().exists():
        with transaction.atomic():
            lost.update(state=DeliveryState.UNCERTAIN)


def _alarm(medium: Medium, what: str, *, text: str, at: datetime) -> None:
    """Inside the application, once a day."""
    people = set(in_office(Role.ADMINISTRATOR).values_list("user_id", flat=True))
    event = f"messages:{medium}:{what}:{snapshot().calendar.local(at).date()}"
    tell(people, event=event, case=None, text=f"{medium.label}：{text}。", at=at)
