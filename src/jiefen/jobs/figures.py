"""What a command answers: whether it worked, its figures, and sentences for people."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Figures:
    """`figures` is printed last, as one JSON object with `--json`; `lines` are sentences in Chinese."""

    ok: bool = True
    figures: dict[str, object] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
