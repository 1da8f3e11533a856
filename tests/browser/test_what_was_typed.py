"""A note outlives the end of the sign-in, and keys mean nothing while nothing is meant by them."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from kit.visitors import People, picture, register

NOTE = "电话约定周三上午九点见面，李四带租约原件来。"


def sign_in_again(page: Page, people: People, *, name: str) -> None:
    expect(page.locator("#messages")).to_contain_text("登录已过期")
    people.give_password(page, name)


def test_a_note_survives_the_end_of_the_sign_in_and_is_sent_once(people: People) -> None:
    clerk = people.sign_in("clerk", anew=True)
    number = register(clerk, applicant="笔录留")
    clerk.goto(f"/cases/{number}")
    clerk.fill("#note", NOTE)
    clerk.context.clear_cookies(name="jiefen")
    clerk.keyboard.press("Control+Enter")
    sign_in_again(clerk, people, name="clerk")
    expect(clerk).to_have_url(re.compile(f"/cases/{number}"))
    expect(clerk.locator("#note")).to_have_value(NOTE)
    picture(clerk, "note-given-back")
    clerk.locator("#note").press("Control+Enter")
    expect(clerk.locator("#messages")).to_contain_text("记录已保存")
    expect(clerk.locator("ol.tl")).to_contain_text(NOTE)
    expect(clerk.locator("[data-typed]")).to_have_count(0)


def test_going_back_to_a_registration_finds_name_phone_and_number_again(people: People) -> None:
    page = people.sign_in("clerk")
    page.goto("/register")
    page.fill("[name=applicant_name]", "回头看")
    page.fill("[name=applicant_phone]", "13800005566")
    expect(page.locator("[data-draft-status]")).to_contain_text("草稿已存")
    page.goto("/work")
    page.go_back()
    expect(page.locator("[name=applicant_name]")).to_have_value("回头看")
    expect(page.locator("[name=applicant_phone]")).to_have_value("13800005566")
    assert page.locator("[name=draft]").get_attribute("value")


def test_enter_that_ends_a_composition_sends_nothing(people: People) -> None:
    page = people.sign_in("clerk")
    page.goto("/register")
    field = page.locator("[name=applicant_name]")
    field.focus()
    for how in ({"isComposing": True}, {"keyCode": 229}):
        page.evaluate(
            """([how]) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown',
                 { key: 'Enter', bubbles: true, cancelable: true, ...how }))""",
            [how],
        )
        expect(field).to_be_focused()
    field.press("Enter")
    expect(field).not_to_be_focused()


def test_enter_with_nothing_focused_dispatches_nothing(people: People) -> None:
    page = people.sign_in("dispatcher")
    page.goto("/triage")
    expect(page.locator("#preview h2").first).to_be_visible()
    before = page.url
    page.evaluate("document.activeElement && document.activeElement.blur()")
    page.keyboard.press("Enter")
    page.wait_for_timeout(400)
    assert page.url == before
    expect(page.locator("#messages")).to_have_count(0)


def test_刘倩_ends_a_sign_in_from_another_device(people: People) -> None:
    office, elsewhere = people.sign_in("clerk", anew=True), people.sign_in("clerk", anew=True, phone=True)
    elsewhere.goto("/work")
    office.goto("/work")
    office.locator("details.menu summary").click()
    office.get_by_role("link", name="登录的设备").click()
    expect(office.locator("main")).to_contain_text("就是现在这里")
    picture(office, "devices")
    office.get_by_role("button", name="退出其他所有登录").click()
    expect(office.locator("main")).to_contain_text("处登录")
    expect(office.get_by_role("button", name="退出其他所有登录")).to_have_count(0)
    elsewhere.reload()
    elsewhere.wait_for_url("**/signin**")
    office.goto("/work")
    expect(office.locator("main")).to_be_visible()


def test_a_locked_screen_opens_by_the_password_and_goes_on_where_it_was(people: People) -> None:
    page = people.sign_in("clerk", anew=True)
    page.goto("/unlock?next=/cases")
    expect(page.locator("main")).to_contain_text("屏幕已锁定")
    picture(page, "unlock")
    page.fill("[name=password]", people.centre.passwords["clerk"])
    page.get_by_role("button", name="解锁").click()
    page.wait_for_url("**/cases")
