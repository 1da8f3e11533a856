"""Steps that the journeys after mediation share: a case brought to the table, a code at the window, a party's own phone."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from kit.visitors import People, register, screen

CODE = re.compile(r"(?<![0-9A-Z-])[0-9A-Z]{4}-[0-9A-Z]{4}(?![0-9A-Z-])")
TRACKING = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@dataclass(frozen=True)
class Slip:
    """What the window printed for one party: the tracking code of their page, and the code that opens their own door."""

    tracking: str
    code: str


def at_the_table(people: People, *, applicant: str) -> tuple[str, str]:
    """A case of 周敏's in people's mediation: its number and its tracking code."""
    clerk, desk, mediator = (people.sign_in(who) for who in ("clerk", "dispatcher", "mediator"))
    number = register(clerk, applicant=applicant, applicant_phone="13800003307")
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", clerk.locator("aside").inner_text())
    assert code is not None
    desk.goto(f"/cases/{number}/dispatch")
    desk.locator("select[name=unit]").evaluate(
        "(select) => { select.value = 'mediation'; select.dispatchEvent(new Event('change', { bubbles: true })) }"
    )
    desk.fill("[name=reason]", "由县调委会承办更合适。")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_url(lambda url: "/dispatch" not in url)
    mediator.goto(f"/cases/{number}")
    mediator.get_by_role("button", name="签收").first.click()
    start_mediation(mediator, number)
    return number, code[0]


def start_mediation(mediator: Page, number: str) -> None:
    mediator.goto(f"/cases/{number}")
    screen(mediator)
    mediator.goto(f"/cases/{number}/start")
    mediator.locator("[name=track]").select_option("peoples_mediation")
    mediator.keyboard.press("Control+Enter")
    mediator.wait_for_url(lambda url: "/start" not in url)


def write_agreement(
    mediator: Page, number: str, *, text: str, amount: str, due: str, form: str = "written"
) -> None:
    """One promise, on the page where agreements are written."""
    mediator.goto(f"/cases/{number}/draft_agreement")
    mediator.select_option("[name=form]", form)
    mediator.fill("[name=facts]", "双方核对了租约和转账记录，对事情经过没有争议，争议只在退多少。")
    row = mediator.locator(".repeat.term").first
    row.locator("[name=term_kind]").select_option("pay")
    row.locator("[name=term_giver]").select_option(index=2)
    row.locator("[name=term_taker]").select_option(index=1)
    row.locator("[name=term_due_on]").fill(due)
    row.locator("[name=term_text]").fill(text)
    row.locator("[name=term_amount]").fill(amount)
    row.locator("[name=term_how]").fill("转账到申请人本人的银行卡")
    mediator.keyboard.press("Control+Enter")
    expect(mediator.locator("#messages")).to_contain_text("草稿已保存")


def slip(window: Page, number: str, *, name: str) -> Slip:
    """The slip that the window prints for one party; the code is on paper and on no screen."""
    window.goto(f"/cases/{number}/print_code")
    option = window.locator("[name=party] option", has_text=name).first.get_attribute("value")
    answer = window.request.post(
        f"/cases/{number}/print_code",
        form={
            "party": option or "",
            "key": window.locator("[name=key]").first.get_attribute("value") or "",
            "csrfmiddlewaretoken": window.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
            or "",
        },
        headers={"Referer": window.url},
    )
    text = PdfReader(io.BytesIO(answer.body())).pages[0].extract_text().replace(" ", "")
    code, tracking = CODE.search(text), TRACKING.search(text)
    assert code is not None, text
    assert tracking is not None, text
    return Slip(tracking[0], code[0])


def own_phone(people: People, paper: Slip, *, page: str) -> Page:
    """The party's phone with their own door open, at one of its pages: by what stands on the slip and nothing else."""
    phone = people.stranger_to_the_house(phone=True)
    phone.goto(f"/t/{paper.tracking}")
    phone.fill("[name=phone_tail]", paper.code)
    phone.get_by_role("button", name="查进度").click()
    phone.wait_for_url("**/t")
    if page != "/t":
        phone.goto(page)
    return phone


def draw_name(phone: Page) -> None:
    """Three strokes in the box, with the pointer."""
    canvas = phone.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    for line in ([(60, 40), (180, 36)], [(120, 20), (118, 120)], [(200, 50), (290, 60), (220, 130)]):
        phone.mouse.move(box["x"] + line[0][0], box["y"] + line[0][1])
        phone.mouse.down()
        for x, y in line[1:]:
            phone.mouse.move(box["x"] + x, box["y"] + y, steps=6)
        phone.mouse.up()


def press(page: Page, number: str, name: str, *, tab: str = "agreement") -> None:
    page.goto(f"/cases/{number}?tab={tab}")
    page.get_by_role("button", name=name).first.click()
