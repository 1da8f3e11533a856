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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiefen.jobs.drilling.load import BODY, Caller, percentile
from jiefen.jobs.drilling.site import HOST, Site, free_port

LIFE: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("dispatcher", "dispatch", {"unit": "mediation", "reason": "由县调委会承办。"}),
    ("mediator", "sign", {}),
    (
        "mediator",
        "screen",
        {"side": "applicant"}
        | dict.fromkeys(("violence", "minors", "self_harm", "coercion", "capacity"), "no"),
    ),
    ("mediator", "start", {"track": "peoples_mediation"}),
    (
        "mediator",
        "record",
        {"outcome": "answered", "summary": "已核实并答复，退还押金六千四百元。", "amount": "6400"},
    ),
    ("reviewer", "approve", {}),
    ("reviewer", "close", {}),
)
Work = Callable[[Caller], int]
TURNS = 4


def rates(seconds: float, *, database: Callable[[], str], clients: tuple[int, ...]) -> dict[str, Any]:
    """Figures for one kind of database; `database` makes an empty one; `clients` e.g. (1, 8). Ours and the yardstick take turns, so that noise hits both."""
    with tempfile.TemporaryDirectory(prefix="jiefen-bench-") as folder:
        port, yardstick = _yardstick(Path(folder), database=database())
        site = Site(root=Path(folder) / "home", database=database())
        try:
            site.root.mkdir()
            site.make()
            site.start()
            works: dict[str, tuple[int, Work]] = {
                "minimal_inserts": (port, _minimal),
                "registrations": (site.port, _registering(site)),
                "lifecycles": (site.port, _living(site)),
            }
            figures = {
                name: value for n in clients for name, value in _turns(works, n, seconds=seconds).items()
            }
        finally:
            site.stop()
            yardstick.terminate()
            yardstick.wait()
    top = clients[-1]
    base = figures[f"minimal_inserts_per_s_{top}"] or 1
    commands = figures[f"lifecycles_per_s_{top}"] * (len(LIFE) + 1)
    figures["registrations_share_of_minimal"] = round(figures[f"registrations_per_s_{top}"] / base, 2)
    figures["commands_share_of_minimal"] = round(commands / base, 2)
    return figures


def _turns(works: dict[str, tuple[int, Work]], clients: int, *, seconds: float) -> dict[str, Any]:
    """Each work for `seconds` in all, turn by turn."""
    series: dict[str, list[Run]] = {name: [] for name in works}
    turns = TURNS if seconds >= TURNS else 1  # a turn shorter than a second says nothing
    for _ in range(turns):
        for name, (port, work) in works.items():
            series[name].append(run(port, seconds=seconds / turns, clients=clients, work=work))
    return {key: value for name, runs in series.items() for key, value in _named(name, clients, runs).items()}


@dataclass(frozen=True)
class Run:
    """One turn: how long it lasted, the seconds of each unit of work, errors."""

    lasted: float
    took: list[float]
    errors: int


def run(port: int, *, seconds: float, clients: int, work: Work) -> Run:
    took: list[float] = []
    errors = 0
    lock = threading.Lock()
    warm = Caller(port)
    for _ in range(4):
        work(warm)
    warm.close()
    began = time.monotonic()

    def one() -> None:
        nonlocal errors
        caller = Caller(port)
        while time.monotonic() < began + seconds:
            start = time.perf_counter()
            wrong = work(caller)
            with lock:
                took.append(time.perf_counter() - start)
                errors += wrong
        caller.close()

    threads = [threading.Thread(target=one) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Run(time.monotonic() - began, took, errors)


def _named(name: str, clients: int, runs: list[Run]) -> dict[str, Any]:
    took = [duration for run in runs for duration in run.took]
    return {
        f"{name}_per_s_{clients}": round(len(took) / sum(run.lasted for run in runs), 1),
        f"{name}_p50_ms_{clients}": percentile(took, share=0.5),
        f"{name}_p99_ms_{clients}": percentile(took, share=0.99),
        f"{name}_errors_{clients}": sum(run.errors for run in runs),
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
    subprocess.run([sys.executable, "-m", module], env=environment, check=True)
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "2",
        "--blocking-threads", "8", "--log-level", "error", "--no-ws", f"{module}:application",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=environment)
    waiting = Site(root=folder, port=port)
    for _ in range(200):
        if waiting.answers():
            break
        time.sleep(0.05)
    return port, server
