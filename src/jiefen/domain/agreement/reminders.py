"""When a promise is reminded of: three days before, on the day, then 1, 7 and 15 days after (law.md § 5, 履行)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Reminder:
    """`days` from the day of the promise. Who is told: the giver, the taker, who handles the case; in their words."""

    name: str
    days: int
    giver: str
    taker: str
    handler: str


REMINDERS: tuple[Reminder, ...] = (
    Reminder("soon", -3, "您有一项约定三天后到期，请查看进度页。", "", ""),
    Reminder("today", 0, "您有一项约定今天到期，做到以后请在进度页确认。", "", ""),
    Reminder("late", 1, "您有一项约定已经过期，请尽快履行，并在进度页说明。", "请在进度页说一下，对方有没有做到约定的事。", "约定到期，没有确认履行"),
    Reminder("urge", 7, "您有一项约定过期七天，请履行；有困难的，请联系调解员。", "", "约定过期七天，请督促履行"),
    Reminder(
        "routes", 15, "",
        "约定过期十五天没有确认履行。您可以申请支付令、起诉，经司法确认的可以申请强制执行，详见进度页。",
        "约定过期十五天，请告知当事人支付令、起诉、执行等途径",
    ),
)  # fmt: skip
FIRST, LAST = REMINDERS[0].days, REMINDERS[-1].days
WINDOW = timedelta(
    days=60
)  # how long after its day a promise is still looked at, so that a month without a worker harms nothing


def reminder(due_on: date, *, today: date) -> Reminder | None:
    """The last one reached. Whoever comes late tells only this one; the ones before would be out of date."""
    past = (today - due_on).days
    return next((reminder for reminder in reversed(REMINDERS) if past >= reminder.days), None)
