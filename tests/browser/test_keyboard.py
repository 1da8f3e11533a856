"""A whole registration with the keyboard alone, as a clerk at the window does it (rows A2, B5; design § 5.4)."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from kit.visitors import People, choose, picture, register

STORY = "装修押金到期不退，两家都说找对方。"


def test_刘倩_registers_without_touching_the_mouse(people: People) -> None:
    page = people.sign_in("clerk")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("窗口登记")
    _until(page, "applicant_name")
    page.keyboard.type("纪晓岚")
    page.keyboard.press("F2")
    assert _focused(page) == "applicant_id"
    page.keyboard.type("11010519491231002X")
    page.keyboard.press("Enter")  # a card reader ends with Enter: on to the next field, nothing sent
    assert _focused(page) == "applicant_address"
    page.keyboard.press("F4")
    expect(page.locator("#reg-aside")).to_contain_text("此人历史")
    _until(page, "respondents-0-respondent_name")
    page.keyboard.type("安居物业服务有限公司")
    page.keyboard.press("Alt+a")
    assert _focused(page) == "respondents-1-respondent_kind"
    page.keyboard.press("Tab")
    page.keyboard.type("锦绣装饰工程部")
    choose(page, "纠纷类型", "fcmmzl")
    page.get_by_role("combobox", name="纠纷类型").press("Escape")
    choose(page, "发生地", "hbsq")
    page.keyboard.press("F4")
    expect(page.locator("#reg-aside")).to_contain_text("规则 R-")
    _until(page, "story")
    page.keyboard.type(STORY)
    page.keyboard.press("Control+s")
    expect(page.get_by_role("heading", level=1)).to_have_text("草稿箱")
    page.get_by_role("link", name="继续填").first.press("Enter")
    expect(page.locator("[name=story]")).to_have_value(STORY)
    expect(page.locator("[name=respondents-1-respondent_name]")).to_have_value("锦绣装饰工程部")
    picture(page, "registration")
    page.locator("[name=story]").press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("已登记")
    expect(page.locator("aside")).to_contain_text("锦绣装饰工程部")
    picture(page, "case-just-registered")
    page.goto("/drafts")
    expect(page.locator("main")).not_to_contain_text("纪晓岚")


def test_the_searchable_box_is_left_as_it_was_by_escape(people: People) -> None:
    page = people.sign_in("clerk")
    page.goto("/register")
    choose(page, "纠纷类型", "fcmmzl")
    box = page.get_by_role("combobox", name="纠纷类型")
    box.fill("借贷")
    expect(page.locator(".combo [role=option]").first).to_contain_text("借贷及担保")
    box.press("Escape")
    expect(box).to_have_value("房产买卖租赁")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")


def test_single_keys_are_letters_while_typing_and_can_be_switched_off(people: People) -> None:
    page = people.sign_in("clerk", anew=True)
    page.goto("/search")
    page.locator("#q").press("n")
    expect(page.locator("#q")).to_have_value("n")
    page.goto("/help")
    page.get_by_label("启用单键快捷键").uncheck()
    page.locator("h1").click()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("帮助")


def test_whoever_may_not_register_is_not_invited_to(people: People) -> None:
    page = people.sign_in("auditor")
    page.goto("/verify")
    expect(page.get_by_role("link", name="新登记")).to_have_count(0)
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("历史核验")


def _until(page: Page, name: str) -> None:
    """Tab on until the field is reached."""
    for _ in range(60):
        if _focused(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} was not reached with the Tab key")


def _focused(page: Page) -> str:
    name: str = page.evaluate("document.activeElement.getAttribute('name') || ''")
    return name


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
