"""Registers as people make them: titles, two lines of names, merged cells, a line per respondent, errors, odd columns."""

from __future__ import annotations

import pytest
from import_samples import bring, counts, notes, queue, remarks, sheet

from jiefen.domain.common.words import IdentityPaper, PartyKind
from jiefen.reports.common.opened import phone_of
from jiefen.store.models import Case
from kit.qinghe import Qinghe

TITLE = ("清和县云溪镇2026年2月矛盾纠纷排查登记表",)
UPPER = ("序号", "申请人", None, "对方当事人", None, "纠纷类型", "简要情况", "涉及金额（万元）", "处理结果")
LOWER = (None, "姓名", "联系电话", "姓名", "联系电话", None, None, None, None)
FIRST = (
    1,
    "张三",
    "13800000001",
    "李四",
    "0579-85551234",
    "相邻土地建筑利用",
    "砌墙占了过道。",
    3.5,
    "已劝和",
)
MORE = (None, None, None, "王五", "13800000003", None, None, None, None)
SECOND = (2, "赵六", "13800000004", "钱七", None, None, "借款不还。", None, None)


def test_a_register_with_a_title_two_lines_of_names_and_merged_cells_comes_in_right(world: Qinghe) -> None:
    merged = (
        "A1:I1",
        "A2:A3",
        "B2:C2",
        "D2:E2",
        "F2:F3",
        "G2:G3",
        "H2:H3",
        "I2:I3",
        "A4:A5",
        "B4:B5",
        "C4:C5",
        "G4:G5",
    )
    batch = bring(world, sheet(TITLE, UPPER, LOWER, FIRST, MORE, SECOND, merged=merged), name="台账.xlsx")
    assert (counts(batch), remarks(batch)) == ((2, 0, 0), {})
    first, second = Case.objects.order_by("pk")
    people = [(party.side, party.name, phone_of(party)) for party in first.parties.order_by("position")]
    assert people == [
        ("applicant", "张三", "13800000001"), ("respondent", "李四", "0579-85551234"), ("respondent", "王五", "13800000003"),
    ]  # fmt: skip
    assert (first.amount, first.kind, first.story) == (35000, "0202", "砌墙占了过道。")
    assert [party.name for party in second.parties.order_by("position")] == ["赵六", "钱七"]
    assert batch.unread == "处理结果"
    assert "第 4 至 5 行是同一件" in batch.remarks
    assert "已劝和" in notes(world, first)


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_same_without_merged_cells_in_plain_text_with_any_delimiter(
    world: Qinghe, delimiter: str
) -> None:
    lines = [TITLE, ("填表单位：云溪镇，司法所；2026", *[None] * 8), UPPER, LOWER, FIRST, MORE, SECOND]
    text = "\n".join(delimiter.join("" if cell is None else str(cell) for cell in line) for line in lines)
    assert counts(bring(world, text.encode("gb18030"), name="台账.csv")) == (2, 0, 0)
    assert Case.objects.order_by("pk")[0].parties.count() == 3


def test_one_merged_place_over_several_matters_is_the_place_of_each(world: Qinghe) -> None:
    names = ("序号", "发生地", "申请人", "被申请人", "事情经过")
    rows = [
        (1, "上坞村", "张三", "李四", "甲"),
        (2, None, "王五", "赵六", "乙"),
        (3, None, "孙七", "周八", "丙"),
    ]
    assert counts(bring(world, sheet(names, *rows, merged=("B2:B4",)), name="a.xlsx")) == (3, 0, 0)
    assert set(Case.objects.values_list("place__name", flat=True)) == {"上坞村"}


def test_one_applicant_over_several_matters_is_no_one_matter(world: Qinghe) -> None:
    rows = [("张三", "李四", "甲"), (None, "赵六", "乙")]
    assert counts(
        bring(world, sheet(("申请人", "被申请人", "事情经过"), *rows, merged=("A2:A3",)), name="a.xlsx")
    ) == (2, 0, 0)
    assert Case.objects.filter(parties__name="张三").count() == 2


