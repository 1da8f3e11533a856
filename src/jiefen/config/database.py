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


def database(url: str, *, default: Path, on_connect: str = "") -> dict[str, Any]:
    """Settings for `postgresql://user:password@host:port/name?option=value`, `sqlite:///path` or nothing.

    `on_connect`: the name of a function that is given each new connection to SQLite.
    """
    if not url:
        return _sqlite(default, on_connect=on_connect)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)), on_connect=on_connect)
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


def holds_data(url: str) -> bool:
    """Whether there is a history in the database `url` names; False without one. Raises DatabaseUrlProblem."""
    if not url:
        return False
    wanted = database(url, default=Path())
    if wanted["ENGINE"] != "django.db.backends.postgresql":
        path = Path(wanted["NAME"])
        return path.exists() and path.stat().st_size > 0
    import psycopg  # a fifth of a second that nobody with SQLite should wait

    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            (table,) = connection.execute("SELECT to_regclass('store_entry')").fetchone() or (None,)
            return table is not None and bool(
                connection.execute("SELECT 1 FROM store_entry LIMIT 1").fetchone()
            )
    except psycopg.Error as problem:
        raise DatabaseUrlProblem(f"数据库连不上，不知道里面有没有数据：{problem}") from problem


def _sqlite(path: Path, *, on_connect: str) -> dict[str, Any]:
    """Connections stay open: opening one and setting its PRAGMAs costs as much as a small command."""
    wait = float(os.environ.get("JIEFEN_WRITE_WAIT") or WRITE_WAIT)
    return settings_for(path, timeout=wait, on_connect=on_connect) | {"CONN_MAX_AGE": None}
