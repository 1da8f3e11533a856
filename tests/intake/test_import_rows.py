"""Every row of a file becomes a case or comes back with a remark that a clerk can act on; none is lost, none doubled."""

from __future__ import annotations

import io

import pytest
from django.db import DataError
from import_samples import GOOD, HEADERS, bring, counts, csv, queue, remarks, row, xlsx
from openpyxl import load_workbook

from jiefen.actions.intake import imports as actions
from jiefen.actions.intake.imports import run_to_end, step
from jiefen.domain.common.errors import Invalid, NotAllowed
from jiefen.domain.common.words import Flag
from jiefen.reports.intake.import_files import problems_csv, problems_xlsx
from jiefen.store.common.reference import shown_number
from jiefen.store.models import Case, ImportBatch, Post
from kit.qinghe import Qinghe


def test_a_good_row_is_a_case_like_any_other_registered_by_the_uploader(world: Qinghe) -> None:
    batch = bring(world, csv(GOOD))
    case = Case.objects.get()
    assert counts(batch) == (1, 0, 0)
    assert case.registered_by.username == "clerk"
    assert (case.source, case.external_number, case.kind) == ("import", "A-1", "0202")
    assert case.place is not None
    assert case.place.name == "上坞村"
    assert case.flag_set() == {Flag.IMPORTED}
    assert str(case.amount) == "8600.50"
    assert case.holder.is_desk
    assert case.clocks.filter(rule="C-DISPATCH", stopped_at__isnull=True).count() == 1
    assert case.entries.count() == case.version == 1
    assert world.sees("dispatcher", case.number)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_any_encoding_of_an_office_is_read(world: Qinghe, encoding: str) -> None:
    assert counts(bring(world, csv(GOOD, encoding=encoding))) == (1, 0, 0)
    assert Case.objects.get().story == "砌墙占了过道。"


def test_a_workbook_does_as_well(world: Qinghe) -> None:
    assert counts(bring(world, xlsx(GOOD), name="名单.xlsx")) == (1, 0, 0)


@pytest.mark.parametrize(
    ("changes", "column", "said"),
    [
        ({"发生日期": "2026-02-30"}, "发生日期", "不是一个存在的日期"),
        ({"发生日期": "2027-01-01"}, "发生日期", "在今天之后"),
        ({"申请人证件号": "110105194912310021"}, "申请人证件号", "请"),
        ({"发生地": "月球村"}, "发生地", "没有代码为“月球村”的地方"),
        ({"纠纷类型": "外星纠纷"}, "纠纷类型", "不在目录里"),
        ({"申请人电话": "1380000"}, "申请人电话", "请"),
        ({"涉及金额": "很多"}, "涉及金额", "要写数字"),
        ({"外部编号": "9" * 81}, "外部编号", "最多 80 字"),
    ],
)
def test_a_bad_row_names_the_column_and_the_remedy_and_its_neighbours_come_in(
    world: Qinghe, changes: dict[str, str], column: str, said: str
) -> None:
    batch = bring(world, csv(GOOD, row(**({"外部编号": "A-2"} | changes)), row(外部编号="A-3")))
    assert counts(batch) == (2, 0, 1)
    told = remarks(batch)
    assert list(told) == [3]
    assert told[3].startswith(f"“{column}”：")
    assert said in told[3]


def test_two_mistakes_in_one_row_are_both_named(world: Qinghe) -> None:
    told = remarks(bring(world, csv(row(发生日期="昨天", 涉及金额="很多"))))[2]
    assert "“发生日期”" in told
    assert "“涉及金额”" in told


def test_an_unclosed_quote_costs_one_row(world: Qinghe) -> None:
    good = csv(GOOD, row(外部编号="A-2"), row(外部编号="A-3")).decode()
    broken = good.replace('"A-2","张三"', '"A-2","张"三').encode()
    batch = bring(world, broken)
    assert counts(batch) == (2, 0, 1)
    assert "引号不成对" in remarks(batch)[3]


def test_broken_json_lines_cost_themselves(world: Qinghe) -> None:
    lines = [
        '{"msg_id": "1", "title": "路灯不亮", "body": "三天了", "time": "2019/4/24 16:03:40"}',
        "{oops",
        "[1]",
        "{}",
    ]
    batch = bring(world, "\n".join(lines).encode(), name="a.jsonl", mapping="petitions")
    assert counts(batch) == (1, 0, 3)
    assert "JSON" in remarks(batch)[2]
    assert "没有当事人" in remarks(batch)[4]


