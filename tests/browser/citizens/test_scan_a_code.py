"""A code on a wall: made and printed by the desk, scanned by somebody, in every size of type and without scripts."""

from __future__ import annotations

import pytest
from looking import faults
from test_budgets import weighed

from jiefen.domain.agreement import party_codes
from kit.visitors import People, picture

WORDS = "东门社区活动室"


@pytest.mark.parametrize("elder", ["0", "1"])
def test_a_code_is_made_and_scanned(people: People, elder: str) -> None:
    desk = people.sign_in("dispatcher")
    desk.goto("/codes")
    words = f"{WORDS}{elder}"
    desk.select_option("[name=unit]", "grid-330999001002")
    desk.fill("[name=words]", words)
    desk.get_by_role("button", name="做码").click()
    desk.get_by_text("解纷码做好了").wait_for()
    assert faults(desk) == []
    picture(desk, f"codes-{elder}")
    poster = desk.locator("tr", has_text=words).get_by_role("link", name="A4 海报").get_attribute("href")
    assert desk.request.get(poster or "").headers["content-type"] == "application/pdf"
    sign = desk.locator("tr", has_text=words).get_attribute("data-code") or ""
    assert party_codes.normalise(sign)
    page = people.stranger_to_the_house(phone=True, scripts=elder == "0")
    page.goto(f"/c/{sign}?elder={elder}")
    assert words in page.locator("main").inner_text()
    if elder == "0":
        assert faults(page) == []
        assert weighed(page, f"/c/{sign}").bytes <= 60 * 1024
    picture(page, f"phone-scanned-{elder}")
    page.get_by_role("button", name="申请调解").click()
    page.wait_for_url("**/apply")
