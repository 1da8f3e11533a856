"""A deposit from the table to ninety days after, as its people live it; and a success that somebody made up (F4, B8, E8)."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

from after_mediation import at_the_table, draw_name, own_phone, press, slip, write_agreement
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from kit.visitors import People, in_days, picture


def test_a_deposit_is_agreed_signed_by_each_on_their_own_phone_closed_paid_rated_and_verified(
    people: People,
) -> None:
    number, _ = at_the_table(people, applicant="李秋月")
    周敏_writes_it_down(people, number=number)
    李秋月_signs_on_her_phone(people, number=number)
    张守信_types_his_name(people, number=number)
    周敏_and_顾长山_make_it_whole(people, number=number)
    顾长山_closes_because_both_said_so_themselves(people, number=number)
    李秋月_has_the_money_and_says_how_it_was(people, number=number)
    秦越_finds_it_on_the_ladder(people, number=number)


def 周敏_writes_it_down(people: People, *, number: str) -> None:
    mediator = people.sign_in("mediator")
    write_agreement(mediator, number, text="尽快退还押金", amount="6,400", due=in_days(20))
    expect(mediator.locator("main")).to_contain_text("“尽快”说得不明确")
    press(mediator, number, "定稿送签")
    expect(mediator.locator("main")).to_contain_text("还不能送签")
    write_agreement(mediator, number, text="退还押金", amount="6,400", due=in_days(20))
    picture(mediator, "draft-agreement")
    press(mediator, number, "定稿送签")
    expect(mediator.locator("#messages")).to_contain_text("请各方签名")


def 李秋月_signs_on_her_phone(people: People, *, number: str) -> None:
    phone = own_phone(people, slip(people.sign_in("clerk"), number, name="李秋月"), page="/t/agreement")
    expect(phone.locator("main")).to_contain_text("6,400.00 元")
    phone.get_by_role("button", name="我同意，签名").click()
    expect(phone.locator(".errors")).to_contain_text("签名")
    draw_name(phone)
    picture(phone, "sign")
    phone.get_by_role("button", name="我同意，签名").click()
    expect(phone.locator("#messages")).to_contain_text("签好了")
    expect(phone.locator("main")).to_contain_text("您已签名")


def 张守信_types_his_name(people: People, *, number: str) -> None:
    phone = own_phone(people, slip(people.sign_in("clerk"), number, name="张守信"), page="/t/agreement")
    phone.fill("[name=typed]", "张三")
    phone.get_by_role("button", name="我同意，签名").click()
    expect(phone.locator(".errors")).to_contain_text("全名")
    phone.fill("[name=typed]", "张守信")
    phone.get_by_role("button", name="我同意，签名").click()
    expect(phone.locator("#messages")).to_contain_text("还差：人民调解员、调解组织盖章")


def 周敏_and_顾长山_make_it_whole(people: People, *, number: str) -> None:
    mediator, reviewer = people.sign_in("mediator"), people.sign_in("reviewer")
    press(mediator, number, "调解员签名")
    expect(mediator.locator("#messages")).to_contain_text("签名已登记")
    press(reviewer, number, "加盖调解组织印章")
    expect(reviewer.locator("#messages")).to_contain_text("协议生效")
    reviewer.goto(f"/cases/{number}?tab=files")
    reviewer.locator("details", has_text="可以出具的文书").evaluate("(one) => { one.open = true }")
    reviewer.locator(".papers li", has_text="人民调解协议书").get_by_role("button", name="出具并用印").click()
    expect(reviewer.locator("#messages")).to_contain_text("并用印")
    picture(reviewer, "case-files")
    link = reviewer.locator("tr", has_text="人民调解协议书.pdf").get_by_role("link").get_attribute("href")
    pdf = reviewer.request.get(link or "").body()
    text = "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
    assert "陆仟肆佰元整" in text
    code = text.partition("核验码")[2][:14]
    somebody = people.stranger_to_the_house(phone=True)
    somebody.goto(f"/v/{code}")
    expect(somebody.locator("h1")).to_have_text("这是本中心出具的文书")
    expect(somebody.locator("main")).not_to_contain_text("李秋月")
    somebody.set_input_files("[name=file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": pdf})
    somebody.get_by_role("button", name="核验").click()
    expect(somebody.locator("main")).to_contain_text("一字不差")
    picture(somebody, "verify-paper")


def 顾长山_closes_because_both_said_so_themselves(people: People, *, number: str) -> None:
    mediator, reviewer = people.sign_in("mediator"), people.sign_in("reviewer")
    mediator.goto(f"/cases/{number}/record")
    mediator.select_option("[name=outcome]", "agreed")
    mediator.fill("[name=summary]", "房东退还押金六千四百元。")
    mediator.keyboard.press("Control+Enter")
    mediator.wait_for_url(lambda url: "/record" not in url)
    reviewer.goto(f"/cases/{number}/approve")
    for beside in ("房东退还押金六千四百元。", "6,400.00 元", "人民调解协议书", "当事人自己的确认"):
        expect(reviewer.locator("main")).to_contain_text(beside)
    picture(reviewer, "review")
    reviewer.keyboard.press("Control+Enter")
    reviewer.wait_for_url(lambda url: "/approve" not in url)
    reviewer.get_by_role("button", name="办结").first.click()
    expect(reviewer.locator("#messages")).to_contain_text("已办结")


def 李秋月_has_the_money_and_says_how_it_was(people: People, *, number: str) -> None:
    clerk = people.sign_in("clerk")
    phone = own_phone(people, slip(clerk, number, name="李秋月"), page="/t/confirm")
    expect(phone.locator("main")).to_contain_text("退还押金")
    phone.get_by_role("button", name="我收到了，做到了").click()
    expect(phone.locator("#messages")).to_contain_text("谢谢")
    phone.goto("/t/rating")
    phone.select_option("[name=centre]", "5")
    phone.select_option("[name=body]", "4")
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.locator("main")).to_contain_text("您已经评价过了")
    clerk.goto(f"/cases/{number}/visit")
    clerk.select_option("[name=side]", "respondent")
    clerk.select_option("[name=content]", "satisfied")
    clerk.fill("[name=said]", "钱已经转了，没有别的事。")
    clerk.keyboard.press("Control+Enter")
    expect(clerk.locator("#messages")).to_contain_text("回访已记录")


def 秦越_finds_it_on_the_ladder(people: People, *, number: str) -> None:
    """Performed today, and durable once ninety days have passed without anybody coming back."""
    page = people.sign_in("supervisor")
    assert listed(page, "performed", number=number)
    assert not listed(page, "durable", number=number)
    picture(page, "outcomes")
    with ended_days_ago(people, number, days=89):
        assert not listed(page, "durable", number=number)
    with ended_days_ago(people, number, days=91):
        assert listed(page, "durable", number=number)


@contextmanager
def ended_days_ago(people: People, number: str, *, days: int) -> Iterator[None]:
    """As if the case had been closed then: the server's clock cannot be moved, so the moment of closing is."""
    then = (timezone.now() - timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S.%f")
    with closing(sqlite3.connect(people.centre.home / "jiefen.sqlite3", timeout=20)) as store:
        ((was,),) = store.execute("SELECT ended_at FROM store_case WHERE number = ?", (number,)).fetchall()
        store.execute("UPDATE store_case SET ended_at = ? WHERE number = ?", (then, number))
        store.commit()
        yield
        store.execute("UPDATE store_case SET ended_at = ? WHERE number = ?", (was, number))
        store.commit()


def listed(page: Page, rung: str, *, number: str) -> bool:
    page.goto(f"/outcomes?month={timezone.localdate():%Y-%m}&rung={rung}")
    return page.locator(f'#cases a[href="/cases/{number}"]').count() > 0


def test_a_success_that_a_mediator_makes_up_is_caught_by_the_ladder_and_by_the_list_of_the_odd(
    people: People,
) -> None:
    """He writes that all is agreed, nobody was asked; he cannot get a code, cannot confirm, cannot close, cannot be paid."""
    number, _ = at_the_table(people, applicant="陆小满")
    mediator, reviewer, supervisor = (people.sign_in(who) for who in ("mediator", "reviewer", "supervisor"))
    write_agreement(mediator, number, text="退还押金", amount="1", due=in_days(1), form="oral")
    press(mediator, number, "定稿送签")
    expect(mediator.locator("#messages")).to_contain_text("口头协议已登记")
    assert mediator.request.get(f"/cases/{number}/print_code").status in (403, 404)
    assert mediator.request.get(f"/cases/{number}/confirm_for_party").status in (403, 404)
    mediator.goto(f"/cases/{number}/record")
    mediator.select_option("[name=outcome]", "agreed")
    mediator.fill("[name=summary]", "已全部谈妥。")
    mediator.keyboard.press("Control+Enter")
    mediator.wait_for_url(lambda url: "/record" not in url)
    reviewer.goto(f"/cases/{number}/approve")
    reviewer.keyboard.press("Control+Enter")
    reviewer.wait_for_url(lambda url: "/approve" not in url)
    reviewer.get_by_role("button", name="办结").first.click()
    expect(reviewer.locator("main")).to_contain_text("还没有确认：陆小满、张守信")
    clerk = people.sign_in("clerk")
    clerk.goto(f"/cases/{number}/confirm_for_party")
    clerk.locator("[name=party]").select_option(index=1)
    clerk.select_option("[name=about]", "agreement")
    clerk.select_option("[name=channel]", "call")
    clerk.select_option("[name=answer]", "no")
    clerk.fill("[name=said]", "没有人跟我谈过，更没有说过一块钱。")
    clerk.keyboard.press("Control+Enter")
    expect(clerk.locator("#messages")).to_contain_text("不属实")
    reviewer.goto(f"/cases/{number}")
    reviewer.get_by_role("button", name="办结").first.click()
    expect(reviewer.locator("main")).to_contain_text("表示不属实：陆小满")
    assert listed(supervisor, "agreed", number=number)
    assert not listed(supervisor, "confirmed", number=number)
