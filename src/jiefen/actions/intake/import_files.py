"""The files behind imports: kept while they are being settled, gone after that (what was refused is sealed in rows)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.conf import settings

from jiefen.channels.intake.mapping import REMARK, Format
from jiefen.channels.intake.records import gathered
from jiefen.domain.common.errors import Invalid
from jiefen.lib import durable
from jiefen.lib.tables import Row, TableProblem, open_table, sheets_left_out
from jiefen.lib.uploads import safe_name

LOOKED_AT = 20  # rows that may be damaged before the columns are seen


@dataclass(frozen=True)
class StoredFile:
    """`stored` is the file's name below HOME.imports, `digest` SHA-256 in hex; `unread`: columns at its start of which
    no field is made, `sheets`: those of which no row is read."""

    stored: str
    digest: str
    name: str
    unread: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


def keep(chunks: Iterable[bytes], *, name: str, format: Format) -> StoredFile:
    """Store a file durably and look at its start. Raises Invalid and leaves nothing behind."""
    folder: Path = settings.HOME.imports
    incoming = folder / f"incoming-{secrets.token_hex(8)}"
    digest = hashlib.sha256()
    shown = safe_name(name)
    try:
        durable.write(incoming, _counted(chunks, digest=digest))
        unread, sheets = _look(incoming, name=shown, format=format)
    except BaseException:
        incoming.unlink(missing_ok=True)
        raise
    stored = f"{digest.hexdigest()}.{secrets.token_hex(4)}"
    incoming.replace(folder / stored)
    durable.sync_folder(folder)
    return StoredFile(stored=stored, digest=digest.hexdigest(), name=shown, unread=unread, sheets=sheets)


def forget(stored: str) -> None:
    path_of(stored).unlink(missing_ok=True)


def path_of(stored: str) -> Path:
    folder: Path = settings.HOME.imports
    return folder / Path(stored).name


def rows(stored: str, *, name: str, format: Format) -> Iterator[Row]:
    """All rows, what belongs to one matter together. Raises TableProblem at once when the file cannot be read."""
    path = path_of(stored)
    if not path.exists():
        raise TableProblem("上传的文件已经不在服务器上。请重新上传；已经入库的行不会重复。")
    return gathered(open_table(path, name=name, known=format.knows_name), format=format)


class Reader:
    """Rows of one file in order; keeps its place between chunks, so that a long file is read once."""

    def __init__(self, stored: str, *, name: str, format: Format) -> None:
        self.stored, self.name, self.format = stored, name, format
        self.rows = rows(stored, name=name, format=format)
        self.last = 0

    def after(self, cursor: int, *, count: int) -> list[Row]:
        """At most `count` rows whose number is above `cursor`; fewer when the file ends."""
        if cursor < self.last:  # a chunk was rolled back: read again from the start
            self.rows, self.last = rows(self.stored, name=self.name, format=self.format), 0
        chunk = list(islice((row for row in self.rows if row.number > cursor), count))
        self.last = chunk[-1].number if chunk else max(self.last, cursor)
        return chunk


def _counted(chunks: Iterable[bytes], *, digest: hashlib._Hash) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > settings.MAX_IMPORT:
            most = settings.MAX_IMPORT // 1024 // 1024
            raise _refused(f"文件超过 {most} MB。请分成几个文件上传，已经入库的行不会重复。")
        digest.update(chunk)
        yield chunk


def _look(path: Path, *, name: str, format: Format) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Columns and sheets that will not be read, if it is a table at all, and one whose columns this format knows."""
    try:
        opened = open_table(path, name=name, known=format.knows_name)
        first = list(islice(gathered(opened, format=format), LOOKED_AT))
        sheets = sheets_left_out(path, known=format.knows_name)
    except TableProblem as problem:
        raise _refused(str(problem)) from problem
    if not first:
        raise _refused("文件里只有表头，没有内容。请确认选对了文件。")
    if all(row.problem and not row.cells for row in first):
        raise _refused(f"文件开头就读不懂：{first[0].problem}")
    seen = [column for row in first for column in row.cells if column != REMARK]
    if not format.knows(seen):
        known = "、".join(column.header for column in format.columns[:6])
        headers = "、".join(dict.fromkeys(seen)) or "没有列名"
        raise _refused(
            f"列名和来源格式“{format.label}”对不上。这个格式认得 {known} 等列，文件里是 {headers[:200]}。"
            "请换一个来源格式，或下载模板照着填。"
        )
    columns = [name for row in first for name in format.take(row.cells, places={}).unread]
    return tuple(dict.fromkeys(columns)), tuple(sheets)


def _refused(sentence: str) -> Invalid:
    return Invalid("这个文件不能导入", fields={"file": sentence})
