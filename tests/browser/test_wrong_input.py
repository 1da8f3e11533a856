"""Wrong things typed, sent twice, sent too late, too big or under a false name: each gets a sentence, nothing is lost."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from kit.visitors import DESK, People, choose, picture, register, type_into

STORY = "租期届满，房东以墙面污损为由不退押金。"
FAKE_PICTURE = b"MZ\x90\x00" + b"\x00" * 2000  # a program that calls itself a photograph


def test_wrong_things_are_named_beside_their_fields_and_kept(people: People) -> None:
    page = people.sign_in("clerk")
    page.goto("/register")
    long_name = "长" * 10_000
    page.locator("[name=applicant_name]").evaluate("(field, text) => { field.value = text }", long_name)
    type_into(page, "applicant_id", "110105194912310021")
    type_into(page, "respondents-0-respondent_name", "张守信")
    type_into(page, "happened_on", "2026-02-31")
    type_into(page, "amount", "八千六")
    type_into(page, "story", STORY)
    page.keyboard.press("Control+Enter")
    summary = page.locator(".errors")
    for sentence in (
        "校验位不对",
        "“2026-02-31”不是一个存在的日期",
        "姓名",
        "涉及金额",
        "请选择纠纷发生地",
        "请选择纠纷类型",
    ):
        expect(summary).to_contain_text(sentence)
    assert summary.evaluate("box => box === document.activeElement")
    expect(page.locator("[name=happened_on]")).to_have_value("2026-02-31")
    expect(page.locator("[name=story]")).to_have_value(STORY)
    assert page.locator("[name=applicant_name]").input_value() == long_name
    summary.get_by_role("link", name="不是一个存在的日期").click()
    expect(page.locator("[name=happened_on]")).to_be_in_viewport()
    picture(page, "registration-refused")


def test_choices_that_were_never_offered_are_refused(people: People) -> None:
    page = people.sign_in("clerk")
    for name, value, sentence in (
        ("place", "999999999999", "没有代码为"),
        ("kind", "0000", "纠纷类型“0000”"),
    ):
        _fill(page, applicant="费改码")
        _hack(page, name, value)
        page.get_by_role("button", name="登记并打印回执").click()
        expect(page.locator(".errors")).to_contain_text(sentence)
        expect(page.locator("[name=story]")).to_have_value(STORY)
    assert _found(page, "费改码") == 0


def _hack(page: Page, name: str, value: str) -> None:
    """An option that the page never offered."""
    page.locator(f"select[name={name}]").evaluate(
        "(select, value) => { select.add(new Option('x', value)); select.value = value }", value
    )


def test_a_double_click_registers_once(people: People) -> None:
    page = people.sign_in("clerk")
    _fill(page, applicant="费双双")
    page.get_by_role("button", name="登记并打印回执").dblclick()
    page.wait_for_url("**/cases/*registered=1")
    assert _found(page, "费双双") == 1


def test_the_same_form_sent_twice_without_scripts_registers_once(people: People) -> None:
    page = people.sign_in("clerk")
    _fill(page, applicant="费重重")
    form = page.locator("form[data-draft-url]").evaluate("form => Object.fromEntries(new FormData(form))")
    answers = [page.request.post("/register", form=form | {"save": "1"}, max_redirects=0) for _ in range(2)]
    assert [answer.status for answer in answers] == [302, 302]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert _found(page, "费重重") == 1


def _fill(page: Page, *, applicant: str) -> None:
    page.goto("/register")
    type_into(page, "applicant_name", applicant)
    type_into(page, "respondents-0-respondent_name", "张守信")
    choose(page, "纠纷类型", "fcmmzl")
    choose(page, "发生地", "hbsq")
    type_into(page, "story", STORY)


def _found(page: Page, words: str) -> int:
    page.goto(f"/search?q={words}")
    return page.locator("tbody tr").count()


def test_方圆_was_faster_and_刘倩_is_told_so_with_her_words_kept(people: People) -> None:
    mine, hers = people.sign_in("clerk"), people.sign_in("clerk2")
    number = register(mine, applicant="费两人")
    for page in (mine, hers):
        page.goto(f"/cases/{number}/amend")
    hers.fill("[name=address_detail]", "六幢一单元")
    hers.get_by_role("button", name="确认修改登记内容").click()
    expect(hers.locator("#messages")).to_be_visible()
    mine.fill("[name=wanted]", "全额返还押金")
    mine.get_by_role("button", name="确认修改登记内容").click()
    expect(mine.locator(".errors")).to_contain_text("方圆已更新了这个案件")
    expect(mine.get_by_label("您打开页面之后")).to_contain_text("修改了登记内容")
    expect(mine.locator("[name=wanted]")).to_have_value("全额返还押金")
    picture(mine, "somebody-was-faster")
    mine.get_by_role("button", name="确认修改登记内容").click()
    expect(mine.locator("#messages")).to_be_visible()
    expect(mine.locator("main")).to_contain_text("全额返还押金")


def test_what_was_typed_is_back_after_the_session_ran_out(people: People) -> None:
    page = people.sign_in("clerk", anew=True)
    _fill(page, applicant="费过期")
    page.keyboard.press("Alt+a")
    type_into(page, "respondents-1-respondent_name", "张守义")
    page.context.clear_cookies(name="jiefen")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/signin?*")
    expect(page.locator("#messages")).to_contain_text("登录已过期")
    people.give_password(page, "clerk")
    expect(page.locator("#messages")).to_contain_text("已恢复登录过期前填写的内容")
    expect(page.locator("[name=applicant_name]")).to_have_value("费过期")
    expect(page.locator("[name=respondents-1-respondent_name]")).to_have_value("张守义")
    expect(page.get_by_role("combobox", name="发生地")).to_have_value("湖滨社区")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("已登记")
    assert _found(page, "费过期") == 1


def test_a_false_picture_is_refused_and_the_note_beside_it_is_kept(people: People) -> None:
    page = people.sign_in("clerk")
    number = register(page, applicant="费假图")
    fake = {"name": "照片.jpg", "mimeType": "image/jpeg", "buffer": FAKE_PICTURE}
    page.fill("#note", "当事人交来照片一张。")
    page.set_input_files("#note-file", fake)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("alert")).to_contain_text("没有保存")
    expect(page.locator("#note")).to_have_value("当事人交来照片一张。")
    page.goto(f"/cases/{number}?tab=files")
    page.set_input_files("#files", [fake, {"name": "合同.txt", "mimeType": "text/plain", "buffer": b"yajin"}])
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.locator(".f.err")).to_contain_text("照片.jpg")
    expect(page.locator("tbody")).to_contain_text("合同.txt")


def test_too_big_a_file_is_answered_with_a_sentence(people: People, tmp_path: Path) -> None:
    page = people.sign_in("clerk")
    number = register(page, applicant="费太大")
    page.goto(f"/cases/{number}?tab=files")
    film = tmp_path / "录像.mp4"
    film.write_bytes(b"0" * 23_000_000)
    page.set_input_files("#files", film)
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("内容太大")
    expect(page.locator("main")).to_contain_text("20 MB")
    page.set_viewport_size(DESK)
    page.goto(f"/cases/{number}?tab=files")
    expect(page.locator("main")).to_contain_text("还没有材料")


def test_严正_compares_with_the_wrong_checkpoint_and_sees_no_alarm(people: People) -> None:
    page = people.sign_in("auditor")
    page.goto("/verify")
    wrong = {"name": "photo.txt", "mimeType": "text/plain", "buffer": "一张照片".encode()}
    page.set_input_files("[name=checkpoint]", wrong)
    page.get_by_role("button", name="现在核验").click()
    expect(page.locator(".f.err")).to_contain_text("没有比对这个文件")
    expect(page.locator("main")).to_contain_text("历史完整")
    expect(page.locator("main .tag.bad")).to_have_count(0)
    expect(page.locator("main .flash.error")).to_have_count(0)
    picture(page, "verify-wrong-checkpoint")
