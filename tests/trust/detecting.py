"""A real Chromium that is shown pages of ours without a server between: dialogs, policy reports and nodes are counted.

The page is asked of a Django test client in this process and handed to the browser, headers and all, so that the strict
policy is the one that a visitor gets, and the case need not be told to a second process. The browser asks in a context
of its own, with a database connection of its own, so what it asks for is fetched before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Route

HOME = "http://testserver"
LISTEN = """window.reports = [];
addEventListener('securitypolicyviolation', (e) => reports.push(`${e.effectiveDirective} ${e.blockedURI} ${e.sample}`), true);"""
# Nodes, names of attributes, addresses and code that came out of a payload; as a text or a value it may stand anywhere.
LOOK = """() => {
  const found = [];
  for (const one of document.querySelectorAll('*')) {
    if (/^pwn|^[<>'"]/.test(one.id) || /pwn/.test(one.localName)) found.push(`node ${one.outerHTML.slice(0, 90)}`);
    for (const { name, value } of one.attributes) {
      if (/pwn|[<>"']/.test(name)) found.push(`attribute ${name}`);
      if (/^on|^style$|^srcdoc$|^hx-/.test(name) && /pwn|alert|evil/.test(value)) found.push(`${name}=${value.slice(0, 60)}`);
      if (/^(href|src|action|formaction|data|xlink:href)$/.test(name)
        && (/^\\s*(javascript|data|vbscript):/i.test(value.replace(/[\\u0000-\\u0020]/g, '')) || /^(https?:)?\\/\\/evil/.test(value)))
        found.push(`${name}=${value.slice(0, 60)}`);
    }
    if (/^(script|style)$/.test(one.localName) && /pwn/.test(one.textContent)) found.push(`code ${one.textContent.slice(0, 60)}`);
  }
  if (document.body && document.body.innerText.includes('1337pwn')) found.push('a template was carried out');
  return found.concat(window.reports || []);
}"""


@dataclass
class Detector:
    """One tab. `found`: what was wrong, with its address; `texts`: how many payloads were seen to be shown."""

    page: Page
    client: Client | None = None
    _answer: Any = None
    found: list[str] = field(default_factory=list)
    shown: int = 0

    def look(self, address: str) -> None:
        """Open it and count; a page that does not open is no finding of this detector, and refused loudly."""
        assert self.client is not None
        self._answer = self.client.get(address)
        assert self._answer.status_code == 200, f"{address}: {self._answer.status_code}"
        self.page.goto(HOME + address, wait_until="load")
        self.found += [f"{address}: {what}" for what in self.page.evaluate(LOOK)]
        self.shown += self.page.content().count("pwn")

    def look_at(self, html: str) -> None:
        """A page made here, under no policy of ours."""
        self.page.set_content(html)
        self.found += [f"made: {what}" for what in self.page.evaluate(LOOK)]

    def answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.netloc != "testserver":
            self.found.append(f"asked for {route.request.url}")
            route.abort()
        elif address.path.startswith("/static/"):
            path = finders.find(address.path.removeprefix("/static/"))
            route.fulfill(path=path) if path else route.fulfill(status=404)
        elif route.request.is_navigation_request():
            route.fulfill(status=200, headers=dict(self._answer.headers), body=self._answer.content)
        else:
            route.fulfill(status=204)

    def hear_dialog(self, dialog: Dialog) -> None:
        self.found.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def hear_console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.found.append(f"policy: {message.text[:150]}")


@contextmanager
def detector(browser: Browser) -> Iterator[Detector]:
    context = browser.new_context(locale="zh-CN")
    try:
        page = context.new_page()
        made = Detector(page)
        page.add_init_script(LISTEN)
        page.on("dialog", made.hear_dialog)
        page.on("console", made.hear_console)
        page.on("pageerror", lambda error: made.found.append(f"error {error}"))
        context.route("**/*", made.answer)
        yield made
    finally:
        context.close()
