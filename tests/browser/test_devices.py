"""刘倩 ends, from the counter, the sign-in that she left open on another machine; an unused screen opens by her password."""

from __future__ import annotations

from playwright.sync_api import expect

from kit.visitors import People, picture


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
