"""Rates over HTTP: minimal inserts, registrations, whole lifecycles, with 1 and 8 clients, on both databases."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jiefen.jobs.drilling.load import BODY, Caller, percentile
from jiefen.jobs.drilling.site import HOST, Site, free_port

LIFE: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("dispatcher", "dispatch", {"unit": "mediation"}),
    ("mediator", "sign", {}),
    ("mediator", "start", {"track": "peoples_mediation"}),
    (
        "mediator",
        "record",
        {"outcome": "agreed", "summary": "双方同意退还押金六千四百元。", "amount": "6400"},
    ),
    ("reviewer", "approve", {}),
    ("reviewer", "close", {}),
)
Work = Callable[[Caller], int]


def rates(seconds: float, *, database: str, clients: tuple[int, ...]) -> dict[str, Any]:
    """Figures for one database; `clients` e.g. (1, 8)."""
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="jiefen-bench-") as folder:
        port, yardstick = _yardstick(Path(folder), database=database)
        try:
            for n in clients:
                figures |= _named("minimal_inserts", n, run(port, seconds=seconds, clients=n, work=_minimal))
        finally:
            yardstick.terminate()
            yardstick.wait()
        site = Site(root=Path(folder) / "home", database=database)
        site.root.mkdir()
        site.make()
        site.start()
        try:
            for n in clients:
                figures |= _named(
                    "registrations", n, run(site.port, seconds=seconds, clients=n, work=_registering(site))
                )
                figures |= _named(
                    "lifecycles", n, run(site.port, seconds=seconds, clients=n, work=_living(site))
                )
        finally:
            site.stop()
    top = clients[-1]
    base = figures[f"minimal_inserts_per_s_{top}"] or 1
    figures["registrations_share_of_minimal"] = round(figures[f"registrations_per_s_{top}"] / base, 2)
    figures["commands_share_of_minimal"] = round(
        figures[f"lifecycles_per_s_{top}"] * (len(LIFE) + 1) / base, 2
    )
    return figures


def run(port: int, *, seconds: float, clients: int, work: Work) -> tuple[float, list[float], int]:
    """Units of work per second, seconds of each, and errors."""
    took: list[float] = []
    errors = 0
    until = time.monotonic() + seconds
    lock = threading.Lock()

    def one() -> None:
        nonlocal errors
        caller = Caller(port)
        while time.monotonic() < until:
            began = time.perf_counter()
            wrong = work(caller)
            with lock:
                took.append(time.perf_counter() - began)
                errors += wrong
        caller.close()

    warm = Caller(port)
    for _ in range(8):
        work(warm)
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=one) for _ in range(clients)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(took) / (time.monotonic() - began), took, errors


def _named(name: str, clients: int, found: tuple[float, list[float], int]) -> dict[str, Any]:
    rate, took, errors = found
    return {
        f"{name}_per_s_{clients}": round(rate, 1),
        f"{name}_p50_ms_{clients}": percentile(took, share=0.5),
        f"{name}_p99_ms_{clients}": percentile(took, share=0.99),
        f"{name}_errors_{clients}": errors,
    }


def _minimal(caller: Caller) -> int:
    return caller.post("/api/cases", token="", key="", body=BODY)[0] != 201


def _registering(site: Site) -> Work:
    return lambda caller: (
        caller.post("/api/cases", token=site.tokens["clerk"], key=uuid.uuid4().hex, body=BODY)[0] != 201
    )


def _living(site: Site) -> Work:
    def life(caller: Caller) -> int:
        status, body, _ = caller.post(
            "/api/cases", token=site.tokens["clerk"], key=uuid.uuid4().hex, body=BODY
        )
        wrong = status != 201
        for who, verb, fields in LIFE:
            path = f"/api/cases/{body['number']}/{verb}"
            wrong |= caller.post(path, token=site.tokens[who], key=uuid.uuid4().hex, body=fields)[0] != 200
        return int(wrong)

    return life


def _yardstick(folder: Path, *, database: str) -> tuple[int, subprocess.Popen[bytes]]:
    environment = os.environ | {
        "YARDSTICK_FILE": str(folder / "yardstick.sqlite3"),
        "YARDSTICK_URL": database,
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    module = "jiefen.jobs.benching.minimal"
    subprocess.run([sys.executable, "-m", module], env=environment, check=True)  # noqa: S603
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "2",
        "--blocking-threads", "8", "--log-level", "error", "--no-ws", f"{module}:application",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=environment)  # noqa: S603
    waiting = Site(root=folder, port=port)
    for _ in range(200):
        if waiting.answers():
            break
        time.sleep(0.05)
    return port, server
