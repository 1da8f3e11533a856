"""The two sides of one case, each on a phone of their own: what they read, what they say, and what they never see."""

from __future__ import annotations

import json
import re

import pytest
from after_mediation import at_the_table, draw_name, own_phone, press, slip, write_agreement
from playwright.sync_api import Page, expect

from jiefen.portal.door import ELSEWHERE
from kit.homes import World
from kit.visitors import People, in_days, picture, register

AGO = """
from django.contrib.sessions.models import Session
from jiefen.actions.people.sessions import SessionStore
changed = 0
for row in Session.objects.all():
    session = SessionStore().decode(row.session_data)
    if session.get("own"):
        since = datetime.fromisoformat(session["own"]["since"]) - timedelta(minutes=45)
        session["own"] = session["own"] | {"since": since.isoformat()}
        row.session_data = SessionStore().encode(session)
        row.save()
        changed += 1
print(changed)
"""


def objects(phone: Page, said: str) -> None:
    phone.get_by_role("link", name="我有异议").click()
    phone.locator("[name=about]").select_option("recusal")
    phone.fill("[name=said]", said)
    phone.get_by_role("button", name="提交异议").click()
    expect(phone.locator("main")).to_contain_text(said)


def test_吴桂香_and_张守信_each_object_and_read_only_their_own(people: People) -> None:
    number, _ = at_the_table(people, applicant="吴桂香")
    clerk = people.sign_in("clerk")
    hers = own_phone(people, slip(clerk, number, name="吴桂香"), page="/t")
    his = own_phone(people, slip(clerk, number, name="张守信"), page="/t")
    objects(hers, "调解员和房东一起吃饭。")
    objects(his, "她的亲戚在中心上班。")
    picture(his, "phone-respondent")
    hers.goto("/t")
    for phone, own, other in ((hers, "一起吃饭", "亲戚"), (his, "亲戚", "一起吃饭")):
        expect(phone.locator("main")).to_contain_text(own)
        expect(phone.locator("main")).not_to_contain_text(other)
    expect(hers.locator("main")).to_contain_text("中心登记了您反映的事")
    expect(his.locator("main")).to_contain_text("中心登记了一件和您有关的事")
    expect(his.locator("main")).not_to_contain_text("您反映")
    expect(his.locator("#claim")).to_contain_text("对方的请求")
    expect(his.locator("#claim")).not_to_contain_text("押金")


def test_张守信_comes_in_by_his_slip_alone_and_says_no(people: People) -> None:
    number, _ = at_the_table(people, applicant="孙德福")
    paper = slip(people.sign_in("clerk"), number, name="张守信")
    phone = people.stranger_to_the_house(phone=True)
    phone.goto(f"/t/{paper.tracking}")
    picture(phone, "phone-lookup")
    phone.fill("[name=phone_tail]", paper.code)
    phone.get_by_role("button", name="查进度").click()
    phone.get_by_role("link", name=re.compile("说说您的意见|会不会来")).click()
    phone.get_by_role("button", name="我不同意调解").click()
    expect(phone.locator("main")).to_contain_text("您已经表示不同意调解")
    mediator = people.sign_in("mediator")
    mediator.goto(f"/cases/{number}?tab=mediation")
    expect(mediator.locator("main")).to_contain_text("不同意")


def test_张守信_signs_after_his_door_had_shut_and_what_he_drew_is_still_there(people: People) -> None:
    number, _ = at_the_table(people, applicant="何美玉")
    mediator = people.sign_in("mediator")
    write_agreement(mediator, number, text="退还押金", amount="5,000", due=in_days(20))
    press(mediator, number, "定稿送签")
    phone = own_phone(people, slip(people.sign_in("clerk"), number, name="张守信"), page="/t/pin")
    for name in ("pin", "again"):
        phone.fill(f"[name={name}]", "428517")
    picture(phone, "phone-pin")
    phone.get_by_role("button", name="设好").click()
    expect(phone.locator("#messages")).to_contain_text("密码设好了")
    phone.goto("/t/agreement")
    draw_name(phone)
    assert World(people.centre.home).python(AGO) >= 1
    phone.get_by_role("button", name="我同意，签名").click()
    expect(phone.locator("main")).to_contain_text("都还在")
    picture(phone, "phone-door-shut")
    phone.fill("[name=code]", "428517")
    phone.get_by_role("button", name="打开").click()
    phone.wait_for_url("**/t/agreement")
    expect(phone.locator("#messages")).to_contain_text("请看一遍再交")
    drawn = json.loads(phone.locator("[name=strokes]").input_value())
    assert len(drawn) == 3
    ink = "(canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean)"
    assert phone.locator("canvas").evaluate(ink), "the strokes are seen again"
    phone.get_by_role("button", name="我同意，签名").click()
    expect(phone.locator("#messages")).to_contain_text("签好了")
    phone.get_by_role("button", name="退出").click()
    phone.wait_for_url("**/track")
    phone.goto("/t")
    phone.wait_for_url("**/track")


@pytest.mark.parametrize("scripts", [True, False])
def test_who_must_not_be_seen_is_elsewhere_at_once_and_going_back_shows_nothing(
    people: People, scripts: bool
) -> None:
    clerk = people.sign_in("clerk")
    register(clerk, applicant=f"避风{scripts}", applicant_phone="13800005521")
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", clerk.locator("main").inner_text())
    assert code is not None
    phone = people.stranger_to_the_house(phone=True, scripts=scripts)
    phone.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body="晴"))
    phone.goto(f"/t/{code[0]}")
    phone.fill("[name=phone_tail]", "5521")
    phone.get_by_role("button", name="查进度").click()
    phone.wait_for_url("**/t")
    phone.get_by_role("button", name="马上离开").click()
    phone.wait_for_url(ELSEWHERE)
    phone.go_back()
    phone.wait_for_load_state()
    assert "房产买卖租赁" not in phone.content()
    phone.goto("/t")
    phone.wait_for_url("**/track")


def test_large_type_keeps_what_was_typed(people: People) -> None:
    phone = people.stranger_to_the_house(phone=True)
    phone.goto("/track")
    phone.fill("[name=code]", "8F3K-27QD")
    phone.get_by_role("link", name="长辈版").click()
    expect(phone.locator("html")).to_have_attribute("data-elder", "on")
    expect(phone.locator("[name=code]")).to_have_value("8F3K-27QD")
    with phone.expect_response(lambda answer: "elder=more" in answer.url):
        phone.get_by_role("link", name="再大些").click()
    expect(phone.locator("html")).to_have_attribute("data-elder", "more")
    phone.reload()
    expect(phone.locator("html")).to_have_attribute("data-elder", "more")
