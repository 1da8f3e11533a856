"""A throw-away centre in a folder of its own, and a second Python that lives in it.

`World.python(code)` runs a program with Django set up on that home; `World.answering()` is one that stays and answers
questions about database files (used where hundreds of copies are looked at).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Self

TESTS = Path(__file__).resolve().parents[1]
PRELUDE = """
import json, sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
import django
django.setup()
from kit.processes import *
"""


@dataclass
class World:
    """One JIEFEN_HOME; `url` empty for its own SQLite file."""

    root: Path
    url: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        return self.root / "jiefen.sqlite3"

    @property
    def checkpoints(self) -> Path:
        return self.root / "checkpoints"

    def environment(self) -> dict[str, str]:
        return (
            os.environ
            | self.more
            | {
                "JIEFEN_HOME": str(self.root),
                "JIEFEN_DATABASE_URL": self.url,
                "DJANGO_SETTINGS_MODULE": "jiefen.config.settings",
                "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")]),
            }
        )

    def start(self, code: str, *args: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", PRELUDE + textwrap.dedent(code), *args],
            env=self.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def python(self, code: str, *args: str) -> Any:
        """Run `code` to its end; its last line of output, read as JSON (None without output)."""
        program = self.start(code, *args)
        told, _ = program.communicate(timeout=300)
        assert program.returncode == 0, f"the program ended with {program.returncode}: {told[-2000:]}"
        return json.loads(told.splitlines()[-1]) if told.strip() else None

    def copy(self, to: Path) -> World:
        """The home as it stands; nobody may be working in it."""
        shutil.copytree(self.root, to)
        return World(to, self.url, self.more)


class Answering:
    """A Python that verifies one database file after the other, all with the keys of one home."""

    def __init__(self, world: World) -> None:
        self._program = world.start("answer()")

    def verify(
        self, database: Path, *, checkpoint: Path | None = None, witnesses: bool = True
    ) -> dict[str, Any]:
        question = {
            "database": str(database),
            "checkpoint": str(checkpoint) if checkpoint else None,
            "witnesses": witnesses,
        }
        stdin, stdout = self._pipes()
        stdin.write(json.dumps(question) + "\n")
        stdin.flush()
        line = stdout.readline()
        assert line, "the answering program died"
        told: dict[str, Any] = json.loads(line)
        return told

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        stdin, stdout = self._pipes()
        stdin.close()
        self._program.wait(timeout=20)
        stdout.close()

    def _pipes(self) -> tuple[IO[str], IO[str]]:
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        return self._program.stdin, self._program.stdout
