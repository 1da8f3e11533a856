"""`jiefen import`: settles a file in one go, and a process killed in the middle of it loses and doubles nothing."""

from __future__ import annotations

import argparse
import json
import signal
import time
from pathlib import Path

import pytest
from import_samples import GOOD, csv, row

from jiefen.jobs import import_file
from jiefen.jobs.figures import Figures
from kit.homes import World
from kit.qinghe import Qinghe

MANY = 3000
IMPORT = """
import sys
from jiefen.jobs.command_line import main
main(["import", sys.argv[1], "--mapping", "cases", "--json"])
"""
RESUME = """
from jiefen.actions.intake.imports import continue_waiting
from jiefen.store.models import Assignment, Clock, ImportBatch, Party
before = Case.objects.count()
batch = ImportBatch.objects.get()
there = batch.made
while continue_waiting(at=NOON, rows=100):
    pass
batch.refresh_from_db()
verdict = verify(at=NOON + timedelta(days=400), checkpoint=None, witnesses=Path("/nonexistent"))
print(json.dumps({
    "killed_at": before, "told": there, "state": batch.state, "made": batch.made, "known": batch.known,
    "refused": batch.refused, "problems": batch.problems.count(), "cases": Case.objects.count(),
    "entries": Entry.objects.filter(case__isnull=False).count(), "parties": Party.objects.count(),
    "clocks": Clock.objects.count(), "leads": Assignment.objects.count(), "good": verdict.ok, "first": str(verdict.first),
}))
"""


def command(*words: str) -> Figures:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    import_file.add_arguments(parser)
    return import_file.run(parser.parse_args(list(words)))


def test_it_prints_its_figures_and_writes_what_came_back(world: Qinghe, tmp_path: Path, capsys) -> None:
    file, back = tmp_path / "名单.csv", tmp_path / "待改.csv"
    file.write_bytes(csv(GOOD, row(外部编号="A-2", 发生日期="2026-02-30")))
    found = command(str(file), "--mapping", "cases", "--problems", str(back))
    assert found.ok
    assert {name: found.figures[name] for name in ("rows", "made", "known", "refused")} == {
        "rows": 2, "made": 1, "known": 0, "refused": 1,
    }  # fmt: skip
    assert "rows_per_second" in found.figures
    assert "第 3 行：“发生日期”" in back.read_text()
    assert "已处理 2/2 行" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "more", "said"),
    [
        (b"%PDF-1.7", [], "不能读取"),
        (None, [], "读不了"),
        (csv(GOOD), ["--by", "handler"], "没有可以导入的在岗人员"),
        (csv(GOOD), ["--mapping", "moon"], "没有名为“moon”的来源格式"),
    ],
)
def test_it_fails_with_a_sentence_when_the_file_itself_cannot_be_taken(
    world: Qinghe, tmp_path: Path, content: bytes | None, more: list[str], said: str
) -> None:
    file = tmp_path / "名单.pdf"
    if content is not None:
        file = tmp_path / ("名单.csv" if more else "名单.pdf")
        file.write_bytes(content)
    found = command(str(file), "--mapping", "cases", *more)
    assert not found.ok
    assert said in "".join(found.lines)


@pytest.mark.drill
def test_a_process_killed_in_the_middle_resumes_exactly(tmp_path: Path) -> None:
    world = World(tmp_path / "home")
    world.python("found()")
    file = tmp_path / "名单.csv"
    rows = [row(外部编号=f"N{at}", 发生日期="坏" if at % 50 == 7 else "2026-02-01") for at in range(MANY)]
    file.write_bytes(csv(*rows))
    program = world.start(IMPORT, str(file))
    wait_for_cases(world, at_least=600)
    program.send_signal(signal.SIGKILL)
    program.wait(timeout=20)
    told = world.python(RESUME)
    bad = sum(at % 50 == 7 for at in range(MANY))
    assert 0 < told["killed_at"] == told["told"] < MANY - bad, json.dumps(told)
    assert (told["state"], told["made"], told["known"]) == ("done", MANY - bad, 0)
    assert told["cases"] == told["leads"] == told["entries"] == MANY - bad
    assert told["parties"] == told["clocks"] == 2 * (MANY - bad), "the desk's limit and the party's own"
    assert told["refused"] == told["problems"] == bad
    assert told["good"], told["first"]


def wait_for_cases(world: World, *, at_least: int) -> None:
    import sqlite3

    for _ in range(600):
        reader = sqlite3.connect(f"file:{world.database}?mode=ro", uri=True)
        (count,) = reader.execute("SELECT count(*) FROM store_case").fetchone()
        reader.close()
        if count >= at_least:
            return
        time.sleep(0.02)
    raise AssertionError("the import did not get going")
