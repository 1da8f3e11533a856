"""A real server on loopback with a small county, and a real headless Chromium. Says loudly what it cannot do."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from jiefen.jobs.drilling.site import Site
from kit.shared import made_once
from kit.visitors import CHROMIUM, Centre, People

expect.set_options(timeout=20_000)  # a slow machine is not a broken page


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if CHROMIUM is None:
                item.add_marker(
                    pytest.mark.skip(
                        reason="SKIPPED LOUDLY: no chromium on this machine; install it or run as root"
                    )
                )


@pytest.fixture(scope="package")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    pattern, passwords = made_once("centre", lambda folder: make_centre(folder, cases=60))
    folder = tmp_path_factory.mktemp("centre")
    shutil.copytree(pattern, folder, dirs_exist_ok=True)
    yield from open_centre(folder, passwords=passwords)


def make_centre(folder: Path, *, cases: int) -> dict[str, str]:
    """A demonstration centre; everybody's password."""
    command = [sys.executable, "-m", "jiefen", "demo", "--cases", str(cases), "--json"]
    environment = Site(root=folder).environment()
    made = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    notes = json.loads(made.stdout.strip().rpartition("\n")[2])["notes"]
    return dict(line.split("　")[0].split() for line in notes[1:])


def open_centre(folder: Path, *, passwords: dict[str, str]) -> Iterator[Centre]:
    """Its server and its worker, closed again at the end."""
    site = Site(root=folder, processes=1, more={"JIEFEN_IDLE_MINUTES": "480"})  # however slow the machine
    site.start()
    worker = subprocess.Popen(
        [sys.executable, "-m", "jiefen", "worker", "--with-parent"], env=site.environment()
    )
    try:
        yield Centre(url=f"http://127.0.0.1:{site.port}", passwords=passwords, home=folder)
    finally:
        worker.terminate()
        worker.wait(timeout=20)
        site.stop()


@pytest.fixture
def people(chromium: Browser, centre: Centre) -> Iterator[People]:
    everybody = People(chromium, centre)
    yield everybody
    for context in everybody.contexts:
        context.close()
    assert everybody.complaints == []
