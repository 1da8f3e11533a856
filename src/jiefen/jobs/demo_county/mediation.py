"""Over the invented matters: who agreed to mediate, sessions held and to come, an expert asked, training, ratings of windows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from jiefen.actions.mediation.mediators import add_training, rate_window
from jiefen.domain.common import moments
from jiefen.domain.common.moments import ZONE
from jiefen.domain.safety.screening import QUESTIONS
from jiefen.jobs.demo_county.oversight import DAY, Overseers
from jiefen.reports.case.choices import offered
from jiefen.reports.mediation.roster import roster

HOURS = (("09:00", "10:30"), ("10:30", "11:30"), ("14:00", "15:30"), ("15:30", "17:00"))
# Sign-in, name, and which of the rooms: those of the committee, and the one for families.
WHO = (("mediator", "周敏", 1), ("mediator2", "何秋", 2), ("mediator3", "孙婉", 4))
MINUTES: dict[str, Any] = {
    "notices": "已告知双方权利义务、调解不收费、可以申请回避；双方均不申请回避，同意不公开进行。",
    "statements": "申请人：希望尽快解决，愿意在数额上让一步。\n被申请人：承认有这件事，对数额有不同意见。",
    "facts": "核对了双方提交的合同和付款记录，双方对真实性没有异议。",
    "undisputed": "双方一致确认：事情的起因、经过和已经支付的数额。",
    "said_result": "被申请人回去筹措，双方同意改日再谈，时间另行通知。",
    "talk": "go_on",
}
TRAININGS = (("调解笔录与协议制作", "8"), ("民法典合同编要点", "6"), ("家事纠纷沟通技巧", "4"))


def mediate(over: Overseers) -> None:
    for who, name, room in WHO:
        worker = over.cast.named(who)
        mine = Q(state="handling", handler_id=worker.user_id, registered_at__lt=over.now - 4 * DAY)
        for n, number in enumerate(over.numbers(who, mine, limit=6)):
            _session(over, who, name, number, n=n, room=room)
    _train(over)
    _rate(over)


def _session(over: Overseers, who: str, name: str, number: str, *, n: int, room: int) -> None:
    """The first two were held yesterday, the rest are to come; nobody has answered for the last. All is arranged on the
    morning of the day before, whatever the hour is now: not earlier, since safety is asked about within a day."""
    today = over.now.astimezone(ZONE)
    arranged = (over.now - (today.replace(hour=10) - 2 * DAY)) / DAY
    mediator = _mediator(over, name, number, at=over.at(arranged))
    if not mediator:
        return
    consent = {"asked": "mediate", "consent": "yes", "via": "phone"}
    for party in _ids(over, number, "party"):
        over.do(who, "consent", number, ago=arranged + 0.04, party=party, **consent)
    over.do(who, "screen", number, ago=arranged + 0.02, side="applicant", **dict.fromkeys(QUESTIONS, "no"))
    held = n < 2
    day = today - DAY if held else _workday(today + (n // 2 - 1) * DAY)
    begins, ends = HOURS[n % len(HOURS)]
    over.do(
        who, "plan_session", number, ago=arranged, mediator=mediator, mode="in_person", openness="closed",
        room=_ids(over, number, "room")[room], on=moments.iso_day(day), begins=begins, ends=ends,
    )  # fmt: skip
    if n == 5:
        return
    coming = {"coming": "coming", "via": "phone"}
    for invitation in _ids(over, number, "invitation"):
        over.do(who, "answer_invitation", number, ago=arranged - 0.02, invitation=invitation, **coming)
    if held:
        session = _ids(over, number, "planned")[0]
        present = ",".join(_ids(over, number, "parties"))
        over.do(who, "hold_session", number, session=session, present=present, **MINUTES)
        note = "申请人私下表示最低可以接受七成，分两期。"
        over.do(who, "seal_note", number, session=session, note=note)


def _mediator(over: Overseers, name: str, number: str, *, at: datetime) -> str:
    """Empty on a day before the profile's mediators were appointed."""
    choices = offered(number, kind="mediator", now=at)
    return next((pk for pk, label in choices if label.startswith(name)), "")


def _ids(over: Overseers, number: str, kind: str) -> list[str]:
    return [pk for pk, _ in offered(number, kind=kind, now=over.now)]


def _workday(day: datetime) -> datetime:
    day += DAY
    while day.weekday() > 4:
        day += DAY
    return day


def _train(over: Overseers) -> None:
    by, today = over.cast.named("admin"), over.now.astimezone(ZONE).date()
    for n, row in enumerate(roster(by, query={"kind": "full_time"}, now=over.now)):
        topic, hours = TRAININGS[n % len(TRAININGS)]
        fields = {"on": f"{today - timedelta(days=10 + n)}", "hours": hours, "topic": topic}
        add_training(mediator=row.id, fields=fields, by=by, at=over.now, key=f"training:{row.id}")


def _rate(over: Overseers) -> None:
    by = over.cast.named("dispatcher")
    for unit, source, n in (
        ("window-1", "citizen", 14),
        ("window-1", "colleague", 6),
        ("mediation", "citizen", 9),
        ("mediation", "leader", 2),
    ):
        for at in range(n):
            fields = {"unit": unit, "source": source, "score": str(over.chance.choice((5, 5, 4, 4, 3)))}
            rate_window(fields=fields, by=by, at=over.now, key=f"rating:{unit}:{source}:{at}")
