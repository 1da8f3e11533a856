"""Page budgets of the design: what travels, how often the network is asked, how big the page is, how much it jumps."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page

from kit.visitors import People, register

KB = 1024
REQUESTS, NODES, SHIFT = 8, 800, 0.02
# Transfer with an empty cache, compressed, by class of page: citizen, staff.
CITIZEN, STAFF = 60 * KB, 90 * KB
WATCH = """() => { window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  if (!entry.hadRecentInput) window.shift += entry.value; })).observe({ type: 'layout-shift', buffered: true }); }"""


@dataclass
class Weight:
    """What loading a page cost."""

    bytes: float = 0
    requests: list[str] = field(default_factory=list)
    nodes: int = 0
    shift: float = 0


def weighed(page: Page, address: str) -> Weight:
    """Load the page with an empty cache and weigh it once it has settled."""
    weight = Weight()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    network.on("Network.requestWillBeSent", lambda event: weight.requests.append(event["request"]["url"]))
    network.on("Network.loadingFinished", lambda event: _add(weight, event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    page.evaluate(WATCH)
    page.wait_for_timeout(100)
    weight.nodes = page.evaluate("document.querySelectorAll('*').length")
    weight.shift = page.evaluate("window.shift")
    network.detach()
    return weight


def _add(weight: Weight, n: float) -> None:
    weight.bytes += n


def over(weight: Weight, *, most: int) -> list[str]:
    """The budgets that are exceeded, with the figures."""
    found = {
        f"{weight.bytes / KB:.0f} KB": weight.bytes > most,
        f"{len(weight.requests)} requests": len(weight.requests) > REQUESTS,
        f"{weight.nodes} nodes": weight.nodes > NODES,
        f"shift {weight.shift:.3f}": weight.shift > SHIFT,
    }
    return [text for text, exceeded in found.items() if exceeded]


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize(
    ("who", "address"),
    [("dispatcher", "/triage"), ("clerk", "/register"), ("mediator", "case"), ("mediator", "/work")],
)
def test_a_staff_page_stays_within_its_budget(people: People, who: str, address: str, phone: bool) -> None:
    page = people.sign_in(who, phone=phone)
    if address == "case":
        page.goto("/work")
        address = page.locator('a.t[href^="/cases/"]').first.get_attribute("href") or ""
    assert over(weighed(page, address), most=STAFF) == []


def test_the_citizens_pages_stay_within_their_budget(people: People) -> None:
    clerk = people.sign_in("clerk")
    register(clerk, applicant="简轻")
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", clerk.locator("main").inner_text())
    assert code is not None
    page = people.stranger_to_the_house(phone=True)
    assert over(weighed(page, "/ask"), most=CITIZEN) == []
    assert over(weighed(page, f"/t/{code[0]}"), most=CITIZEN) == []
    page.get_by_role("button", name="查进度").click()
    page.wait_for_url("**/t")
    assert over(weighed(page, "/t"), most=CITIZEN) == []


def test_a_page_that_grew_fat_is_noticed(people: People) -> None:
    page = people.sign_in("clerk")
    weight = weighed(page, "/help")
    assert over(weight, most=STAFF) == []
    assert over(weight, most=int(weight.bytes) - 1) != [], "control: bytes are counted"
    page.evaluate("for (let n = 0; n < 900; n += 1) document.body.append(document.createElement('i'))")
    page.evaluate(
        "document.querySelector('main').prepend(Object.assign(document.createElement('div'), { innerText: 'x' }))"
    )
    page.evaluate("document.querySelector('main > div').style.height = '400px'")
    page.wait_for_timeout(100)
    weight.nodes = page.evaluate("document.querySelectorAll('*').length")
    weight.shift = page.evaluate("window.shift")
    assert any("nodes" in text for text in over(weight, most=STAFF))
    assert weight.shift > SHIFT, "control: a jump is measured"
