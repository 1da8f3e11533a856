from __future__ import annotations

import pytest

from kit.morning import Morning


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch) -> Morning:
    """Requests arrive in the world's own morning, whatever day it is outside."""
    clock = Morning()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock
