"""R-12: receivers of messages that are slow or hostile hold nobody up. Each is tried beside one that behaves.

Intake goes on at a steady pace all the while; what is judged is that it fails nowhere and takes no longer, that a receiver
that fails is asked a few times and then left alone, and that nobody goes where a receiver sends them.
"""

from __future__ import annotations

import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from socket import SO_LINGER, SOL_SOCKET
from typing import Any

from jiefen.jobs.drilling.load import percentile
from jiefen.jobs.drilling.machine.soak import Worked, steady
from jiefen.jobs.drilling.site import HOST, Site, free_port

Outcome = tuple[bool, dict[str, Any]]
KINDS = ("sleeps", "resets", "errors", "dribbles", "redirects", "away")
GOOD = "behaves"
MESSAGES = 40  # that fall due in each part; by day intake has messages of its own besides
MOST_TRIES = 5  # of one receiver in two minutes
MOST_SLOWER, NOTICEABLE_MS = 1.1, 5.0  # of the p99; a difference nobody would notice
SETUP = '[sms]\nurl = "http://{host}:{port}/send"\nfields = {{ mobile = "{{to}}", content = "{{text}}" }}\n'


@dataclass
class Heard:
    """How many messages came to the receiver, and how many calls to where it sent its callers."""

    tries: int = 0
    led_astray: int = 0
    port: int = field(default_factory=free_port)
    elsewhere: int = field(default_factory=free_port)


def receivers(site: Site, times: int, *, kinds: tuple[str, ...] = KINDS) -> Outcome:
    """`times` seconds for each kind, half of them with a receiver that behaves."""
    heard = Heard()
    file = site.root.parent / "messages.toml"
    file.write_text(SETUP.format(host=HOST, port=heard.port))
    file.chmod(0o600)
    site.more["JIEFEN_MESSAGES"] = str(file)
    site.make()
    site.ask("drilling.message_rows", "fill", str(MESSAGES), "1", "0")
    site.start()
    beside, during, tries = Worked(), Worked(), dict[str, int]()
    taken = list[int]()
    for kind in kinds:
        taken.append(_part(site, kind=GOOD, heard=heard, seconds=times / 2, worked=beside))
        tries[kind] = _part(site, kind=kind, heard=heard, seconds=times / 2, worked=during)
    first, last = (percentile([took for _, took in one.times], share=0.99) for one in (beside, during))
    figures = {
        "seconds": times * len(kinds),
        "due_to_good_ones": MESSAGES * len(kinds),
        "taken_by_good_ones": sum(taken),
        "tries": tries,
        "led_astray": heard.led_astray,
        "answered": len(beside.times) + len(during.times),
        "errors": beside.errors + during.errors,
        "p99_ms_beside_a_good_one": first,
        "p99_ms": last,
    }
    good = min(taken) >= MESSAGES and heard.led_astray == 0 and not figures["errors"]
    good &= all(0 < tries[kind] <= MOST_TRIES for kind in kinds if kind != "away")
    return good and len(during.times) > 0, figures


def no_slower(figures: dict[str, Any]) -> bool:
    """Whether intake took as long as beside a receiver that behaves; to be asked of a machine that does nothing else."""
    beside, during = figures["p99_ms_beside_a_good_one"], figures["p99_ms"]
    return bool(during <= max(beside * MOST_SLOWER, beside + NOTICEABLE_MS))


def _part(site: Site, *, kind: str, heard: Heard, seconds: float, worked: Worked) -> int:
    """Let so many messages fall due over the time, with a worker of its own; answers how many came to the receiver."""
    before = heard.tries
    site.ask("drilling.message_rows", "set", str(MESSAGES), str(seconds / 2), "0")
    with nullcontext() if kind == "away" else _serving(kind, heard=heard):
        worker = site.begin("worker", "--with-parent")
        try:
            steady(site, worked=worked, seconds=seconds)
            deadline = time.monotonic() + 30
            while kind == GOOD and heard.tries - before < MESSAGES and time.monotonic() < deadline:
                time.sleep(0.1)
        finally:
            worker.kill()
            worker.communicate()
    return heard.tries - before


@contextmanager
def _serving(kind: str, *, heard: Heard) -> Iterator[None]:
    over = threading.Event()

    class Receiver(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while self.rfile.readline().strip():
                pass
            heard.tries += 1
            _answer(self, kind=kind, elsewhere=heard.elsewhere, over=over)

    class Elsewhere(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            heard.led_astray += 1

    servers = [_Server((HOST, heard.port), Receiver), _Server((HOST, heard.elsewhere), Elsewhere)]
    for server in servers:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield
    finally:
        over.set()
        for server in servers:
            server.shutdown()
            server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True
    block_on_close = False


def _answer(
    handler: socketserver.StreamRequestHandler, *, kind: str, elsewhere: int, over: threading.Event
) -> None:
    write = handler.wfile.write
    try:
        if kind == GOOD:
            write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        elif kind == "sleeps":
            over.wait(60)
        elif kind == "resets":
            handler.connection.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        elif kind == "errors":
            write(b"HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        elif kind == "redirects":
            target = f"http://{HOST}:{elsewhere}/latest/meta-data"
            write(f"HTTP/1.1 302 No\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode())
        else:  # one byte a second
            for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}":
                write(bytes([byte]))
                if over.wait(1):
                    break
    except OSError:
        return  # the caller has gone
