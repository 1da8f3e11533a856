"""Somebody opened the page of a dispute code."""

from __future__ import annotations

from jiefen.actions.intake.codes import count_visit

__all__ = ["count_visit"]
