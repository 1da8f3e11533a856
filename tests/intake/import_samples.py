"""Files that offices send, and how a test brings them in."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from jiefen.actions.intake.imports import begin, run_to_end
from jiefen.store.models import Case, ImportBatch
from kit.qinghe import Qinghe

HEADERS = ("外部编号", "申请人姓名", "申请人电话", "申请人证件号", "被申请人姓名", "纠纷类型", "发生地", "发生日期", "涉及金额", "事情经过")  # fmt: skip
GOOD = ("A-1", "张三", "13800000001", "11010519491231002X", "李四", "相邻土地建筑利用", "云溪镇上坞村", "2026-02-01", "8,600.50", "砌墙占了过道。")  # fmt: skip
PETITIONS = Path(__file__).resolve().parents[3] / "shared" / "data" / "petitions_with_replies.jsonl.gz"


def row(**changes: str) -> tuple[str, ...]:
    """The good row with other cells, by header."""
    return tuple(changes.get(name, cell) for name, cell in zip(HEADERS, GOOD, strict=True))


def csv(*rows: Sequence[str], headers: Sequence[str] = HEADERS, encoding: str = "utf-8") -> bytes:
    lines = [",".join(f'"{cell}"' for cell in cells) for cells in (headers, *rows)]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def xlsx(*rows: Sequence[object], headers: Sequence[str] = HEADERS) -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    for cells in (headers, *rows):
        book.active.append(list(cells))
    book.save(buffer)
    return buffer.getvalue()


def queue(
    world: Qinghe,
    content: bytes,
    *,
    name: str = "名单.csv",
    mapping: str = "cases",
    by: str = "clerk",
    key: str = "",
) -> ImportBatch:
    return begin([content], name=name, mapping=mapping, by=world.actor(by), at=world.now, key=key)


def bring(world: Qinghe, content: bytes, **more: str) -> ImportBatch:
    """Queue and settle."""
    return run_to_end(queue(world, content, **more), clock=lambda: world.now)


def counts(batch: ImportBatch) -> tuple[int, int, int]:
    """Made, known before, refused."""
    return batch.made, batch.known, batch.refused


def remarks(batch: ImportBatch) -> dict[int, str]:
    return dict(batch.problems.values_list("row", "remark"))


def sheet(
    *lines: Sequence[object],
    merged: Sequence[str] = (),
    more: dict[str, Sequence[Sequence[object]]] | None = None,
) -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(list(line))
    for span in merged:
        book.active.merge_cells(span)
    for name, rows in (more or {}).items():
        page = book.create_sheet(name)
        for line in rows:
            page.append(list(line))
    book.save(buffer)
    return buffer.getvalue()


def notes(world: Qinghe, case: Case) -> str:
    """The case's page, on which its first note stands."""
    return world.client("clerk").get(f"/cases/{case.number}").content.decode()
