"""One's own case on a phone: how long the page is, what stands first, and that every step says who has it."""

from __future__ import annotations

import pytest
from after_mediation import at_the_table, own_phone, slip
from looking import faults
from playwright.sync_api import Page, expect

from kit.visitors import PHONE, People, picture

SCREEN = PHONE["height"]


def screens(page: Page) -> float:
    """How many screens of the phone the page is long."""
    page.set_viewport_size(PHONE)
    height: float = page.evaluate("document.documentElement.scrollHeight")
    return height / SCREEN


@pytest.mark.parametrize(("elder", "most"), [("0", 2.0), ("1", 3.0)])
def test_the_page_of_a_case_begins_with_today_and_is_short(people: People, elder: str, most: float) -> None:
    number, _ = at_the_table(people, applicant=f"短页{elder}")
    phone = own_phone(people, slip(people.sign_in("clerk"), number, name=f"短页{elder}"), page="/t")
    phone.goto(f"/t?elder={elder}")
    assert screens(phone) <= most
    picture(phone, f"phone-my-case-elder-{elder}")
    phone.get_by_text("哪一步、谁在办").click()
    expect(phone.locator("main")).to_contain_text("承办人")
    assert screens(phone) > 1, "the control: it is measured"
    assert faults(phone) == []