def test_an_external_number_with_its_content_comes_in_once_and_with_another_comes_back(world: Qinghe) -> None:
    batch = bring(world, csv(GOOD, GOOD, row(事情经过="换了说法。")))
    assert counts(batch) == (1, 1, 1)
    assert "第 3 行与第 2 行内容相同" in batch.remarks
    assert "“外部编号”：编号“A-1”在这个文件里出现了两次，内容却不同" in remarks(batch)[4]
    other_way = csv(row(涉及金额="8600.5元", 发生日期="2026年2月1日", 申请人电话="138 0000 0001"))
    assert counts(bring(world, other_way, by="clerk2")) == (0, 1, 0)
    clash = bring(world, csv(row(申请人姓名="王五")), by="clerk2")
    assert counts(clash) == (0, 0, 1)
    assert shown_number(Case.objects.get().number) in remarks(clash)[2]
    other = csv((*GOOD, "12345"), headers=(*HEADERS, "外部来源"))
    assert counts(bring(world, other)) == (1, 0, 0)
    assert Case.objects.count() == 2


def test_a_row_without_an_external_number_is_known_by_its_content(world: Qinghe) -> None:
    content = csv(row(外部编号=""), row(外部编号=""), row(外部编号="", 申请人姓名="王五"))
    assert counts(bring(world, content)) == (2, 1, 0)
    assert counts(bring(world, content, by="clerk2")) == (0, 3, 0)


def test_what_is_missing_is_flagged_what_is_wrong_is_refused(world: Qinghe) -> None:
    bring(world, csv(row(被申请人姓名="", 纠纷类型="", 发生地="")))
    case = Case.objects.get()
    assert case.flag_set() == {Flag.INCOMPLETE, Flag.IMPORTED}
    assert case.kind == "9999"


def test_places_are_known_by_code_by_name_and_by_the_way_down(world: Qinghe) -> None:
    spoken = ["330999101002", "上坞村", "云溪镇上坞村", "清和县云溪镇上坞村", "云溪镇 上坞村"]
    rows = [row(外部编号=f"P{at}", 发生地=name) for at, name in enumerate(spoken)]
    assert counts(bring(world, csv(*rows))) == (len(spoken), 0, 0)
    assert set(Case.objects.values_list("place__name", flat=True)) == {"上坞村"}


def test_formulas_come_in_as_text_and_go_back_harmless(world: Qinghe) -> None:
    bad = row(外部编号="A-9", 申请人姓名='=HYPERLINK(""http://x"")', 发生日期="2026-13-01")
    batch = bring(world, csv(row(事情经过="=1+1"), bad))
    assert Case.objects.get().story == "=1+1"
    sheet = load_workbook(io.BytesIO(problems_xlsx(batch))).active
    cells = [cell for line in sheet.iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("'=HYPERLINK") for cell in cells)
    assert "'=HYPERLINK" in problems_csv(batch)


def test_the_rows_that_came_back_can_be_mended_and_sent_again(world: Qinghe) -> None:
    batch = bring(world, csv(GOOD, row(外部编号="A-2", 发生日期="2026-02-30", 事情经过="+漏水")))
    back = problems_csv(batch)
    assert back.startswith("\ufeff" + ",".join(HEADERS) + ",退回说明（本系统填写）")
    assert "第 3 行：“发生日期”" in back
    mended = bring(world, back.replace("2026-02-30", "2026-02-28").encode())
    assert counts(mended) == (1, 0, 0)
    assert Case.objects.get(external_number="A-2").story == "+漏水"


