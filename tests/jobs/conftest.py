"""A machine whose clocks can be set wrong. No power cut is played here, so nothing waits for the disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from skewed import Machine


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr(os, "fsync", lambda _file: None)
    return Machine(tmp_path / "clock.json")
