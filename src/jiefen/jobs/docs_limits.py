"""The rulebook's pages on limits: the pack with its articles, and every dated example, for a lawyer to check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from jiefen.domain.clocks.calendar import WEEKDAYS
from jiefen.domain.clocks.examples import Example, examples_of
from jiefen.domain.clocks.limits import FIELDS, RULES, Limit, TimeUnit, amount_text, rule
from jiefen.domain.common import moments
from jiefen.domain.common.words import PauseReason

CASES = {"ordinary": "通常", "holiday": "遇放假", "suspension": "请求暂停", "extension": "延长"}


def limits() -> Iterator[str]:
    yield "| id | 时限 | budget | unit | kind | source 依据 | confidence |"
    yield "|---|---|---|---|---|---|---|"
    for row in RULES:
        yield f"| `{row.id}` v{row.version} | {row.label} | {row.budget} | {row.unit.label} | {row.kind} | {row.source} | [{row.confidence}] {row.standing} |"
    yield "\n`C-HANDLE` in the lifecycle stands for `C-SIMPLE`, `C-LARGER` or `C-MAJOR`, by the case's weight."


def examples() -> Iterator[str]:
    """One table per field of law; every limit with its ordinary course, one over a holiday, one with a suspension."""
    yield "每一项期限至少三例：通常情形、遇放假、有人请求暂停；能延长的再加一例。日期按国务院办公厅 2024、2025、2026 年放假通知逐日数出，系统算出的结果与此逐例核对。"
    yield "\n数法：当日不计；最后一日遇休假日的，顺延至其后第一个上班日（民法典第203条），调休上班的周末不顺延；按月计算没有对应日的，以月末日为最后一日（第202条）；按小时计算的自这一刻起连续计算（第201条）。按日、按月的期限到当日 24:00，按工作日的到下班 17:30。诉讼文书在期满前交邮的，不算过期（民事诉讼法第85条）。"
    for label, rows in FIELDS:
        yield f"\n### {label}\n"
        yield "| 期限 | 情形 | 起算 | 其间 | 到期 | 说明 |"
        yield "|---|---|---|---|---|---|"
        for row in rows:
            for number, example in enumerate(examples_of(row.id)):
                yield _line(example, row=row, first=number == 0)


def _line(one: Example, *, row: Limit, first: bool) -> str:
    name = f"`{row.id}` {row.label}（{amount_text(row.budget, unit=row.unit)}）" if first else ""
    start, due = _moment(one.start), _moment(one.due, whole_day=row.unit in (TimeUnit.DAYS, TimeUnit.MONTHS))
    return f"| {name} | {CASES[one.case]} | {start} | {_between(one)} | {due} | {one.remark} |"


def _between(one: Example) -> str:
    events = [f"另延长 {one.extension} {rule(one.rule).unit.label}"] if one.extension else []
    for pause in one.asked:
        answer = "准" if pause.reason in rule(one.rule).pauses else "不准"
        why = PauseReason(pause.reason).label
        until = moments.short_minute(pause.until) if pause.until else "尚未恢复"
        events.append(f"{moments.short_minute(pause.since)} 至 {until} {why}：{answer}")
    return "；".join(events) or "—"


def _moment(moment: datetime, *, whole_day: bool = False) -> str:
    clock = "24:00" if whole_day else moments.clock(moment)
    return f"{moments.iso_day(moment)}（周{WEEKDAYS[moment.weekday()]}）{clock}"
