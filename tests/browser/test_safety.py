"""A violence case that is never offered mediation: screened, its duties done, the note printed for the victim alone."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from test_responsibility import press

from kit.visitors import People, picture, register, screen, set_select

PLEA = "昨晚八点他打了我两次，右臂淤青，孩子在场。"


def in_hand(people: People, name: str) -> tuple[Page, str]:
    """A case of 周敏's, signed for and not yet begun."""
    clerk, desk, mediator = (people.sign_in(who) for who in ("clerk", "dispatcher", "mediator"))
    number = register(clerk, applicant=name, applicant_phone="13800006688")
    desk.goto(f"/cases/{number}/dispatch")
    set_select(desk, "unit", "mediation")
    desk.fill("[name=reason]", "由县调委会承办更合适。")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_url(lambda url: "/dispatch" not in url)
    mediator.goto(f"/cases/{number}")
    mediator.get_by_role("button", name="签收").first.click()
    expect(mediator.locator("#messages")).to_contain_text("已签收")
    return mediator, number


def test_a_violence_case_is_never_offered_mediation(people: People) -> None:
    mediator, number = in_hand(people, "江晴")
    mediator.goto(f"/cases/{number}/start")
    offered = mediator.locator("[name=track] option").all_inner_texts()
    assert "人民调解" in offered, "before anybody asked"
    mediator.locator("[name=track]").select_option("peoples_mediation")
    mediator.keyboard.press("Control+Enter")
    expect(mediator.locator(".errors")).to_contain_text("安全筛查")
    mediator.goto(f"/cases/{number}")
    screen(mediator, violence="yes", minors="yes")
    expect(mediator.locator("#messages")).to_contain_text("不调解")
    expect(mediator.locator(".next")).to_contain_text("办好安全事项")
    mediator.goto(f"/cases/{number}/start")
    offered = mediator.locator("[name=track] option").all_inner_texts()
    assert not [label for label in offered if "调解" in label]
    assert "法律援助" in offered
    duty_is_done(mediator, number)
    note_is_for_the_victim(people, mediator, number)


def duty_is_done(page: Page, number: str) -> None:
    duty, how = "报告侵害未成年人线索", "电话报城东派出所，已受理。"
    press(page, number, "do_duty", "确认登记安全事项", duty=duty, done="done", how=how)
    page.goto(f"/cases/{number}?tab=mediation")
    expect(page.locator("main")).to_contain_text(how)
    expect(page.locator("main")).to_contain_text("协助申请人身安全保护令")
    expect(page.get_by_role("link", name="安排调解会")).to_have_count(0)


def note_is_for_the_victim(people: People, page: Page, number: str) -> None:
    press(page, number, "write_care_note", "确认写求助记录", party="江晴（申请人）", plea=PLEA)
    page.goto(f"/cases/{number}?tab=mediation")
    page.set_viewport_size({"width": 1440, "height": 1900})
    picture(page, "case-safety")
    address = page.get_by_role("link", name="打印给本人").get_attribute("href") or ""
    assert page.request.get(address).body().startswith(b"%PDF-")
    assert PLEA not in page.content()
    assert people.sign_in("clerk").request.get(address).status == 404
    page.set_viewport_size({"width": 390, "height": 2600})
    page.reload()
    picture(page, "phone-case-safety")


def test_a_court_sends_a_matter_and_has_it_back(people: People) -> None:
    mediator, number = in_hand(people, "江帆")
    press(
        mediator, number, "take_referral", "确认签收法院移送",
        court="清和县人民法院", referral="delegated", received_on="2026-01-05", materials="起诉状副本 1 份",
    )  # fmt: skip
    mediator.goto("/referrals")
    expect(mediator.locator("main")).to_contain_text("还没有问")
    picture(mediator, "referrals")
    press(
        mediator,
        number,
        "record_choice",
        "确认登记当事人的选择",
        side="respondent",
        choice="court",
        how="电话：要求判决。",
    )
    mediator.goto("/referrals")
    expect(mediator.locator("main")).to_contain_text("请退回")
    press(
        mediator,
        number,
        "return_referral",
        "确认退回法院并反馈",
        returned="refused",
        facts="押金八千元未退。",
    )
    mediator.goto(f"/cases/{number}?tab=mediation")
    picture(mediator, "case-referral")
    letter = mediator.get_by_role("link", name="打印反馈函").get_attribute("href") or ""
    assert mediator.request.get(letter).body().startswith(b"%PDF-")
