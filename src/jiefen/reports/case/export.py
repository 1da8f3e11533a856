"""The ledger as a sheet: what the list shows, row by row, masked as on the page, formulas made harmless."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import datetime

from jiefen.domain.case.actor import Actor
from jiefen.domain.common import moments
from jiefen.domain.common.words import Outcome, Weight
from jiefen.lib.tables import write_xlsx
from jiefen.reports.common.lists import narrowed
from jiefen.reports.common.rows import case_rows
from jiefen.store.models import Case

HEADERS = (
    "案号", "事项", "类型", "地点", "当事人", "来源", "状态", "办理结果", "难易", "涉及人数", "涉及金额", "协议金额", "责任单位与承办人",
    "时限", "发生日期", "登记日期", "登记时间", "结束日期", "结束时间", "标记",
)  # fmt: skip
CHUNK = 500
MOST = 50_000


def ledger_sheet(actor: Actor, *, query: Mapping[str, str], now: datetime) -> tuple[bytes, int]:
    """The sheet and its number of rows; at most 50,000, newest first."""
    cases = narrowed(Case.objects.visible_to(actor, action="export"), query=query, now=now, me=actor.user_id)
    rows = list(_rows(list(cases.order_by("-pk").values_list("pk", flat=True)[:MOST]), now=now))
    buffer = io.BytesIO()
    write_xlsx(buffer, headers=HEADERS, rows=rows)
    return buffer.getvalue(), len(rows)


def _rows(ids: list[int], *, now: datetime) -> Iterator[tuple[object, ...]]:
    for start in range(0, len(ids), CHUNK):
        cases = {
            case.pk: case for case in Case.objects.filter(pk__in=ids[start : start + CHUNK]).with_names()
        }
        ordered = [cases[pk] for pk in ids[start : start + CHUNK] if pk in cases]
        for case, row in zip(ordered, case_rows(ordered, now=now), strict=True):
            yield (
                row.label,
                row.title,
                row.kind,
                row.place,
                row.parties,
                row.channel,
                row.state,
                Outcome.label_of(case.outcome) if case.outcome else "",
                Weight.label_of(case.weight),
                case.people,
                case.amount,
                case.amount_agreed,
                row.holder,
                f"{row.clock.label} {row.clock.value}" if row.clock else "",
                case.happened_on,
                moments.local(case.registered_at).date(),
                moments.iso_minute(case.registered_at),
                moments.local(case.ended_at).date() if case.ended_at else None,
                moments.iso_minute(case.ended_at) if case.ended_at else "",
                "、".join(row.flags),
            )