@pytest.mark.parametrize(
    ("content", "name", "mapping", "said"),
    [
        (b"", "a.csv", "cases", "空的"),
        (b"%PDF-1.7", "a.pdf", "cases", "不能读取"),
        (b"PK\x03\x04nonsense", "a.xlsx", "cases", "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "cases", "旧版"),
        (b"\x1f\x8b\x08nonsense", "a.jsonl.gz", "petitions", "压缩文件已损坏"),
        ("甲,乙\n1,2\n".encode(), "a.csv", "cases", "列名和来源格式"),
        (csv(), "a.csv", "cases", "只有表头"),
        (b"<html>", "a.jsonl", "petitions", "读不懂"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_such_table_is_refused_whole_and_leaves_nothing(
    world: Qinghe, settings, content: bytes, name: str, mapping: str, said: str
) -> None:
    with pytest.raises(Invalid) as refused:
        queue(world, content, name=name, mapping=mapping)
    assert said in refused.value.fields["file"]
    assert not ImportBatch.objects.exists()
    assert not [
        path for path in settings.HOME.imports.iterdir() if name in path.name or "incoming" in path.name
    ]


def test_a_file_over_the_cap_is_cut_off_while_it_arrives(world: Qinghe, settings) -> None:
    settings.MAX_IMPORT = 1000
    with pytest.raises(Invalid) as refused:
        queue(world, csv(*[GOOD] * 100))
    assert "超过" in refused.value.fields["file"]


def test_an_unknown_format_and_a_person_without_the_post_are_refused(world: Qinghe) -> None:
    with pytest.raises(Invalid) as refused:
        queue(world, csv(GOOD), mapping="../../etc/passwd")
    assert "可以用：cases" in refused.value.fields["mapping"]
    with pytest.raises(NotAllowed):
        queue(world, csv(GOOD), by="handler")


def test_a_double_click_queues_one_import(world: Qinghe, settings) -> None:
    before = set(settings.HOME.imports.iterdir())
    first = queue(world, csv(GOOD), key="once")
    assert queue(world, csv(GOOD), key="once").pk == first.pk
    assert len(set(settings.HOME.imports.iterdir()) - before) == 1
    run_to_end(first, clock=lambda: world.now)
    assert set(settings.HOME.imports.iterdir()) == before


def test_a_chunk_that_breaks_leaves_no_trace_and_is_done_again(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row(外部编号=f"K{at}", 发生日期="坏" if at % 5 == 0 else "2026-02-01") for at in range(50)]
    batch = queue(world, csv(*rows))
    step(batch, at=world.now, rows=20)
    batch.refresh_from_db()
    assert (batch.cursor, *counts(batch)) == (21, 16, 0, 4)

    def power_cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(actions, "_keep_refused", power_cut)
        with pytest.raises(KeyboardInterrupt):
            step(batch, at=world.now, rows=20)
    batch.refresh_from_db()
    assert (batch.cursor, Case.objects.count()) == (21, 16)
    actions._readers.clear()
    run_to_end(batch, clock=lambda: world.now)
    assert counts(batch) == (40, 0, 10)
    assert Case.objects.count() == 40
    assert sorted(remarks(batch)) == [2 + at for at in range(0, 50, 5)]


def test_a_row_that_the_database_refuses_costs_only_itself(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_one = actions.register_many

    def refusing(incoming, **more):
        if any(one.registration.external_number == "D1" for one in incoming):
            raise DataError("value too long")
        return true_one(incoming, **more)

    monkeypatch.setattr(actions, "register_many", refusing)
    batch = bring(world, csv(*[row(外部编号=f"D{at}") for at in range(4)]))
    assert counts(batch) == (3, 0, 1)
    assert "系统没能登记这一行（编号 " in remarks(batch)[3]


def test_two_workers_on_one_file_settle_each_row_once(world: Qinghe) -> None:
    batch = queue(world, csv(*[row(外部编号=f"W{at}") for at in range(10)]))
    late = ImportBatch.objects.get(pk=batch.pk)
    step(batch, at=world.now, rows=5)
    step(late, at=world.now, rows=5)
    assert Case.objects.count() == 5
    late.refresh_from_db()
    assert counts(run_to_end(late, clock=lambda: world.now)) == (10, 0, 0)


def test_an_uploader_who_lost_the_post_registers_nothing_more(world: Qinghe) -> None:
    batch = queue(world, csv(*[row(外部编号=f"L{at}") for at in range(10)]))
    step(batch, at=world.now, rows=5)
    Post.objects.filter(user__username="clerk").update(until=world.now)
    run_to_end(batch, clock=lambda: world.now)
    assert batch.state == "failed"
    assert "请由在岗的受理员重新上传" in batch.problem
    assert counts(batch) == (5, 0, 0)


def test_the_worker_takes_the_oldest_first_and_then_rests(world: Qinghe) -> None:
    first, second = queue(world, csv(GOOD)), queue(world, csv(row(外部编号="B-1")))
    while actions.continue_waiting(at=world.now, rows=10):
        pass
    for batch in (first, second):
        batch.refresh_from_db()
        assert (batch.state, batch.made) == ("done", 1)
    assert first.finished_at is not None
