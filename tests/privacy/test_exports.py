"""What leaves as a file of many rows waits for a second person, by every door, and not in slices either."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from jiefen.actions.documents import exports
from jiefen.actions.documents.exports import Export, may_leave
from jiefen.domain.people import powers
from jiefen.domain.people.words import ExportOf
from jiefen.reports.people.approvals import EXPORT_PAGES
from jiefen.store.models import Approval, Entry, ImportBatch
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database
WHY = "报县委政法委季度分析，用完删除"


@pytest.fixture
def few(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> Qinghe:
    """Two rows are many."""
    monkeypatch.setattr(timezone, "now", lambda: world.now)
    monkeypatch.setattr(powers, "MANY", 2)
    return world


def is_file(answer: HttpResponse) -> bool:
    return "attachment" in answer.headers.get("Content-Disposition", "")


def test_a_hundred_rows_leave_and_one_more_waits(world: Qinghe) -> None:
    by = world.actor("dispatcher")
    assert may_leave(Export(ExportOf.CASES, 100, {}), by=by, at=world.now)
    assert not may_leave(Export(ExportOf.CASES, 1, {"state": "open"}), by=by, at=world.now)


def test_slices_of_one_day_count_together_and_those_of_the_day_before_do_not(world: Qinghe) -> None:
    by = world.actor("dispatcher")
    assert may_leave(Export(ExportOf.CASES, 60, {"kind": "0602"}), by=by, at=world.now)
    assert not may_leave(Export(ExportOf.CASES, 60, {"kind": "0701"}), by=by, at=world.now)
    assert may_leave(Export(ExportOf.ROSTER, 60, {}), by=world.actor("leader"), at=world.now)
    assert may_leave(Export(ExportOf.CASES, 60, {}), by=by, at=world.now + timedelta(days=1, seconds=1))


def test_the_ledger_of_many_rows_is_asked_for_agreed_to_and_fetched(few: Qinghe) -> None:
    for _ in range(3):
        few.register()
    desk, reviewer = few.client("dispatcher"), few.client("reviewer")
    address = "/cases.xlsx?state=open"
    shown = desk.get(address)
    assert not is_file(shown)
    assert "这个文件有 3 行" in shown.content.decode()
    assert desk.post(address, {"key": "1", "reason": " "}).status_code == 422
    asked = desk.post(address, {"key": "2", "reason": WHY})
    row = Approval.objects.get()
    assert asked.headers["Location"] == f"/approvals/{row.pk}"
    assert not is_file(desk.get(address)), "asking is not being agreed to"
    assert "导出案件台账，3 行" in reviewer.get("/approvals").content.decode()
    assert "状态：" in reviewer.get(f"/approvals/{row.pk}").content.decode()
    reviewer.post(f"/approvals/{row.pk}", {"key": "3", "do": "agree"})
    assert 'href="/cases.xlsx?state=open"' in desk.get(f"/approvals/{row.pk}").content.decode()
    assert is_file(desk.get(address))
    entry = Entry.objects.filter(stream="system", verb="export").latest("seq")
    assert f'"approval":{row.pk}' in entry.body
    assert not is_file(desk.get("/cases.xlsx")), "another file"
    assert not is_file(few.client("leader").get(address)), "somebody else"
    few.later(hours=24)
    assert not is_file(few.client("dispatcher").get(address)), "the time is over"


def test_a_ledger_that_has_grown_much_is_asked_for_anew(world: Qinghe) -> None:
    by, at = world.actor("dispatcher"), world.now
    asked = exports.ask_export(export=Export(ExportOf.CASES, 1000, {}), reason=WHY, by=by, at=at)
    world.agree("leader", asked)
    assert may_leave(Export(ExportOf.CASES, 1099, {}), by=by, at=at)
    assert not may_leave(Export(ExportOf.CASES, 1101, {}), by=by, at=at)


def door_of(world: Qinghe, what: ExportOf) -> tuple[str, str]:
    """Who opens it, and its address, with more rows behind it than may leave."""
    if what is ExportOf.PROBLEMS:
        who = world.actor("clerk").user_id
        batch = ImportBatch.objects.create(by_id=who, name="一月.csv", at=world.now, refused=3)
        return "clerk", f"/imports/{batch.pk}/problems.csv"
    if what is ExportOf.CASES:
        for _ in range(3):
            world.register()
    return {
        ExportOf.CASES: ("dispatcher", "/cases.xlsx"),
        ExportOf.ROSTER: ("admin", "/mediators.xlsx"),
        ExportOf.ALLOWANCES: ("leader", "/allowances.xlsx?month=2026-03"),
    }[what]


@pytest.mark.parametrize("what", sorted(ExportOf))
def test_every_door_waits(few: Qinghe, what: ExportOf, monkeypatch: pytest.MonkeyPatch) -> None:
    if what is ExportOf.ALLOWANCES:
        from jiefen.reports.figures import allowances

        monkeypatch.setattr(allowances, "_rows", lambda _first: [])
        monkeypatch.setattr(powers, "MANY", -1)
    who, address = door_of(few, what)
    browser = few.client(who)
    assert not is_file(browser.get(address))
    assert browser.post(address, {"key": "1", "reason": WHY}).status_code == 302
    row = Approval.objects.get()
    few.client("supervisor").post(f"/approvals/{row.pk}", {"key": "2", "do": "agree"})
    assert is_file(browser.get(address))
    assert set(EXPORT_PAGES) == set(ExportOf)


def test_every_view_that_hands_out_rows_goes_through_the_one_door() -> None:
    """Whoever writes a table for a page uses `export_file`; a second way round would be seen here."""
    from pathlib import Path

    import jiefen

    web = Path(jiefen.__file__).parent / "web"
    makers = ("_sheet(", ".workbook(", "problems_xlsx(", "problems_csv(", "write_xlsx", "write_csv")
    bare = [
        path.name
        for path in web.rglob("*.py")
        if any(maker in (text := path.read_text()) for maker in makers) and "export_file(" not in text
    ]
    assert bare == []
