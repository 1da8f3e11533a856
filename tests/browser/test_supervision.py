"""A late case, from the desk's red list to an order, a leader in charge, an answer and its lifting; then a reception."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from test_responsibility import press

from kit.visitors import People, picture


def opened_proposal(page: Page) -> str:
    """The first proposal about a case of 周敏's committee; the case number."""
    page.goto("/supervision")
    expect(page.locator("h1")).to_have_text("督办预警")
    picture(page, "supervision")
    page.get_by_role("link", name=re.compile("待决定")).click()
    group = page.locator(".group", has_text="县人民调解委员会").first
    expect(group).to_contain_text("超期")
    group.locator("a.t").first.click()
    page.wait_for_url("**/cases/*tab=oversight")
    return page.url.partition("/cases/")[2].partition("?")[0]


def test_秦越_takes_up_what_the_rules_propose_陆书明_takes_charge_周敏_answers_and_it_is_lifted(
    people: People,
) -> None:
    supervisor, leader, desk = (people.sign_in(name) for name in ("supervisor", "leader", "dispatcher"))
    number = opened_proposal(supervisor)
    expect(supervisor.locator("main")).to_contain_text("按规则建议")
    press(supervisor, number, "supervise", "确认开督办单", reason="超期三天，请说明原因和下一步安排。")
    leader.goto(f"/cases/{number}/put_leader")
    leader.locator("[name=person]").select_option(label="陆书明")
    leader.fill("[name=reason]", "牵涉几个部门，由我包案协调。")
    leader.keyboard.press("Control+Enter")
    leader.wait_for_url(lambda url: "put_leader" not in url)
    desk.goto(f"/cases/{number}")
    code = desk.locator("p", has_text="查询码").locator("b.num").inner_text()
    tail = re.search(r"[*•]+(\d{4})", desk.locator("aside").inner_text())
    assert tail, "the applicant left a telephone"
    mediator = people.sign_in("mediator")
    mediator.goto(f"/cases/{number}/lift")
    expect(mediator.locator("main")).to_contain_text("不由您的岗位办理")
    press(
        mediator, number, "answer_supervision", "确认答复督办", answer="对方出差，周五面谈，下周二前出方案。"
    )
    supervisor.goto("/supervision?tab=standing")
    row = supervisor.locator("tr", has=supervisor.locator(f'a[href^="/cases/{number}"]'))
    expect(row).to_contain_text("领导包案（陆书明）")
    expect(row).to_contain_text("已答复，待销号")
    press(supervisor, number, "lift", "确认督办销号", reason="面谈记录已核对，方案已送双方。")
    supervisor.goto(f"/cases/{number}?tab=oversight")
    expect(supervisor.locator("main")).to_contain_text("已销号")
    expect(supervisor.locator("main")).to_contain_text("已升级")
    picture(supervisor, "case-supervised")
    phone = people.stranger_to_the_house(phone=True)
    phone.goto(f"/t/{code}")
    phone.get_by_label("登记手机后四位").fill(tail.group(1))
    phone.get_by_role("button", name="查进度").click()
    expect(phone.locator("main")).to_contain_text("领导包案")
    expect(phone.locator("main")).not_to_contain_text("对方出差")


def test_陆书明_plans_a_sitting_and_刘倩_books_it_for_a_party(people: People) -> None:
    leader, clerk = people.sign_in("leader"), people.sign_in("clerk")
    leader.goto("/reception")
    expect(leader.locator("h1")).to_have_text("领导接访")
    leader.get_by_role("button", name="安排接访").click()
    expect(leader.get_by_role("alert")).to_contain_text("请填写地点")
    day = leader.evaluate("new Date(Date.now() + 20 * 864e5).toISOString().slice(0, 10)")
    leader.locator("[name=leader]").select_option(index=1)
    leader.fill("[name=on]", day)
    leader.fill("[name=room]", "县综治中心二楼")
    leader.get_by_role("button", name="安排接访").click()
    expect(leader.locator("main")).to_contain_text("已安排陆书明")
    picture(leader, "reception")
    clerk.goto("/cases?state=open")
    address = clerk.locator('a.t[href^="/cases/"]').first.get_attribute("href") or ""
    clerk.goto(f"{address}/book")
    option = clerk.locator("[name=reception] option", has_text="县综治中心二楼").get_attribute("value")
    clerk.locator("[name=reception]").select_option(option)
    clerk.fill("[name=said]", "希望领导过问工资。")
    clerk.keyboard.press("Control+Enter")
    clerk.wait_for_url(lambda url: "/book" not in url)
    clerk.goto(f"{address}?tab=oversight")
    expect(clerk.locator("main")).to_contain_text("领导接访：陆书明")


def test_秦越_goes_through_a_checklist_item_by_item_and_the_gauges_open_their_exceptions(
    people: People,
) -> None:
    supervisor = people.sign_in("supervisor")
    supervisor.goto("/checklists")
    supervisor.get_by_role("link", name="久拖未决清单").click()
    expect(supervisor.locator("h1")).to_have_text("久拖未决清单")
    supervisor.get_by_role("button", name="记录本次调度").click()
    expect(supervisor.get_by_role("alert")).to_contain_text("没有进展的写明原因")
    for box in supervisor.locator("input[name^=report-]").all():
        box.fill("已约双方面谈，方案在改。")
    picture(supervisor, "checklist")
    supervisor.get_by_role("button", name="记录本次调度").click()
    expect(supervisor.locator("main")).to_contain_text("本次调度已记录")
    supervisor.goto("/gauges")
    picture(supervisor, "gauges")
    supervisor.get_by_role("link", name=re.compile("看例外")).first.click()
    expect(supervisor.locator("#exceptions table")).to_be_visible()
