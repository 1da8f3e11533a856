"""Somebody who asks first with a browser without scripts."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from jiefen.portal.ask import BEFORE


class Citizen:
    """What a form holds is sent, and nothing else."""

    def __init__(self) -> None:
        self.client = Client()
        self.html = ""

    def open(self) -> None:
        self.read(self.client.get("/ask"))

    def read(self, answer: Any) -> int:
        self.html = answer.content.decode()
        return int(answer.status_code)

    @property
    def at(self) -> str:
        return (re.findall(r'name="at" value="([a-z]+)"', self.html) or ["result"])[0]

    def fields(self) -> dict[str, list[str]]:
        """The hidden fields, and the chosen or typed answer, as a browser would send them."""
        form = self.html.partition('id="ask"')[2].partition("</form>")[0]
        sent: dict[str, list[str]] = {}
        for name, text in re.findall(
            r'<textarea[^>]*name="(q-\w+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL
        ):
            sent.setdefault(name, []).append(unescape(text))
        for tag in re.findall(r"<input[^>]*>", form):
            got = dict(re.findall(r'(\w+)="([^"]*)"', tag))
            name = re.search(r'name="([\w-]+)"', tag)
            if name and (got.get("type") != "radio" or "checked" in tag) and "csrf" not in name[1]:
                sent.setdefault(name[1], []).append(unescape(got.get("value", "")))
        return sent

    def answer(self, text: str | None = None, **more: str) -> int:
        sent = self.fields() | ({BEFORE + self.at: [text]} if text is not None else {})
        return self.read(self.client.post("/ask", sent | {name: [value] for name, value in more.items()}))

    def go_through(self, answers: dict[str, str]) -> None:
        self.open()
        while self.at != "result":
            self.answer(answers.get(self.at, ""))
