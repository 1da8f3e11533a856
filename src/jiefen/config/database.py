"""JIEFEN_DATABASE_URL → Django's DATABASES entry; SQLite in JIEFEN_HOME when it is not set."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from jiefen.lib.fairsqlite import settings_for

WRITE_WAIT = 20.0  # seconds a writer waits for its turn before the answer is 503; JIEFEN_WRITE_WAIT overrides
# trust.md § 3.3: fail over to the writable host, notice dead peers quickly.
_POSTGRES_OPTIONS: dict[str, Any] = {
    "target_session_attrs": "read-write",
    "connect_timeout": 3,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 15000,
    "server_side_binding": True,
    "prepare_threshold": 2,  # a command's statements are always the same ones: parse them once
    "options": "-c plan_cache_mode=force_custom_plan",  # but plan for the values: most cases are closed, few open
}


class DatabaseUrlProblem(Exception):
    """The address cannot be used; the message says why."""


def database(url: str, *, default: Path) -> dict[str, Any]:
    """Settings for `postgresql://user:password@host:port/name?option=value`, `sqlite:///path` or nothing."""
    if not url:
        return _sqlite(default)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgresql", "postgres"}:
        raise DatabaseUrlProblem(
            f"JIEFEN_DATABASE_URL 只认 postgresql:// 或 sqlite:///，现在是“{parts.scheme}”。"
        )
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "") or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": _POSTGRES_OPTIONS | query,
    }


def _sqlite(path: Path) -> dict[str, Any]:
    """Connections stay open: opening one and setting its PRAGMAs costs as much as a small command."""
    wait = float(os.environ.get("JIEFEN_WRITE_WAIT") or WRITE_WAIT)
    return settings_for(path, timeout=wait) | {"CONN_MAX_AGE": None}
