"""Who answers for it: a misrouted petition up to a ruling, a party's objection answered from outside, a joint group.

And for what powers do: a grant waits for a second person; the glass is broken, told and reviewed.
"""

from __future__ import annotations

import re

from after_mediation import own_phone, slip
from looking import faults
from playwright.sync_api import Page, expect

from kit.visitors import PHONE, People, picture, place_code, set_select

WHY = "按三定方案，这项职责在住建部门，本单位没有处理权限，建议改派。"
LOOK_WHY = "接报警情，要核实处置是否及时"


def registered(page: Page, applicant: str, *, flag: str) -> str:
    """A registration with one fact ticked; answers the case number."""
    page.goto("/register")
    page.fill("[name=applicant_name]", applicant)
    page.fill("[name=respondents-0-respondent_name]", "张守信")
    page.fill("[name=story]", "两村交界处的界墙倒了，重砌时各执一词。")
    set_select(page, "kind", "0602")
    set_select(page, "place", place_code(page, "湖滨社区"))
    page.locator(f"[name=risk_flags][value={flag}]").check()
    page.get_by_role("button", name="登记并打印回执").click()
    page.wait_for_url("**/cases/*registered=1")
    return page.url.partition("/cases/")[2].partition("?")[0]


def press(page: Page, number: str, verb: str, button: str, **typed: str) -> None:
    """The small form of a verb, filled in and confirmed by keyboard."""
    page.goto(f"/cases/{number}/{verb}")
    for name, text in typed.items():
        field = page.locator(f"[name={name}]").first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    expect(page.get_by_role("button", name=button)).to_be_visible()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: f"/{verb}" not in url)


def test_周敏_objects_twice_to_a_misrouted_petition_and_陆书明_rules(people: People) -> None:
    clerk, desk, mediator = (people.sign_in(name) for name in ("clerk", "dispatcher", "mediator"))
    number = registered(clerk, "顾盼", flag="petition")
    press(desk, number, "dispatch", "确认指派", unit="mediation", reason="先由县调委会研判。")
    mediator.goto(f"/cases/{number}")
    expect(mediator.locator('a[href$="/object"]')).to_be_attached()
    expect(mediator.locator('a[href$="/return"]')).to_have_count(0)
    press(mediator, number, "object", "确认提出管辖异议", reason=WHY)
    desk.goto("/triage?tab=objecting")
    desk.locator("a.t", has_text="顾盼").first.click()
    expect(desk.locator("#preview").get_by_role("link", name="不同意异议")).to_be_visible()
    picture(desk, "triage-objection")
    press(desk, number, "refuse_objection", "确认不同意异议", reason="三定方案写明由贵单位承办。")
    press(mediator, number, "object", "确认提出管辖异议", reason=WHY)
    leader = people.sign_in("leader")
    press(leader, number, "rule", "确认中心裁定", unit="mediation", reason="由县调委会承办，住建科配合。")
    mediator.goto(f"/cases/{number}")
    expect(mediator.locator('a[href$="/object"]')).to_have_count(0)
    mediator.goto(f"/cases/{number}?tab=log")
    expect(mediator.locator("main")).to_contain_text("中心裁定")
    stranger = people.sign_in("stranger")
    stranger.goto(f"/cases/{number}")
    expect(stranger.locator("h1")).to_have_text("没有找到")


def 秦越_is_asked_and_answers(people: People, *, number: str) -> Page:
    leader = people.sign_in("leader")
    leader.goto(f"/cases/{number}/assign_appeal")
    options = leader.locator("[name=person] option").all_inner_texts()
    assert "秦越" in options
    assert "沈岚" not in options, "who dispatched it is inside the line"
    leader.locator("[name=appeal]").select_option(index=0)
    leader.locator("[name=person]").select_option(label="秦越")
    leader.keyboard.press("Control+Enter")
    leader.wait_for_url(lambda url: "assign_appeal" not in url)
    supervisor = people.sign_in("supervisor")
    supervisor.goto(f"/cases/{number}/answer_appeal")
    supervisor.locator("[name=appeal]").select_option(index=0)
    supervisor.locator("[name=result]").select_option("upheld")
    supervisor.fill("[name=answer]", "经查确实拖延。周敏今天下午联系您，三天内约双方见面。")
    supervisor.keyboard.press("Control+Enter")
    supervisor.wait_for_url(lambda url: "answer_appeal" not in url)
    return supervisor


