"""The hour at which requests arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kit.qinghe import NOW


@dataclass
class Morning:
    """What the wall clock says to every request."""

    now: datetime = NOW

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)
