from __future__ import annotations

import pytest

from jiefen.actions.people.clients import make_client
from kit.morning import Morning
from kit.qinghe import Qinghe


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> Morning:
    """Requests arrive in the world's own morning, whatever day it is outside."""
    clock = Morning()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock


@pytest.fixture
def token(world: Qinghe) -> str:
    """Of a connected system that speaks with the clerk's posts."""
    return make_client("hotline", username="clerk", at=world.now)
