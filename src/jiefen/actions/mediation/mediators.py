"""The register of mediators and experts 调解员名册, rooms, and ratings of windows (rows A11, C7, C11, D14, E3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from jiefen.actions.common.asks import is_id
from jiefen.actions.common.command import Answer, Work, command
from jiefen.actions.common.hooks import wrong
from jiefen.domain.common.errors import RuleError, Unseen
from jiefen.domain.mediation import roster_reading as corps_reading
from jiefen.store.common.reference import snapshot
from jiefen.store.models import CommitteeSeat, Mediator, Room, Training, Unit, User, WindowRating

STREAM = "corps"


@command("enter_mediator")
def enter_mediator(work: Work, *, fields: Mapping[str, str]) -> Answer:
    """Somebody new. Fields of `read_mediator`, unit (code), user (id, may be empty). Raises Invalid, NotAllowed."""
    work.by.require("manage_corps")
    row = Mediator(unit=_unit(fields), user=_account(fields, of=None))
    _fill(row, fields)
    row.save(force_insert=True)
    _note(work, "enter_mediator", mediator=row.pk)
    return Answer(sentence=f"{row.name}已列入名册。", more={"mediator": row.pk})


@command("change_mediator")
def change_mediator(work: Work, *, mediator: int, fields: Mapping[str, str]) -> Answer:
    """Correct an entry, or end it by a date. Raises Invalid, NotAllowed, Unseen."""
    work.by.require("manage_corps")
    row = _mediator(mediator)
    row.unit, row.user = _unit(fields), _account(fields, of=row)
    _fill(row, fields)
    row.save(force_update=True)
    if row.until:
        row.seats.filter(until=None).update(until=row.until)
    _note(work, "change_mediator", mediator=row.pk)
    return Answer(sentence=f"{row.name}的名册信息已保存。", more={"mediator": row.pk})


@command("add_training")
def add_training(work: Work, *, mediator: int, fields: Mapping[str, str]) -> Answer:
    work.by.require("manage_corps")
    row = _mediator(mediator)
    on, hours, topic = corps_reading.read_training(fields, today=_today(work))
    Training.objects.bulk_create([Training(mediator=row, on=on, hours=hours, topic=topic)])
    _note(work, "add_training", mediator=row.pk, hours=hours)
    return Answer(sentence=f"已记入培训 {hours} 学时。")


@command("give_seat")
def give_seat(work: Work, *, mediator: int, fields: Mapping[str, str]) -> Answer:
    """A seat on the committee of their unit; a further term ends the one before."""
    work.by.require("manage_corps")
    row = _mediator(mediator)
    position, since = corps_reading.read_seat(fields)
    CommitteeSeat.objects.filter(mediator=row, unit=row.unit, until=None).update(until=since)
    seat = CommitteeSeat(unit=row.unit, mediator=row, position=str(position), since=since)
    CommitteeSeat.objects.bulk_create([seat])
    _note(work, "give_seat", mediator=row.pk, position=str(position))
    return Answer(sentence=f"{row.name}任{row.unit.name}{position.label}，任期三年。")


@command("end_seat")
def end_seat(work: Work, *, seat: int) -> Answer:
    work.by.require("manage_corps")
    row = CommitteeSeat.objects.select_related("mediator").filter(pk=seat, until=None).first()
    if row is None:
        raise Unseen("没有这个在任的职务。")
    CommitteeSeat.objects.filter(pk=seat).update(until=_today(work))
    _note(work, "end_seat", mediator=row.mediator_id)
    return Answer(sentence=f"{row.mediator.name}的任期已结束。", more={"mediator": row.mediator_id})


@command("add_room")
def add_room(work: Work, *, fields: Mapping[str, str]) -> Answer:
    work.by.require("manage_corps")
    unit = _unit(fields)
    name, seats = corps_reading.read_room(fields)
    if Room.objects.filter(unit=unit, name=name).exists():
        raise wrong("name", f"{unit.name}已经有“{name}”。")
    row = Room.objects.create(unit=unit, name=name, seats=seats)
    _note(work, "add_room", room=row.pk)
    return Answer(sentence=f"{name}可以预约了。", more={"room": row.pk})


@command("close_room")
def close_room(work: Work, *, room: int) -> Answer:
    """Not while something is planned in it."""
    work.by.require("manage_corps")
    row = Room.objects.filter(pk=room, closed_on=None).first()
    if row is None:
        raise Unseen("没有这间在用的调解室。")
    if row.sessions.filter(state="", ends_at__gt=work.at).exists():
        raise RuleError(f"{row.name}还有安排好的调解会，请先改到别处再停用。")
    Room.objects.filter(pk=room).update(closed_on=_today(work))
    _note(work, "close_room", room=room)
    return Answer(sentence=f"{row.name}已停用。")


@command("rate_window")
def rate_window(work: Work, *, fields: Mapping[str, str]) -> Answer:
    """One rating of a unit, as handed in. Raises Invalid, NotAllowed."""
    work.by.require("rate_windows")
    unit = _unit(fields)
    source, score, said, on = corps_reading.read_rating(fields, today=_today(work))
    row = WindowRating(
        unit=unit, source=str(source), score=score, said=said, on=on, at=work.at, by_id=work.by.user_id
    )
    WindowRating.objects.bulk_create([row])
    _note(work, "rate_window", unit=unit.code, source=str(source))
    return Answer(sentence=f"已记入{source.label}对{unit.name}的评议。")


def _fill(row: Mediator, fields: Mapping[str, str]) -> None:
    facts = corps_reading.read_mediator(fields)
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


def _today(work: Work) -> date:
    return snapshot().calendar.local(work.at).date()


def _note(work: Work, verb: str, **facts: object) -> None:
    work.history.add_to_stream(STREAM, verb=verb, facts=facts)
