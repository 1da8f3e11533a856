"""Files that are no register: our own ledger, another court's numbers, pages and tabs that call themselves .xls."""

from __future__ import annotations

import pytest
from import_samples import bring, counts, notes, queue, remarks

from jiefen.domain.common.errors import Invalid
from jiefen.store.models import Case
from kit.qinghe import Qinghe


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<html><table><tr><td>x</td></tr></table></html>", "a.xls", "网页格式"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "a.xls", "XML"),
        (b"MIME-Version: 1.0\r\n", "a.xls", "另存为 .xlsx"),
        (b"<TABLE>", "a.xlsx", "另存为 .xlsx"),
        (b"%PDF-1.7", "a.csv", "PDF"),
    ],
)
def test_advice_follows_what_the_person_sees(world: Qinghe, content: bytes, name: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        queue(world, content, name=name)
    assert said in refused.value.fields["file"]


def test_a_table_of_tabs_that_calls_itself_xls_is_read(world: Qinghe) -> None:
    text = "外部编号\t申请人姓名\t事情经过\nI21\t甲\t经过\n"
    assert counts(bring(world, text.encode("gb18030"), name="a.xls")) == (1, 0, 0)


def test_our_own_ledger_is_recognised(world: Qinghe) -> None:
    numbers = [world.register(), world.register(applicant_name="王五")]
    ledger = world.client("dispatcher").get("/cases.xlsx").content
    batch = bring(world, ledger, name="台账.xlsx")
    assert counts(batch) == (0, 2, 0)
    assert "已经在库" in batch.remarks
    assert set(Case.objects.values_list("number", flat=True)) == set(numbers)


def test_a_number_like_ours_that_is_none_and_another_courts_number(world: Qinghe) -> None:
    text = "案号,申请人,事情经过\n（2026）浙0782民初123号,张三,甲\n清矛调〔2026〕99999号,王五,乙\n"
    batch = bring(world, text.encode(), name="a.csv")
    assert counts(batch) == (1, 0, 1)
    assert "没有这件案件" in remarks(batch)[3]
    assert "民初123号" in notes(world, Case.objects.order_by("pk")[0])
