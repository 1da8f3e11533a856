"""What the drills of the store send: one registration, or many at the same moment."""

from __future__ import annotations

import threading
import uuid
from itertools import cycle
from typing import Any

from jiefen.jobs.drilling.load import BODY, Caller, Gone, Record
from jiefen.jobs.drilling.site import Site

Outcome = tuple[bool, dict[str, Any]]


def register(caller: Caller, *, site: Site, record: Record) -> tuple[int, dict[str, Any]]:
    key = uuid.uuid4().hex
    try:
        status, body, _ = caller.post("/api/cases", token=site.tokens["clerk"], key=key, body=BODY)
    except Gone:
        record.unknown[key] = BODY
        return 0, {}
    if status == 201:
        record.acked[key] = body["number"]
    record.statuses[status] = record.statuses.get(status, 0) + 1
    return status, body


def at_once(site: Site, *, keys: list[str], addresses: tuple[str, ...]) -> list[tuple[int, dict[str, Any]]]:
    """Send every key at the same moment, each on a connection of its own, from each address in turn; status and body."""
    answers: list[tuple[int, dict[str, Any]]] = []
    barrier = threading.Barrier(len(keys))

    def one(key: str, address: str) -> None:
        caller = Caller(site.port, address=address)
        barrier.wait()
        try:
            status, answer, _ = caller.post("/api/cases", token=site.tokens["clerk"], key=key, body=BODY)
        except Gone:
            status, answer = 0, {}
        answers.append((status, answer))
        caller.close()

    threads = [threading.Thread(target=one, args=pair) for pair in zip(keys, cycle(addresses))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
