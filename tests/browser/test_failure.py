"""Wages that cannot be agreed on: the mediation ends, the party is told what else they may do, arbitration follows (E7, E8, B8)."""

from __future__ import annotations

import io

from after_mediation import at_the_table
from playwright.sync_api import expect
from pypdf import PdfReader

from kit.visitors import People, picture


def test_a_mediation_that_fails_is_closed_honestly_and_goes_on_to_arbitration_on_the_same_case(
    people: People,
) -> None:
    number, tracking = at_the_table(people, applicant="何三妹")
    周敏_records_that_they_did_not_agree(people, number=number)
    顾长山_closes_it_and_prints_the_notice(people, number=number)
    何三妹_reads_what_else_she_may_do(people, tracking=tracking)
    刘倩_takes_it_on_to_arbitration(people, number=number)


def 周敏_records_that_they_did_not_agree(people: People, *, number: str) -> None:
    mediator = people.sign_in("mediator")
    mediator.goto(f"/cases/{number}/record")
    mediator.select_option("[name=outcome]", "not_agreed")
    mediator.fill("[name=summary]", "对欠薪数额分歧较大，未能达成协议。")
    mediator.keyboard.press("Control+Enter")
    mediator.wait_for_url(lambda url: "/record" not in url)


def 顾长山_closes_it_and_prints_the_notice(people: People, *, number: str) -> None:
    reviewer = people.sign_in("reviewer")
    reviewer.goto(f"/cases/{number}/approve")
    reviewer.keyboard.press("Control+Enter")
    reviewer.wait_for_url(lambda url: "/approve" not in url)
    reviewer.get_by_role("button", name="办结").first.click()
    expect(reviewer.locator("#messages")).to_contain_text("已办结")
    reviewer.goto(f"/cases/{number}?tab=files")
    reviewer.locator("details", has_text="可以出具的文书").evaluate("(one) => { one.open = true }")
    papers = reviewer.locator(".papers")
    expect(papers).to_contain_text("终止调解告知书")
    expect(papers).not_to_contain_text("人民调解协议书")
    papers.locator("li", has_text="终止调解告知书").get_by_role(
        "button", name="出具", exact=False
    ).first.click()
    expect(reviewer.locator("#messages")).to_contain_text("已出具")
    link = reviewer.locator("tr", has_text="终止调解告知书.pdf").get_by_role("link").get_attribute("href")
    pdf = reviewer.request.get(link or "").body()
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace(" ", "")
    assert "起诉" in text
    assert "法律援助" in text


def 何三妹_reads_what_else_she_may_do(people: People, *, tracking: str) -> None:
    phone = people.stranger_to_the_house(phone=True)
    phone.goto(f"/t/{tracking}")
    phone.fill("[name=phone_tail]", "3307")
    phone.get_by_role("button", name="查进度").click()
    ways = phone.locator(".ways")
    expect(ways).to_contain_text("申请仲裁")
    expect(ways).to_contain_text("到法院起诉")
    picture(phone, "failed-ways")


def 刘倩_takes_it_on_to_arbitration(people: People, *, number: str) -> None:
    """The same case, the same number: opened again by the window, arbitration as its next proceeding."""
    clerk, desk, mediator = (people.sign_in(who) for who in ("clerk", "dispatcher", "mediator"))
    clerk.goto(f"/cases/{number}/reopen")
    clerk.fill("[name=reason]", "申请人要求走劳动仲裁，协助准备材料。")
    clerk.keyboard.press("Control+Enter")
    clerk.wait_for_url(lambda url: "/reopen" not in url)
    desk.goto(f"/cases/{number}/dispatch")
    desk.locator("select[name=unit]").evaluate(
        "(select) => { select.value = 'mediation'; select.dispatchEvent(new Event('change', { bubbles: true })) }"
    )
    desk.fill("[name=reason]", "由县调委会承办更合适。")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_url(lambda url: "/dispatch" not in url)
    mediator.goto(f"/cases/{number}")
    mediator.get_by_role("button", name="签收").first.click()
    mediator.goto(f"/cases/{number}/start")
    mediator.select_option("[name=track]", "labour_arbitration")
    mediator.keyboard.press("Control+Enter")
    mediator.wait_for_url(lambda url: "/start" not in url)
    mediator.goto(f"/cases/{number}?tab=proceedings")
    expect(mediator.locator("main")).to_contain_text("劳动人事争议仲裁")
    expect(mediator.locator("main")).to_contain_text("人民调解")
