"""Clients that behave like connected systems: register, dispatch, send the same key again; remember every answer."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from jiefen.jobs.drilling.site import HOST

TIMEOUT = 30.0
PATIENCE = 100  # tries, a tenth of a second apart, while a killed worker comes back
BODY = {
    "applicant_name": "演练甲",
    "applicant_phone": "13800003307",
    "applicant_id": "11010519491231002X",
    "respondent_name": "演练乙",
    "kind": "0602",
    "place": "330999001001",
    "amount": "8600",
    "story": "租期一年到期，房东以墙面污损、空调故障为由不退押金八千六百元，要求全额返还。",
}


class Gone(Exception):
    """No answer: the server went away in the middle. What was asked may or may not have been done."""


class Down(Gone):
    """Nobody listens: nothing was asked."""


@dataclass
class Caller:
    """One keep-alive connection; `retry_after`: seconds after which the last answer said to come again, 0 without."""

    port: int
    address: str = HOST
    retry_after: int = 0
    connection: http.client.HTTPConnection | None = None

    def post(
        self, path: str, *, token: str, key: str, body: dict[str, Any]
    ) -> tuple[int, dict[str, Any], bool]:
        """Status, JSON body, whether it was a replay. Raises Gone."""
        try:
            if self.connection is None:
                self._connect()
            headers = {
                "Authorization": f"Bearer {token}",
                "Idempotency-Key": key,
                "Content-Type": "application/json",
            }
            assert self.connection is not None
            self.connection.request("POST", path, body=json.dumps(body), headers=headers)
            answer = self.connection.getresponse()
            text = answer.read()
            self.retry_after = int(answer.headers.get("Retry-After", "0"))
            return (
                answer.status,
                json.loads(text or b"{}"),
                answer.headers.get("Idempotent-Replayed") == "true",
            )
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            raise Gone from error

    def get(self, path: str, *, token: str) -> int:
        """The status alone. Raises Gone."""
        try:
            if self.connection is None:
                self._connect()
            assert self.connection is not None
            self.connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
            answer = self.connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Gone from error
        return answer.status

    def _connect(self) -> None:
        connection = http.client.HTTPConnection(
            HOST, self.port, timeout=TIMEOUT, source_address=(self.address, 0)
        )
        try:
            connection.connect()
        except OSError as error:
            raise Down from error
        self.connection = connection

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


@dataclass
class Record:
    """What was answered: acknowledged registrations by key, keys without an answer, other statuses, latencies."""

    acked: dict[str, str] = field(default_factory=dict)
    advanced: int = 0
    unknown: dict[str, dict[str, Any]] = field(default_factory=dict)
    replays: int = 0
    bad_replays: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    read_seconds: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def answered(self) -> int:
        return len(self.acked) + self.advanced + self.replays


class Load:
    """`clients` threads that go on until told to stop; a share of what they do is `reads` of their own cases."""

    def __init__(
        self, port: int, *, tokens: dict[str, str], clients: int, seed: int, reads: float = 0.0
    ) -> None:
        self.record = Record()
        self.stop = threading.Event()
        self._port, self._tokens, self._reads = port, tokens, reads
        self._threads = [
            threading.Thread(target=self._run, args=(random.Random(f"{seed}:{at}"),), daemon=True)
            for at in range(clients)
        ]

    def until_answered(self, count: int) -> None:
        """Wait, but not for ever, until so many requests have been answered."""
        self._until(lambda: self.record.answered >= count)

    def until_acknowledged(self, count: int) -> None:
        """The same for registrations."""
        self._until(lambda: len(self.record.acked) >= count)

    def _until(self, enough: Callable[[], bool]) -> None:
        for _ in range(PATIENCE * 20):
            with self.record.lock:
                if enough():
                    return
            time.sleep(0.05)

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def finish(self) -> Record:
        self.stop.set()
        for thread in self._threads:
            thread.join(timeout=TIMEOUT + 5)
        return self.record

    def _run(self, chance: random.Random) -> None:
        caller, mine = Caller(self._port), list[tuple[str, str]]()
        while not self.stop.is_set():
            pick = chance.random()
            try:
                if mine and chance.random() < self._reads:
                    self._read(caller, number=mine[chance.randrange(len(mine))][1])
                elif pick < 0.6 or not mine:
                    self._register(caller, mine=mine)
                elif pick < 0.85:
                    self._advance(caller, number=mine[chance.randrange(len(mine))][1])
                else:
                    self._replay(caller, known=mine[chance.randrange(len(mine))])
            except Gone:
                time.sleep(0.05)
        caller.close()

    def _register(self, caller: Caller, *, mine: list[tuple[str, str]]) -> None:
        key = uuid.uuid4().hex
        began = time.perf_counter()
        try:
            status, body, _ = caller.post("/api/cases", token=self._tokens["clerk"], key=key, body=BODY)
        except Down:
            raise
        except Gone:
            with self.record.lock:
                self.record.unknown[key] = BODY
            raise
        with self.record.lock:
            self._count(status, began=began)
            if status == 201:
                self.record.acked[key] = body["number"]
                mine.append((key, body["number"]))

    def _advance(self, caller: Caller, *, number: str) -> None:
        token, path = self._tokens["dispatcher"], f"/api/cases/{number}/dispatch"
        fields = {"unit": "mediation", "reason": "由县调委会承办。"}
        status, _, _ = caller.post(path, token=token, key=uuid.uuid4().hex, body=fields)
        with self.record.lock:
            self.record.advanced += status == 200
            self.record.statuses[status] = self.record.statuses.get(status, 0) + 1

    def _replay(self, caller: Caller, *, known: tuple[str, str]) -> None:
        status, body, replayed = caller.post(
            "/api/cases", token=self._tokens["clerk"], key=known[0], body=BODY
        )
        with self.record.lock:
            self.record.replays += 1
            if status < 500:
                self.record.bad_replays += not (status == 201 and replayed and body.get("number") == known[1])

    def _read(self, caller: Caller, *, number: str) -> None:
        began = time.perf_counter()
        status = caller.get(f"/api/cases/{number}", token=self._tokens["clerk"])
        with self.record.lock:
            self.record.statuses[status] = self.record.statuses.get(status, 0) + 1
            self.record.read_seconds.append(time.perf_counter() - began)

    def _count(self, status: int, *, began: float) -> None:
        self.record.statuses[status] = self.record.statuses.get(status, 0) + 1
        self.record.seconds.append(time.perf_counter() - began)


def settle_unknown(record: Record, *, port: int, token: str) -> None:
    """Send every key without an answer once more: it must end in exactly one case. Gives up when nobody comes back."""
    caller = Caller(port)
    for key, body in list(record.unknown.items()):
        for _ in range(PATIENCE):
            try:
                status, answer, _ = caller.post("/api/cases", token=token, key=key, body=body)
            except Gone:
                time.sleep(0.1)
                continue
            if status == 201:
                record.acked[key] = answer["number"]
                del record.unknown[key]
            break
        else:
            break
    caller.close()


def percentile(values: list[float], *, share: float) -> float:
    """In milliseconds, one decimal; 0 for no values."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 1)
