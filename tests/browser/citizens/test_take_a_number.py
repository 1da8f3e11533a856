"""A number taken, called, handed over, registered: the machine, the screen, two windows, and a half hour booked at home."""

from __future__ import annotations

import re

import pytest
from looking import faults
from playwright.sync_api import Page, expect
from test_budgets import weighed

from kit.visitors import People, choose, picture, type_into

VOICES = """voices => {
  window.spoken = [];
  const own = { getVoices: () => voices, speak: (words) => window.spoken.push(words.text), addEventListener: () => {} };
  Object.defineProperty(window, 'speechSynthesis', { value: own });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
}"""
AFAR = [{"lang": "zh-CN", "localService": False}]
LOCAL = [*AFAR, {"lang": "zh-CN", "localService": True}]


@pytest.fixture
def machine(people: People) -> Page:
    """The machine of the hall, made so by the clerk at the guide desk."""
    page = people.sign_in("clerk", anew=True)
    page.goto("/hall/guide")
    page.get_by_role("button", name="把这台机器设为取号机").click()
    page.wait_for_url("**/kiosk")
    return page


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile(f"^{name}")).first.click()


def choose_business(machine: Page, letter: str) -> None:
    with machine.expect_navigation():
        machine.click(f"[name=letter][value={letter}]")


def take(machine: Page) -> str:
    machine.goto("/kiosk")
    choose_business(machine, "A")
    label = machine.locator("h1 b").inner_text()
    assert re.fullmatch(r"A\d{3}", label)
    return label


def sit(page: Page, number: int) -> None:
    page.goto("/hall/window")
    page.select_option("[name=number]", str(number))
    press(page, "坐到这个窗口")


def heard(people: People, voices: list[dict[str, object]]) -> Page:
    screen = people.stranger_to_the_house()
    screen.add_init_script(f"({VOICES})({str(voices).replace('True', 'true').replace('False', 'false')})")
    screen.goto("/screen")
    return screen


def test_a_number_is_taken_called_passed_over_handed_over_and_registered(
    people: People, machine: Page
) -> None:
    first, second = take(machine), take(machine)
    screen = heard(people, LOCAL)
    screen.get_by_role("button", name="开声音").click()
    clerk, mediator = people.sign_in("clerk"), people.sign_in("mediator")
    sit(clerk, 1)
    sit(mediator, 3)
    刘倩_calls_by_keyboard(clerk, screen=screen, first=first, second=second)
    刘倩_begins_and_hands_over(clerk, first=first)
    周敏_goes_on_and_registers(mediator, first=first)
    picture(screen, "hall-screen")
    press(mediator, "办完")
    press(mediator, "离开窗口")
    press(clerk, "离开窗口")


def 刘倩_calls_by_keyboard(clerk: Page, *, screen: Page, first: str, second: str) -> None:
    """Nobody answers to the first number: the second one is called, then the first one again."""
    clerk.keyboard.press("F8")
    expect(clerk.locator("h2 .code")).to_have_text(first)
    expect(screen.locator(".call .num")).to_have_text(first)
    clerk.keyboard.press("F7")
    expect(clerk.get_by_text("叫过 2 次")).to_be_visible()
    expect(screen.locator(".call .win")).to_have_text("1")
    spoken_twice(screen)
    assert screen.evaluate("window.spoken")[0] == f"请{' '.join(first)}号，到1号窗口"
    clerk.keyboard.press("F9")
    expect(clerk.locator("h2 .code")).to_have_text(second)
    press(clerk, "开始办理")
    clerk.keyboard.press("F8")


def 刘倩_begins_and_hands_over(clerk: Page, *, first: str) -> None:
    expect(clerk.locator("h2 .code")).to_have_text(first)
    press(clerk, "开始办理")
    clerk.get_by_role("link", name="登记", exact=True).click()
    expect(clerk.get_by_text(f"正在为 {first}")).to_be_visible()
    type_into(clerk, "applicant_name", "沈从云")
    clerk.get_by_role("button", name="存草稿").click()
    clerk.wait_for_url("**/drafts")
    clerk.goto("/hall/window")
    clerk.select_option("[name=to]", "3")
    press(clerk, "转窗口")


