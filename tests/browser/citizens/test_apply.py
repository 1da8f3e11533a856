"""Applying on a telephone: in every size of type, without script, with a photo over a line that keeps breaking off."""

from __future__ import annotations

import io
import os
import random

import pytest
from looking import faults
from PIL import Image
from playwright.sync_api import Page, Route, expect

from kit.visitors import PHONE, People, picture

ANSWERS = {
    "danger": "no",
    "whose": "agent",
    "kind": "0602",
    "story": "去年租房交了押金八千元，退租后房东一分不退。",
    "wanted": "退还押金八千元",
    "amount": "8000",
    "happened_on": "2026-01-20",
    "place": "330999101",
    "respondents": "钱二",
    "respondent_phone": "",
    "applicant_name": "赵一",
    "applicant_phone": "13800005566",
    "representative_name": "孙三",
    "representative_phone": "13800007788",
}


def name_of(page: Page) -> str:
    return page.url.partition("?")[0].rpartition("/")[2]


def give(page: Page, text: str) -> None:
    if page.locator(".pick").count():
        page.check(f"[value='{text}']")
    elif page.locator("select#answer").count():
        page.select_option("#answer", text)
    else:
        page.fill("#answer", text)


def on(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="下一步").click()


def until_files(page: Page, *, look: str = "") -> None:
    """Question after question; `look`: what the pictures are called."""
    page.goto("/apply/q/danger")
    while (name := name_of(page)) != "files":
        if look:
            assert faults(page, quick=name not in ("danger", "kind", "place", "story")) == [], name
            page.set_viewport_size(PHONE)
            picture(page, f"phone-apply-{name}-{look}")
        give(page, ANSWERS[name])
        on(page)


def hand_in(page: Page) -> None:
    page.check("[name=agreed]")
    with page.expect_navigation():
        page.get_by_role("button", name="交上去").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("申请交上去了")


def photo(seed: int) -> dict[str, object]:
    """Noise, so that it is large; with the place where it was taken."""
    noise = Image.frombytes("RGB", (1600, 1200), random.Random(seed).randbytes(1600 * 1200 * 3))
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x9286] = b"CANARY"
    noise.save(out, "JPEG", quality=95, exif=exif)
    return {"name": f"照片{seed}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.mark.parametrize("elder", ["0", "1", "more"])
def test_no_page_of_applying_has_a_fault_in_any_size_of_type(people: People, elder: str) -> None:
    page = people.stranger_to_the_house(phone=True)
    page.goto(f"/apply?elder={elder}")
    assert faults(page) == []
    page.get_by_role("button", name="开始").click()
    page.wait_for_url("**/q/danger")
    on(page)
    expect(page.locator(".errors")).to_be_visible()
    assert faults(page) == [], "nothing chosen"
    until_files(page, look=elder)
    assert faults(page) == []
    on(page)
    assert faults(page) == []
    page.set_viewport_size(PHONE)
    picture(page, f"phone-apply-answers-{elder}")
    with page.expect_navigation():
        page.get_by_role("button", name="交上去").click()
    assert faults(page) == [], "not said to be true"
    page.goto("/apply/save")
    assert faults(page) == []
    page.fill("[name=pin]", "428517")
    page.fill("[name=again]", "428517")
    with page.expect_navigation():
        page.get_by_role("button", name="存下来").click()
    assert faults(page) == []
    page.goto("/apply/take-up")
    assert faults(page) == []
    page.goto("/apply/answers")
    hand_in(page)
    assert faults(page) == []
    page.set_viewport_size(PHONE)
    picture(page, f"phone-apply-done-{elder}")
    page.goto("/letter")
    assert faults(page) == []


def test_without_script_it_is_the_same_with_a_photo(people: People) -> None:
    page = people.stranger_to_the_house(phone=True, scripts=False)
    until_files(page)
    page.set_input_files("#file", [photo(1)])  # type: ignore[list-item]
    with page.expect_navigation():
        page.get_by_role("button", name="传上去").click()
    expect(page.locator(".evidence li")).to_have_count(1)
    on(page)
    hand_in(page)


def test_photos_arrive_whole_and_once_however_often_the_line_breaks(people: People) -> None:
    """Of every ten parts some are lost on the way, some after they have arrived, and for a while all of them."""
    chance, lost, cut = random.Random(3), [0], [0]
    rounds = int(os.environ.get("JIEFEN_FLAPPING", "3"))
    page = people.stranger_to_the_house(phone=True)

    def flap(route: Route) -> None:
        cut[0] = max(0, cut[0] - 1) or (3 if chance.random() < 0.05 else 0)
        if cut[0] or chance.random() < 0.15:
            lost[0] += 1
            route.abort("connectionreset")
        elif chance.random() < 0.15:
            route.fetch()  # it arrives, and nobody hears that it did
            lost[0] += 1
            route.abort("timedout")
        else:
            route.continue_()

    page.add_init_script(
        "const later = setTimeout; window.setTimeout = (f, ms) => later(f, ms > 100 && ms !== 20000 ? 20 : ms)"
    )
    until_files(page)
    page.route("**/apply/part", flap)
    for seed in range(rounds):
        page.set_input_files("#file", [photo(seed), photo(seed + 100)])  # type: ignore[list-item]
        expect(page.locator(".evidence li button")).to_have_count(2 * (seed + 1), timeout=120_000)
    page.set_input_files("#file", [photo(0)])  # type: ignore[list-item]
    page.wait_for_timeout(1500)
    expect(page.locator(".evidence li button")).to_have_count(2 * rounds, timeout=60_000)
    assert lost[0] > 0, "a line that never broke has shown nothing"
    assert all("KB" in text for text in page.locator(".evidence small").all_inner_texts() if "MB" not in text)
    page.unroute("**/apply/part")
    assert all("ERR_" in text for text in people.complaints), (
        "of each broken request the browser says that it was"
    )
    people.complaints.clear()
    on(page)
    hand_in(page)
