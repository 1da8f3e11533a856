"""S-11: forty formulas in every field that leaves as a table, read back, and opened by a real spreadsheet."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from formulas import PAYLOADS, STARTS
from openpyxl import load_workbook

from jiefen.actions.figures.allowances import compute_allowances, set_tariff, settle_allowance
from jiefen.actions.intake.imports import continue_waiting
from jiefen.domain.figures.allowance import LINES
from jiefen.lib.tables import write_csv, write_xlsx
from jiefen.store.common.reference import changed
from jiefen.store.models import Allowance, Case, Centre, Mediator, Party, Place, Unit, User
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database

SOFFICE = shutil.which("soffice")
# Of each export the columns in which texts stand that somebody typed; the others hold figures, dates and our own words.
TYPED = {
    "/cases.xlsx": {"案号", "事项", "地点", "当事人", "责任单位与承办人"},
    "/mediators.xlsx": {"姓名", "单位", "工作室"},
    "/allowances.xlsx?month=2026-03": {"案号", "调解员", "承办单位", "审批人"},
}
COLUMNS = ("外部编号", "申请人姓名", "申请人电话", "申请人证件号", "被申请人姓名", "纠纷类型", "发生地", "发生日期", "涉及金额", "事情经过")  # fmt: skip


@pytest.fixture
def county(today: Qinghe) -> Qinghe:
    """A closed case whose mediator is paid."""
    leader, at = today.actor("leader"), {"at": today.now, "key": ""}
    today.reach("closed")
    set_tariff(fields=dict.fromkeys(LINES, "10") | {"since": "2026-01-01", "note": "文件"}, by=leader, **at)
    compute_allowances(month="2026-03", by=today.actor("supervisor"), **at)
    settle_allowance(allowance_id=Allowance.objects.get().pk, approve=True, reason="", by=leader, **at)
    return today


def fill(payload: str) -> None:
    """Whatever is typed anywhere and leaves again."""
    Case.objects.update(title=payload)
    Party.objects.update(name=payload)
    Centre.objects.update(short=payload[:20])
    Mediator.objects.update(name=payload, studio=payload)
    for model in (Unit, User, Place):
        model.objects.update(name=payload)
    changed()


def exports(county: Qinghe) -> Iterator[tuple[str, str, bytes]]:
    """Address, payload, what the door hands out."""
    supervisor, dispatcher = county.client("supervisor"), county.client("dispatcher")
    for payload in PAYLOADS:
        fill(payload)
        for address in TYPED:
            with transaction.atomic():  # undone: more than a hundred rows a day would ask for a second person
                answer = (dispatcher if "mediators" in address else supervisor).get(address)
                transaction.set_rollback(True)
            assert answer["Content-Type"].endswith("spreadsheetml.sheet")
            yield address, payload, answer.content


def brought_back(county: Qinghe) -> dict[str, bytes]:
    """The rows of a file that were refused, as both kinds of file."""
    clerk, lines = county.client("clerk"), io.StringIO(newline="")
    table = csv.writer(lines)
    table.writerow([*COLUMNS, "=cmd|'/c calc'!A1", "＋备注"])
    table.writerows([payload] * (len(COLUMNS) + 2) for payload in PAYLOADS)
    sent = SimpleUploadedFile("名单.csv", lines.getvalue().encode())
    page = clerk.post("/imports", {"file": sent, "mapping": "cases", "key": "k"})["Location"]
    while continue_waiting(at=county.now):
        pass
    return {kind: clerk.get(f"{page}/problems.{kind}").content for kind in ("xlsx", "csv")}


def cells(content: bytes) -> Iterator[tuple[str, Any]]:
    """Head of its column and cell, of every sheet; the heads too."""
    for sheet in load_workbook(io.BytesIO(content)):
        heads = [str(cell.value) for cell in sheet[1]]
        for row in sheet.iter_rows():
            yield from zip(heads, row, strict=True)


def complaints(content: bytes) -> list[str]:
    return [
        f"{head}: {cell.value!r}"
        for head, cell in cells(content)
        if cell.data_type == "f"
        or cell.hyperlink
        or (cell.data_type == "s" and str(cell.value)[:1] in tuple(STARTS))
    ]


def begins(value: object, payload: str) -> bool:
    """Whether a cell begins with the payload, but for what the writer puts in front and a file's own line ends."""
    return re.sub(r"\s|^'", "", str(value)).startswith(re.sub(r"\s", "", payload)[:12])


