"""Over the invented matters: supervision, correction, return visits, appeals, reception and a checklist, by the ordinary commands."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q

from jiefen.actions.case.take import take
from jiefen.actions.clocks.warnings import tick
from jiefen.actions.oversight.checklists import go_through, put_on_checklist, start_checklist
from jiefen.actions.oversight.receptions import plan_reception
from jiefen.actions.oversight.supervision import propose
from jiefen.domain.case.lifecycle import OPEN
from jiefen.domain.common import moments
from jiefen.domain.common.moments import ZONE
from jiefen.jobs.demo_county.people_act import Cast, working
from jiefen.reports.agreement.agreements import party_ids
from jiefen.reports.common.lists import lookup, rows_of
from jiefen.reports.oversight.panels import open_booking

DAY = timedelta(days=1)
VISITED = 0.7
SAID = {
    "satisfied": "说结果满意，对方按约付了第一笔。",
    "fairly": "说基本满意，就是跑了两趟。",
    "dissatisfied": "说第二期没有按时付，希望再催一催。",
    "unreached": "三次没有接通。",
}
WISHES = ("拖了两个月，希望领导协调几个部门一次说清。", "希望领导过问工资什么时候发。")


@dataclass
class Overseers:
    """Those over the matters, one for the whole county: a second one would count from one again and reuse keys."""

    cast: Cast
    now: datetime
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311  (invention, not security)
    n: int = 0

    def do(self, who: str, verb: str, number: str, *, ago: float = 0, **fields: str) -> None:
        self.n += 1
        key = f"overseen:{number}:{self.n}"
        take(verb=verb, number=number, fields=fields, by=self.cast.named(who), at=self.at(ago), key=key)

    def at(self, ago: float) -> datetime:
        """`ago` days before now, put off to working hours, but never after `now`."""
        return min(working(self.now - ago * DAY), self.now)

    def numbers(self, who: str, condition: Q, *, limit: int) -> list[str]:
        ids = lookup(self.cast.named(who), condition=condition, limit=limit)
        return [row.number for row in rows_of(ids, now=self.now)]


def oversee(over: Overseers) -> None:
    """After all matters have been lived: what those above make of them."""
    for days in (9, 6, 4, 2, 0):
        tick(at=_in_the_day(over.now - days * DAY), propose=propose)
    late = over.numbers(
        "supervisor", Q(state__in=OPEN, next_due__lt=over.now - DAY, handler__isnull=False), limit=12
    )
    _supervise(over, late)
    _correct(over, late[6:9])
    _visit(over)
    _appeals(over)
    _receive(over)
    _checklist(over, late[:4])


def _in_the_day(now: datetime) -> datetime:
    """This moment, or one not long before at which people may be disturbed."""
    local = now.astimezone(ZONE)
    return now if 8 <= local.hour < 21 else local.replace(hour=17, minute=0) - DAY


def _supervise(over: Overseers, late: list[str]) -> None:
    leader = str(over.cast.named("leader").user_id)
    for number in late[:2]:
        over.do("dispatcher", "urge", number, ago=0.5, reason="当事人来电催问，请今天联系。")
    for number in late[2:4]:
        over.do("supervisor", "supervise", number, reason="已超期，请书面说明原因和下一步安排。")
    for number in late[4:5]:
        over.do("supervisor", "list_case", number, reason="涉及多人、久拖未决，挂牌督办。")
    for number in late[5:6]:
        over.do("leader", "put_leader", number, person=leader, reason="牵涉几个部门，由我包案协调。")


def _correct(over: Overseers, numbers: list[str]) -> None:
    kinds = (
        ("poor_contact", "当事人反映一周没有接到承办人电话。"),
        ("late", "超期三天，没有申请延期。"),
        ("perfunctory", "只通了一次电话就准备登记“未达成协议”。"),
    )
    for number, (issue, text) in zip(numbers, kinds, strict=False):
        over.do("supervisor", "correct", number, ago=1.5, issue=issue, reason=text)


def _visit(over: Overseers) -> None:
    ended = Q(state__in=("closed", "archived"), outcome__in=("agreed", "answered", "not_agreed"))
    contents = ("satisfied",) * 6 + ("fairly",) * 3 + ("dissatisfied", "unreached")
    for number in over.numbers("dispatcher", ended, limit=200):
        if over.chance.random() < VISITED:
            content = over.chance.choice(contents)
            over.do("dispatcher", "visit", number, side="applicant", content=content, said=SAID[content])


def _appeals(over: Overseers) -> None:
    wanted = Q(state="handling", confidentiality="normal")
    texts = (
        ("delay", "两周了没有消息，打电话总说再等等。"),
        ("routing", "这是欠薪，不该派给物业调委会。"),
        ("conduct", "说话不耐烦，没有听完就挂了电话。"),
    )
    for number, (about, said) in zip(over.numbers("dispatcher", wanted, limit=3), texts, strict=False):
        over.do(
            "dispatcher", "appeal", number, ago=2, party=str(party_ids(number)[0]), about=about, said=said
        )


def _receive(over: Overseers) -> None:
    """One sitting last week with a promise still open, one to come with a booking."""
    worked_on = Q(state="handling", confidentiality="normal", weight="major")
    numbers = over.numbers("dispatcher", worked_on, limit=2)
    leader, desk = str(over.cast.named("leader").user_id), over.cast.named("dispatcher")
    for place, days in enumerate((-5, 2, 9)):
        day = _workday(over.now + days * DAY)
        sitting = {"on": moments.iso_day(day), "begins": "09:00", "ends": "11:30", "seats": "6"}
        sitting |= {"room": "县综治中心一楼接访室", "topic": "农民工工资" if place == 2 else ""}
        if place == 1:
            sitting |= {"room": "", "link": "https://meet.example.gov.cn/qinghe/jiefang-0823-1176"}
        made_at = min(day - 3 * DAY, over.now)
        answer = plan_reception(leader=leader, fields=sitting, by=desk, at=made_at, key=f"sitting:{place}")
        if place < len(numbers) and place < len(WISHES):
            before = (over.now - made_at) / DAY
            more = {"reception": str(answer.more["reception"]), "said": WISHES[place]}
            over.do("dispatcher", "book", numbers[place], ago=before, **more)
    if numbers:
        over.do(
            "leader", "receive", numbers[0], ago=1, came="received", booking=open_booking(numbers[0]),
            said="听了当事人的说法，当场请住建和劳动监察两家说明进度。", promise="一周内由两家单位一起答复。",
            promised_for=moments.iso_day(over.now + 6 * DAY),
        )  # fmt: skip


def _workday(day: datetime) -> datetime:
    while day.astimezone(ZONE).weekday() > 4:
        day += DAY
    return day


def _checklist(over: Overseers, numbers: list[str]) -> None:
    keeper, past = over.cast.named("supervisor"), over.now - 8 * DAY
    fields = {"title": "久拖未决清单", "every_days": "7", "next_on": moments.iso_day(past)}
    listed = start_checklist(fields=fields, by=keeper, at=past, key="checklist").more["checklist"]
    reports = {}
    for number in numbers:
        facts = {"case": number, "task": "月底前拿出方案，双方签字。"}
        item = put_on_checklist(checklist=listed, fields=facts, by=keeper, at=past, key=f"item:{number}")
        reports[f"report-{item.more['item']}"] = "已约双方面谈，等对方回话。"
    if reports:
        go_through(checklist=listed, fields=reports, by=keeper, at=past, key="round")
