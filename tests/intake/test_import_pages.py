"""刘倩 uploads in the browser, watches, downloads what came back; 方圆 beside her sees none of it."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from import_samples import GOOD, bring, csv, queue, row
from openpyxl import load_workbook

from jiefen.actions.intake import imports as actions
from jiefen.channels.intake.mapping import REMARK
from jiefen.store.models import Case, Entry, Heartbeat, ImportBatch
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database


def upload(browser, content: bytes, **more: str):
    sent = {"file": SimpleUploadedFile("名单.csv", content), "mapping": "cases", "key": "k"} | more
    return browser.post("/imports", sent)


def test_an_upload_waits_for_the_worker_and_then_shows_its_figures(world: Qinghe) -> None:
    browser = world.client("clerk")
    assert browser.get("/imports").status_code == 200
    sent = upload(browser, csv(GOOD, row(外部编号="A-2", 发生日期="2026-02-30")))
    batch = ImportBatch.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, f"/imports/{batch.pk}")
    waiting = browser.get(sent["Location"]).content.decode()
    assert "后台任务没有在运行" in waiting
    assert 'hx-get="/imports/' in waiting
    while actions.continue_waiting(at=world.now):
        pass
    page = browser.get(f"/imports/{batch.pk}?progress", headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" not in page
    assert "不是一个存在的日期" in page
    assert "请按 2026-10-18 的样子填写。" in page
    assert f"/imports/{batch.pk}/problems.xlsx" in page
    assert "已完成，有退回" in browser.get("/imports").content.decode()


def test_a_running_worker_is_not_reported_missing(world: Qinghe) -> None:
    from django.utils import timezone

    Heartbeat.objects.create(name="worker", at=timezone.now())
    batch = queue(world, csv(GOOD))
    page = world.client("clerk").get(f"/imports/{batch.pk}").content.decode()
    assert "后台任务没有在运行" not in page


def test_a_file_that_cannot_be_read_is_refused_on_the_page(world: Qinghe) -> None:
    browser = world.client("clerk")
    refused = upload(browser, "甲,乙\n1,2\n".encode())
    assert refused.status_code == 422
    assert "列名和来源格式" in refused.content.decode()
    assert browser.post("/imports", {"mapping": "cases"}).status_code == 422
    assert not ImportBatch.objects.exists()


def test_the_rows_that_came_back_download_as_both_kinds_and_leave_a_trace(world: Qinghe) -> None:
    batch = bring(world, csv(row(发生日期="2026-02-30")))
    browser = world.client("clerk")
    sheet = load_workbook(io.BytesIO(browser.get(f"/imports/{batch.pk}/problems.xlsx").content)).active
    assert REMARK in [cell.value for cell in sheet[1]]
    text = browser.get(f"/imports/{batch.pk}/problems.csv").content.decode()
    assert "第 2 行：“发生日期”" in text
    assert Entry.objects.filter(stream="system", verb="export").count() == 2


def test_nobody_else_sees_an_import(world: Qinghe) -> None:
    batch = bring(world, csv(row(发生日期="2026-02-30")))
    for name, status in (("clerk2", 404), ("dispatcher", 404), ("handler", 403), ("auditor", 403)):
        browser = world.client(name)
        for address in ("", "/problems.xlsx", "/problems.csv", "?progress"):
            assert browser.get(f"/imports/{batch.pk}{address}").status_code == status
    assert "名单.csv" not in world.client("clerk2").get("/imports").content.decode()


def test_the_template_has_drop_downs_and_comes_back_in_as_it_is(world: Qinghe) -> None:
    content = world.client("clerk").get("/imports/template.xlsx").content
    book = load_workbook(io.BytesIO(content))
    page = book["登记"]
    headers = {cell.value: cell.column_letter for cell in page[1]}
    lists = {
        str(rule.sqref).rstrip("0123456789").split(":")[0].rstrip("0123456789")
        for rule in page.data_validations.dataValidation
    }
    for header in ("纠纷类型", "来源渠道", "发生地", "难易程度"):
        assert headers[header] in lists
    choices = {cell.value for line in book["选项"].iter_rows() for cell in line}
    assert {"云溪镇上坞村", "恋爱及婚姻", "窗口来访"} <= choices
    for header, cell in (
        ("事情经过", "漏水"),
        ("纠纷类型", "恋爱及婚姻"),
        ("发生地", "云溪镇上坞村"),
        ("来源渠道", "来信"),
        ("标记", "跨区域、涉众"),
    ):
        page[f"{headers[header]}2"] = cell
    buffer = io.BytesIO()
    book.save(buffer)
    batch = bring(world, buffer.getvalue(), name="模板.xlsx")
    assert batch.made == 1
    case = Case.objects.get()
    assert (case.kind, case.channel) == ("0101", "letter")
    assert {"cross_area", "group"} < case.flag_set()
