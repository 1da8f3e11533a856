"""A mail server and an SMS gateway on loopback that say what they are told to say, and keep what they heard."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

BYE = "hang up"
DRIBBLE = "one byte after the other"


@dataclass
class Heard:
    port: int = 0
    text: list[str] = field(default_factory=list)


@contextmanager
def _serving(handler: type[socketserver.StreamRequestHandler], heard: Heard) -> Iterator[Heard]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        heard.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield heard
        server.shutdown()


@contextmanager
def mail_server(**answers: str) -> Iterator[Heard]:
    """`answers`: by command, `rcpt="550 nobody"`; `text` is the answer to the message itself."""
    heard = Heard()

    class Mail(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            if answers.get("welcome") == DRIBBLE:
                _dribble(self.wfile)
                return
            self.say("welcome", "220 here")
            while line := self.rfile.readline().decode().strip():
                command = line.split()[0].lower()
                heard.text.append(line)
                if not self.say(command, "354 go on" if command == "data" else "250 fine"):
                    return
                if command == "data" and not answers.get("data", "354").startswith(("4", "5")):
                    while (part := self.rfile.readline().decode()) not in (".\r\n", ""):
                        heard.text.append(part.strip())
                    if not self.say("text", "250 queued as 7"):
                        return

        def say(self, what: str, usual: str) -> bool:
            answer = answers.get(what, usual)
            if answer != BYE:
                self.wfile.write(f"{answer}\r\n".encode())
            return answer != BYE

    with _serving(Mail, heard) as serving:
        yield serving


@contextmanager
def sms_gateway(
    answer: str = '{"code": 0, "id": "m-1"}', *, status: int = 200, charset: str = "utf-8", told: str = ""
) -> Iterator[Heard]:
    """`charset`: what the gateway speaks; `told`: what its answer says of that."""
    heard = Heard()

    class Sms(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            length, line = 0, b"x"
            while line.strip():
                line = self.rfile.readline()
                name, _, value = line.decode().partition(":")
                length = int(value) if name.lower() == "content-length" else length
            heard.text.append(self.rfile.read(length).decode(charset))
            if answer == BYE:
                return
            head = f"HTTP/1.1 {status} x\r\nConnection: close\r\nLocation: http://127.0.0.1:{heard.port}/\r\n"
            head += f"Content-Type: application/json{told and f';charset={told}'}\r\n\r\n"
            self.wfile.write(head.encode())
            if answer == DRIBBLE:
                _dribble(self.wfile)
            else:
                self.wfile.write(answer.encode(charset))

    with _serving(Sms, heard) as serving:
        yield serving


def _dribble(wire: object) -> None:
    try:
        for _ in range(100):
            wire.write(b"2")  # type: ignore[attr-defined]
            time.sleep(0.05)
    except OSError:
        return
