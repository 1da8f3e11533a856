"""The pictures of the documents, taken from a real centre: triage, case, oversight, registration, portal. See `bin/pictures`."""

from __future__ import annotations

import io
import re
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))
from conftest import make_centre, open_centre
from kit.visitors import CHROMIUM, QUIET, ROOT, People, choose, type_into

OUT = ROOT / "docs" / "pictures"
MOST = 200 * 1024
STORY = "租期一年十月十五日到期，房东以墙面污损、空调故障为由不退押金。"


def main() -> None:
    if CHROMIUM is None:
        sys.exit("没有找到 chromium，拍不了照片。请先安装：apt-get install -y chromium")
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        passwords = make_centre(Path(folder), cases=320)
        for centre in open_centre(Path(folder), passwords=passwords):
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
            take_all(People(browser, centre))
            browser.close()


def take_all(people: People) -> None:
    desk = people.sign_in("dispatcher")
    desk.goto("/triage")
    desk.locator("tbody a.t").nth(3).click()
    desk.wait_for_selector("#preview .opts")
    save(desk, "triage")
    mediator = people.sign_in("mediator")
    mediator.goto("/cases?state=handling&kind=06")
    mediator.locator("tbody a.t").first.click()
    mediator.wait_for_selector("ol.tl")
    save(mediator, "case")
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", mediator.locator("main").inner_text())
    tail = re.search(r"\*{4}([0-9]{4})", mediator.locator("main").inner_text())
    supervisor = people.sign_in("supervisor")
    for page in ("supervision", "gauges"):
        supervisor.goto(f"/{page}")
        save(supervisor, page)
    half_registered(people.sign_in("clerk"))
    if code and tail:
        portal(people.stranger_to_the_house(phone=True), code=code[0], tail=tail[1])


def half_registered(page: Page) -> None:
    """A registration being typed, one digit of the identity card wrong."""
    page.goto("/register")
    type_into(page, "applicant_name", "李秋月")
    type_into(page, "applicant_phone", "13800003307")
    type_into(page, "applicant_id", "110105194912310021")
    type_into(page, "respondents-0-respondent_name", "张守信")
    choose(page, "纠纷类型", "fcmmzl")
    choose(page, "发生地", "hbsq")
    type_into(page, "story", STORY)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".errors")
    page.keyboard.press("F4")
    page.wait_for_timeout(500)
    page.locator("[name=applicant_id]").focus()
    page.evaluate("window.scrollTo(0, 0)")
    save(page, "registration")


def portal(page: Page, *, code: str, tail: str) -> None:
    page.goto(f"/t/{code}")
    page.fill("[name=phone_tail]", tail)
    page.get_by_role("button", name="查进度").click()
    page.wait_for_url("**/t")
    save(page, "portal")


def save(page: Page, name: str) -> None:
    """A palette is enough for flat colours and quarters the size."""
    page.mouse.move(0, 0)
    drawn = Image.open(io.BytesIO(page.screenshot(caret="initial"))).convert("RGB")
    path = OUT / f"{name}.png"
    drawn.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    if size > MOST:
        sys.exit(f"{path.name} 有 {size // 1024} KB，超过 200 KB")
    print(f"{path.relative_to(ROOT)}  {size // 1024} KB")


if __name__ == "__main__":
    main()
