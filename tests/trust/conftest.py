from __future__ import annotations

import pytest

from kit.qinghe import Qinghe


@pytest.fixture
def today(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> Qinghe:
    """The world, with every request arriving at its own hour."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.now)
    return world
