"""One's own case on a phone: how long the page is, what stands first, and what one can say, ask and hand in from it."""

from __future__ import annotations

import re

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
    for address in ("/t", "/t/messages", "/t/materials", "/t/withdraw", "/t/appeal", "/t/mine"):
        phone.goto(address)
        assert faults(phone) == [], address
        phone.set_viewport_size(PHONE)
        picture(phone, f"phone-{address.rpartition('/')[2]}-elder-{elder}")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_party_asks_is_answered_hands_in_and_withdraws(people: People, scripts: bool) -> None:
    name = f"问到底{scripts}"
    number, _ = at_the_table(people, applicant=name)
    paper = slip(people.sign_in("clerk"), number, name=name)
    phone = people.stranger_to_the_house(phone=True, scripts=scripts)
    phone.goto(f"/t/{paper.tracking}")
    phone.fill("[name=phone_tail]", paper.code)
    phone.get_by_role("button", name="查进度").click()
    phone.wait_for_url("**/t")
    phone.get_by_role("link", name="给承办人留言").click()
    phone.fill("[name=said]", "周三能不能线上谈？")
    phone.get_by_role("button", name="留言", exact=True).click()
    expect(phone.locator("main")).to_contain_text("等答复")
    周敏_answers(people, number=number)
    phone.goto("/t")
    phone.get_by_role("link", name="看答复").click()
    expect(phone.locator("main")).to_contain_text("可以线上谈")
    phone.goto("/t/materials")
    picture_of = {"name": "租约.txt", "mimeType": "text/plain", "buffer": "租期一年".encode()}
    wrong = {"name": "错的.txt", "mimeType": "text/plain", "buffer": "不交".encode()}
    phone.set_input_files("[name=file]", [picture_of, wrong])
    phone.get_by_role("button", name="添加").click()
    phone.get_by_role("button", name=re.compile("删掉.*错的")).click()
    phone.get_by_role("button", name="把这些交上去").click()
    expect(phone.locator("main")).to_contain_text("交过的")
    expect(phone.locator("main .ways")).not_to_contain_text("错的.txt")
    phone.goto("/t/withdraw")
    phone.fill("[name=reason]", "已经自己谈好了")
    phone.get_by_role("button", name="我要撤回").click()
    phone.wait_for_url("**/t")
    expect(phone.locator("main")).to_contain_text("已经按申请人的意思撤回")
    expect(phone.get_by_role("link", name="请求重新处理")).to_be_visible()


def 周敏_answers(people: People, *, number: str) -> None:
    mediator = people.sign_in("mediator")
    mediator.goto("/work")
    expect(mediator.locator("main")).to_contain_text("当事人留言，等答复")
    mediator.goto(f"/cases/{number}/answer_inquiry")
    mediator.locator("[name=inquiry]").select_option(index=0)
    mediator.fill("[name=answer]", "可以线上谈，链接短信发您。")
    mediator.keyboard.press("Control+Enter")
    mediator.wait_for_url(lambda url: "/answer_inquiry" not in url)
