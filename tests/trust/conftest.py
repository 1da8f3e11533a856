from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from visitors import CHROMIUM, launched

from qinghe import Qinghe


@pytest.fixture
def today(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> Qinghe:
    """The world, with every request arriving at its own hour."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.now)
    return world


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("SKIPPED LOUDLY: no chromium on this machine; install it or run as root")
    with launched() as browser:
        yield browser
