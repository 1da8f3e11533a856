"""S-18 at the browser: after signing out nothing of anybody is left in it, neither of the staff's cases nor of a party."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from kit.visitors import Centre, People, register, type_into

NAME, PHONE, NUMBER, STORY = "鸢尾叁柒壹", "13971112223", "11010519491231002X", "鸢尾在井边丢了一只铜壶"
ALL_KEPT = """async () => {
    const kept = {local: {...localStorage}, session: {...sessionStorage}, cookies: document.cookie, caches: {}, databases: []};
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        kept.caches[name] = await Promise.all((await cache.matchAll()).map(answer => answer.text()));
    }
    kept.databases = (await indexedDB.databases()).map(one => one.name);
    kept.workers = (await navigator.serviceWorker.getRegistrations()).map(one => one.scope);
    return kept;
}"""


def left(page: Page) -> list[str]:
    """What of the canary is kept anywhere in this browser, and what is kept without being a setting."""
    kept: dict[str, Any] = page.evaluate(ALL_KEPT)
    everything = json.dumps([kept, page.context.storage_state(indexed_db=True)], ensure_ascii=False)
    found = [text for text in (NAME, PHONE, NUMBER, STORY, "鸢尾") if text in everything]
    more = [
        *kept["caches"],
        *kept["databases"],
        *kept["workers"],
        *kept["session"],
        *kept["local"],
    ]
    return [*found, *more]


@pytest.fixture
def window(centre: Centre, people: People) -> Page:
    """刘倩 at the counter with somebody's matter: typed, registered, searched, opened."""
    page = people.sign_in("clerk", anew=True)
    page.goto("/register")
    type_into(page, "applicant_name", NAME)
    register(page, applicant=NAME, story=STORY, applicant_phone=PHONE, applicant_id=NUMBER)
    page.goto(f"/search?q={NUMBER}")
    assert left(page) == [], "what is searched for is not kept while signed in either"
    page.get_by_text(NAME).first.click()
    page.goto("/drafts")
    return page


def test_nothing_is_left_after_signing_out(window: Page) -> None:
    window.evaluate("() => document.querySelector('form[action=\"/signout\"]').requestSubmit()")
    window.wait_for_url("**/signin*")
    assert left(window) == []
    window.go_back()
    window.wait_for_load_state()
    assert NAME not in window.content(), "nor does the button back show it again"


def test_what_a_page_would_keep_is_found(window: Page) -> None:
    """The control: a page that keeps what was typed beside the server."""
    window.evaluate("(name) => localStorage.setItem('draft', name)", NAME)
    window.evaluate("(name) => caches.open('pages').then(kept => kept.put('/x', new Response(name)))", NAME)
    assert {NAME, "鸢尾", "draft", "pages"} <= set(left(window))
