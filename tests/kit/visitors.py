"""People at real browsers: each with a window of their own, watched so that no page reports an error."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
DESK, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
PICTURES = Path(os.environ.get("JIEFEN_PICTURES", ROOT / "build" / "pictures"))

# The headless shell is the same engine without the window it never opens: half the work.
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, CHROMIUMS)), None)
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless Chromium; closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@dataclass
class Centre:
    """Where it listens, everybody's password, its home, and the sign-ins made so far."""

    url: str
    passwords: dict[str, str]
    home: Path
    signed_in: dict[str, Any] = field(default_factory=dict)


class People:
    """Opens a browser of its own for each person and watches that none reports an error."""

    def __init__(self, browser: Browser, centre: Centre) -> None:
        self.browser, self.centre = browser, centre
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def stranger_to_the_house(self, *, phone: bool = False, scripts: bool = True, knows: Any = None) -> Page:
        context = self.browser.new_context(
            viewport=PHONE if phone else DESK,
            base_url=self.centre.url,
            java_script_enabled=scripts,
            locale="zh-CN",
            has_touch=phone,
            storage_state=knows,
        )
        context.set_default_timeout(25_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def sign_in(
        self, username: str, *, phone: bool = False, scripts: bool = True, anew: bool = False
    ) -> Page:
        """A page of somebody signed in. The sign-in itself happens once per person, unless asked for `anew`."""
        known = None if anew else self.centre.signed_in.get(username)
        page = self.stranger_to_the_house(phone=phone, scripts=scripts, knows=known)
        if known is None:
            page.goto("/signin")
            self.give_password(page, username)
            if not anew:
                self.centre.signed_in[username] = page.context.storage_state()
        else:
            page.goto("/home")
            if "/signin" in page.url:  # it was given up for those who signed in anew
                self.centre.signed_in.pop(username)
                return self.sign_in(username, phone=phone, scripts=scripts)
        return page

    def give_password(self, page: Page, username: str) -> None:
        page.fill("[name=username]", username)
        page.fill("[name=password]", self.centre.passwords[username])
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/signin" not in url)

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 4" not in text:
            self.complaints.append(text)


def picture(page: Page, name: str) -> None:
    """Leaves the page as it is: hiding the caret would write style attributes into it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", caret="initial")


def type_into(page: Page, name: str, text: str) -> None:
    page.focus(f"[name={name}]")
    page.keyboard.type(text)


def choose(page: Page, label: str, initials: str) -> None:
    """The searchable box: type pinyin initials, take the first with Enter."""
    page.get_by_role("combobox", name=label).focus()
    page.keyboard.type(initials)
    page.keyboard.press("Enter")


def register(page: Page, *, applicant: str, story: str = "租期届满，房东不退押金。", **more: str) -> str:
    """A simple registration with the mouse and the select boxes behind; answers the case number."""
    page.goto("/register")
    page.fill("[name=applicant_name]", applicant)
    page.fill("[name=respondents-0-respondent_name]", "张守信")
    page.fill("[name=story]", story)
    for name, text in more.items():
        page.fill(f"[name={name}]", text)
    set_select(page, "kind", "0602")
    set_select(page, "place", place_code(page, "湖滨社区"))
    page.get_by_role("button", name="登记并打印回执").click()
    page.wait_for_url("**/cases/*registered=1")
    return page.url.partition("/cases/")[2].partition("?")[0]


def set_select(page: Page, name: str, value: str) -> None:
    """The select behind the searchable box, as a form would be filled without scripts."""
    page.locator(f"select[name={name}]").evaluate(
        "(select, value) => { select.value = value; select.dispatchEvent(new Event('change', { bubbles: true })) }",
        value,
    )


def place_code(page: Page, name: str) -> str:
    value = page.locator("select[name=place] option", has_text=name).first.get_attribute("value")
    assert value is not None
    return value


def screen(page: Page, **yes: str) -> None:
    """The safety screening from the open case, every answer “no” but for those given."""
    case = page.url.partition("?")[0]
    page.goto(f"{case}/screen")
    page.select_option("[name=side]", "applicant")
    for name in ("violence", "minors", "self_harm", "coercion", "capacity"):
        page.check(f"[name={name}][value={yes.get(name, 'no')}]")
    page.get_by_role("button", name="确认安全筛查").click()
    page.wait_for_url(lambda url: "/screen" not in url)


def in_days(n: int) -> str:
    return f"{timezone.localdate() + timedelta(days=n):%Y-%m-%d}"
