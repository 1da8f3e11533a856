"""Dispatch by checklist 清单调度 (row E9): a unit's list of hard matters, gone through at intervals until each is struck off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from jiefen.actions.common.asks import case_by_number
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.messages.notices import tell
from jiefen.domain.case.permissions import DESK_ACTIONS
from jiefen.domain.common import moments
from jiefen.domain.common.errors import Invalid, RuleError, Unseen
from jiefen.domain.common.reading import LAST_DAY, Reading
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Checklist, ChecklistItem, ChecklistRound
from jiefen.store.people.able import who_handles
from jiefen.store.people.in_office import checklists_of

STREAM = "checklists"
SHORT = 200
KEEPERS = DESK_ACTIONS["check_off"]


@in_one_transaction("start_checklist")
def start_checklist(command: Command, *, fields: Mapping[str, str]) -> Answer:
    """A list of the actor's own unit. Fields: title, every_days (1–92), next_on. Raises Invalid, NotAllowed."""
    command.by.require("check_off")
    reading, today = Reading(fields), _today(command)
    title = reading.text("title", limit=80, label="清单名称")
    every = reading.whole("every_days", default=0, low=1, high=92, label="间隔")
    day = reading.day("next_on", today=LAST_DAY, label="第一次调度")
    for name, value, label in (
        ("title", title, "清单名称"),
        ("every_days", every, "间隔"),
        ("next_on", day, "第一次调度"),
    ):
        if not value:
            reading.problems.setdefault(name, f"请填写{label}。")
    if day and day < today:
        reading.problems["next_on"] = f"{day} 已经过去，请选今天以后的日期。"
    if reading.problems or day is None:
        raise Invalid(fields=reading.problems)
    unit = next(post.unit_id for post in command.by.posts if post.role in KEEPERS)
    row = Checklist(
        unit_id=unit, title=title, every_days=every, next_on=day, made_at=command.at, by_id=command.by.user_id
    )
    Checklist.objects.bulk_create([row])
    _note(command, "start_checklist", row, every_days=every)
    return Answer(sentence=f"清单“{title}”已建好，请把要盯的案件放上来。", more={"checklist": row.pk})


@in_one_transaction("put_on_checklist")
def put_on_checklist(command: Command, *, checklist: int, fields: Mapping[str, str]) -> Answer:
    """A case and what is to be reached. Fields: case (number), task. Raises Invalid, Unseen."""
    row = _open_list(command, checklist)
    reading = Reading(fields)
    task = reading.text("task", limit=SHORT, label="要办到什么程度")
    case = case_by_number(reading.text("case", limit=40, label="案号"), by=command.by)
    if not task:
        reading.problems.setdefault("task", "请填写要办到什么程度。")
    if case is None:
        reading.problems.setdefault("case", "没有找到这个案号，请核对；只能放您职责范围内的案件。")
    elif ChecklistItem.objects.filter(checklist=row, case=case, done_at=None).exists():
        reading.problems["case"] = "这件已经在清单上。"
    if reading.problems or case is None:
        raise Invalid(fields=reading.problems)
    item = ChecklistItem(checklist=row, case=case, task=task, since=command.at)
    ChecklistItem.objects.bulk_create([item])
    _note(command, "put_on_checklist", row, case=case.number)
    people = who_handles(case, now=command.at)
    tell(people, event=f"listed:{item.pk}", case=case, text=f"已列入清单“{row.title}”：{task}", at=command.at)
    return Answer(sentence="已放上清单。", more={"item": item.pk})


@in_one_transaction("go_through")
def go_through(command: Command, *, checklist: int, fields: Mapping[str, str]) -> Answer:
    """One round: `report-ID` says where an item stands, `done-ID` strikes it off. All open items are gone through."""
    row = _open_list(command, checklist)
    reading, items = Reading(fields), list(row.items.filter(done_at=None).order_by("pk"))
    reports = {item.pk: reading.text(f"report-{item.pk}", limit=SHORT, label="进展") for item in items}
    missing = {
        f"report-{pk}": "请写这一件的进展；没有进展的写明原因。" for pk, text in reports.items() if not text
    }
    if missing or reading.problems:
        problems = missing | reading.problems
        raise Invalid(f"还有 {len(problems)} 件没有写进展", fields=problems)
    if not items:
        raise RuleError("清单上没有案件，先放一件上来，或结束这份清单。")
    by, today = command.by.user_id, _today(command)
    ChecklistRound.objects.bulk_create(
        [
            ChecklistRound(item=item, on=today, report=reports[item.pk], by_id=by, at=command.at)
            for item in items
        ]
    )
    done = [item.pk for item in items if fields.get(f"done-{item.pk}")]
    for pk in done:
        ChecklistItem.objects.filter(pk=pk).update(done_at=command.at, result=reports[pk])
    row.next_on = _next_day(today, every=row.every_days)
    Checklist.objects.filter(pk=row.pk).update(next_on=row.next_on)
    _note(command, "go_through", row, items=len(items), done=len(done))
    return Answer(
        sentence=f"本次调度已记录：{len(items)} 件，销号 {len(done)} 件；下次 {moments.short_day_in_words(row.next_on)}。"
    )


@in_one_transaction("end_checklist")
def end_checklist(command: Command, *, checklist: int) -> Answer:
    """The list is finished once nothing is open on it."""
    row = _open_list(command, checklist)
    left = row.items.filter(done_at=None).count()
    if left:
        raise RuleError(f"清单上还有 {left} 件没有销号，不能结束。")
    Checklist.objects.filter(pk=row.pk).update(closed_at=command.at)
    _note(command, "end_checklist", row)
    return Answer(sentence=f"清单“{row.title}”已结束。")


def _open_list(command: Command, pk: int) -> Checklist:
    command.by.require("check_off")
    row = checklists_of(command.by).select_for_update(of=("self",)).filter(pk=pk, closed_at=None).first()
    if row is None:
        raise Unseen("没有找到这份清单，或者它已经结束。")
    return row


def _next_day(today: date, *, every: int) -> date:
    """The first working day not before `every` days from now."""
    day, calendar = today + timedelta(days=every), snapshot().calendar
    while not calendar.is_workday(day):
        day += timedelta(days=1)
    return day


def _today(command: Command) -> date:
    return snapshot().calendar.local(command.at).date()


def _note(command: Command, verb: str, row: Checklist, **facts: object) -> None:
    command.history.add_to_stream(STREAM, verb=verb, facts={"checklist": row.pk, **facts})