def test_a_second_applicant_and_a_seventh_respondent_are_not_lost(world: Qinghe) -> None:
    names = ("序号", "申请人", "被申请人", "事情经过")
    lines = [(1, "张三", "李一", "甲"), (None, "张四", "李二", None), (2, "王五", "赵六", "乙")]
    lines += [(None, None, f"赵{at}", None) for at in range(5)]
    batch = bring(world, sheet(names, *lines), name="a.xlsx")
    assert counts(batch) == (1, 0, 1)
    assert "第 9 行是同一件的第 6 位对方" in remarks(batch)[4]
    assert "申请人（续）：张四" in notes(world, Case.objects.get())


def test_a_line_of_names_is_never_data_and_a_total_is_sent_back(world: Qinghe) -> None:
    names = ("编号", "申请人", "被申请人", "事情经过", "涉及金额")
    lines = [
        ("A1", "张三", "李四", "甲", 100),
        names,
        ("A2", "王五", "赵六", "乙", 100),
        ("合计", None, None, None, 200),
    ]
    batch = bring(world, sheet(names, *lines), name="a.xlsx")
    assert counts(batch) == (2, 0, 1)
    assert "合计或落款" in remarks(batch)[5]


def test_a_cell_with_an_error_or_a_formula_never_computed_is_not_empty(world: Qinghe) -> None:
    names = ("编号", "申请人", "被申请人", "事情经过", "涉及金额", "经办")
    lines = [
        ("A1", "张三", "李四", "甲", "=1+1", None),
        ("A2", "王五", "赵六", "乙", "#N/A", None),
        ("A3", "孙七", "周八", "丙", 5, "=A1"),
    ]
    book = sheet(names, *lines)
    batch = bring(world, book, name="a.xlsx")
    assert counts(batch) == (1, 0, 2)
    assert "“涉及金额”：公式没有算出结果" in remarks(batch)[2]
    assert "“涉及金额”：公式错误 #N/A" in remarks(batch)[3]


def test_a_sum_computed_by_a_sheet_has_the_figures_that_the_sheet_shows(world: Qinghe) -> None:
    bring(
        world,
        sheet(("编号", "申请人", "事情经过", "涉及金额"), ("A1", "张三", "甲", 1234.56 * 3)),
        name="a.xlsx",
    )
    assert str(Case.objects.get().amount) == "3703.68"


def test_a_bare_phone_belongs_to_whoever_stands_to_its_left(world: Qinghe) -> None:
    names = ("申请人", "联系电话", "身份证号", "被申请人", "联系电话", "身份证号", "事情经过")
    line = ("张三", "13800000001", "11010519491231002X", "李四", "13800000002", "", "甲")
    bring(world, sheet(names, line), name="a.xlsx")
    phones = {party.name: phone_of(party) for party in Case.objects.get().parties.all()}
    assert phones == {"张三": "13800000001", "李四": "13800000002"}


def test_what_other_systems_wrap_to_keep_it_text_is_unwrapped(world: Qinghe) -> None:
    text = '编号,申请人,联系电话,身份证号,事情经过\nA1,张三,="13800000001",\'11010519491231002X,甲\nA2,李四,\t13800000002,"=""11010519491231002X""",乙\n'
    assert counts(bring(world, text.encode(), name="a.csv")) == (2, 0, 0)


def test_a_company_with_its_code_and_no_kind_is_a_company(world: Qinghe) -> None:
    text = "申请人姓名,申请人证件号,被申请人姓名,被申请人证件号,事情经过\n红枫商贸,91330782MA28A1B2X4,张三,H12345678,货款\n"
    assert counts(bring(world, text.encode(), name="a.csv")) == (1, 0, 0)
    firm, person = Case.objects.get().parties.order_by("position")
    assert (firm.kind, firm.paper) == (PartyKind.ORGANISATION, IdentityPaper.CREDIT_CODE)
    assert (person.kind, person.paper) == (PartyKind.PERSON, IdentityPaper.HKMO_PERMIT)