def test_there_are_forty_and_each_begins_as_a_formula() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) == 40
    assert all(payload[0] in STARTS for payload in PAYLOADS)
    assert {payload[0] for payload in PAYLOADS} == set(STARTS)


def test_no_field_of_any_export_starts_a_formula(county: Qinghe) -> None:
    held: dict[str, set[str]] = {address: set() for address in TYPED}
    for address, payload, content in exports(county):
        assert complaints(content) == [], address
        held[address] |= {head for head, cell in cells(content) if begins(cell.value, payload)}
    assert held == TYPED, "each field held them, and no other is forgotten"


def test_rows_that_come_back_start_none_either(county: Qinghe) -> None:
    files = brought_back(county)
    assert complaints(files["xlsx"]) == []
    rows = list(csv.reader(io.StringIO(files["csv"].decode("utf-8-sig"), newline="")))
    assert len(rows) == len(PAYLOADS) + 1
    assert [cell for row in rows for cell in row if cell[:1] in tuple(STARTS)] == []
    assert sum(cell.startswith("'") for row in rows for cell in row) > len(PAYLOADS) * len(COLUMNS)


def test_a_cell_that_begins_as_a_formula_is_found() -> None:
    """The control for reading back."""
    from openpyxl import Workbook

    book, target = Workbook(), io.BytesIO()
    book.active.append(["甲", "乙"])
    book.active.append(["=1+1", "＝1"])
    book.save(target)
    assert len(complaints(target.getvalue())) == 2


def opened(folder: Path, files: dict[str, bytes]) -> dict[str, list[str]]:
    """What LibreOffice takes for a formula or a link, by file."""
    assert SOFFICE is not None
    for name, content in files.items():
        (folder / name).write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        SOFFICE,
        profile,
        "--headless",
        "--convert-to",
        "fods",
        "--outdir",
        str(folder / "out"),
        *files,
    ]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    shown = {name: (folder / "out" / name).with_suffix(".fods").read_text("utf-8") for name in files}
    return {
        name: re.findall(r'table:formula="[^"]*"|xlink:href="http[^"]*"', text)
        for name, text in shown.items()
    }


@pytest.mark.long
@pytest.mark.skipif(
    SOFFICE is None, reason="SKIPPED LOUDLY: no soffice on this machine (libreoffice-calc-nogui)"
)
def test_a_real_spreadsheet_takes_none_for_a_formula(county: Qinghe, tmp_path: Path) -> None:
    files = {f"back-{kind}.{kind}": content for kind, content in brought_back(county).items()}
    files |= {f"{at:03}.xlsx": content for at, (_, _, content) in enumerate(exports(county))}
    raw, true = io.StringIO(), io.StringIO(newline="")
    csv.writer(raw).writerows([[payload] for payload in PAYLOADS])
    write_csv(true, headers=["甲"], rows=[[payload] for payload in PAYLOADS])
    write_xlsx(tmp_path / "own.xlsx", headers=["甲"], rows=[[payload] for payload in PAYLOADS])
    files |= {"own.xlsx": (tmp_path / "own.xlsx").read_bytes(), "true.csv": true.getvalue().encode(), "raw.csv": raw.getvalue().encode()}  # fmt: skip
    found = opened(tmp_path, files)
    assert len(found.pop("raw.csv")) > 10, "control: as they came they are formulas to it"
    assert {name: formulas for name, formulas in found.items() if formulas} == {}
