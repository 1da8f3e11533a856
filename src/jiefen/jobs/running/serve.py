"""`jiefen serve`: the web server — granian, WSGI, two processes with eight threads each — and who looks after it."""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from jiefen.jobs.figures import Figures
from jiefen.jobs.running.at_work import at_work
from jiefen.jobs.running.serving import keep_serving
from jiefen.jobs.running.upgrade import migrate

PROCESSES, THREADS, BACKLOG = 2, 8, 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--processes", type=int, default=PROCESSES)
    parser.add_argument("--with-parent", action="store_true", help="启动它的进程一结束，它也结束")


def run(options: argparse.Namespace) -> Figures:
    """Stays until somebody asks for the end."""
    migrate()
    at_work("serve", told=f"{options.host}:{options.port}", with_parent=options.with_parent)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_shared_counters())
    call_command("collectstatic", verbosity=0, interactive=False)
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    status = keep_serving([
        "--interface", "wsgi",
        "--host", options.host, "--port", str(options.port),
        "--workers", str(options.processes), "--blocking-threads", str(THREADS), "--backlog", str(BACKLOG),
        "--no-ws", "--http", "1", "--log-level", "warning", "--workers-kill-timeout", "5", "--respawn-failed-workers",
    ])  # fmt: skip
    return Figures(ok=status == 0)


def _shared_counters() -> Path:
    """Where the processes of this server count together: in memory, since writing a mapped file on a full disk would
    end the process that writes."""
    memory = Path("/dev/shm")  # noqa: S108  (a folder of our own in it)
    place = memory if memory.is_dir() and os.access(memory, os.W_OK) else Path(tempfile.gettempdir())
    home = hashlib.sha256(str(settings.HOME.root).encode()).hexdigest()[:16]
    shared = place / f"jiefen-{os.getuid()}-{home}"
    shutil.rmtree(shared, ignore_errors=True)
    shared.mkdir(mode=0o700)
    return shared