def test_李秋月_objects_on_her_phone_and_秦越_who_never_held_it_answers(people: People) -> None:
    clerk, desk = people.sign_in("clerk"), people.sign_in("dispatcher")
    number = registered(clerk, "李秋月", flag="cross_area")
    press(desk, number, "dispatch", "确认指派", unit="mediation", reason="先由县调委会研判。")
    phone = own_phone(people, slip(clerk, number, name="李秋月"), page="/t")
    phone.get_by_role("link", name="我有异议").click()
    phone.get_by_role("button", name="提交异议").click()
    expect(phone.get_by_role("alert")).to_contain_text("请写下您不同意的地方")
    picture(phone, "phone-appeal")
    phone.locator("[name=about]").select_option("delay")
    phone.fill("[name=said]", "十天了，没有人联系我。")
    phone.get_by_role("button", name="提交异议").click()
    expect(phone.locator("main")).to_contain_text("待指定复核人")
    supervisor = 秦越_is_asked_and_answers(people, number=number)
    supervisor.goto(f"/cases/{number}?tab=oversight")
    picture(supervisor, "case-oversight")
    letter = supervisor.get_by_role("link", name="打印答复书").get_attribute("href")
    answer = supervisor.request.get(letter or "")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    phone.goto("/t")
    expect(phone.locator("main")).to_contain_text("异议成立")
    expect(phone.locator("main")).to_contain_text("三天内约双方见面")
    picture(phone, "phone-appeal-answered")


def test_沈岚_brings_three_bodies_together_over_a_boundary_with_one_holder_throughout(people: People) -> None:
    clerk, desk, mediator = (people.sign_in(name) for name in ("clerk", "dispatcher", "mediator"))
    number = registered(clerk, "边界人", flag="cross_area")
    press(desk, number, "dispatch", "确认指派", unit="mediation", reason="先由县调委会研判。")
    mediator.goto(f"/cases/{number}")
    mediator.get_by_role("button", name="签收").first.click()
    mediator.goto(f"/cases/{number}?tab=oversight")
    expect(mediator.locator("main")).to_contain_text("建议召开联席会议")
    picture(mediator, "case-joint-proposed")
    mediator.goto(f"/cases/{number}/form_group")
    for unit in ("housing", "resources"):
        mediator.locator(f"[name=members][value={unit}]").check()
    mediator.fill("[name=reason]", "两村界址和报建要一起认定。")
    mediator.keyboard.press("Control+Enter")
    mediator.wait_for_url(lambda url: "form_group" not in url)
    today = mediator.evaluate("new Date().toISOString().slice(0, 10)")
    press(
        mediator, number, "meet", "确认记录联席会议", held_on=today, present="县调委会、住建科、自然资源局",
        minutes="到现场量了界址。", decision="按原界址砌墙，自然资源局一周内出图。",
    )  # fmt: skip
    mediator.goto(f"/cases/{number}?tab=oversight")
    expect(mediator.locator("main")).to_contain_text("共同上级清和县综治中心")
    expect(mediator.locator("main")).to_contain_text("自然资源局一周内出图")
    expect(mediator.locator("aside")).to_contain_text("协办")
    press(mediator, number, "end_group", "确认结束联合调解组", reason="界址已定，由县调委会督促履行。")
    mediator.goto(f"/cases/{number}")
    expect(mediator.locator("aside")).not_to_contain_text("协办")


def both_sizes(page: Page, name: str) -> None:
    """No fault, and a picture at a desk and on a phone."""
    assert faults(page) == []
    page.set_viewport_size({"width": 1366, "height": 900})
    picture(page, name)
    page.set_viewport_size(PHONE)
    picture(page, f"phone-{name}")
    page.set_viewport_size({"width": 1366, "height": 900})


