"""One real dispute from first word to closed file, as five people do it, with a stranger who must see nothing (A2, B5, A5, B7, C2)."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from kit.visitors import People, choose, picture, screen, type_into

STORY = "租期一年十月十五日到期，房东以墙面污损、空调故障为由不退押金，要求全额返还。"


def test_a_deposit_is_registered_dispatched_handled_reviewed_closed_verified_and_followed(
    people: People,
) -> None:
    number, code = 刘倩_registers_by_keyboard(people)
    沈岚_dispatches_by_keyboard(people, number=number)
    周敏_signs_mediates_and_records(people, number=number)
    顾长山_reviews(people, number=number)
    刘倩_asks_both_sides_whether_it_is_so(people, number=number)
    顾长山_closes(people, number=number)
    严正_verifies_the_history(people)
    魏远_must_see_nothing(people, number=number)
    李秋月_follows_her_case_on_the_phone(people, code=code)


def 刘倩_registers_by_keyboard(people: People) -> tuple[str, str]:
    page = people.sign_in("clerk")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("窗口登记")
    type_into(page, "applicant_name", "李秋月")
    type_into(page, "applicant_phone", "13800003307")
    page.keyboard.press("F2")
    page.keyboard.type("110105194912310021")
    type_into(page, "respondents-0-respondent_name", "张守信")
    choose(page, "纠纷类型", "fcmmzl")
    type_into(page, "amount", "8,600")
    choose(page, "发生地", "hbsq")
    type_into(page, "story", STORY)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".errors")).to_contain_text("校验")
    expect(page.locator("[name=story]")).to_have_value(STORY)
    picture(page, "registration-refused")
    page.fill("[name=applicant_id]", "11010519491231002X")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("已登记")
    expect(page.get_by_role("heading", level=1)).to_contain_text("李秋月与张守信")
    number = re.search(r"/cases/(\w+)", page.url)
    assert number is not None
    for form in ("a4", "roll"):
        answer = page.request.get(f"/cases/{number[1]}/receipt/{form}")
        assert answer.ok
        assert answer.body().startswith(b"%PDF")
    text = page.locator("aside").inner_text()
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text)
    assert code is not None
    return number[1], code[0]


def 沈岚_dispatches_by_keyboard(people: People, *, number: str) -> None:
    page = people.sign_in("dispatcher")
    page.goto("/triage")
    row = page.locator(f'tr[aria-current]:has(a[href*="case={number}"])')
    for step in range(120):
        if row.count():
            break
        page.keyboard.press("j")
        page.wait_for_timeout(30)
        if step % 40 == 39:
            page.locator("a[rel=next]").press("Enter")
            page.wait_for_load_state()
    expect(page.locator("#preview h2")).to_contain_text("李秋月与张守信")
    expect(page.locator("#preview")).to_contain_text("R-12")
    picture(page, "triage")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("县人民调解委员会")


def 周敏_signs_mediates_and_records(people: People, *, number: str) -> None:
    page = people.sign_in("mediator")
    page.goto(f"/cases/{number}")
    page.keyboard.press("s")
    expect(page.locator("#messages")).to_contain_text("已签收")
    screen(page)
    page.get_by_role("link", name="启动程序").first.click()
    page.select_option("[name=track]", "peoples_mediation")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("人民调解已启动")
    page.fill("#note", "已电话联系双方，约定周三上午面谈。")
    page.keyboard.press("Control+Enter")
    expect(page.locator("ol.tl")).to_contain_text("约定周三上午面谈")
    page.set_input_files(
        "#note-file",
        {"name": "合同.txt", "mimeType": "text/plain", "buffer": "押金条款：到期无息退还。".encode()},
    )
    page.fill("#note", "申请人补交合同照片。")
    page.keyboard.press("Control+Enter")
    expect(page.locator("ol.tl")).to_contain_text("申请人补交合同照片")
    picture(page, "case")
    page.keyboard.press("e")
    page.select_option("[name=outcome]", "settled")
    page.fill("[name=summary]", "房东退还押金六千四百元，互不追究。")
    page.fill("[name=amount]", "6400")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("待审核")
    expect(page.get_by_role("button", name="审核通过")).to_have_count(0)


def 顾长山_reviews(people: People, *, number: str) -> None:
    page = people.sign_in("reviewer")
    page.goto(f"/cases/{number}")
    page.get_by_role("link", name="审核通过").first.click()
    page.fill("[name=reason]", "材料齐全，结果明确。")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("审核通过")
    page.get_by_role("button", name="办结").first.click()
    expect(page.locator("main")).to_contain_text("还没有确认：李秋月、张守信")


def 刘倩_asks_both_sides_whether_it_is_so(people: People, *, number: str) -> None:
    """The clerk, who did not handle it, telephones both: a handler never certifies their own success."""
    page = people.sign_in("clerk")
    for name in ("李秋月", "张守信"):
        page.goto(f"/cases/{number}?tab=agreement")
        page.get_by_role("link", name="登记当事人的确认").first.click()
        page.select_option("[name=party]", label=f"{name}（{'申请人' if name == '李秋月' else '被申请人'}）")
        page.select_option("[name=about]", "settlement")
        page.select_option("[name=channel]", "call")
        page.select_option("[name=answer]", "yes")
        page.fill("[name=said]", "对，就是这样说好的。")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#messages")).to_contain_text(f"{name}表示属实")


def 顾长山_closes(people: People, *, number: str) -> None:
    page = people.sign_in("reviewer")
    page.goto(f"/cases/{number}")
    page.get_by_role("button", name="办结").first.click()
    expect(page.locator("#messages")).to_contain_text("已办结")
    page.goto(f"/cases/{number}?tab=log")
    expect(page.locator(".flash.success").last).to_contain_text("未被改动")


def 严正_verifies_the_history(people: People) -> None:
    page = people.sign_in("auditor")
    page.goto("/verify")
    page.get_by_role("button", name="现在核验").click()
    expect(page.locator("main")).to_contain_text("历史完整")
    expect(page.locator("main")).to_contain_text("一致")
    picture(page, "verify")


def 魏远_must_see_nothing(people: People, *, number: str) -> None:
    page = people.sign_in("stranger")
    seen = page.request.get(f"/cases/{number}")
    absent = page.request.get("/cases/3309992026J999999X")
    assert seen.status == absent.status == 404
    assert seen.body() == absent.body()
    page.goto("/search?q=李秋月")
    expect(page.locator("main")).not_to_contain_text("张守信")


def 李秋月_follows_her_case_on_the_phone(people: People, *, code: str) -> None:
    page = people.stranger_to_the_house(phone=True)
    page.goto(f"/t/{code}")
    page.fill("[name=phone_tail]", "0000")
    page.get_by_role("button", name="查进度").click()
    expect(page.locator(".errors")).to_contain_text("对不上")
    page.fill("[name=phone_tail]", "3307")
    page.get_by_role("button", name="查进度").click()
    expect(page.locator("main")).to_contain_text("这件事已经办完")
    expect(page.locator("main")).to_contain_text("房东退还押金六千四百元")
    expect(page.locator("main")).not_to_contain_text("约定周三上午面谈")
    expect(page.locator("main")).to_contain_text("请中心再办一次")
    expect(page.locator("main")).to_contain_text("到法院起诉")
    expect(page.locator("main")).not_to_contain_text("归档")
    picture(page, "phone-track")
