"""The whole line with JavaScript off: registered, dispatched, signed for, noted, recorded (item 10 of the issue)."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from kit.visitors import People, picture, place_code, screen


def test_a_case_goes_its_way_without_any_script(people: People) -> None:
    number = 刘倩_registers(people)
    沈岚_compares_the_candidates_and_dispatches(people, number=number)
    周敏_signs_notes_and_records(people, number=number)


def 刘倩_registers(people: People) -> str:
    page = people.sign_in("clerk", scripts=False)
    page.goto("/register")
    page.fill("[name=applicant_name]", "纪无言")
    page.get_by_role("button", name="再添加").click()
    expect(page.locator("[name=applicant_name]")).to_have_value("纪无言")
    page.fill("[name=respondents-0-respondent_name]", "张守信")
    page.fill("[name=respondents-1-respondent_name]", "张守义")
    page.select_option("select[name=kind]", "0602")
    page.fill("[name=amount]", "3000")
    page.select_option("select[name=place]", place_code(page, "湖滨社区"))
    page.get_by_role("button", name="查重").click()
    expect(page.locator("#reg-aside")).to_contain_text("没有查到这位当事人以前的案件")
    expect(page.locator("#reg-aside")).to_contain_text("规则")
    page.get_by_role("button", name="登记并打印回执").click()
    expect(page.locator(".errors")).to_contain_text("事情经过")
    page.fill("[name=story]", "租期届满，房东不退押金。")
    page.get_by_role("button", name="登记并打印回执").click()
    expect(page.get_by_role("link", name="小票 80 毫米").first).to_be_visible()
    expect(page.locator("aside")).to_contain_text("张守义")
    return page.url.partition("/cases/")[2].partition("?")[0]


def 沈岚_compares_the_candidates_and_dispatches(people: People, *, number: str) -> None:
    page = people.sign_in("dispatcher", scripts=False)
    page.goto("/triage")
    _find(page, number).click()
    expect(page.locator("#preview h2").first).to_contain_text("纪无言")
    second = page.locator(".opts > li").nth(1)
    expect(second.locator(".reasons")).to_be_hidden()
    second.locator("label").click()
    expect(second.locator(".reasons")).to_be_visible()
    picture(page, "triage-without-scripts")
    page.locator('.opts label:has-text("县人民调解委员会")').first.click()
    page.get_by_role("button", name="指派并通知").click()
    expect(page.locator("#messages")).to_contain_text("县人民调解委员会负责")


def _find(page: Page, number: str) -> Locator:
    """The row, on whichever page of the list it is."""
    row = page.locator(f'tbody a.t[href*="case={number}"]')
    while row.count() == 0:
        page.get_by_role("link", name="下一页").click()
    return row


def 周敏_signs_notes_and_records(people: People, *, number: str) -> None:
    page = people.sign_in("mediator", scripts=False)
    page.goto(f"/cases/{number}")
    page.get_by_role("button", name="签收").first.click()
    expect(page.locator("#messages")).to_contain_text("已签收")
    page.fill("#note", "已电话联系双方。")
    page.locator("fieldset.seg label").nth(1).click()
    page.set_input_files(
        "#note-file", {"name": "合同.txt", "mimeType": "text/plain", "buffer": "押金条款".encode()}
    )
    page.get_by_role("button", name="提交").click()
    expect(page.locator("ol.tl")).to_contain_text("已电话联系双方。")
    screen(page)
    page.get_by_role("link", name="启动程序").first.click()
    page.select_option("[name=track]", "peoples_mediation")
    page.get_by_role("button", name="确认启动程序").click()
    page.get_by_role("link", name="登记办理结果").first.click()
    page.get_by_role("button", name="确认登记办理结果").click()
    expect(page.locator(".errors")).to_contain_text("结果摘要")
    page.select_option("[name=outcome]", "settled")
    page.fill("[name=summary]", "房东退还押金，互不追究。")
    page.get_by_role("button", name="确认登记办理结果").click()
    expect(page.locator("#messages")).to_contain_text("待审核")
