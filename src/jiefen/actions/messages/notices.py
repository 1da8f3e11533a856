"""Telling people: inside the application, once per event and person, and from there by the media they asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime

from django.db import OperationalError, transaction
from django.db.models import Q

from jiefen.actions.messages.power_notices import GLASS, told_of_glass, told_of_powers
from jiefen.domain.case.actor import Actor
from jiefen.domain.case.lifecycle import EVENT_BY_NAME
from jiefen.domain.common.words import Role, State
from jiefen.domain.messages.words import Medium
from jiefen.store.models import Assignment, Case, Delivery, Notice, Outbox, User
from jiefen.store.people.able import who_handles
from jiefen.store.people.contact import wants
from jiefen.store.people.in_office import in_office
from jiefen.store.people.sight import who_sees

BATCH = 200


def deliver(*, at: datetime, limit: int = BATCH) -> int:
    """Turn waiting outbox rows into notices. Idempotent; answers how many rows were settled."""
    done = 0
    for row in (
        Outbox.objects.filter(done_at__isnull=True, next_at__lte=at)
        .select_related("case__holder")
        .order_by("pk")[:limit]
    ):
        with transaction.atomic():
            if row.case is not None:
                _tell(row, case=row.case, at=at)
            else:
                for told in told_of_powers(row, at=at):
                    tell(set(told.people), event=told.event, case=None, text=told.text, at=at)
            Outbox.objects.filter(pk=row.pk).update(done_at=at)
        done += 1
    return done


def _tell(row: Outbox, *, case: Case, at: datetime) -> None:
    verb = row.topic.partition(".")[2]
    event = EVENT_BY_NAME[verb]
    people = _holders(case, roles=event.tells) if event.tells else who_handles(case, now=at)
    author = case.entries.filter(seq=row.seq).values_list("actor_id", flat=True).first()
    people.discard(author or 0)
    if verb in GLASS:
        for told in told_of_glass(row, case=case, author=author or 0, holders=people):
            tell(set(told.people), event=told.event, case=case, text=told.text, at=at)
        return
    text = f"{event.label}：{case.title[:80]}（{State.label_of(case.state)}）"
    tell(who_sees(case, people=people), event=str(row.event), case=case, text=text, at=at)


def _holders(case: Case, *, roles: tuple[Role, ...]) -> set[int]:
    """People with these posts in the holding unit, the units co-handling, or above the holder where a desk or review is meant."""
    paths = case.holder.codes_down_to_here
    units = {case.holder_id} | set(
        Assignment.objects.filter(case=case, lead=False, until__isnull=True).values_list("unit_id", flat=True)
    )
    posts = in_office(*roles)
    here = set(posts.filter(unit__in=units).values_list("user_id", flat=True))
    if {Role.DISPATCHER, Role.REVIEWER, Role.SUPERVISOR} & set(roles) and not here:
        here = set(posts.filter(unit__code__in=paths).values_list("user_id", flat=True))
    return here


def tell(people: set[int], *, event: str, case: Case | None, text: str, at: datetime) -> None:
    """One notice per event and person, however often it is asked for."""
    put([Notice(user_id=user, event=event, case=case, text=text[:300], at=at) for user in sorted(people)])


def put(notices: Sequence[Notice], *, urgent: Collection[str] = ()) -> None:
    """The one way into the table, all of one moment. What of them is to leave waits from the same transaction on.

    `urgent`: events that are told at night too.
    """
    if notices:
        with transaction.atomic():
            Notice.objects.bulk_create(notices, ignore_conflicts=True)
            _let_leave(notices, urgent=urgent, at=notices[0].at)


def _let_leave(notices: Sequence[Notice], *, urgent: Collection[str], at: datetime) -> None:
    """A delivery for each medium the person wants. Only for notices of this moment: told again is not sent again."""
    wish = User.objects.filter(Q(by_email=True) | Q(by_sms=True), is_active=True)
    people = {user.pk: user for user in wish.filter(pk__in={row.user_id for row in notices})}
    events = {row.event for row in notices if row.user_id in people}
    if not people:
        return
    fresh = Notice.objects.filter(user_id__in=people, event__in=events, at=at)
    rows = [
        Delivery(notice_id=pk, user_id=user, medium=medium, urgent=event in urgent, made_at=at, next_at=at)
        for pk, user, event in fresh.values_list("pk", "user_id", "event")
        for medium in Medium
        if wants(people[user], medium=medium)
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def mark_these_read(notices: Collection[int], *, by: Actor, at: datetime) -> None:
    """These of the person's notices have been read; where nothing can be written, they stay unread."""
    if not notices:
        return
    with suppress(OperationalError), transaction.atomic():
        Notice.objects.filter(pk__in=notices, user_id=by.user_id).update(read_at=at)


def mark_read_of(case: Case, *, by: Actor, at: datetime) -> None:
    """What was told of a case is read when it is opened."""
    unread = Notice.objects.filter(user_id=by.user_id, read_at__isnull=True, case=case)
    mark_these_read(list(unread.values_list("pk", flat=True)), by=by, at=at)


def mark_read(*, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        Notice.objects.filter(user_id=by.user_id, read_at__isnull=True).update(read_at=at)
