"""A throw-away PostgreSQL from this machine's own binaries, for the time of a measurement; fsync stays on."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from jiefen.jobs.drilling.site import HOST, free_port

START_SECONDS = 20
PATIENCE = 10  # seconds for it to stop


class NoServer(Exception):
    """No binaries, or they would not start; the message is a sentence."""


@contextmanager
def server() -> Iterator[str]:
    """`postgresql://…` of a running server's empty database. Raises NoServer."""
    folder = _binaries()
    with tempfile.TemporaryDirectory(prefix="jiefen-pg-", ignore_cleanup_errors=True) as place:
        base, port, password = Path(place), free_port(), secrets.token_hex(16)
        user = _unprivileged(base)
        _initialise(folder, base=base, password=password, user=user)
        options = [
            "-c",
            f"port={port}",
            "-c",
            f"listen_addresses={HOST}",
            "-c",
            f"unix_socket_directories={base}",
        ]
        with (base / "log").open("wb") as log:
            command = [str(folder / "postgres"), "-D", str(base / "data"), *options]
            running: subprocess.Popen[bytes] = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=base, **user
            )
        url = f"postgresql://postgres:{password}@{HOST}:{port}/postgres"
        try:
            _wait(url, running=running, log=base / "log")
            yield url
        finally:
            running.send_signal(signal.SIGINT)  # fast shutdown
            try:
                running.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


@contextmanager
def fresh_databases(url: str) -> Iterator[Callable[[], str]]:
    """A maker of empty databases on that server; they are dropped afterwards."""
    made: list[str] = []

    def make() -> str:
        made.append(f"bench_{secrets.token_hex(4)}")
        with psycopg.connect(url, autocommit=True) as base:
            base.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(made[-1])))
        return urlsplit(url)._replace(path=f"/{made[-1]}").geturl()

    try:
        yield make
    finally:
        with psycopg.connect(url, autocommit=True) as base:
            for name in made:
                base.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _binaries() -> Path:
    """The folder with `initdb` and `postgres`."""
    folders = [Path(path).resolve().parent for name in ("postgres", "initdb") if (path := shutil.which(name))]
    for folder in [*folders, *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]:
        if all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
            return folder
    raise NoServer("这台机器上没有 PostgreSQL 的 initdb 和 postgres 程序，不能临时启动。")


def _unprivileged(base: Path) -> dict[str, Any]:
    """PostgreSQL does not run as root: then as somebody else, who owns `base`."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(base, entry.pw_uid, entry.pw_gid)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NoServer("以 root 身份运行，却没有 postgres 或 nobody 用户可用来启动 PostgreSQL。")


def _initialise(folder: Path, *, base: Path, password: str, user: dict[str, Any]) -> None:
    secret = base / "password"
    secret.write_text(password)
    if user:
        os.chown(secret, user["user"], user["group"])
    command = [str(folder / "initdb"), "-D", str(base / "data"), "-U", "postgres", "-A", "scram-sha-256"]
    options = [f"--pwfile={secret}", "-E", "UTF8", "--locale=C", "--no-sync"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False, cwd=base, **user)
    if done.returncode:
        raise NoServer(f"PostgreSQL 初始化失败：{done.stderr.strip()[-300:]}")


def _wait(url: str, *, running: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while running.poll() is None and time.monotonic() < until:
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise NoServer(f"PostgreSQL 没有启动：{log.read_text(errors='replace').strip()[-300:]}")