def test_every_remark_column_is_the_senders_and_kept(world: Qinghe) -> None:
    text = "编号,申请人,事情经过,备注,经办人\nA1,张三,甲,听力障碍，请发短信,王调解\n".replace(
        "障碍，请", "障碍请"
    )
    batch = queue(world, text.encode(), name="a.csv")
    assert batch.unread.splitlines() == ["备注", "经办人"], "named before the first row is taken"
    bring(world, text.encode(), name="a.csv")
    told = notes(world, Case.objects.get())
    assert "备注：听力障碍请发短信" in told
    assert "经办人：王调解" in told


def test_sheets_that_are_left_out_are_named_and_the_one_with_our_columns_is_read(world: Qinghe) -> None:
    names = ("申请人", "被申请人", "事情经过")
    more = {"一月": [names, ("张三", "李四", "甲")], "二月": [names, ("王五", "赵六", "乙")]}
    batch = bring(world, sheet(("说明：请填写各月",), more=more), name="a.xlsx")
    assert counts(batch) == (1, 0, 0)
    assert "工作表“二月”没有读" in batch.remarks


def test_running_numbers_are_no_key_and_real_ones_are(world: Qinghe) -> None:
    def file(*names: str, month: str, number: str = "") -> bytes:
        lines = [f"{number}{at},{name},对方,{month}月第{at}件" for at, name in enumerate(names, 1)]
        return "\n".join(["编号,申请人,对方当事人,简要情况", *lines]).encode()

    january, february = file("张三", "王五", month="一"), file("钱七", "周九", "郑一", month="二")
    assert counts(bring(world, january, name="1.csv")) == (2, 0, 0)
    assert counts(bring(world, february, name="2.csv")) == (3, 0, 0)
    assert counts(bring(world, february, name="2.csv")) == (0, 3, 0)
    real = file("张三", month="三", number="QH-2026-")
    assert counts(bring(world, real, name="3.csv")) == (1, 0, 0)
    assert counts(bring(world, file("王五", month="四", number="QH-2026-"), name="4.csv")) == (0, 0, 1)


def test_rows_that_became_one_are_said(world: Qinghe) -> None:
    text = "申请人,对方当事人,简要情况\n张三,李四,甲\n张三,李四,甲\n张三,李四,甲\n"
    batch = bring(world, text.encode(), name="a.csv")
    assert counts(batch) == (1, 2, 0)
    assert batch.remarks.splitlines() == [
        "第 3 行与第 2 行内容相同，合为一件。",
        "第 4 行与第 2 行内容相同，合为一件。",
    ]


@pytest.mark.parametrize(
    "moment",
    [
        "2026-02-01T16:00:00.000Z",
        "2026-02-01T16:00:00+0000",
        "2026-02-02T00:30:00+08:00",
        "2026-02-02 00:00:00",
    ],
)
def test_a_moment_in_another_zone_falls_on_the_day_it_is_here(world: Qinghe, moment: str) -> None:
    line = f'{{"外部编号": "Z-1", "申请人姓名": "甲", "事情经过": "x", "发生日期": "{moment}"}}'
    bring(world, line.encode(), name="a.jsonl")
    assert str(Case.objects.get().happened_on) == "2026-02-02"


def test_a_title_says_its_kind_once(world: Qinghe) -> None:
    number = world.register(kind="9999", title="")
    assert world.case(number).title.count("纠纷") == 1


