"""Every page, by every role that may open it, at a desk and on a phone (A11y, CSP, item 10 of the issue)."""

from __future__ import annotations

import re

import pytest
from looking import faults, oddities, too_small, unseen_focus, violations
from playwright.sync_api import Page

from kit.visitors import People, picture, register

SHARED = (
    "/work",
    "/cases",
    "/search?q=押金",
    "/notices",
    "/approvals",
    "/help",
    "/account/messages",
    "/account/password",
    "/account/second-factor",
)
PAGES = {
    "clerk": ("/hall/window", "/hall/guide", "/search", "/register", "/drafts", "/imports", *SHARED),
    "dispatcher": (
        "/referrals",
        "/referrals?tab=returned",
        "/triage",
        "/triage?tab=returned",
        "/triage?tab=ruling",
        "/register",
        "/imports",
        "/rules",
        "/codes",
        "/mediators",
        "/mediators/shortages",
        "/mediators/new",
        "/ratings",
        "/rooms",
        *SHARED,
    ),
    "handler": SHARED,
    "mediator": ("/rooms", "/rooms/plan?on=2099-01-05&begins=09:00", "/asked", "/mediators/1", *SHARED),
    "reviewer": ("/archive", *SHARED),
    "supervisor": (
        "/cases?due=over",
        "/supervision",
        "/supervision?tab=late&step=C-SIGN&colour=red",
        "/supervision?tab=proposed",
        "/supervision?tab=standing",
        "/supervision?tab=corrections",
        "/gauges?days=90&gauge=visited",
        "/checklists",
        "/hall/waiting",
        "/outcomes?month=all&rung=confirmed",
        "/audits",
        "/visits",
        "/satisfaction",
        "/glass",
        *SHARED,
    ),
    "leader": ("/archive", "/reception", "/helpers", "/allowances", "/allowances/tariff", *SHARED),
    "grid": ("/register", *SHARED),
    "admin": (
        "/mediators/1",
        "/mediators/1/edit",
        "/people",
        "/people/new",
        "/people/5",
        "/people/8/reset_password",
        "/approvals",
        "/rules",
        "/calendar",
        "/health",
        "/notices",
        "/help",
    ),
    "auditor": ("/verify", "/health", "/glass/review", *SHARED),
}
SHAPED_BY_ROLE = {"/work", "/cases", "/cases/…?tab=overview", "/rules", "/register"}
CALCULATED = "/calculator?rule=XF-05&since=2026-01-20"
looked_at: set[str] = set()


@pytest.mark.parametrize("role", PAGES)
def test_no_page_has_a_fault(people: People, role: str) -> None:
    page = people.sign_in(role)
    addresses = [*PAGES[role], *_of_one_case(page, role=role)]
    found = {address: _look(page, address) for address in addresses}
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def _of_one_case(page: Page, *, role: str) -> list[str]:
    """A case that this person has before them: its tabs, the pages of its limits, the forms of what they may do with it."""
    if role == "admin":
        return []
    page.goto("/work")
    rows = page.locator('a.t[href^="/cases/"]')
    if rows.count() == 0:
        return []
    address = rows.first.get_attribute("href") or ""
    page.goto(address)
    tabs = page.locator("nav.tabs a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    forms = page.locator(f'main a[href^="{address}/"]:not([target])').evaluate_all(
        "links => links.map((link) => link.getAttribute('href'))"
    )
    return [*tabs, *dict.fromkeys(forms)]


def _look(page: Page, address: str) -> list[str]:
    """All checks the first time a kind of page is met. For the next role: drawn again where the role shapes the
    page, else only read."""
    kind = re.sub(r"/[0-9]{10}[0-9A-Z]+|(?<=/clocks)/[0-9]+", "/…", address)
    known = kind in looked_at
    looked_at.add(kind)
    if known and kind not in SHAPED_BY_ROLE:
        return _read(page, address)
    answer = page.goto(address, wait_until="domcontentloaded")
    if answer is None or answer.status != 200:
        return [f"answered {answer.status if answer else 'nothing'}"]
    return faults(page, quick=known)


