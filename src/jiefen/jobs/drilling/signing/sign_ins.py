"""Two hundred sign-ins at once: how many are checked, what they cost, who still gets an answer, and whether the owner gets in."""

from __future__ import annotations

import http.client
import json
import random
import re
import subprocess
import sys
import threading
import time
import urllib.parse
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from jiefen.jobs.drilling.load import percentile
from jiefen.jobs.drilling.site import HOST, Site

Outcome = tuple[bool, dict[str, Any]]
VICTIM, CHECKED = "clerk", 5
MOST_MB, MOST_HEALTH_MS, MOST_OWNER_S = 100, 200.0, 15.0
LEAST_PROBES = 20
PAUSES = (3, 3)  # seconds after which who was kept out sends the form again, as its page does


def sign_ins(site: Site, times: int) -> Outcome:
    """`times` wrong passwords for one account at once, then as many for different names; meanwhile the account's owner signs
    in on a known device, and health is asked without a pause."""
    site.make()
    password: str = site.ask("drilling.signing.people", VICTIM)["password"]
    site.start()
    owner = Browser(site.port)
    status, _ = owner.sign_in(VICTIM, password=password)
    figures: dict[str, Any] = {"owner_known": status == 302}
    good = status == 302
    for name, names in (("one", [VICTIM] * times), ("many", [f"guess{at}" for at in range(times)])):
        ok, told = _crowd(site, names=names, owner=owner, password=password)
        figures |= {f"{name}.{key}": value for key, value in told.items()}
        good &= ok and (name == "many" or told["checked"] <= CHECKED)
    return good, figures


def _crowd(site: Site, *, names: list[str], owner: Browser, password: str) -> Outcome:
    before = site.ask("drilling.signing.people", "--checked")["checked"]
    browsers = [_at_the_page(site) for _ in names]
    watch = _watch(site)
    statuses = Counter[int]()
    barrier = threading.Barrier(len(names) + 1)

    def guess(browser: Browser, name: str) -> None:
        barrier.wait()
        for pause in (*PAUSES, 0):
            status, _ = browser.sign_in(name, password="不是这个密码", opened=True)  # noqa: S106
            if status != 503 or not pause:
                break
            time.sleep(pause + random.random() * pause)
        statuses[status] += 1

    threads = [threading.Thread(target=guess, args=pair) for pair in zip(browsers, names, strict=True)]
    for thread in threads:
        thread.start()
    barrier.wait()
    waited = _patiently(owner, password=password)
    for thread in threads:
        thread.join()
    time.sleep(2.0)
    health = json.loads(watch.communicate()[0])
    answered = sum(statuses[status] for status in (422, 429, 503))
    figures = {
        "sent": len(names),
        "answered": answered,
        "statuses": {str(status): count for status, count in sorted(statuses.items())},
        "checked": site.ask("drilling.signing.people", "--checked")["checked"] - before,
        "memory_mb": round(health["peak"] - health["base"], 1),
        "health_p99_ms": percentile(health["seconds"], share=0.99),
        "health_asked": len(health["seconds"]),
        "owner_waited_s": round(waited, 2),
    }
    good = answered == len(names) and figures["memory_mb"] <= MOST_MB and health["failed"] == 0
    good &= figures["health_p99_ms"] <= MOST_HEALTH_MS and figures["health_asked"] >= LEAST_PROBES
    return good and waited <= MOST_OWNER_S, figures


def _at_the_page(site: Site) -> Browser:
    browser = Browser(site.port)
    browser.open()
    return browser


def _watch(site: Site) -> subprocess.Popen[str]:
    """Looks at health and memory until its input ends, in a process of its own: two hundred threads here must not delay it."""
    assert site.server is not None
    command = [
        sys.executable,
        "-m",
        "jiefen.jobs.drilling.signing.watch",
        str(site.port),
        str(site.server.pid),
    ]
    watch = subprocess.Popen(
        command, env=site.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert watch.stdout is not None
    watch.stdout.readline()  # it has begun
    return watch


def _patiently(owner: Browser, *, password: str) -> float:
    """Seconds until the owner is in, sending the form again as the page of a crowd does."""
    began = time.monotonic()
    while time.monotonic() - began < MOST_OWNER_S * 2:
        status, _ = owner.sign_in(VICTIM, password=password)
        if status == 302:
            break
        time.sleep(0.5)
    return time.monotonic() - began


@dataclass
class Browser:
    """Keeps its cookies; one connection a request."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def open(self) -> None:
        _, page = self._ask("GET", "/signin", "")
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        self.token = found[1] if found else ""

    def sign_in(self, username: str, *, password: str, opened: bool = False) -> tuple[int, str]:
        """The status; 0 when nobody answered."""
        try:
            if not opened:
                self.cookies.pop("jiefen", None)
                self.open()
            fields = {"csrfmiddlewaretoken": self.token, "username": username, "password": password}
            return self._ask("POST", "/signin", urllib.parse.urlencode(fields))
        except (OSError, http.client.HTTPException):
            return 0, ""

    def _ask(self, method: str, path: str, body: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
