"""The dispatch desk on a phone, and cases that belong together (rows B7, E7)."""

from __future__ import annotations

from playwright.sync_api import expect

from kit.visitors import People, picture, register

# The small county fills less than a page, so the link to the next one is put there by hand.
NEXT_PAGE = """document.querySelector('.with-preview section').insertAdjacentHTML('beforeend',
  '<footer class="pager"><a rel="next" href="?from=18">下一页</a></footer>')"""


def test_on_a_phone_the_preview_opens_over_the_list_and_the_back_button_closes_it(people: People) -> None:
    page = people.sign_in("dispatcher", phone=True)
    page.goto("/triage")
    preview = page.locator("#preview")
    expect(preview).to_be_hidden()
    picture(page, "phone-triage")
    row = page.locator("a.t").nth(1)
    title = row.inner_text()
    row.click()
    expect(preview.get_by_role("heading", level=2).first).to_have_text(title)
    expect(preview).to_be_in_viewport()
    picture(page, "phone-triage-preview")
    page.go_back()
    expect(preview).to_be_hidden()
    row.click()
    preview.get_by_role("link", name="返回列表").click()
    expect(preview).to_be_hidden()


def test_J_walks_on_to_the_next_page_of_the_list(people: People) -> None:
    page = people.sign_in("dispatcher")
    page.goto("/triage")
    page.evaluate(NEXT_PAGE)
    page.locator("tbody tr a.t").last.click()
    page.keyboard.press("j")
    page.wait_for_url("**from=18")
    expect(page.get_by_role("link", name="上一页")).to_have_attribute("href", "?from=0")


def test_沈岚_merges_two_cases_sees_the_tie_on_both_and_undoes_it(people: People) -> None:
    clerk = people.sign_in("clerk")
    first = register(clerk, applicant="连环一")
    label = clerk.locator(".crumb .num").inner_text()
    second = register(clerk, applicant="连环二")
    page = people.sign_in("dispatcher")
    page.goto(f"/cases/{second}/merge")
    page.fill("[name=other]", label)
    page.fill("[name=reason]", "同一人就同一件事又来一次。")
    page.get_by_role("button", name="确认并入另一件").click()
    page.goto(f"/cases/{first}")
    ties = page.locator("section.card", has_text="有关的案件")
    expect(ties).to_contain_text("已并入本案")
    ties.get_by_role("link", name="连环二与张守信").first.click()
    expect(page.locator("ol.steps li")).to_have_count(3)
    expect(ties).to_contain_text(label)
    picture(page, "case-merged")
    ties.get_by_role("link", name="撤销并案").click()
    page.fill("[name=reason]", "不是同一件事。")
    page.get_by_role("button", name="确认撤销并案").click()
    page.goto(f"/cases/{second}")
    expect(page.locator("ol.steps li")).to_have_count(7)
    expect(ties).to_have_count(0)
