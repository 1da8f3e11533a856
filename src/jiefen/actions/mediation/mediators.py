"""The register of mediators and experts 调解员名册, rooms, and ratings of windows (rows A11, C7, C11, D14, E3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from jiefen.actions.common.asks import is_id
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.hooks import wrong
from jiefen.domain.common.errors import RuleError, Unseen
from jiefen.domain.mediation import roster_reading
from jiefen.store.common.reference import snapshot
from jiefen.store.models import CommitteeSeat, Mediator, Room, Training, Unit, User, WindowRating

STREAM = "corps"


@in_one_transaction("enter_mediator")
def enter_mediator(command: Command, *, fields: Mapping[str, str]) -> Answer:
    """Somebody new. Fields of `read_mediator`, unit (code), user (id, may be empty). Raises Invalid, NotAllowed."""
    command.by.require("manage_corps")
    row = Mediator(unit=_unit(fields), user=_account(fields, of=None))
    _fill(row, fields)
    row.save(force_insert=True)
    _note(command, "enter_mediator", mediator=row.pk)
    return Answer(sentence=f"{row.name}已列入名册。", more={"mediator": row.pk})


@in_one_transaction("change_mediator")
def change_mediator(command: Command, *, mediator: int, fields: Mapping[str, str]) -> Answer:
    """Correct an entry, or end it by a date. Raises Invalid, NotAllowed, Unseen."""
    command.by.require("manage_corps")
    row = _mediator(mediator)
    row.unit, row.user = _unit(fields), _account(fields, of=row)
    _fill(row, fields)
    row.save(force_update=True)
    if row.until:
        row.seats.filter(until=None).update(until=row.until)
    _note(command, "change_mediator", mediator=row.pk)
    return Answer(sentence=f"{row.name}的名册信息已保存。", more={"mediator": row.pk})


@in_one_transaction("add_training")
def add_training(command: Command, *, mediator: int, fields: Mapping[str, str]) -> Answer:
    command.by.require("manage_corps")
    row = _mediator(mediator)
    on, hours, topic = roster_reading.read_training(fields, today=_today(command))
    Training.objects.bulk_create([Training(mediator=row, on=on, hours=hours, topic=topic)])
    _note(command, "add_training", mediator=row.pk, hours=hours)
    return Answer(sentence=f"已记入培训 {hours} 学时。")


@in_one_transaction("give_seat")
def give_seat(command: Command, *, mediator: int, fields: Mapping[str, str]) -> Answer:
    """A seat on the committee of their unit; a further term ends the one before."""
    command.by.require("manage_corps")
    row = _mediator(mediator)
    position, since = roster_reading.read_seat(fields)
    CommitteeSeat.objects.filter(mediator=row, unit=row.unit, until=None).update(until=since)
    seat = CommitteeSeat(unit=row.unit, mediator=row, position=str(position), since=since)
    CommitteeSeat.objects.bulk_create([seat])
    _note(command, "give_seat", mediator=row.pk, position=str(position))
    return Answer(sentence=f"{row.name}任{row.unit.name}{position.label}，任期三年。")


@in_one_transaction("end_seat")
def end_seat(command: Command, *, seat: int) -> Answer:
    command.by.require("manage_corps")
    row = CommitteeSeat.objects.select_related("mediator").filter(pk=seat, until=None).first()
    if row is None:
        raise Unseen("没有这个在任的职务。")
    CommitteeSeat.objects.filter(pk=seat).update(until=_today(command))
    _note(command, "end_seat", mediator=row.mediator_id)
    return Answer(sentence=f"{row.mediator.name}的任期已结束。", more={"mediator": row.mediator_id})


@in_one_transaction("add_room")
def add_room(command: Command, *, fields: Mapping[str, str]) -> Answer:
    command.by.require("manage_corps")
    unit = _unit(fields)
    name, seats = roster_reading.read_room(fields)
    if Room.objects.filter(unit=unit, name=name).exists():
        raise wrong("name", f"{unit.name}已经有“{name}”。")
    row = Room.objects.create(unit=unit, name=name, seats=seats)
    _note(command, "add_room", room=row.pk)
    return Answer(sentence=f"{name}可以预约了。", more={"room": row.pk})


@in_one_transaction("close_room")
def close_room(command: Command, *, room: int) -> Answer:
    """Not while something is planned in it."""
    command.by.require("manage_corps")
    row = Room.objects.filter(pk=room, closed_on=None).first()
    if row is None:
        raise Unseen("没有这间在用的调解室。")
    if row.sessions.filter(state="", ends_at__gt=command.at).exists():
        raise RuleError(f"{row.name}还有安排好的调解会，请先改到别处再停用。")
    Room.objects.filter(pk=room).update(closed_on=_today(command))
    _note(command, "close_room", room=room)
    return Answer(sentence=f"{row.name}已停用。")


@in_one_transaction("rate_window")
def rate_window(command: Command, *, fields: Mapping[str, str]) -> Answer:
    """One rating of a unit, as handed in. Raises Invalid, NotAllowed."""
    command.by.require("rate_windows")
    unit = _unit(fields)
    source, score, said, on = roster_reading.read_rating(fields, today=_today(command))
    row = WindowRating(
        unit=unit, source=str(source), score=score, said=said, on=on, at=command.at, by_id=command.by.user_id
    )
    WindowRating.objects.bulk_create([row])
    _note(command, "rate_window", unit=unit.code, source=str(source))
    return Answer(sentence=f"已记入{source.label}对{unit.name}的评议。")


def _fill(row: Mediator, fields: Mapping[str, str]) -> None:
    facts = roster_reading.read_mediator(fields)
    same = Mediator.objects.filter(unit=row.unit, name=facts.name, until=None).exclude(pk=row.pk)
    if same.exists() and facts.until is None:
        raise wrong("name", f"{row.unit.name}的名册里已有{facts.name}。")
    for name in ("name", "kind", "title", "studio", "woman", "since", "until"):
        setattr(row, name, getattr(facts, name))
    row.specialities = f",{','.join(facts.specialities)}," if facts.specialities else ""


def _unit(fields: Mapping[str, str]) -> Unit:
    unit = snapshot().units.get(fields.get("unit", ""))
    if unit is None:
        raise wrong("unit", "请从列表中选择单位。")
    return unit


def _account(fields: Mapping[str, str], *, of: Mediator | None) -> User | None:
    """The sign-in of a mediator, which nobody else in the register may have."""
    raw = fields.get("user", "")
    if not raw:
        return None
    user = User.objects.filter(pk=int(raw), is_active=True).first() if is_id(raw) else None
    taken = Mediator.objects.filter(user=user).exclude(pk=of.pk if of else 0)
    if user is None or taken.exists():
        raise wrong("user", "请从列表中选择一个还没有列入名册的账号。")
    return user


def _mediator(pk: int) -> Mediator:
    row = Mediator.objects.select_related("unit").filter(pk=pk).first()
    if row is None:
        raise Unseen("名册里没有这个人。")
    return row


def _today(command: Command) -> date:
    return snapshot().calendar.local(command.at).date()


def _note(command: Command, verb: str, **facts: object) -> None:
    command.history.add_to_stream(STREAM, verb=verb, facts=facts)
