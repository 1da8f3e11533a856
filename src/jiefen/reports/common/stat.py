"""A figure above a list, as the pages draw it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Stat:
    value: str
    label: str
    unit: str = ""
    tone: str = ""
    tag: str = ""