@pytest.mark.parametrize(
    "foot",
    [("合计", None, None), ("合计：2件", None, None), ("填表人：张三", "审核人：李四", None), ("注：以上为二月数据", None, None), ("小 计", "2", None)],
)  # fmt: skip
def test_a_total_and_a_signature_line_are_no_matter_and_no_applicant(
    world: Qinghe, foot: tuple[str | None, ...]
) -> None:
    batch = bring(
        world, sheet(("申请人", "被申请人", "事情经过"), ("张三", "李四", "甲"), foot), name="a.xlsx"
    )
    assert counts(batch) == (1, 0, 1)
    assert "合计或落款" in remarks(batch)[3]


@pytest.mark.parametrize("kind", ["相邻土地建筑利用", "相邻土地建筑利用纠纷", "０２０２", " 0202 "])
def test_a_kind_is_read_with_or_without_its_last_word(world: Qinghe, kind: str) -> None:
    text = f"编号,申请人,纠纷类型,事情经过\nA1,张三,{kind},甲\n"
    bring(world, text.encode(), name="a.csv")
    assert Case.objects.get().kind == "0202"


def test_a_table_that_begins_in_the_middle_of_a_sheet_keeps_its_line_numbers(world: Qinghe) -> None:
    blank = (None, None)
    lines = [
        blank,
        blank,
        (*blank, "序号", "申请人", "被申请人", "事情经过"),
        (*blank, 1, "张三", "李四", "甲"),
    ]
    lines += [(*blank, None, None, "王五", None), (*blank, 2, "赵六", "钱七", "=1+1")]
    batch = bring(world, sheet(*lines, merged=("C4:C5", "D4:D5", "F4:F5")), name="a.xlsx")
    assert counts(batch) == (1, 0, 1)
    assert Case.objects.get().parties.count() == 3
    assert list(remarks(batch)) == [6]
    assert "第 4 至 5 行" in batch.remarks


def test_sixty_columns_and_names_of_one_sign_and_of_fifty(world: Qinghe) -> None:
    names = ("编号", "申请人", "被申请人", "事情经过", *(f"统计项{at}" for at in range(56)))
    line = ("A1", "丁", "阿" * 50, "甲", *range(56))
    batch = bring(world, sheet(names, line), name="a.xlsx")
    assert counts(batch) == (1, 0, 0)
    assert len(batch.unread.splitlines()) == 56
    case = Case.objects.get()
    assert [party.name for party in case.parties.order_by("position")] == ["丁", "阿" * 50]
    assert "统计项55：55" in notes(world, case)


def test_our_remark_of_before_it_had_a_name_of_its_own_is_no_remark_of_theirs(world: Qinghe) -> None:
    text = "编号,申请人,事情经过,备注\nA1,张三,甲,第 3 行：“发生日期”：不是一个存在的日期。\nA2,李四,乙,听力障碍\n"
    batch = bring(world, text.encode(), name="a.csv")
    assert batch.unread == "备注"
    first, second = Case.objects.order_by("pk")
    assert "不是一个存在的日期" not in notes(world, first)
    assert "听力障碍" in notes(world, second)


def test_a_broken_cell_merged_over_several_matters_is_broken_in_each(world: Qinghe) -> None:
    names = ("序号", "申请人", "被申请人", "事情经过", "涉及金额")
    lines = [(1, "张三", "李四", "甲", "=1+1"), (2, "王五", "赵六", "乙", None), (3, "孙七", "周八", "丙", 5)]
    batch = bring(world, sheet(names, *lines, merged=("E2:E3",)), name="a.xlsx")
    assert counts(batch) == (1, 0, 2)
    assert all("“涉及金额”：公式没有算出结果" in said for said in remarks(batch).values())


def test_rows_far_apart_that_became_one_are_said_too(world: Qinghe) -> None:
    lines = ["申请人,对方当事人,简要情况", *(f"张三,李四,第{at % 150}件" for at in range(151))]
    batch = bring(world, "\n".join(lines).encode(), name="a.csv")
    assert counts(batch) == (150, 1, 0)
    assert batch.remarks == "第 152 行与这个文件里前面的一行内容相同，合为一件。"
