"""Figures leave as figures, dates as dates, moments in the centre's zone."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from jiefen.reports.case.export import ledger_sheet
from jiefen.store.models import Case
from kit.qinghe import Qinghe

LATE = datetime(2026, 3, 2, 17, 5, tzinfo=UTC)


@pytest.fixture
def sheet(world: Qinghe) -> dict[str, object]:
    number = world.register(amount="8,600.50", happened_on="2026-02-01", people="3")
    Case.objects.filter(number=number).update(registered_at=LATE, ended_at=LATE, amount_agreed="6400")
    content, rows = ledger_sheet(world.actor("dispatcher"), query={}, now=world.now)
    names, line = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    assert rows == 1
    return dict(zip(names, line, strict=True))


def test_figures_are_figures(sheet: dict[str, object]) -> None:
    assert (sheet["涉及人数"], sheet["涉及金额"], sheet["协议金额"]) == (3, 8600.5, 6400)


def test_dates_are_dates(sheet: dict[str, object]) -> None:
    days = [sheet[name].date().isoformat() for name in ("发生日期", "登记日期", "结束日期")]  # type: ignore[attr-defined]
    assert days == ["2026-02-01", "2026-03-03", "2026-03-03"]


def test_moments_are_those_of_the_centre(sheet: dict[str, object]) -> None:
    assert (sheet["登记时间"], sheet["结束时间"]) == ("2026-03-03 01:05", "2026-03-03 01:05")
