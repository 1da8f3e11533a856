"""Everything that the centre holds of one party as one file: to read, as data, with their papers, each with its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from jiefen.domain.common import moments
from jiefen.lib.uploads import FileChanged, opened, path_of
from jiefen.lib.zip_stream import pieces_of, zip_stream
from jiefen.papers import render
from jiefen.reports.common.reference import shown_number
from jiefen.reports.documents.files import papers_of
from jiefen.reports.documents.paper_fields import paragraphs
from jiefen.reports.party.data import DataSection, as_json, kept, sections
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Attachment, Party

HOW = """怎样核对：manifest.json 写着每个文件的 SHA-256。
用 certutil -hashfile 或 sha256sum 算一遍，应当一样。
这里只有您自己的内容，没有对方的。
"""
GONE, CHANGED = "文件不在，请向窗口要", "文件和存入时不一样，没有放进来"


def everything_of(party: Party, *, now: datetime) -> Iterator[bytes]:
    """A zip, streamed."""
    return zip_stream(_entries(party, now=now), at=snapshot().calendar.local(now))


def _entries(party: Party, *, now: datetime) -> Iterator[tuple[str, Iterator[bytes]]]:
    listed = []
    made = {
        "我的信息.pdf": _to_read(party, now=now),
        "我的信息.json": as_json(party.case, party=party, now=now),
    }
    for name, content in made.items():
        listed.append(_line(name, digest=hashlib.sha256(content).hexdigest(), size=len(content)))
        yield name, iter([content])
    for name, file in _files(party):
        problem = _problem(file)
        listed.append(
            _line(name, digest=file.digest, size=file.size) | ({"problem": problem} if problem else {})
        )
        if not problem:
            yield name, pieces_of(path_of(file.digest, root=settings.HOME.files))
    told = {"case": shown_number(party.case), "made_at": moments.iso_second(now), "files": listed}
    yield "manifest.json", iter([json.dumps(told, ensure_ascii=False, indent=1).encode()])
    yield "怎样核对.txt", iter([HOW.encode()])


def _files(party: Party) -> Iterator[tuple[str, Attachment]]:
    for row in papers_of(party):
        yield f"文书/{row.pk}-{row.title}.pdf", row.file
    for file in Attachment.objects.filter(party_file__party=party).order_by("pk"):
        yield f"材料/{file.pk}-{file.name}", file


def _problem(file: Attachment) -> str:
    try:
        opened(file.digest, root=settings.HOME.files).close()
    except FileNotFoundError:
        return GONE
    except FileChanged:
        return CHANGED
    return ""


def _line(name: str, *, digest: str, size: int) -> dict[str, object]:
    return {"name": name, "sha256": digest, "size": size}


def _to_read(party: Party, *, now: datetime) -> bytes:
    """The sections of the page, on paper."""
    centre = snapshot().centre
    fields = {
        "title": "我的信息",
        "centre": centre.name,
        "case_number": shown_number(party.case),
        "date": moments.iso_second(now),
        "sealed": False,
        "parts": [_part(section) for section in sections(party.case, party=party) if section.rows],
        "statement": kept(party.case),
    }
    return render("sheet", fields=fields, key=party.case.number)


def _part(section: DataSection) -> dict[str, object]:
    rows = [
        {"label": row[0], "value": list(_said(section.heads[1:], cells=row[1:])), "wide": True}
        for row in section.rows
    ]
    return {"heading": section.heading, "rows": rows}


def _said(heads: tuple[str, ...], *, cells: tuple[str, ...]) -> Iterator[str]:
    """What stands in a line of a section; the name of a column only where there are several."""
    for head, cell in zip(heads, cells, strict=True):
        if cell:
            first, *others = paragraphs(cell) or [""]
            yield first if len(heads) == 1 else f"{head}：{first}"
            yield from others
