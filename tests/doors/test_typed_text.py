"""What a person typed outlives their session, and a session in use does not end."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from jiefen.domain.common.reading import Reading
from jiefen.gate.typed_text import mark_of
from jiefen.store.models import Draft, User
from kit.pages import flat
from kit.qinghe import PASSWORD, Qinghe

LONG = "昨天下午双方到场，各自说了经过。\r\n" * 5_000


def pk(username: str) -> int:
    return User.objects.get(username=username).pk


def stranger() -> Client:
    return Client(raise_request_exception=False)


def sent_too_late(path: str, fields: dict[str, object], *, by: str, page: str = "") -> str:
    """The form of a person whose session has ended; where the browser goes after signing in."""
    referer = {"referer": f"http://testserver{page}"} if page else {}
    answer = stranger().post(path, fields | {"key": "k", "typist": mark_of(pk(by))}, headers=referer)
    assert answer.status_code == 302
    where = urlsplit(answer.headers["Location"])
    assert where.path == "/signin"
    return parse_qs(where.query)["next"][0]


FORMS = {
    "notes": ({"note": "电话约定周三见面。", "audience": "internal"}, "?tab=overview", "电话约定周三见面。"),
    "withdraw": ({"said": "本人到窗口书面申请。", "reason": "已自行和解。"}, "", "已自行和解。"),
    "amend": ({"story": "补充：租约为一年。"}, "", "补充：租约为一年。"),
    "draft_agreement": ({"facts": LONG, "terms-0-text": "退还押金"}, "", "退还押金"),
    "files": ({"said": "照片三张"}, "?tab=files", "照片三张"),
}


@pytest.mark.parametrize("name", FORMS)
def test_it_is_given_back_on_the_page_it_was_typed_on(world: Qinghe, name: str) -> None:
    fields, tab, text = FORMS[name]
    number = world.reach("started")
    page = f"/cases/{number}" if name in ("notes", "files") else f"/cases/{number}/{name}"
    following = sent_too_late(f"/cases/{number}/{name}", fields, by="mediator", page=page + tab)
    assert urlsplit(following).path == page
    answer = world.client("mediator").get(following)
    assert answer.status_code == 200
    shown = flat(answer.content.decode())
    assert f'data-typed="/cases/{number}/{name}"' in shown
    assert text in shown


@pytest.mark.parametrize(("path", "fields"), [("/reception", {"place": "二楼接待室"}), ("/imports", {"source": "12345 平台"}), ("/account/messages", {"note": "晚上不要打"}), ("/checklists", {"title": "欠薪清单"})])  # fmt: skip
def test_forms_that_are_not_of_a_case_too(world: Qinghe, path: str, fields: dict[str, object]) -> None:
    following = sent_too_late(path, fields, by="dispatcher", page="/reception")
    assert next(iter(fields.values())) in world.client("dispatcher").get(following).content.decode()


def test_a_registration_comes_back_with_every_respondent(world: Qinghe) -> None:
    fields = {"applicant_name": "张三", "respondents-TOTAL_FORMS": "2", "respondents-INITIAL_FORMS": "1"}
    fields |= {"respondents-0-respondent_name": "李四", "respondents-1-respondent_name": "王五"}
    following = sent_too_late("/register", fields, by="clerk", page="/register")
    shown = world.client("clerk").get(following).content.decode()
    assert 'value="张三"' in shown
    assert "已恢复登录过期前填写的内容" in shown


def test_it_is_kept_whatever_its_length_sealed_and_for_its_writer_alone(world: Qinghe) -> None:
    number = world.reach("started")
    following = sent_too_late(
        f"/cases/{number}/notes", {"note": LONG}, by="mediator", page=f"/cases/{number}"
    )
    row = Draft.objects.get()
    assert "各自说了经过".encode() not in bytes(row.sealed)
    assert not Session.objects.exists(), "nothing of it is in the session table"
    assert world.client("mediator").get(following).content.decode().count("各自说了经过") >= 5_000
    assert "各自说了经过" not in world.client("reviewer").get(following).content.decode()


@pytest.mark.parametrize("mark", ["", "1:forged", "0"])
def test_a_form_of_nobody_is_not_kept(world: Qinghe, mark: str) -> None:
    answer = stranger().post("/checklists", {"title": "欠薪清单", "typist": mark})
    assert answer.status_code == 302
    assert not Draft.objects.exists()


def test_passwords_and_mere_buttons_are_not_kept(world: Qinghe) -> None:
    fields = {
        "old_password": PASSWORD,
        "new_password1": "一句好记的话就行",
        "new_password2": "一句好记的话就行",
    }
    sent_too_late("/account/password", fields, by="clerk")
    sent_too_late(f"/cases/{world.reach('assigned')}/sign", {}, by="mediator")
    assert not Draft.objects.exists()


def test_once_sent_it_is_offered_no_more(world: Qinghe) -> None:
    number = world.reach("started")
    page, client = f"/cases/{number}", world.client("mediator")
    sent_too_late(f"{page}/notes", {"note": "电话约定周三见面。"}, by="mediator", page=page)
    assert "data-typed" in client.get(page).content.decode(), "a page opened again offers it"
    client.post(f"{page}/notes", {"note": "电话约定周三见面。", "key": "k2"})
    assert not Draft.objects.exists()
    sent_too_late(f"{page}/own_clock", {"reason": "未完"}, by="mediator")
    assert Draft.objects.count() == 1
    client.post(f"/drafts/{Draft.objects.get().key}/discard")
    assert not Draft.objects.exists()


def test_what_is_being_typed_into_a_form_is_saved_and_offered_when_it_is_opened_again(world: Qinghe) -> None:
    number = world.reach("started")
    page, client = f"/cases/{number}/withdraw", world.client("mediator")
    saved = client.post(f"/drafts/typed?path={page}", {"said": "书面申请", "key": "k"})
    assert saved.json()["at"]
    assert "书面申请" in client.get(page).content.decode()
    client.post(f"/drafts/typed?path={page}", {"said": "当面书面申请"})
    assert Draft.objects.count() == 1


def test_a_check_that_another_tab_made_old_costs_no_text(world: Qinghe) -> None:
    number = world.reach("started")
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(User.objects.get(username="mediator"))
    fields = {
        "note": "另一个窗口重新登录过。",
        "typist": mark_of(pk("mediator")),
        "csrfmiddlewaretoken": "x" * 64,
    }
    answer = client.post(
        f"/cases/{number}/notes", fields, headers={"referer": f"http://testserver/cases/{number}"}
    )
    assert answer.status_code == 302
    assert "另一个窗口重新登录过。" in client.get(answer.headers["Location"]).content.decode()
    assert client.post(f"/cases/{number}/notes", {"note": "外来的"}).status_code == 403


def test_a_session_in_use_does_not_end(world: Qinghe) -> None:
    client = world.client("clerk")
    client.get("/work")
    soon = timezone.now() + timedelta(minutes=5)
    session = client.session
    session["used"] = int(timezone.now().timestamp()) - 5 * 60
    session.save()
    Session.objects.update(expire_date=soon)
    answer = client.get("/work")
    assert Session.objects.get().expire_date > soon + timedelta(hours=7)
    assert int(answer.cookies["jiefen"]["max-age"]) == 8 * 3600
    first = Session.objects.get().expire_date
    assert "jiefen" not in client.get("/work").cookies, "not at every click"
    assert Session.objects.get().expire_date == first


def test_a_line_break_counts_once() -> None:
    reading = Reading({"text": "一\r\n" * 50 + "二"})
    assert reading.text("text", limit=101, label="说明") == "一\n" * 50 + "二"
    assert not reading.problems
    reading.text("text", limit=100, label="说明")
    assert "现在 101 字" in reading.problems["text"]
