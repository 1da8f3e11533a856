"""A register as an office keeps it on paper: what can be read comes in right, the rest comes back with its reason."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import Workbook
from playwright.sync_api import Page, expect

from kit.visitors import People, picture

LINES = (
    ("云溪镇2026年矛盾纠纷排查登记表",),
    ("序号", "申请人", None, "对方当事人", None, "简要情况", "涉及金额（万元）", "处理结果"),
    (None, "姓名", "联系电话", "姓名", "联系电话", None, None, None),
    (1, "钟离甲", "0579-85551234", "钟离乙", "138-0000-0002", "砌墙占了过道。", 3.5, "已劝和"),
    (None, None, None, "钟离丙", None, None, None, None),
    (2, "钟离丁", None, "钟离戊", None, "借款不还。", "=3+4", None),
)
MERGED = ("A1:H1", "A2:A3", "B2:C2", "D2:E2", "F2:F3", "G2:G3", "H2:H3", "A4:A5", "B4:B5", "C4:C5", "F4:F5")


def test_a_paper_register_comes_in_right_or_back_with_reasons(people: People, tmp_path: Path) -> None:
    page = people.sign_in("clerk")
    _upload(page, tmp_path / "排查登记表.xlsx")
    progress = page.locator("#progress")
    expect(progress).to_contain_text("已完成，有退回")
    expect(progress).to_contain_text("这些列没有对应的栏目：处理结果")
    expect(progress).to_contain_text("第 4 至 5 行是同一件")
    row = progress.get_by_role("row", name="6")
    expect(row).to_contain_text("涉及金额（万元）")
    expect(row).to_contain_text("公式没有算出结果")
    picture(page, "register-came-in")
    page.goto("/search?q=85551234")
    page.get_by_role("link", name="钟离甲").first.click()
    for text in ("钟离乙", "钟离丙", "35,000", "已劝和"):
        expect(page.locator("main")).to_contain_text(text)


def _upload(page: Page, path: Path) -> None:
    book, buffer = Workbook(), io.BytesIO()
    for line in LINES:
        book.active.append(list(line))
    for span in MERGED:
        book.active.merge_cells(span)
    book.save(buffer)
    path.write_bytes(buffer.getvalue())
    page.goto("/imports")
    page.locator("[name=file]").set_input_files(path)
    page.locator("[name=mapping]").select_option("cases")
    page.get_by_role("button", name="上传并导入").click()
