"""The whole file 卷宗 as one zip that speaks for itself: whoever gets it can check it without our program.

What a party said in confidence never leaves with it: sealed mediation notes and notes of a victim are in no material, and
of the entries about them (as of ratings and safety) only the digest goes along, so that the chain can still be followed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath

from django.conf import settings

from jiefen.domain.common import moments
from jiefen.domain.common.errors import Unseen
from jiefen.domain.documents.volume_check import label_of
from jiefen.lib.uploads import FileChanged, opened, path_of
from jiefen.lib.zip_stream import pieces_of, zip_stream
from jiefen.reports.common.reference import shown_number as case_label
from jiefen.store.common.reference import snapshot
from jiefen.store.documents import materials
from jiefen.store.models import Attachment, Case, Entry, Volume

WITHHELD = frozenset(
    (
        "rate", "rate_for_party", "seal_note", "screen", "write_care_note", "set_safe_contact", "do_duty",
        "reveal", "break_glass",
    )
)  # fmt: skip
HOW = """本压缩包是一件纠纷的完整电子卷。核对办法（不需要本系统）：
1. manifest.json 列出每个文件的 SHA-256。用任何工具（如 certutil -hashfile、sha256sum）算一遍，应与清单一致。
2. history.jsonl 每行是一条办理记录，按 seq 排列。第 n 条的 digest 应等于
   SHA256( 字节 0x02 + 第 n-1 条的 digest（32 字节，第 1 条之前为空） + SHA256(body 的 UTF-8 字节) )。
   涉及当事人私下所说、评价和安全的记录不带 body，只带 body_sha256，直接用它代入即可。
3. 最后一条的 digest 应等于 manifest.json 里的 head，并可在回执、文书和中心公布的检查点上核对。
"""


def volume_zip(case: Case, *, now: datetime) -> Iterator[bytes]:
    """Streamed. Raises Unseen when there is no file, or it was destroyed."""
    volume = Volume.objects.select_related("file__added_by").filter(case=case, destroyed_at=None).first()
    if volume is None:
        raise Unseen("本案还没有立卷，或者卷宗已经销毁。")
    return zip_stream(_entries(case, volume=volume, now=now), at=snapshot().calendar.local(now))


def _entries(case: Case, *, volume: Volume, now: datetime) -> Iterator[tuple[str, Iterator[bytes]]]:
    listed = []
    for name, row in _named(case, volume=volume):
        path = path_of(row.digest, root=settings.HOME.files)
        problem = _problem(row)
        listed.append(_line(name, row=row, problem=problem))
        if not problem:
            yield name, pieces_of(path)
    yield "history.jsonl", _history(case)
    yield "manifest.json", iter([_manifest(case, volume=volume, files=listed, now=now)])
    yield "怎样核对.txt", iter([HOW.encode()])


def _named(case: Case, *, volume: Volume) -> Iterator[tuple[str, Attachment]]:
    """Every material under its own name; a second one of the same name is told apart by a number."""
    yield "volume.pdf", volume.file
    taken: set[str] = set()
    for row in materials(case):
        name, n = f"材料/{row.name}", 1
        while name in taken:
            n += 1
            plain = PurePosixPath(row.name)
            name = f"材料/{plain.stem}（{n}）{plain.suffix}"
        taken.add(name)
        yield name, row


def _problem(row: Attachment) -> str:
    """Why a file is not among the others: it is gone, or not what was kept. The manifest says so."""
    try:
        opened(row.digest, root=settings.HOME.files).close()
    except FileNotFoundError:
        return "文件不在磁盘上"
    except FileChanged:
        return "文件和存入时不一样"
    return ""


def _line(name: str, *, row: Attachment, problem: str) -> dict[str, object]:
    return {
        "name": name,
        "document": label_of(row.document) if row.document else "",
        "sha256": row.digest,
        "size": row.size,
        "added_at": moments.iso_second(row.added_at),
        "added_by": row.added_by.name,
        "there": not problem,
        **({"problem": problem} if problem else {}),
    }


def _manifest(case: Case, *, volume: Volume, files: list[dict[str, object]], now: datetime) -> bytes:
    manifest = {
        "format": 1,
        "case": case.number,
        "label": case_label(case),
        "volume": volume.number,
        "pages": volume.pages,
        "retention": volume.get_retention_display(),
        "kept_until": f"{volume.kept_until}" if volume.kept_until else "永久",
        "made_at": moments.iso_second(now),
        "entries": case.version,
        "head": bytes(case.head).hex(),
        "files": files,
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode()


def _history(case: Case) -> Iterator[bytes]:
    for entry in case.entries.filter(seq__lte=case.version).order_by("seq").iterator(chunk_size=500):
        yield json.dumps(_told(entry), ensure_ascii=False).encode() + b"\n"


def _told(entry: Entry) -> dict[str, object]:
    """Nothing beside the body that its digest would not vouch for."""
    record: dict[str, object] = {"seq": entry.seq, "digest": bytes(entry.digest).hex()}
    if entry.verb in WITHHELD:
        return record | {"body_sha256": hashlib.sha256(entry.body.encode()).hexdigest()}
    return record | {"body": entry.body}
