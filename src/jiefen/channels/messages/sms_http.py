"""SMS through any gateway that takes an HTTP request: address, fields, signature and answer are set in a text.

Most public bodies send through an operator's or the province's own gateway, and each differs in names and signature
only (design § 5.3). Redirects are not followed; an answer is read up to 64 KB.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

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

MOST = 64 * 1024
NOT_TAKEN = frozenset({429, 503})
OURS_TO_MEND = frozenset({401, 403, 404, 405, 407})
SIGNATURES = ("none", "md5", "sha256", "hmac-sha256")
CHARSETS = ("utf-8", "gbk", "gb18030")
FORMATS = ("form", "json", "base64-json")


@dataclass(frozen=True)
class SmsHttp:
    """`fields`: name → text with {to} {text} {key} {time} {sign}; `signed`: the text whose digest is {sign}, which may
    name the secret. `accepted`: (field, value) of a JSON answer that means yes, or nothing when the status says it.
    `charset`: what the gateway reads, for the text and for what is signed.
    `never`: values of that field that no later attempt will change; any other is tried again, and holds up nobody else.
    """

    url: str
    fields: Mapping[str, str]
    format: str = "form"
    signature: str = "none"
    signed: str = ""
    secret: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    accepted: tuple[str, str] | None = None
    never: frozenset[str] = frozenset()
    receipt: str = ""
    charset: str = "utf-8"
    seconds: float = SECONDS
    real: bool = True

    def send(self, message: Message) -> str:
        target = urlsplit(self.url)
        link = self._link(target.hostname or "", port=target.port, secure=target.scheme == "https")
        body, kind = self.body(message)
        path = f"{target.path or '/'}{'?' + target.query if target.query else ''}"
        try:
            link.connect()
        except OSError as problem:
            raise Unreachable(type(problem).__name__) from problem
        wire = link.sock  # kept: the library lets go of it while the answer is still being read
        with cut_off(lambda: wire, seconds=self.seconds):
            try:
                link.request("POST", path, body=body, headers=dict(self.headers) | {"Content-Type": kind})
                answer = link.getresponse()
                status, text = (
                    answer.status,
                    _decoded(answer.read(MOST), told=answer.headers.get_content_charset()),
                )
            except (OSError, http.client.HTTPException) as problem:
                raise Uncertain(type(problem).__name__) from problem
            finally:
                link.close()
        return self._understood(status, text=text)

    def body(self, message: Message) -> tuple[bytes, str]:
        """The request's body and its content type."""
        known = {
            "to": message.to,
            "text": message.text,
            "key": message.key,
            "time": str(int(message.at.timestamp())),
        }
        known["sign"] = self._sign(_filled(self.signed, known | {"secret": self.secret}))
        filled = {name: _filled(text, known) for name, text in self.fields.items()}
        if self.format == "form":
            written = urlencode(filled, encoding=self.charset, errors="replace").encode()
            return written, f"application/x-www-form-urlencoded; charset={self.charset}"
        written = json.dumps(filled, ensure_ascii=False).encode(self.charset, "replace")
        if self.format == "base64-json":
            return base64.b64encode(written), f"text/plain; charset={self.charset}"
        return written, f"application/json; charset={self.charset}"

    def _link(self, host: str, *, port: int | None, secure: bool) -> http.client.HTTPConnection:
        if secure:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=self.seconds, context=context)
        return http.client.HTTPConnection(host, port, timeout=self.seconds)

    def _sign(self, text: str) -> str:
        """Hex. The plain digests are what operators ask for, with the secret inside the text."""
        if self.signature == "hmac-sha256":
            signed = text.encode(self.charset, "replace")
            return hmac.new(self.secret.encode(), signed, hashlib.sha256).hexdigest()
        if self.signature == "none":
            return ""
        return hashlib.new(
            self.signature, text.encode(self.charset, "replace"), usedforsecurity=False
        ).hexdigest()

    def _understood(self, status: int, *, text: str) -> str:
        """The receipt, or why not. What a proxy says for a gateway behind it (502, 504) leaves open what happened."""
        if status in NOT_TAKEN or status in OURS_TO_MEND or 300 <= status < 400:
            raise Unreachable(str(status))
        if 400 <= status < 500:
            raise Refused(str(status))
        if status >= 500:
            raise Uncertain(str(status))
        reply = _told(text)
        if self.accepted is not None:
            name, yes = self.accepted
            if name not in reply:
                raise Uncertain(f"no {name} in the answer")
            if reply[name] != yes:
                code = reply[name][:40]
                raise Refused(code) if reply[name] in self.never else Later(code)
        return reply.get(self.receipt, "")[:RECEIPT]


def _filled(text: str, known: Mapping[str, str]) -> str:
    """Only the names in braces are replaced, each once over, so that nothing in a message is read as a name."""
    parts = text.split("{")
    filled = parts[0]
    for part in parts[1:]:
        name, brace, rest = part.partition("}")
        filled += known[name] + rest if brace and name in known else "{" + part
    return filled


def _decoded(answer: bytes, *, told: str | None) -> str:
    """In the charset the gateway names, if it is true; else in UTF-8 or GB18030, whichever fits."""
    for charset in (told, "utf-8-sig", "gb18030"):
        try:
            return answer.decode(charset or "utf-8-sig").removeprefix("\ufeff")
        except (LookupError, UnicodeDecodeError):
            continue
    return answer.decode("utf-8", "replace")


def _told(text: str) -> dict[str, str]:
    """The top level of a JSON answer as texts; nothing when it is none."""
    try:
        reply = json.loads(text)
    except ValueError:
        return {}
    return {str(name): _plain(value) for name, value in reply.items()} if isinstance(reply, dict) else {}


def _plain(value: object) -> str:
    return json.dumps(value) if isinstance(value, bool) or value is None else str(value)
