"""The citizen's door as a cheap telephone meets it: presses for each journey, what a page weighs, when it is there, how
large its type is. A Chromium and Playwright are of the developer's tools: without them nothing is measured, and that is said.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from jiefen.jobs.drilling.site import Site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser, BrowserContext, Page

Found = dict[str, object]
CASES, KB = 60, 1024
BARS = {"sign": 6, "refuse": 4, "apply": 40}  # presses
MOST_KB, LATEST = 60, 1.5  # a page; seconds to its largest part
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser")
PAGES = ("/", "/ask", "/apply", "/apply/q/danger", "/letter", "/who", "/track", "/booking", "/calculator")
# What a party looks at once their page is open, by the journey that has opened it.
BEHIND: dict[str, tuple[str, ...]] = {
    "refuse": ("/t", "/t/session"),
    "sign": ("/t", "/t/agreement", "/t/mine", "/t/messages", "/t/materials", "/t/appeal"),
    "apply": ("/apply/done",),
}
# Slow 4G as Lighthouse has it, and a processor four times slower than this one.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
LCP = """() => new Promise((done) => new PerformanceObserver((list) =>
  done(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true }))"""
SMALLEST = """() => {
  const shown = (one) => { const box = one.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && !one.closest('.sr, .skip') };
  const sizes = [], heights = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) { const one = texts.currentNode.parentElement;
    if (texts.currentNode.data.trim() && shown(one)) sizes.push(parseFloat(getComputedStyle(one).fontSize)); }
  for (const one of document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')) {
    const meant = one.matches('[type=radio], [type=checkbox]') && one.closest('label') || one;
    if (shown(meant)) heights.push(meant.getBoundingClientRect().height); }
  return { text: Math.min(...sizes), target: Math.min(...heights) };
}"""
ANSWERS = {
    "danger": "no", "whose": "self", "kind": "0602", "story": "退租以后房东不退押金。", "wanted": "退还押金",
    "amount": "8000", "happened_on": "", "place": "330999101", "respondents": "钱二", "respondent_phone": "",
    "applicant_name": "赵一", "applicant_phone": "13800005566",
}  # fmt: skip


def door() -> Found:
    """Figures by name; `door.missed` names every bar that was not met."""
    program = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if program is None:
        return {"door.skipped": "没有 Chromium 或 Playwright：bin/setup --browser"}
    with tempfile.TemporaryDirectory(prefix="jiefen-bench-") as folder:
        site = Site(root=Path(folder) / "home")
        site.root.mkdir()
        site.run("demo", "--cases", str(CASES))
        codes = site.ask("benching.door_codes")
        site.start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=program, args=["--no-sandbox", "--disable-gpu"]
                )
                figures = _measured(browser, url=f"http://127.0.0.1:{site.port}", codes=codes)
                browser.close()
        finally:
            site.stop()
    return figures | {"door.missed": missed(figures)}


def missed(figures: Found) -> list[str]:
    """Bars of the issue of the citizen's door, each named with its figure."""
    bars: dict[str, float] = {f"door.taps.{name}": most for name, most in BARS.items()}
    bars |= {name: MOST_KB for name in figures if name.startswith("door.kb.")}
    bars |= {name: LATEST for name in figures if name.startswith("door.lcp_s.")}
    least = {name: 22 if "text" in name else 60 for name in figures if name.startswith("door.smallest_")}
    return [
        f"{name} {figures[name]} > {most}" for name, most in bars.items() if float(str(figures[name])) > most
    ] + [f"{name} {figures[name]} < {low}" for name, low in least.items() if float(str(figures[name])) < low]


