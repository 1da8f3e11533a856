"""A throw-away centre on loopback: its own home, its own server process group, bearer tokens for the load."""

from __future__ import annotations

import ctypes
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

START_TIMEOUT = 60.0
HOST = "127.0.0.1"
READ_ONLY_MOUNT = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'


class SiteProblem(Exception):
    """The throw-away centre would not start; the message holds what it printed last."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@dataclass
class Site:
    """`root` is the home; `database` a URL or empty for SQLite; `path_first` is put in front of the module path,
    so that a test can seed a bug into the server and see the oracle find it. `older` is a home of an earlier release."""

    root: Path
    database: str = ""
    path_first: str = ""
    processes: int = 2
    port: int = field(default_factory=free_port)
    tokens: dict[str, str] = field(default_factory=dict)
    server: subprocess.Popen[bytes] | None = None
    without_root_rights: bool = False
    mounted_read_only: bool = False
    write_wait: int = 0
    patience: float = START_TIMEOUT
    older: Path | None = None
    more: dict[str, str] = field(default_factory=dict)

    def environment(self, *, seeded: bool = False) -> dict[str, str]:
        parts = [self.path_first if seeded else "", str(Path(__file__).resolve().parents[3])]
        return os.environ | {
            "JIEFEN_HOME": str(self.root),
            "JIEFEN_DATABASE_URL": self.database,
            "JIEFEN_WRITE_WAIT": str(self.write_wait or ""),
            "PYTHONPATH": os.pathsep.join(part for part in parts if part),
            **self.more,
        }

    def ask(self, module: str, *arguments: str) -> dict[str, Any]:
        """Run a module of `jiefen.jobs` on the site's home; its last line of output is a JSON object."""
        command = [sys.executable, "-m", f"jiefen.jobs.{module}", *arguments]
        done = subprocess.run(command, env=self.environment(), capture_output=True, text=True, check=False)
        if done.returncode:
            raise SiteProblem(done.stderr[-2000:])
        figures: dict[str, Any] = json.loads(done.stdout.strip().rpartition("\n")[2])
        return figures

    def run(self, *words: str) -> tuple[int, str]:
        """A command as an administrator types it: its exit status and everything it printed."""
        program = self.begin(*words)
        try:
            told, _ = program.communicate(timeout=self.patience)
        except subprocess.TimeoutExpired:
            program.kill()
            told = program.communicate()[0]
        return program.returncode, told.decode(errors="replace")

    def begin(self, *words: str) -> subprocess.Popen[bytes]:
        """The same, in a process that goes on."""
        return subprocess.Popen(
            [sys.executable, "-m", "jiefen", *words],
            env=self.environment(seeded=True), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def make(self) -> None:
        """Keys, database, the fictional county without cases, tokens for clerk, dispatcher, mediator, reviewer."""
        self.tokens = self.ask("drilling.prepare")

    def start(self) -> float:
        """Start the server; answers the seconds until it served."""
        log = (self.root / "server.log").open("ab")
        command = [
            *self._mounting(),
            sys.executable,
            "-m",
            "jiefen",
            "serve",
            "--port",
            str(self.port),
            "--processes",
            str(self.processes),
            "--with-parent",  # a drill that is killed leaves no server behind
        ]
        began = time.monotonic()
        self.server = subprocess.Popen(
            command,
            env=self.environment(seeded=True),
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=drop_override if self.without_root_rights else None,
        )
        log.close()
        while time.monotonic() - began < max(START_TIMEOUT, self.patience):
            if self.server.poll() is not None:
                break
            if self.answers():
                return time.monotonic() - began
            time.sleep(0.02)
        self.kill()
        raise SiteProblem((self.root / "server.log").read_text(errors="replace")[-2000:])

    def _mounting(self) -> list[str]:
        """What is put before the server's command so that it alone sees its home as a disk that may only be read."""
        return (
            ["unshare", "--mount", "sh", "-c", READ_ONLY_MOUNT, str(self.root)]
            if self.mounted_read_only
            else []
        )

    def answers(self) -> bool:
        try:
            connection = http.client.HTTPConnection(HOST, self.port, timeout=2)
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        except http.client.HTTPException:
            return False

    def kill(self) -> None:
        """SIGKILL to the whole server group, as a power switch would."""
        if self.server is not None:
            _signal_group(self.server.pid, signal.SIGKILL)
            self.server.wait()
            self.server = None

    def kill_one_worker(self) -> bool:
        """SIGKILL to the worker that has lived longest, once all are there. False when they do not come back."""
        began = time.monotonic()
        while self.server is not None and time.monotonic() - began < START_TIMEOUT:
            workers = self.workers()
            if len(workers) >= self.processes:
                os.kill(workers[0], signal.SIGKILL)
                return True
            time.sleep(0.02)
        return False

    def workers(self) -> list[int]:
        """Processes that answer requests, the oldest first: children of granian, which is the child of its keeper."""
        masters = self.masters()
        return _children(masters[0]) if masters else []

    def masters(self) -> list[int]:
        """Granian itself."""
        return _children(self.server.pid) if self.server is not None else []

    def stop(self) -> None:
        if self.server is not None:
            _signal_group(self.server.pid, signal.SIGTERM)
            try:
                self.server.wait(timeout=8)
            except subprocess.TimeoutExpired:
                self.kill()
            self.server = None


def _signal_group(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return


def _children(pid: int) -> list[int]:
    """Living direct children that run Python code for requests (granian's workers), the oldest first."""
    children = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                parent, state, since = int(fields[1]), fields[0], int(fields[19])
            except (OSError, ValueError, IndexError):
                continue
            command = (entry / "cmdline").read_bytes() if parent == pid else b""
            if command and state != "Z" and b"resource_tracker" not in command:
                children.append((since, int(entry.name)))
    return [child for _, child in sorted(children)]


def alive_in_group(group: int) -> list[int]:
    """Living processes of a process group."""
    living = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == group and fields[0] != "Z":
                living.append(int(entry.name))
    return living


def drop_override() -> None:
    """Make root subject to file modes: give up CAP_DAC_OVERRIDE and its kin in this process (Linux)."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    sets = (ctypes.c_uint32 * 6)()
    libc.capget(header, sets)
    for at in range(3):
        sets[at] &= ~0b1110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
    for capability in (1, 2, 3):
        libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP: what is executed later does not get them back
    libc.capset(header, sets)
