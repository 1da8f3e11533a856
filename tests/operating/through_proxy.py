"""Somebody uses the centre through the real proxy of docs/operating.md: what gets through, and what must not.

Run by `bin/walk-operating` with the root of the machine and 任可's first password. Asserts; prints how much it looked at.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import sys
import time
import urllib.parse
from pathlib import Path

HOST = "mediate.example.gov.cn"
CODE = "K7QX-M2PD-9RTA"


class Visitor:
    """A browser without a window: keeps its cookies, speaks TLS to the proxy on this machine."""

    def __init__(self, certificate: Path) -> None:
        self.tls = ssl.create_default_context(cafile=str(certificate))
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, *, fields: dict[str, str] | None = None, **headers: str) -> tuple[int, http.client.HTTPMessage, str]:  # fmt: skip
        raw = socket.create_connection(("127.0.0.1", 443), timeout=30)
        connection = http.client.HTTPSConnection(HOST, timeout=30)
        connection.sock = self.tls.wrap_socket(raw, server_hostname=HOST)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{HOST}"}
        connection.request(method, path, body=body, headers=sent)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            assert "Secure" in cookie, cookie
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers, answer.read().decode()


def main(machine: Path, password: str) -> int:
    certificate = machine / "etc/jiefen/tls/fullchain.pem"
    signs_in(Visitor(certificate), password=password)
    stranger = Visitor(certificate)
    assert stranger.ask("GET", "/metrics")[0] == 404
    status, _, told = stranger.ask("GET", "/readyz")
    assert told in ("ok", "not ready"), "why it is not ready is for this machine only"
    assert status == (200 if told == "ok" else 503)
    leaves_no_code(stranger, log=machine / "var/log/nginx/jiefen.log")
    plain = http.client.HTTPConnection("127.0.0.1", 80, timeout=30)
    plain.request("GET", "/signin", headers={"Host": HOST})
    answer = plain.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/signin")
    print("经代理看过 5 处，都对。")
    return 0


def signs_in(visitor: Visitor, *, password: str) -> None:
    """任可, who claims to come from elsewhere."""
    status, headers, page = visitor.ask("GET", "/signin")
    assert status == 200, status
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    fields = {"username": "admin", "password": password, "csrfmiddlewaretoken": token[1]}
    status, headers, page = visitor.ask("POST", "/signin", fields=fields, X_Forwarded_For="203.0.113.66")
    assert status == 302, (status, page[:400])
    assert "__Host-jiefen" in visitor.cookies
    status, headers, _ = visitor.ask("GET", "/people")
    assert status == 302, status
    assert headers["Location"].startswith("/account/"), headers[
        "Location"
    ]  # the first password must be changed


def leaves_no_code(stranger: Visitor, *, log: Path) -> None:
    """A tracking code and a paper's code are addresses, but not in the log; nor is an address that somebody made up."""
    for path in ("t", "v"):
        assert stranger.ask("GET", f"/{path}/{CODE}")[0] < 500
    time.sleep(0.5)
    lines = log.read_text()
    assert '"GET /t/-"' in lines
    assert '"GET /v/-"' in lines
    assert CODE not in lines
    assert "203.0.113.66" not in lines


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