def _read(page: Page, address: str) -> list[str]:
    """What can be told from the bytes alone: the answer, one heading, nothing that the policy would stop."""
    answer = page.request.get(address)
    html = answer.text()
    found = [] if answer.status == 200 else [f"answered {answer.status}"]
    found += [] if html.count("<h1") == 1 else [f"{html.count('<h1')} h1"]
    return found + re.findall(r"<style|<script>| style=| on[a-z]+=", html)


@pytest.mark.parametrize("elder", ["0", "1", "more"])
def test_the_citizens_pages_have_no_fault_in_any_size_of_type(people: People, elder: str) -> None:
    clerk = people.sign_in("clerk")
    register(clerk, applicant=f"程念{elder}", applicant_phone="13800005521")
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", clerk.locator("main").inner_text())
    assert code is not None
    page = people.stranger_to_the_house(phone=True)
    page.goto(f"/?elder={elder}")
    assert faults(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    picture(page, f"phone-front-elder-{elder}")
    page.get_by_role("link", name="是不是你们").click()
    page.wait_for_url("**/who")
    assert faults(page) == []
    for typed, heading in (("", "是不是你们"), (code[0], "是我们"), ("13800009999", "不是我们，别理")):
        page.fill("[name=typed]", typed)
        with page.expect_navigation():
            page.get_by_role("button", name="核对").click()
        page.wait_for_selector(f"h1:has-text('{heading}')")
        assert faults(page) == [], heading
        page.set_viewport_size({"width": 390, "height": 844})
        picture(page, f"phone-who-{heading}-elder-{elder}")
    page.goto("/track")
    assert faults(page) == []
    page.goto(f"/t/{code[0]}")
    page.fill("[name=phone_tail]", "5521")
    page.get_by_role("button", name="查进度").click()
    page.wait_for_url("**/t")
    assert faults(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    picture(page, f"phone-track-elder-{elder}")
    for address in ("/t/appeal", "/t/messages", "/t/withdraw", "/t/materials"):
        page.goto(address)
        assert faults(page) == []
    for address in ("/v/check", "/published", "/no-such-page", "/calculator", CALCULATED):
        page.goto(address)
        assert faults(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    picture(page, f"phone-calculator-elder-{elder}")


def test_sign_in_and_refusals_have_no_fault(people: People) -> None:
    page = people.stranger_to_the_house()
    page.goto("/signin")
    assert faults(page) == []
    with page.expect_navigation():
        page.get_by_role("button", name="登录").click()
    assert faults(page) == [], "after an empty form"
    clerk = people.sign_in("clerk")
    for address in ("/no-such-page", "/people", "/cases/3309992026J999999X"):
        clerk.goto(address)
        assert faults(clerk) == [], address
    clerk.goto("/register")
    clerk.keyboard.press("Control+Enter")
    clerk.wait_for_selector(".errors")
    assert faults(clerk) == [], "registration refused"


def test_pictures_of_codes_are_really_drawn(people: People) -> None:
    page = people.sign_in("clerk")
    register(page, applicant="魏来")
    drawn = "img => img.complete && img.naturalWidth > 0"
    assert page.locator("img.qr").evaluate(drawn)
    page.goto("/account/second-factor")
    assert page.locator("img.qr").evaluate(drawn)


def test_a_page_with_a_seeded_fault_is_noticed(people: People) -> None:
    page = people.sign_in("clerk")
    page.goto("/help")
    assert faults(page) == []
    page.evaluate(
        "document.querySelector('main').append(document.createElement('img'), document.createElement('input'))"
    )
    assert any(text.startswith("image-alt") for text in violations(page))
    assert any(text.startswith("label") for text in violations(page))
    page.evaluate("document.querySelector('main').append(document.createElement('h1'))")
    page.evaluate("document.querySelector('main').style.minWidth = '3000px'")
    assert oddities(page) == ["2 h1", f"{3000 + 216 - 1440} px sideways"]
    page.evaluate("document.documentElement.dataset.elder = 'on'")
    assert {text.split(" ")[1:4] == ["px", "of", "type:"] for text in too_small(page)} == {True, False}
    page.evaluate("document.querySelectorAll('a').forEach((link) => { link.style.outline = 'none' })")
    assert unseen_focus(page) != []


def test_a_page_that_breaks_the_policy_is_heard(people: People) -> None:
    page = people.sign_in("clerk")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    page.wait_for_timeout(50)
    assert any("Content Security Policy" in text for text in people.complaints)
    people.complaints.clear()