def told(page: Page, text: str) -> None:
    """The notice comes by itself, within a minute."""
    for _ in range(60):
        page.goto("/notices")
        if text in page.locator("main").inner_text():
            return
        page.wait_for_timeout(1_000)
    raise AssertionError(f"not told within a minute: {text}")


def test_a_grant_waits_for_a_second_person(people: People) -> None:
    admin, leader = people.sign_in("admin"), people.sign_in("leader")
    admin.goto("/people/new")
    for name, text in {"username": "shenji2", "name": "盛纪", "reason": "县审计局派驻，文件已到"}.items():
        admin.fill(f"[name={name}]", text)
    admin.select_option("[name=unit]", "centre")
    admin.select_option("[name=role]", "auditor")
    admin.locator("[name=reason]").press("Control+Enter")
    expect(admin.locator(".secret")).to_be_visible()
    expect(admin.locator("main")).to_contain_text("要由第二个人同意")
    both_sizes(admin, "person-waiting")
    admin.get_by_role("link", name="查看").press("Enter")
    expect(admin.locator("h1")).to_have_text("授予岗位")
    expect(admin.get_by_role("button", name="同意")).to_have_count(0)
    at = admin.url
    told(leader, "请您决定：任可提出给盛纪增加岗位")
    picture(leader, "notices-of-powers")
    leader.get_by_role("link", name=re.compile("请您决定：任可提出给盛纪")).press("Enter")
    expect(leader.locator("main")).to_contain_text("县审计局派驻，文件已到")
    both_sizes(leader, "approval")
    leader.locator("[name=answer]").focus()
    leader.keyboard.type("文件已核对")
    leader.keyboard.press("Control+Enter")
    expect(leader.locator("#messages")).to_contain_text("已同意并办好")
    leader.goto("/approvals")
    both_sizes(leader, "approvals-none")
    admin.goto(at)
    expect(admin.locator("main")).to_contain_text("文件已核对")
    admin.goto("/approvals")
    both_sizes(admin, "approvals")
    admin.goto("/people?q=盛纪")
    expect(admin.locator("main")).to_contain_text("审计员")


def test_the_glass_is_broken_by_page_told_ended_and_reviewed(people: People) -> None:
    clerk, supervisor, auditor = (people.sign_in(name) for name in ("clerk", "supervisor", "auditor"))
    number = registered(clerk, "路平", flag="violence")
    supervisor.goto(f"/cases/{number}")
    expect(supervisor.locator("main")).to_contain_text("没有找到")
    supervisor.goto("/glass")
    both_sizes(supervisor, "glass-before")
    supervisor.locator("[name=number]").focus()
    supervisor.keyboard.type(number)
    supervisor.keyboard.press("Tab")
    supervisor.keyboard.type("看看")
    supervisor.keyboard.press("Control+Enter")
    expect(supervisor.get_by_role("alert")).to_contain_text("不少于 10 个字")
    supervisor.locator("[name=reason]").fill(LOOK_WHY)
    supervisor.keyboard.press("Control+Enter")
    supervisor.wait_for_url(f"**/cases/{number}")
    expect(supervisor.locator("main")).to_contain_text("路平")
    told(auditor, "应急查阅：案件")
    expect(auditor.locator("main")).not_to_contain_text("路平")
    supervisor.goto("/glass")
    both_sizes(supervisor, "glass")
    supervisor.get_by_role("button", name="现在结束").press("Enter")
    expect(supervisor.locator("#messages")).to_contain_text("已结束")
    supervisor.goto(f"/cases/{number}")
    expect(supervisor.locator("main")).to_contain_text("没有找到")
    auditor.goto("/glass/review")
    both_sizes(auditor, "glass-review")
    auditor.locator("td a.btn").first.press("Enter")
    auditor.locator("[name=finding]").select_option("questioned")
    auditor.locator("[name=remark]").fill("没有附接警单，请补。")
    auditor.keyboard.press("Control+Enter")
    expect(auditor.locator("main")).to_contain_text("没有附接警单")
    both_sizes(auditor, "glass-reviewed")
