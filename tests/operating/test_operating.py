"""docs/operating.md does what it says: followed to the letter on a fresh machine; its table of variables is whole."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operating.md").read_text("utf-8")
LACKING = 77


def test_every_environment_variable_stands_in_the_table_and_no_other() -> None:
    told = set(re.findall(r"^\| `(JIEFEN_[A-Z_]+)` \|", PAGE, re.MULTILINE))
    read = {
        name
        for folder in ("src", "deploy")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix in {".py", "", ".env"} and "__pycache__" not in path.parts
        for name in re.findall(r"\bJIEFEN_[A-Z_]+[A-Z]\b", path.read_text("utf-8", errors="replace"))
    }
    assert told == read


def test_every_file_of_deploy_is_spoken_of() -> None:
    spoken = PAGE + (ROOT / "deploy" / "systemd" / "jiefen-backup.service").read_text("utf-8")
    for path in (ROOT / "deploy").rglob("*"):
        if path.is_file():
            assert path.name in spoken or path.parent.name == "systemd", path.name


def test_units_bound_their_memory_and_never_give_up() -> None:
    for name in ("jiefen-serve", "jiefen-worker"):
        unit = (ROOT / "deploy" / "systemd" / f"{name}.service").read_text("utf-8")
        for line in (
            "MemoryMax=",
            "Restart=always",
            "StartLimitIntervalSec=0",
            "ProtectSystem=strict",
            "UMask=0077",
        ):
            assert line in unit


@pytest.mark.long
@pytest.mark.timeout(1500)
def test_the_page_is_followed_on_a_fresh_machine_by_real_nginx_and_ends_ready() -> None:
    done = subprocess.run([ROOT / "bin" / "walk-operating"], capture_output=True, text=True, check=False)
    if done.returncode == LACKING:
        pytest.skip(f"SKIPPED LOUDLY: {done.stderr.strip()[-300:]}")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    for section in ("经代理看过", "已带到 /srv/offsite", "演练通过", "数据库已升级", "已恢复", "照着做完了"):
        assert section in done.stdout + done.stderr, section
