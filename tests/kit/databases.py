"""Which of many alike runs on the second database too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def on_both(names: Iterable[Any], both: set[Any]) -> list[Any]:
    """Parameters of which only those in `both` run on the second database too: the walk is long, the code the same."""
    return [name if name in both else pytest.param(name, marks=pytest.mark.one_database) for name in names]