def _measured(browser: Browser, *, url: str, codes: dict[str, str]) -> Found:
    figures: Found = {}
    for name, journey in (("refuse", _refuse), ("sign", _sign), ("apply", _apply)):
        thumb = Thumb(_page(browser, url=url))
        journey(thumb, codes)
        figures |= {f"door.taps.{name}": thumb.taps, f"door.typed.{name}": thumb.typed}
        figures |= _weights(thumb.page.context, BEHIND[name])
        thumb.page.context.close()
    stranger = _page(browser, url=url).context
    figures |= _weights(stranger, PAGES)
    stranger.close()
    for elder in ("1", "more"):
        page = _page(browser, url=url)
        page.goto(f"/?elder={elder}")
        sizes = [page.evaluate(SMALLEST) for address in PAGES if page.goto(address)]
        figures |= {
            f"door.smallest_{part}.elder_{elder}": min(size[part] for size in sizes)
            for part in ("text", "target")
        }
        page.context.close()
    return figures


@dataclass
class Thumb:
    """A thumb on a telephone: every press counts, also the one into a field that is typed in."""

    page: Page
    taps: int = 0
    typed: int = field(default=0)

    def press(self, name: str, *, role: str = "button") -> None:
        self.taps += 1
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]

    def type(self, selector: str, text: str) -> None:
        self.taps, self.typed = self.taps + 1, self.typed + len(text)
        self.page.fill(selector, text)

    def choose(self, selector: str) -> None:
        self.taps += 1
        self.page.check(selector)


def _refuse(thumb: Thumb, codes: dict[str, str]) -> None:
    """From the picture on the letter, which the camera has opened."""
    thumb.page.goto(f"/t/{codes['invited']}")
    thumb.press("查进度")
    thumb.page.goto("/t/session") if thumb.page.locator("a[href='/t/session']").count() == 0 else None
    if thumb.page.url.endswith("/t"):
        thumb.taps += 1
        thumb.page.locator("a[href='/t/session']").first.click()
        thumb.page.wait_for_url("**/t/session")
    thumb.press("我不同意调解")


def _sign(thumb: Thumb, codes: dict[str, str]) -> None:
    """From the picture on the slip: the confirmation code is typed, then the name."""
    thumb.page.goto(f"/t/{codes['signs']}")
    thumb.type("[name=phone_tail]", codes["proof"])
    thumb.press("查进度")
    thumb.press("看协议、签协议", role="link")
    if thumb.page.locator("[name=typed]").is_visible():
        thumb.type("[name=typed]", codes["signer"])
    thumb.press("我同意，签名")


def _apply(thumb: Thumb, _codes: dict[str, str]) -> None:
    page = thumb.page
    page.goto("/")
    thumb.press("申请调解", role="link")
    thumb.press("开始")
    while (name := page.url.partition("?")[0].rpartition("/")[2]) != "answers":
        _give(thumb, ANSWERS.get(name, ""))
        thumb.press("下一步")
    thumb.choose("[name=agreed]")
    thumb.press("交上去")


def _give(thumb: Thumb, text: str) -> None:
    page = thumb.page
    if page.locator(".pick").count():
        thumb.choose(f"[value='{text}']")
    elif page.locator("select#answer").count():
        thumb.taps += 2  # it opens, and one is chosen
        page.select_option("#answer", text)
    elif text:
        thumb.type("#answer", text)


def _weights(context: BrowserContext, addresses: Sequence[str]) -> Found:
    """Each page with an empty cache, over a slow line, on a slow processor."""
    figures: Found = {}
    for address in addresses:
        page = context.new_page()
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        network.send("Network.emulateNetworkConditions", SLOW)
        network.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        sizes: list[float] = []
        network.on(
            "Network.loadingFinished", lambda event, kept=sizes: kept.append(event["encodedDataLength"])
        )
        page.goto(address, wait_until="networkidle")
        figures |= {
            f"door.kb.{address}": round(sum(sizes) / KB, 1),
            f"door.requests.{address}": len(sizes),
            f"door.lcp_s.{address}": round(page.evaluate(LCP) / 1000, 2),
        }
        page.close()
    return figures


def _page(browser: Browser, *, url: str) -> Page:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, base_url=url, locale="zh-CN", has_touch=True
    )
    return context.new_page()
