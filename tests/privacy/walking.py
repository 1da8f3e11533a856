"""A browser without scripts that walks through a real server."""

from __future__ import annotations

import html
import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass, field


@dataclass
class Visitor:
    """A browser without scripts."""

    base: str
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def get(self, path: str) -> str:
        return self._ask(path)

    def post(self, path: str, *, page: str = "", **fields: str) -> str:
        text = self.get(page or path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        hidden = dict(re.findall(r'name="(key|typist)" value="([^"]+)"', text))
        body = hidden | {"csrfmiddlewaretoken": token[1] if token else ""} | fields
        return self._ask(path, urllib.parse.urlencode(body).encode())

    def upload(self, path: str, *, name: str, content: bytes, **fields: str) -> str:
        """A form with one file."""
        page, edge = self.get(path), uuid.uuid4().hex
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        key = re.search(r'name="key" value="([^"]+)"', page)
        assert token
        assert key
        parts = fields | {"csrfmiddlewaretoken": token[1], "key": key[1]}
        body = b"".join(
            f'--{edge}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
            for field, value in parts.items()
        )
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body += head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        return self._ask(path, body, **{"Content-Type": f"multipart/form-data; boundary={edge}"})

    def _ask(self, path: str, data: bytes | None = None, **headers: str) -> str:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        url = self.base + urllib.parse.quote(path, safe="/?=&%")
        request = urllib.request.Request(url, data, {"Referer": self.base + "/track"} | headers)
        try:
            answer = opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        return html.unescape(answer.read().decode("utf-8", "replace"))
