"""What takes long to make is made once for all the worker processes of a run, and copied."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any


def made_once(name: str, make: Callable[[Path], Any]) -> tuple[Path, Any]:
    """The folder that `make` filled, and what it answered (JSON). The first process makes it, the others wait for it."""
    place = Path(os.environ["JIEFEN_TEST_RUN"]) / "made"  # the workers share it; it goes when the run ends
    folder, answer = place / name, place / f"{name}.json"
    place.mkdir(exist_ok=True)
    with (place / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not answer.exists():
            folder.mkdir()
            answer.write_text(json.dumps(make(folder)))
    return folder, json.loads(answer.read_text())
