"""JIEFEN_MESSAGES: the file that says by which gateways e-mail and SMS leave. Without it nothing does."""

from __future__ import annotations

from pathlib import Path

from jiefen.channels.messages import Gateway
from jiefen.channels.messages.breaker import Breaker
from jiefen.channels.messages.setup import SetupProblem, gateways

VARIABLE = "JIEFEN_MESSAGES"


def from_file(name: str) -> dict[str, Gateway]:
    """Raises SystemExit with a sentence when the file cannot be used: it holds passwords, so it must be ours alone."""
    if not name:
        return gateways()
    path = Path(name).expanduser()
    try:
        if path.stat().st_mode & 0o077:
            raise SystemExit(f"{VARIABLE}：{path} 能被其他用户读取，请执行 chmod 600 {path}。")
        set_up = gateways(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise SystemExit(f"{VARIABLE}：读不了 {path}（{problem}）。") from problem
    except SetupProblem as problem:
        raise SystemExit(f"{VARIABLE}：{path}：{problem}") from problem
    return {medium: Breaker(gateway) if gateway.real else gateway for medium, gateway in set_up.items()}