def 周敏_goes_on_and_registers(mediator: Page, *, first: str) -> None:
    """What was typed at the first window is there; the case keeps the number and when they came."""
    mediator.keyboard.press("F8")
    expect(mediator.locator("h2 .code")).to_have_text(first)
    press(mediator, "开始办理")
    mediator.get_by_role("link", name="接着登记").click()
    expect(mediator.locator("[name=applicant_name]")).to_have_value("沈从云")
    finish_registration(mediator)
    expect(mediator.get_by_text(re.compile(f"{first}，.* 到"))).to_be_visible()
    mediator.goto("/hall/window")
    expect(mediator.get_by_role("link", name="看案件")).to_be_visible()
    assert faults(mediator) == []
    picture(mediator, "hall-window")


def spoken_twice(screen: Page) -> None:
    """The screen asks every three seconds; a call and a second call are each said once."""
    for _ in range(40):
        if screen.evaluate("window.spoken.length") >= 2:
            return
        screen.wait_for_timeout(250)
    pytest.fail(f"said only {screen.evaluate('window.spoken')}")


def finish_registration(page: Page) -> None:
    type_into(page, "applicant_phone", "13800003377")
    type_into(page, "respondents-0-respondent_name", "张守信")
    choose(page, "纠纷类型", "fcmmzl")
    choose(page, "发生地", "hbsq")
    type_into(page, "story", "租期届满，房东不退押金。")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/cases/**")


def test_the_screen_weighs_little_and_says_where_it_has_no_voice(people: People) -> None:
    page = heard(people, AFAR)
    expect(page.get_by_text("没有本机语音，只显示")).to_be_visible()
    expect(page.get_by_role("button", name="开声音")).to_be_hidden()
    page.set_viewport_size({"width": 1920, "height": 1080})
    assert faults(page) == []
    still = people.stranger_to_the_house(scripts=True)
    weight = weighed(still, "/screen")
    assert weight.bytes <= 20 * 1024, f"{weight.bytes / 1024:.1f} KB"
    without = people.stranger_to_the_house(scripts=False)
    without.goto("/screen")
    expect(without.get_by_role("heading", name="正在服务")).to_be_visible()


@pytest.mark.parametrize("elder", ["0", "1", "more"])
def test_the_machine_is_for_everybody(machine: Page, elder: str) -> None:
    machine.set_viewport_size({"width": 768, "height": 1024})
    machine.goto(f"/kiosk?elder={elder}")
    assert faults(machine) == []
    heights = machine.locator(".kiosk .btn").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 60
    picture(machine, f"hall-kiosk-{elder}")
    choose_business(machine, "B")
    assert faults(machine) == []
    picture(machine, f"hall-number-{elder}")


def test_the_machine_goes_back_for_the_next_person(machine: Page) -> None:
    machine.clock.install()
    machine.goto("/kiosk?elder=1")
    choose_business(machine, "B")
    machine.clock.run_for(40_000)
    machine.mouse.down()
    machine.clock.run_for(40_000)
    assert machine.url.endswith("/kiosk/number"), "whoever is still reading has touched it"
    machine.clock.run_for(10_000)
    machine.wait_for_url("**/kiosk?elder=0")
    assert machine.locator("html[data-elder]").count() == 0


def test_a_half_hour_is_booked_without_scripts_and_called_off(people: People) -> None:
    page = people.stranger_to_the_house(phone=True, scripts=False)
    page.goto("/")
    page.get_by_role("link", name=re.compile("预约取号")).click()
    page.fill("[name=phone]", "13800007788")
    page.get_by_role("button", name="约这个时间").click()
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", page.locator("main").inner_text())
    assert code is not None
    page.get_by_role("link", name="取消预约").click()
    page.fill("[name=code]", code[0].lower())
    page.fill("[name=phone]", "13800007788")
    page.get_by_role("button", name="取消这个预约").click()
    expect(page.get_by_text("预约已取消，手机号也删了。")).to_be_visible()
