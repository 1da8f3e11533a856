"""周敏 plans a session and the clerk records consent; it is held with minutes; a double booking and a refusal stop."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from looking import faults
from playwright.sync_api import Page, expect

from kit.visitors import People, picture, register, screen

PAGES = ("/mediators", "/mediators/shortages", "/rooms")


def day(n: int) -> str:
    """A day some weeks ahead, so that nothing of the county is planned then."""
    return f"{timezone.localdate() + timedelta(days=30 + n):%Y-%m-%d}"


def started(people: People, name: str) -> str:
    """A case of 周敏's with mediation under way."""
    clerk, desk, mediator = (people.sign_in(who) for who in ("clerk", "dispatcher", "mediator"))
    number = register(clerk, applicant=name, applicant_phone="13800006677")
    desk.goto(f"/cases/{number}/dispatch")
    desk.locator("select[name=unit]").evaluate(
        "(select) => { select.value = 'mediation'; select.dispatchEvent(new Event('change', { bubbles: true })) }"
    )
    desk.fill("[name=reason]", "由县调委会承办更合适。")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_url(lambda url: "/dispatch" not in url)
    mediator.goto(f"/cases/{number}")
    mediator.get_by_role("button", name="签收").first.click()
    mediator.goto(f"/cases/{number}")
    screen(mediator)
    mediator.goto(f"/cases/{number}/start")
    mediator.locator("[name=track]").select_option("peoples_mediation")
    mediator.keyboard.press("Control+Enter")
    mediator.wait_for_url(lambda url: "/start" not in url)
    return number


def plan(page: Page, number: str, *, on: str) -> None:
    page.goto(f"/cases/{number}/plan_session?on={on}&begins=14:00&ends=15:00")
    page.locator("[name=mediator]").select_option(index=mediator_index(page))
    page.locator("[name=mode]").select_option("in_person")
    page.locator("[name=room]").select_option(index=1)
    page.locator("[name=openness]").select_option("closed")
    page.keyboard.press("Control+Enter")


def mediator_index(page: Page) -> int:
    labels = page.locator("[name=mediator] option").all_inner_texts()
    return next(at for at, label in enumerate(labels) if label.startswith("周敏"))


def test_周敏_plans_a_session_its_minutes_are_written_and_a_second_booking_is_refused(people: People) -> None:
    number, other = started(people, "江月"), started(people, "江云")
    mediator = people.sign_in("mediator")
    plan(mediator, number, on=day(0))
    mediator.wait_for_url(lambda url: "plan_session" not in url)
    expect(mediator.locator("main")).to_contain_text("已安排")
    plan(mediator, other, on=day(0))
    expect(mediator.locator(".errors")).to_contain_text("已有调解会，请换个时间或换一处")
    assert mediator.locator("[name=openness]").input_value() == "closed"
    clerk = people.sign_in("clerk")
    clerk.goto(f"/cases/{number}?tab=mediation")
    picture(clerk, "case-mediation")
    for at in (1, 2):
        clerk.goto(f"/cases/{number}/consent?asked=mediate&consent=yes&via=phone")
        clerk.locator("[name=party]").select_option(index=at)
        clerk.keyboard.press("Control+Enter")
        clerk.wait_for_url(lambda url: "/consent" not in url)
    mediator.goto(f"/cases/{number}?tab=mediation")
    mediator.get_by_role("link", name="调解笔录").click()
    mediator.get_by_role("button", name="权利义务").click()
    expect(mediator.locator("[name=notices]")).to_have_value(re.compile("^已告知双方"))
    mediator.fill("[name=statements]", "申请人：押金应当全退。")
    expect(mediator.locator("[data-draft-status]")).to_contain_text("草稿已存")
    mediator.reload()
    expect(mediator.locator("[name=statements]")).to_have_value("申请人：押金应当全退。")
    assert faults(mediator) == []
    mediator.set_viewport_size({"width": 1440, "height": 900})
    picture(mediator, "session")


def test_one_refusal_stops_the_mediation(people: People) -> None:
    number = started(people, "江雪")
    mediator = people.sign_in("mediator")
    plan(mediator, number, on=day(1))
    mediator.wait_for_url(lambda url: "plan_session" not in url)
    clerk = people.sign_in("clerk")
    clerk.goto(f"/cases/{number}/refuse_mediation")
    clerk.locator("[name=party]").select_option(index=1)
    clerk.locator("[name=via]").select_option("phone")
    clerk.keyboard.press("Control+Enter")
    clerk.wait_for_url(lambda url: "refuse_mediation" not in url)
    expect(clerk.locator("#messages")).to_contain_text("当事人还可以")
    mediator.goto(f"/cases/{number}?tab=mediation")
    expect(mediator.locator("main")).to_contain_text("有人不同意调解，已停止")
    expect(mediator.get_by_role("link", name="安排调解会")).to_have_count(0)


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_of_the_corps_have_no_fault(people: People, address: str) -> None:
    page = people.sign_in("dispatcher")
    page.goto(address)
    assert faults(page) == []
