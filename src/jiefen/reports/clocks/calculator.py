"""The public deadline calculator: any limit of the rule pack, by the same engine that runs the cases. Nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from jiefen.domain.clocks import engine as clocks
from jiefen.domain.clocks.counting import Drawing, Posted, draw, posted_text
from jiefen.domain.clocks.limits import FIELDS, Limit, amount_text, rules_in_force
from jiefen.domain.common.reading import Reading
from jiefen.store.common.reference import snapshot

FIRST, LAST = date(1990, 1, 1), date(2060, 12, 31)
LONGEST_POST = timedelta(days=60)
STANDINGS = {"S": "已核对原文", "C": "本中心自定，可改"}


@dataclass(frozen=True)
class Computed:
    """`checked`: the article was read in the official text, or it is our own to set. `posted`: what the post does to it."""

    rule: str
    limit: str
    due: datetime
    provisional: bool
    steps: tuple[str, ...]
    source: str
    standing: str
    checked: bool
    note: str
    days: Drawing
    posted: str


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Limits in force, by field of law."""
    known = {rule.id for rule in rules_in_force()}
    return [
        (
            label,
            [
                (rule.id, f"{rule.label}（{amount_text(rule.budget, unit=rule.unit)}）")
                for rule in rows
                if rule.id in known
            ],
        )
        for label, rows in FIELDS
    ]


def compute(typed: Mapping[str, str]) -> tuple[Computed | None, dict[str, str]]:
    """The due moment, or a sentence per field that cannot be taken."""
    reading = Reading(typed)
    rule = next((limit for limit in rules_in_force() if limit.id == typed.get("rule", "")), None)
    if rule is None:
        reading.problems["rule"] = "请从列表中选择一项期限。"
    day = reading.day("since", today=LAST, label="起算的日期")
    if day is None and "since" not in reading.problems:
        reading.problems["since"] = "请填写从哪一天起算。"
    if day is not None and day < FIRST:
        reading.problems["since"] = f"起算的日期要在 {FIRST.year} 年以后。"
    at = _time(reading, day=day)
    pauses = _pauses(reading)
    more = reading.whole("more", default=0, low=0, high=10_000, label="延长")
    if rule is not None and more > rule.extension:
        most = f"最多延长 {rule.extension} {rule.unit.label}。" if rule.extension else "依法不能延长。"
        reading.problems["more"] = f"“{rule.label}”{most}"
    if pauses and rule is not None and not rule.pauses:
        reading.problems["paused_from"] = f"“{rule.label}”不能暂停计算；这一栏请留空。"
    posted = _posted(reading)
    if reading.problems or rule is None or at is None:
        return None, reading.problems
    calendar = snapshot().calendar
    deadline = clocks.due(rule, start=at, calendar=calendar, pauses=pauses, extension=more)
    if deadline.at is None:
        return None, {"paused_until": "请填写暂停到哪一天，才能算出到期时间。"}
    drawn = draw(rule, start=at, due=deadline, calendar=calendar, pauses=pauses, posted=posted)
    return _told(rule, found=deadline, due=deadline.at, days=drawn, posted=posted), {}


def _told(rule: Limit, *, found: clocks.Due, due: datetime, days: Drawing, posted: Posted | None) -> Computed:
    return Computed(
        rule=rule.label,
        limit=amount_text(rule.budget, unit=rule.unit),
        due=due,
        provisional=found.provisional,
        steps=found.steps,
        source=rule.source,
        standing=STANDINGS.get(rule.confidence, "未核对原文，仅供参考"),
        checked=rule.checked,
        note=rule.note,
        days=days,
        posted=posted_text(posted, due=due.date()) if posted else "",
    )


def _time(reading: Reading, *, day: date | None) -> datetime | None:
    clock = reading.time("clock", label="") or time(9)
    if day is None or "clock" in reading.problems:
        return None
    return datetime.combine(day, clock, snapshot().calendar.zone)


def _posted(reading: Reading) -> Posted | None:
    on = reading.day("posted", today=LAST, label="交邮的日期")
    arrived = reading.day("arrived", today=LAST, label="寄到的日期")
    if on is None and arrived is None:
        return None
    if on is None or arrived is None:
        name = "posted" if on is None else "arrived"
        reading.problems.setdefault(name, "交邮和寄到两个日期都要填写。")
        return None
    if not on <= arrived <= on + LONGEST_POST:
        reading.problems["arrived"] = f"寄到的日期要在交邮（{on}）之后，且不超过 {LONGEST_POST.days} 天。"
        return None
    return Posted(on=on, arrived=arrived)


def _pauses(reading: Reading) -> list[clocks.Pause]:
    since = reading.day("paused_from", today=LAST, label="暂停开始")
    until = reading.day("paused_until", today=LAST, label="暂停结束")
    if since is None and until is None:
        return []
    if since is None or until is None:
        name = "paused_from" if since is None else "paused_until"
        reading.problems.setdefault(name, "暂停的开始和结束两个日期都要填写。")
        return []
    if until <= since:
        reading.problems["paused_until"] = f"暂停的结束（{until}）要晚于开始（{since}）。"
        return []
    zone = snapshot().calendar.zone
    return [
        clocks.Pause(datetime.combine(since, time(), zone), datetime.combine(until, time(), zone), "暂停")
    ]
