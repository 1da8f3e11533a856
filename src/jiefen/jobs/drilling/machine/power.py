"""R-3: the power goes while cases are registered. What was written but not flushed is lost, wholly or by half.

Four programs register under a log of every write and flush (`power_log.c`). For each cut of that log the files are
built as a disk would hold them: everything flushed before the cut, and of the rest nothing, or a random half. The
database is then opened as after a restart. Limits: an honest flush, whole writes, one order of records for all programs.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jiefen.jobs.drilling.site import Site, SiteProblem

Outcome = tuple[bool, dict[str, Any]]
PROGRAMS, EACH = 4, 60
DATABASE = "jiefen.sqlite3"
SOURCE = Path(__file__).parent / "power_log.c"
HEAD = struct.Struct("<IIIIq")
WRITE, FLUSH, CUT = 1, 2, 3
LOG_MAGIC = 0x504F5752


@dataclass(frozen=True)
class Logged:
    """One call that returned. `offset` is -1 for what was appended."""

    operation: int
    name: str
    offset: int
    data: bytes


@dataclass
class Disk:
    """`kept`: what a power cut leaves of each file; `waiting`: what was written since its last flush, in order."""

    kept: dict[str, bytearray]
    waiting: dict[str, list[Logged]] = field(default_factory=dict)

    def take(self, record: Logged) -> None:
        waiting = self.waiting.setdefault(record.name, [])
        if record.operation != FLUSH:
            waiting.append(record)
            return
        for one in waiting:
            apply(self.kept.setdefault(record.name, bytearray()), record=one)
        waiting.clear()

    def after_cut(self, folder: Path, *, share: float, chance: random.Random) -> None:
        """Write the files out; of what was not flushed each write is there with this chance."""
        for name in {*self.kept, *self.waiting}:
            content = bytearray(self.kept.get(name, b""))
            for record in self.waiting.get(name, []):
                if chance.random() < share:
                    apply(content, record=record)
            (folder / name).write_bytes(content)


def power(site: Site, times: int) -> Outcome:
    """`times` cuts, each in two ways, with synchronous=FULL, and the same with NORMAL, which must lose something."""
    if site.database:
        return True, {"skipped": "needs SQLite"}
    library = compiled(site.root)
    site.make()
    figures: dict[str, Any] = {}
    lost_or_broken = {}
    for synchronous in ("FULL", "NORMAL"):
        found = _with(site, library=library, synchronous=synchronous, cuts=times)
        lost_or_broken[synchronous] = found["cuts_with_loss"] + found["corrupt"] + found["half_done"]
        figures |= {f"{synchronous}.{name}": value for name, value in found.items()}
    good = (
        lost_or_broken["FULL"] == 0
        and figures["NORMAL.cuts_with_loss"] > 0
        and figures["FULL.acknowledged"] == PROGRAMS * EACH
        and figures["FULL.flushes"] > 0
    )
    return good, figures


def compiled(folder: Path) -> Path:
    """The library that keeps the log. Raises SiteProblem where there is no C compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        raise SiteProblem(
            "这项演练要编译一个小库，本机没有 C 编译器（Debian：apt-get install gcc libc6-dev）。"
        )
    library = folder.parent / "power_log.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(SOURCE), "-ldl"], check=True)
    return library


def _with(site: Site, *, library: Path, synchronous: str, cuts: int) -> dict[str, Any]:
    home = site.root.parent / f"home-{synchronous}"
    shutil.copytree(site.root, home)
    log = home.parent / f"log-{synchronous}"
    begin = {path.name: bytearray(path.read_bytes()) for path in home.iterdir() if path.is_file()}
    _work(Site(root=home), library=library, log=log, synchronous=synchronous)
    records = list(read_log(log))
    chance = random.Random(23)
    where = sorted(chance.sample(range(len(records) // 20, len(records)), min(cuts, len(records) // 2)))
    trial = _Trial(Disk(begin), home.parent / f"cut-{synchronous}", chance)
    for at, record in enumerate(records):
        if where and at == where[0]:
            where.pop(0)
            trial.cut()
        trial.take(record)
    return trial.figures() | {
        "flushes": sum(record.operation == FLUSH for record in records), "acknowledged": len(trial.answered),
    }  # fmt: skip


def _work(site: Site, *, library: Path, log: Path, synchronous: str) -> None:
    watched = site.environment() | {
        "LD_PRELOAD": str(library), "POWER_LOG": str(log), "POWER_ROOT": str(site.root.resolve()),
    }  # fmt: skip
    programs = [
        subprocess.Popen(
            [sys.executable, "-m", f"{__package__}.power_worker", str(EACH), f"p{n}", synchronous],
            env=watched, stderr=subprocess.PIPE,
        )
        for n in range(PROGRAMS)
    ]  # fmt: skip
    for program in programs:
        _, told = program.communicate(timeout=300)
        if program.returncode:
            raise SiteProblem(told.decode(errors="replace")[-1500:])


def read_log(path: Path) -> Iterator[Logged]:
    with path.open("rb") as stream:
        while head := stream.read(HEAD.size):
            magic, operation, name, length, offset = HEAD.unpack(head)
            if magic != LOG_MAGIC:
                raise SiteProblem("记录写入的日志不完整，演练作废。")
            yield Logged(operation, stream.read(name).decode(), offset, stream.read(length))


def apply(content: bytearray, *, record: Logged) -> None:
    if record.operation == CUT:
        del content[record.offset :]
        content.extend(b"\0" * (record.offset - len(content)))
        return
    at = len(content) if record.offset < 0 else record.offset
    content.extend(b"\0" * (at - len(content)))
    content[at : at + len(record.data)] = record.data


class _Trial:
    """Cuts the power at one moment after the other and judges what is left."""

    def __init__(self, disk: Disk, folder: Path, chance: random.Random) -> None:
        self.disk, self.folder, self.chance = disk, folder, chance
        self.answered: list[str] = []
        self.cuts = self.with_loss = self.most = self.corrupt = self.half = 0

    def take(self, record: Logged) -> None:
        if record.name == "answers":
            self.answered += [line.split()[1] for line in record.data.decode().splitlines()]
        else:
            self.disk.take(record)

    def cut(self) -> None:
        for share in (0.0, 0.5):
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
            self.disk.after_cut(self.folder, share=share, chance=self.chance)
            self.cuts += 1
            try:
                self._judge()
            except sqlite3.DatabaseError:
                self.corrupt += 1

    def _judge(self) -> None:
        with closing(sqlite3.connect(self.folder / DATABASE)) as base:
            if base.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                self.corrupt += 1
                return
            there = {number for (number,) in base.execute("SELECT number FROM store_case")}
            lost = sum(number not in there for number in self.answered)
            self.with_loss += lost > 0
            self.most = max(self.most, lost)
            self.half += base.execute(
                "SELECT count(*) FROM store_case c WHERE c.version <>"
                " (SELECT count(*) FROM store_entry e WHERE e.case_id = c.id)"
                " OR NOT EXISTS (SELECT 1 FROM store_party p WHERE p.case_id = c.id)"
            ).fetchone()[0]

    def figures(self) -> dict[str, Any]:
        return {
            "cuts": self.cuts, "cuts_with_loss": self.with_loss, "most_lost": self.most,
            "corrupt": self.corrupt, "half_done": self.half,
        }  # fmt: skip
