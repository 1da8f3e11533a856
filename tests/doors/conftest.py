from __future__ import annotations

from collections.abc import Iterator

import pytest

from qinghe import NOW, Qinghe


@pytest.fixture(autouse=True)
def _the_morning(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Requests arrive in the world's own morning, whatever day it is outside."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: CLOCK[0])
    CLOCK[0] = NOW
    yield


CLOCK = [NOW]


@pytest.fixture
def token(world: Qinghe) -> str:
    """Of a connected system that speaks with the clerk's posts."""
    from jiefen.actions.clients import make_client

    return make_client("hotline", username="clerk", at=world.now)
