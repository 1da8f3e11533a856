"""People at real browsers: each with a window of their own, watched so that no page reports an error."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[2]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PICTURES = Path(os.environ.get("JIEFEN_PICTURES", ROOT / "build" / "pictures"))


@dataclass
class Centre:
    """Where it listens, and everybody's password."""

    url: str
    passwords: dict[str, str]


class People:
    """Opens a browser of its own for each person and watches that none reports an error."""

    def __init__(self, browser: Browser, centre: Centre) -> None:
        self.browser, self.centre = browser, centre
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def stranger_to_the_house(self, *, phone: bool = False, scripts: bool = True) -> Page:
        context = self.browser.new_context(
            viewport=PHONE if phone else DESK,
            base_url=self.centre.url,
            java_script_enabled=scripts,
            locale="zh-CN",
            has_touch=phone,
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def sign_in(self, username: str, *, phone: bool = False, scripts: bool = True) -> Page:
        page = self.stranger_to_the_house(phone=phone, scripts=scripts)
        page.goto("/signin")
        page.fill("[name=username]", username)
        page.fill("[name=password]", self.centre.passwords[username])
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/signin" not in url)
        return page

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 4" not in text:
            self.complaints.append(text)


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")
