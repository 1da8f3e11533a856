"""E-mail through one mail server (RFC 5321), a message at a time, on a connection of its own."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage

from jiefen.channels.messages import (
    RECEIPT,
    SECONDS,
    Later,
    Message,
    Refused,
    Uncertain,
    Unreachable,
    cut_off,
)

_CLOSED = (OSError, smtplib.SMTPException)


@dataclass(frozen=True)
class Email:
    """`security`: tls (from the first byte), starttls, or none."""

    host: str
    port: int
    security: str
    sender: str
    sender_name: str = ""
    user: str = ""
    password: str = ""
    seconds: float = SECONDS
    real: bool = True

    def send(self, message: Message) -> str:
        server = self._server()
        with cut_off(lambda: server.sock, seconds=self.seconds):
            try:
                self._greet(server)
                return self._hand_over(server, message)
            except _CLOSED as problem:
                raise Unreachable(type(problem).__name__) from problem
            finally:
                _close(server)

    def _server(self) -> smtplib.SMTP:
        """Not connected yet, so that its socket can be cut off while it is being greeted."""
        if self.security != "tls":
            server = smtplib.SMTP(timeout=self.seconds)
        else:
            server = smtplib.SMTP_SSL(timeout=self.seconds, context=ssl.create_default_context())
        # Whose certificate is asked for; the library sets it only when it connects at once.
        server._host = self.host  # type: ignore[attr-defined]  # missing from the stubs
        return server

    def _greet(self, server: smtplib.SMTP) -> None:
        if server.connect(self.host, self.port)[0] != 220:
            raise Unreachable("not welcome")
        server.ehlo_or_helo_if_needed()
        if self.security == "starttls":
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if self.user:
            server.login(self.user, self.password)

    def _hand_over(self, server: smtplib.SMTP, message: Message) -> str:
        """Until the last byte of the text is out nothing can have been sent; from then on, only the answer tells."""
        _take(server.mail(self.sender), otherwise=Unreachable)
        _take(server.rcpt(message.to), otherwise=Refused)
        try:
            answer = server.data(self._written(message))
        except smtplib.SMTPDataError as problem:
            answer = (problem.smtp_code, b"")
        except _CLOSED as problem:
            raise Uncertain(type(problem).__name__) from problem
        _take(answer, otherwise=Refused)
        return answer[1].decode("utf-8", "replace")[:RECEIPT]

    def _written(self, message: Message) -> bytes:
        """All that a receiver asks of a message (RFC 5322, 3.6). The same Message-ID for the same message, which most mail servers show once."""
        mail = EmailMessage()
        mail["Date"] = message.at
        mail["Subject"] = " ".join(message.subject.split())
        mail["From"] = Address(self.sender_name, addr_spec=self.sender)
        mail["To"] = Address(addr_spec=message.to)
        mail["Message-ID"] = f"<{message.key}@{self.sender.partition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text, cte="base64")
        return mail.as_bytes()


def _take(answer: tuple[int, bytes], *, otherwise: type[Exception]) -> None:
    """A server's answer: 2xx is yes, 4xx not now, 5xx no."""
    code = answer[0]
    if not 200 <= code < 300:
        raise (Later if 400 <= code < 500 else otherwise)(str(code))


def _close(server: smtplib.SMTP) -> None:
    """Politely, but not for long."""
    try:
        if server.sock is not None:
            server.sock.settimeout(1)
            server.quit()
    except _CLOSED:
        server.close()
