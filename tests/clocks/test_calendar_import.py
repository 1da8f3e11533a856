"""The notice for 2027 arrives: limits that were provisional become real, and nobody has to remember."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiefen.actions.clocks.calendars import import_year, recount_provisional
from jiefen.domain.common.errors import Invalid, NotAllowed
from jiefen.reports.clocks.calendar import calendar_page, missing_years
from jiefen.store.common.reference import snapshot
from jiefen.store.models import CalendarYear, Case, Clock, Entry
from kit.qinghe import Qinghe

LOCAL = ZoneInfo("Asia/Shanghai")
NOTICE = """
year = 2027
source = "关于2027年部分节假日安排的通知（测试）"

[[holiday]]
name = "元旦"
from = 2027-01-01
to = 2027-01-03
statutory = [2027-01-01]

[[holiday]]
name = "调休假"
from = 2027-01-04
to = 2027-01-08
work = [2027-01-09, 2027-01-10]
"""
SHEET = (
    "日期,名称,安排\n2027-01-01,元旦,法定\n2027/1/2,元旦,放假\n2027-01-03,元旦,放假\n2027-01-10,元旦,上班\n"
)


def file(folder: Path, text: str, name: str = "2027.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def bring(world: Qinghe, path: Path, *, who: str = "admin", year: str = "", source: str = "", key: str = ""):
    return import_year(
        path, name=path.name, year=year, source=source, by=world.actor(who), at=world.now, key=key
    )


@pytest.fixture
def new_years_eve(world: Qinghe) -> str:
    """A case registered on the last evening of 2026: its dispatch is due in a year nobody knows yet."""
    world.now = datetime(2026, 12, 31, 17, 0, tzinfo=LOCAL)
    return world.register()


def test_provisional_clocks_move_and_the_case_says_so(
    world: Qinghe, new_years_eve: str, tmp_path: Path
) -> None:
    clock = Clock.objects.get(case__number=new_years_eve)
    before = clock.due
    assert clock.provisional
    answer = bring(world, file(tmp_path, NOTICE))
    clock.refresh_from_db()
    assert not clock.provisional
    assert clock.due is not None
    assert before is not None
    assert clock.due > before
    assert clock.due.astimezone(LOCAL).date() == date(2027, 1, 9)
    case = Case.objects.get(number=new_years_eve)
    assert case.next_due == clock.due
    assert "重算了 1 个在走的时限，其中 1 个的到期时间有变化" in answer.sentence
    last = Entry.objects.filter(case=case).order_by("-seq")[0]
    assert (last.verb, last.audience, case.version) == ("calendar", "internal", last.seq)


def test_a_crash_between_storing_and_moving_is_made_good_by_the_next_round(
    world: Qinghe, new_years_eve: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(**_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("jiefen.actions.clocks.calendars.recount_provisional", crash)
        with pytest.raises(KeyboardInterrupt):
            bring(world, file(tmp_path, NOTICE))
    assert Clock.objects.get(case__number=new_years_eve).provisional
    assert recount_provisional(by=world.actor("admin"), at=world.now).moved == 1
    assert recount_provisional(by=world.actor("admin"), at=world.now).seen == 0


def test_a_corrected_notice_moves_clocks_that_were_settled(
    world: Qinghe, new_years_eve: str, tmp_path: Path
) -> None:
    bring(world, file(tmp_path, NOTICE))
    settled = Clock.objects.get(case__number=new_years_eve).due
    bring(world, file(tmp_path, NOTICE.replace("2027-01-09, ", "")))
    moved = Clock.objects.get(case__number=new_years_eve).due
    assert settled is not None
    assert moved is not None
    assert moved.astimezone(LOCAL).date() == date(2027, 1, 10)
    assert CalendarYear.objects.count() == 1


def test_a_sheet_does_as_well_in_any_encoding(world: Qinghe, tmp_path: Path) -> None:
    path = tmp_path / "假期.csv"
    path.write_bytes(SHEET.encode("gb18030"))
    bring(world, path, year="2027", source="测试通知")
    known = snapshot().calendar
    assert known.is_holiday(date(2027, 1, 2))
    assert date(2027, 1, 1) in known.statutory
    assert date(2027, 1, 2) not in known.statutory
    assert known.is_workday(date(2027, 1, 10))
    assert known.covers(date(2027, 6, 1))


@pytest.mark.parametrize(
    ("text", "name", "field", "said"),
    [
        ("year = ", "a.toml", "file", "写法不对"),
        (NOTICE.replace("to = 2027-01-03", "to = 2026-12-20"), "a.toml", "file", "holiday 第 1 项 to"),
        (NOTICE.replace("2027-01-09", "2027-01-11"), "a.toml", "file", "本来就上班"),
        (SHEET, "a.csv", "year", "请填写年份"),
        ("日期,节日\n2027-01-01,元旦\n", "b.csv", "file", "缺少"),
        (SHEET.replace("2027/1/2", "2027-02-30"), "b.csv", "file", "第 3 行“日期”"),
        (SHEET.replace("上班", "睡觉"), "b.csv", "file", "第 5 行“安排”"),
    ],
)
def test_a_notice_that_cannot_be_taken_says_where_and_changes_nothing(
    world: Qinghe, tmp_path: Path, text: str, name: str, field: str, said: str
) -> None:
    with pytest.raises(Invalid) as refused:
        bring(world, file(tmp_path, text, name), year="2027" if name.startswith("b") else "", source="测试")
    assert said in refused.value.fields[field]
    assert not CalendarYear.objects.exists()


def test_the_next_year_is_loud_from_october_on(world: Qinghe) -> None:
    years = frozenset({2024, 2025, 2026})
    assert missing_years(years, today=date(2026, 9, 30)) == []
    assert missing_years(years, today=date(2026, 10, 1)) == [2027]
    assert missing_years(years, today=date(2027, 1, 5)) == [2027]
    page = calendar_page({}, now=datetime(2026, 10, 8, 9, 0, tzinfo=LOCAL))
    assert page.missing == [2027]
    assert [line.year for line in page.years] == [2026, 2025, 2024, 2023, 2022, 2021]
    assert page.days


def test_only_an_administrator_may_and_the_page_takes_the_file(world: Qinghe, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        bring(world, file(tmp_path, NOTICE), who="dispatcher")
    browser = world.client("admin")
    assert browser.get("/calendar").status_code == 200
    assert browser.post("/calendar", {"key": "a"}).status_code == 422
    sent = {"key": "b", "file": SimpleUploadedFile("2027.toml", NOTICE.encode())}
    assert browser.post("/calendar", sent).status_code == 302
    assert "关于2027年" in browser.get("/calendar?year=2027").content.decode()
    assert world.client("clerk").get("/calendar").status_code == 403
