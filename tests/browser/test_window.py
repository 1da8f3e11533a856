"""The window: where the cursor stands, what a few letters find, where the matter will go, and the receipt."""

from __future__ import annotations

from playwright.sync_api import expect

from kit.visitors import People, register


def test_刘倩_types_at_once_finds_a_kind_by_its_letters_and_sees_where_it_will_go(people: People) -> None:
    page = people.sign_in("clerk")
    page.goto("/register")
    expect(page.locator("[name=applicant_name]")).to_be_focused()
    page.keyboard.type("张窗口")
    kind = page.get_by_role("combobox", name="纠纷类型")
    kind.fill("zl")
    page.keyboard.press("Enter")
    expect(kind).to_have_value("房产买卖租赁")
    aside = page.locator("#reg-aside")
    expect(aside).to_contain_text("县综治中心分流台")
    page.fill("[name=amount]", "8600")
    page.locator("[name=amount]").blur()
    expect(aside).to_contain_text("县人民调解委员会")


def test_what_begins_a_word_comes_before_what_is_used_more(people: People) -> None:
    page = people.sign_in("clerk")
    page.goto("/register")
    page.get_by_role("combobox", name="纠纷类型").fill("hy")
    expect(page.locator(".combo li[role=option]:visible").first).to_contain_text("婚")


def test_the_receipt_is_asked_for_by_the_page_itself(people: People) -> None:
    page = people.sign_in("clerk")
    asked: list[tuple[str, int]] = []
    page.on(
        "response",
        lambda answer: asked.append((answer.url, answer.status)) if "/receipt/roll" in answer.url else None,
    )
    register(page, applicant="打印人")
    expect(page.locator("iframe[data-print]")).to_be_attached()
    page.wait_for_timeout(1500)
    assert [status for _, status in asked][:1] == [200], asked
