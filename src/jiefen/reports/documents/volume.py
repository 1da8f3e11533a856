"""The file 卷宗 of a case put together: what was issued and what was put in the catalogue, in its order, as one PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from django.conf import settings

from jiefen.domain.common import moments
from jiefen.domain.common.errors import RuleError
from jiefen.domain.documents.volume_check import label_of
from jiefen.lib.uploads import FileChanged, opened, path_of
from jiefen.papers import PaperProblem, render
from jiefen.reports.documents import paper_fields
from jiefen.reports.documents.documents import fields_of
from jiefen.reports.documents.paper_fields import Fields
from jiefen.store.common.reference import snapshot
from jiefen.store.documents import in_order, lacking, retention, volume_title
from jiefen.store.models import Attachment, Case

if TYPE_CHECKING:
    from jiefen.papers.volume import Part

MOST_BYTES = 200 * 1024 * 1024
PICTURES = ("image/jpeg", "image/png")
Leaf = tuple[str, Attachment | bytes, Literal["own", "picture", ""], str]


@dataclass(frozen=True)
class Compiled:
    """`pages`: those with a number. `note`: what the file still lacks, in words."""

    pdf: bytes
    number: str
    pages: int
    note: str


def compile_pdf(case: Case, *, filed_by: str, now: datetime) -> Compiled:
    """Raises RuleError, with a sentence that names the material, when it cannot be put together."""
    from jiefen.papers.volume import assemble  # heavy: read when needed

    rows = in_order(case)
    if not rows:
        raise RuleError("卷内还没有东西：请先出具文书，或者把材料归入目录。")
    if sum(row.size for row in rows) > MOST_BYTES:
        raise RuleError(
            "卷内材料超过 200 MB，不能拼成一份。请把大的扫描件压缩后重新上传，或者把录像移出目录。"
        )
    lacks = "、".join(one.label for one in lacking(case, codes=(row.document for row in rows)))
    leaves = _leaves(rows)
    loose = [title for title, _, _, why in leaves if why]
    notes = [f"卷内缺：{lacks}" if lacks else "", f"装不进卷、另附：{'、'.join(loose)}" if loose else ""]
    note = "；".join(text for text in notes if text)
    fields = _fields(case, filed_by=filed_by, now=now) | {"note": note}
    try:
        made = assemble(_parts(case, leaves=leaves, fields=fields, now=now), fields=fields)
    except PaperProblem as problem:
        raise RuleError(str(problem)) from problem
    return Compiled(made.pdf, fields["number"], made.rows[-1].last, note[:200])


def _leaves(rows: list[Attachment]) -> list[Leaf]:
    """Title, the pages, or the row where it has none, whose they are, and why what should have some cannot be bound."""
    from jiefen.papers.photo import photo_page
    from jiefen.papers.volume import why_not_bound

    leaves: list[Leaf] = []
    for row in rows:
        title, pages, why, kind = _title(row), b"", "", _kind(row)
        try:
            if row.media_type == "application/pdf":
                content = _bytes(row)
                why = why_not_bound(content, title=title)
                pages = b"" if why else content
            elif row.media_type in PICTURES:
                pages = photo_page(_path(row), title=title)
        except PaperProblem as problem:
            why = str(problem)
        leaves.append((title, pages or row, kind, why))
    return leaves


def _kind(row: Attachment) -> Literal["own", "picture", ""]:
    return "picture" if row.media_type in PICTURES else "own" if hasattr(row, "paper") else ""


def _fields(case: Case, *, filed_by: str, now: datetime) -> Fields:
    """What stands on the cover and over the catalogue."""
    people = [
        {"role": identity["role"], "name": identity["name"]}
        for identity in paper_fields.identities(paper_fields.principals(case))
    ]
    mediators = [case.handler.name] if case.handler else []
    return paper_fields.shared(case, now=now) | {
        "title": volume_title(case),
        "number": f"（{case.year}）{snapshot().centre.short}卷字第 {case.serial:05d} 号",
        "matter": paper_fields.matter(case),
        "parties": people,
        "mediators": mediators,
        "begun": paper_fields.day(case.registered_at),
        "ended": paper_fields.day(case.ended_at),
        "filed_by": filed_by,
        "filed_on": moments.iso_day(now),
        "keep": retention(case).label,
    }


def _parts(case: Case, *, leaves: list[Leaf], fields: Fields, now: datetime) -> list[Part]:
    """Each on its pages; what has none, or cannot be bound, is listed on a sheet, and lies beside the PDF in the zip."""
    from jiefen.papers.volume import Part

    parts = [Part(title, pages, kind=kind) for title, pages, kind, _ in leaves if isinstance(pages, bytes)]
    beside = [(row, why) for _, row, _, why in leaves if isinstance(row, Attachment)]
    if beside:
        note = "另附：原件在电子卷里"
        parts.append(
            Part(
                f"另附材料清单（{len(beside)} 件）",
                _beside(beside, fields=fields, key=case.number),
                note,
                "own",
            )
        )
    parts.append(Part("卷宗封底", _back(case, fields=fields, now=now), kind="own"))
    return parts


def _title(row: Attachment) -> str:
    """As in the catalogue: what it is, and, for what somebody uploaded, the name under which they did."""
    label = label_of(row.document)
    return label if row.name.startswith(f"{label}.") else f"{label}：{row.name}"


def _bytes(row: Attachment) -> bytes:
    return _path(row).read_bytes()


def _path(row: Attachment) -> Path:
    path = path_of(row.digest, root=settings.HOME.files)
    try:
        opened(row.digest, root=settings.HOME.files).close()
    except FileNotFoundError:
        raise RuleError(f"“{row.name}”的文件不在磁盘上，不能装订。请告诉系统管理员从备份里找回。") from None
    except FileChanged:
        raise RuleError(
            f"“{row.name}”的文件和存入时不一样，不能装订。请告诉系统管理员查明，并从备份里找回。"
        ) from None
    return path


def _beside(rows: list[tuple[Attachment, str]], *, fields: Fields, key: str) -> bytes:
    """What is not bound: sound, films, tables, locked files. With digests, so that each can be told apart."""
    table = {
        "heads": ["名称", "为什么另附", "校验码"],
        "widths": [4, 4, 5],
        "rows": [
            [_title(row), "有密码或者打不开" if why else "没有页面（录音、录像、表格等）", _in_groups(row.digest)]
            for row, why in rows
        ],
    }  # fmt: skip
    content = {
        "title": "另附材料清单",
        "parts": [{"heading": "随电子卷保存", "table": table}],
        "sealed": False,
    }
    return render("sheet", fields=fields | content, key=key)


def _in_groups(digest: str) -> str:
    """So that a line may break inside it."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _back(case: Case, *, fields: Fields, now: datetime) -> bytes:
    row, content = fields_of(case, code="back_cover", now=now)
    rows = [
        {"label": "立卷人", "value": fields["filed_by"]}, {"label": "立卷日期", "value": fields["filed_on"]},
        {"label": "保管期限", "value": fields["keep"]}, {"label": "检查人", "value": ""},
    ]  # fmt: skip
    content["parts"] = [{"heading": "本卷情况", "rows": rows}]
    return render(row.layout, fields=content | {"title": row.title}, key=case.number)
