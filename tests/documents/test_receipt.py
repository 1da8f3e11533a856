"""The receipt a party takes home: who asked for what, with what, by when, and what asking did to the limitation (民法典 188, 195, 196)."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pypdf import PdfReader

from jiefen.actions.clocks.clocks import recompute
from jiefen.domain.clocks.limitation import limitation_sentence, never_lapses
from jiefen.store.common.reference import snapshot
from kit.filing import photo, upload
from kit.qinghe import Qinghe

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ASKED = date(2026, 3, 3)


def receipt(world: Qinghe, number: str, form: str = "a4") -> tuple[str, int]:
    pdf = world.client("clerk").get(f"/cases/{number}/receipt/{form}").content
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split()), len(pages)


def test_it_names_the_party_whole_what_they_ask_the_sum_and_what_they_handed_in_on_one_page(
    world: Qinghe,
) -> None:
    number = world.register(happened_on="2026-02-01")
    upload(world, number, "租赁合同.jpg", photo(), who="clerk")
    text, pages = receipt(world, number)
    assert pages == 1
    for said in ("张三", "李四", "退还押金", "8,600.50元", "1件：租赁合同.jpg", "2026年3月3日"):
        assert said in text, said
    assert "诉讼时效自当日起中断，重新计算三年，至2029年3月5日" in text
    assert "2026年3月3日，已向人民调解组织提出请求" in text
    assert "（摘要" in text, "each file with the beginning of its digest"
    for never in ("本系统自定", "可改", "二手资料", "深圳", "宁波", "张某"):
        assert never not in text, never
    roll, _ = receipt(world, number, "roll")
    assert "退还押金" in roll
    assert "1件" in roll


def test_a_long_story_of_demands_and_many_papers_still_fit_one_page(world: Qinghe) -> None:
    number = world.register(happened_on="2026-02-01", wanted="退还押金并支付利息；" * 60)
    for n in range(6):
        upload(world, number, f"第{n}份转账记录和聊天截图.jpg", photo(str(n)), who="clerk")
    world.later(minutes=5)
    assert receipt(world, number)[1] == 1


@pytest.mark.parametrize(
    ("kind", "wanted", "amount"),
    [
        ("0202", "请求排除妨碍，恢复通行", False),
        ("0201", "拆除堵住水沟的围墙", False),
        ("0102", "按月支付赡养费", True),
        ("0102", "支付抚养费八千元", True),
        ("0602", "返还房屋", False),
        ("0101", "离婚", False),
        ("0203", "停止侵害、消除危险", False),
    ],
)
def test_where_the_law_has_no_limitation_none_is_told_and_none_runs(
    world: Qinghe, kind: str, wanted: str, amount: bool
) -> None:
    assert never_lapses(kind, wanted=wanted, amount=amount)
    told = limitation_sentence(
        kind, wanted=wanted, amount=amount, happened_on=ASKED, asked_on=ASKED, days=snapshot().calendar
    )
    assert "第一百九十六条" in told
    number = world.register(
        kind=kind, wanted=wanted, amount="8000" if amount else "", happened_on="2026-02-01"
    )
    assert not world.case(number).clocks.filter(rule="LM-01").exists()


@pytest.mark.parametrize(
    ("kind", "wanted", "amount"),
    [
        ("0602", "退还押金", True),
        ("0202", "赔偿墙体损失三千元", False),
        ("0202", "排除妨碍并赔偿损失", True),
        ("0101", "返还彩礼", True),
        ("0804", "归还借款", True),
    ],
)
def test_for_money_limitation_runs_anew_from_the_day_of_asking(kind: str, wanted: str, amount: bool) -> None:
    told = limitation_sentence(
        kind,
        wanted=wanted,
        amount=amount,
        happened_on=date(2025, 1, 2),
        asked_on=ASKED,
        days=snapshot().calendar,
    )
    assert "至2029年3月5日" in told


def test_what_had_run_out_before_anybody_asked_is_not_said_to_begin_anew() -> None:
    claim = {"wanted": "还款", "amount": True, "asked_on": ASKED, "days": snapshot().calendar}
    over = limitation_sentence("0804", happened_on=date(2023, 3, 2), **claim)  # type: ignore[arg-type]
    assert "中断，重新计算" not in over
    assert "由人民法院认定" in over
    last = limitation_sentence("0804", happened_on=date(2023, 3, 3), **claim)  # type: ignore[arg-type]
    assert "中断" in last, "the corresponding day itself is in time"
    leap = limitation_sentence(
        "0804",
        wanted="还款",
        amount=True,
        happened_on=None,
        asked_on=date(2028, 2, 29),
        days=snapshot().calendar,
    )
    assert "至2031年2月28日" in leap


def test_a_labour_dispute_has_its_own_limit_and_no_sentence_of_three_years(world: Qinghe) -> None:
    number = world.register(kind="0701", happened_on="2026-02-01")
    text, _ = receipt(world, number)
    assert "三年" not in text
    assert "劳动仲裁时效" in text
    assert "2027年" in text, "with its year"


def test_every_page_counts_limitation_from_the_day_of_asking(world: Qinghe) -> None:
    number = world.register(happened_on="2025-01-05")
    clock = world.case(number).clocks.get(rule="LM-01")
    assert f"{clock.due:%Y-%m-%d}" == "2029-03-05", "the corresponding day is a Saturday"
    assert clock.explanation.startswith("向本中心请求调解，诉讼时效自请求之日起中断")
    recompute(clock)
    assert clock.explanation.startswith("向本中心请求调解"), "said again when the calendar changes"
    assert not world.case(world.register(happened_on="2023-01-05")).clocks.filter(rule="LM-01").exists()
