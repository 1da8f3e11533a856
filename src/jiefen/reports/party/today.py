"""What a party meets first on their page: the one thing of today; what else waits for them comes folded behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.common import moments
from jiefen.reports.common.addresses import address
from jiefen.reports.common.clock_view import ClockView
from jiefen.reports.party.court import court_matters
from jiefen.reports.party.inquiries import freshly_answered
from jiefen.reports.party.sessions import NextSession, NextSitting, next_session, next_sitting
from jiefen.reports.party.tasks import tasks
from jiefen.store.models import Party


@dataclass(frozen=True)
class Awaiting:
    """Something that waits for a party. `day`: (month, day) of what has a date. `label`: of the button, leading to `url`.
    `link`: where it is held online, outside the house. `proof`: the page behind the button asks who one is.
    """

    heading: str
    text: str
    label: str = ""
    url: str = ""
    day: tuple[int, int] | None = None
    link: str = ""
    proof: bool = True


def things(party: Party, *, own: Sequence[ClockView], now: datetime) -> list[Awaiting]:
    """The most pressing first: a limit about to be lost, what is to be signed, what has a date, what is asked."""
    session = next_session(party.case, now=now)
    sitting = next_sitting(party, now=now)
    return [
        *(_limit(clock) for clock in own if clock.alarm),
        *([_answered()] if freshly_answered(party, now=now) else []),
        *(Awaiting(task.label, task.text, task.label, task.url) for task in tasks(party)),
        *([_session(session)] if session else []),
        *([_sitting(sitting)] if sitting else []),
        *(
            Awaiting(row.heading, row.text, "看看、说说您的意见", address("track_court"))
            for row in court_matters(party.case, now=now)
        ),
    ]


def _limit(clock: ClockView) -> Awaiting:
    return Awaiting(
        f"您自己的期限快到了：{clock.label}",
        clock.alarm,
        "看是怎么算的",
        "#own",
        _day(clock.due) if clock.due else None,
        proof=False,
    )


def _answered() -> Awaiting:
    return Awaiting("您的留言有答复了", "对方看不到。", "看答复", address("track_messages"))


def _session(row: NextSession) -> Awaiting:
    where = "线上进行" if row.online else row.where
    text = f"{where}，{row.openness}，调解员{row.mediator}。"
    return Awaiting(
        "下一次调解会：" + row.when, text, "会不会来、改时间", address("track_session"), _day(row.begins_at)
    )


def _sitting(row: NextSitting) -> Awaiting:
    if row.link:
        text = f"{row.leader}线上接访。到时间打开下面的链接，不用跑路。"
        return Awaiting("领导接访：" + row.when, text, day=_day(row.begins_at), link=row.link, proof=False)
    text = f"{row.leader}接访，{row.where}。请带身份证和材料。"
    return Awaiting("领导接访：" + row.when, text, day=_day(row.begins_at), proof=False)


def _day(moment: datetime) -> tuple[int, int]:
    local = moments.local(moment)
    return local.month, local.day
