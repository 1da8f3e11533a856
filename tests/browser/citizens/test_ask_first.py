"""Asking first on a telephone, in every size of type, with scripts and without: no fault on any page of it."""

from __future__ import annotations

import pytest
from looking import faults
from playwright.sync_api import Page, expect

from kit.visitors import PHONE, People, picture

WORDS = "老板欠我三个月工资，一直说下个月给"


def on(page: Page, heading: str, *, button: str = "下一步") -> None:
    page.locator("#ask").get_by_role("button", name=button).last.click()
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()


def looked_at(page: Page, name: str) -> None:
    assert faults(page) == [], name
    page.set_viewport_size(PHONE)
    picture(page, f"phone-ask-{name}")


@pytest.mark.parametrize("elder", ["0", "1", "more"])
def test_no_page_of_asking_first_has_a_fault_in_any_size_of_type(people: People, elder: str) -> None:
    page = people.stranger_to_the_house(phone=True)
    page.goto(f"/?elder={elder}")
    page.fill("[name=q-words]", WORDS)
    looked_at(page, f"front-{elder}")
    page.get_by_role("button", name="问一问").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("现在有没有人会受伤害？")
    looked_at(page, f"danger-{elder}")
    page.locator("#ask").get_by_role("button", name="下一步").last.click()
    expect(page.locator(".errors")).to_contain_text("请选择有没有危险")
    looked_at(page, f"error-{elder}")
    page.get_by_text("没有", exact=True).click()
    on(page, "用自己的话说说这件事")
    expect(page.locator("[name=q-words]")).to_have_value(WORDS)
    looked_at(page, f"words-{elder}")
    on(page, "哪一样最像您的事？")
    expect(page.locator(".pick").first).to_contain_text("您写了“工资”“老板”")
    looked_at(page, f"kind-{elder}")
    page.locator(".pick").first.click()
    on(page, "现在还在那里上班吗？")
    page.get_by_text("已经离开了").click()
    on(page, "哪天知道权利受了损害？")
    page.fill("[name=q-since]", "2026-10-20")
    looked_at(page, f"since-{elder}")
    on(page, "最近一次要求解决是哪天？")
    on(page, "工资、工作、工伤")
    looked_at(page, f"result-{elder}")
    page.get_by_role("button", name="换个日期算").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2027 年 10 月 20 日")
    expect(page.get_by_text(f"您写的：{WORDS}")).to_be_visible()
    looked_at(page, f"calculator-{elder}")
    page.get_by_role("button", name="回到先问一问的结果").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("工资、工作、工伤")
    assert WORDS not in page.url
    assert "?" not in page.url
    page.get_by_role("button", name="申请调解").click()
    page.wait_for_url("**/apply/q/danger")
    expect(page.get_by_role("radio", name="没有", exact=True)).to_be_checked()


@pytest.mark.parametrize("elder", ["0", "1"])
def test_whoever_is_in_danger_finds_safety_and_the_way_out(people: People, elder: str) -> None:
    page = people.stranger_to_the_house(phone=True)
    page.goto(f"/ask?elder={elder}")
    page.get_by_text("有，家里或身边的人伤害、威胁").click()
    on(page, "先保证安全")
    expect(page.get_by_role("link", name="报警")).to_be_visible()
    looked_at(page, f"safe-{elder}")
    page.route("**weather**", lambda route: route.fulfill(body="<h1>天气</h1>"))
    page.route("https://**", lambda route: route.fulfill(body="<h1>天气</h1>", content_type="text/html"))
    page.get_by_role("button", name="马上离开").click()
    page.wait_for_url(lambda url: "/ask" not in url)
    assert page.context.storage_state()["origins"] == []


def test_without_scripts_the_whole_way_goes_there_and_back(people: People) -> None:
    page = people.stranger_to_the_house(phone=True, scripts=False)
    page.goto("/ask")
    page.get_by_text("没有", exact=True).click()
    on(page, "用自己的话说说这件事")
    page.fill("[name=q-words]", "第一行\n第二行")
    page.get_by_role("button", name="长辈版").click()
    expect(page.locator("html[data-elder=on]")).to_be_attached()
    expect(page.locator("[name=q-words]")).to_have_value("第一行\n第二行")
    on(page, "哪一样最像您的事？")
    page.get_by_text("借钱、欠债、担保").click()
    on(page, "哪天知道权利受了损害？")
    page.fill("[name=q-since]", "2026-10-20")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("最近一次要求解决是哪天？")
    page.get_by_role("button", name="上一问").click()
    expect(page.locator("[name=q-since]")).to_have_value("2026-10-20")
    page.get_by_role("button", name="上一问").click()
    expect(page.locator("[value=loan]")).to_be_checked()
    page.get_by_role("button", name="上一问").click()
    expect(page.locator("[name=q-words]")).to_have_value("第一行\n第二行")
    kept = page.context.cookies()
    assert {cookie["name"] for cookie in kept} <= {"csrftoken", "jiefen-elder"}
