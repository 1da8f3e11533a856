"""S-3: 王五 walks every address with the numbers of a case that is not his, and learns nothing, not even that it exists."""

from __future__ import annotations

import io
import zipfile
from copy import copy
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from routes import ABSENT, body_of, browser, is_fault, machine, pairs, routes, told

from jiefen.actions.documents.attach import attach
from jiefen.actions.people.clients import make_client
from jiefen.reports.case import page
from jiefen.store.common import vault
from jiefen.store.common.scope import CaseQuery
from jiefen.store.models import Attachment, Case, Draft, ImportBatch, Party
from kit.databases import on_both
from kit.qinghe import Qinghe

pytestmark = [pytest.mark.one_database, pytest.mark.long]

STRANGERS = (
    "clerk",
    "dispatcher",
    "handler",
    "mediator",
    "reviewer",
    "supervisor",
    "leader",
    "auditor",
    "admin",
    "stranger",
)
MARKS = {
    "applicant_name": "欧阳隐名", "respondent_name": "慕容匿迹", "story": "此事绝不外传甲乙丙", "wanted": "要求保密处理丁戊",
    "title": "机密事项己庚辛", "address": "无名巷壬癸号", "external_number": "SECRET-EXT-77", "source": "hush",
    "applicant_phone": "13512345678", "respondent_phone": "13587654321", "applicant_id": "110105194912310038",
}  # fmt: skip
FILE_NAME = "绝密照片.jpg"
# Every name under which a form or a body may point at a case, a party or a file.
FIELDS = ("other", "case", "number", "party", "pk", "merged_into", "proceeding", "person", "draft", "case_id")


@pytest.fixture
def hidden(world: Qinghe) -> Case:
    """A special case of the grid worker's, now with the court, with a file, a draft, an import: nobody else's business."""
    number = world.register(by="grid", confidentiality="special", **MARKS)
    world.take("dispatcher", "dispatch", number, unit="court")
    grid = world.actor("grid")
    attach(number=number, digest="b" * 64, name=FILE_NAME, size=9, media_type="image/jpeg", audience="party", by=grid, at=world.now)  # fmt: skip
    called = vault.seal_here('{"heading:": ["欧阳隐名与"]}', place="draft")
    Draft.objects.create(user_id=grid.user_id, key="grids-draft", sealed=called, touched_at=world.now)
    ImportBatch.objects.create(source="hush", mapping="petitions", name="绝密名单.csv", digest="0" * 64, path="x", by_id=grid.user_id, at=world.now)  # fmt: skip
    return world.case(number)


def marks(case: Case) -> list[str]:
    """Texts that tell of the hidden case."""
    return [*(text for name, text in MARKS.items() if name != "source"), case.number, FILE_NAME, "绝密名单"]


def text_of(response: Any) -> str:
    """Body and headers; a workbook is unpacked."""
    status, body, headers = told(response)
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    return f"{status} {body.decode('utf-8', 'replace')} {headers}"


def questions(case: Case, *, whole: bool) -> list[tuple[str, str, dict[str, Any]]]:
    """Method, address, data: everything that could name the hidden case. `whole`: what is alike for all of them too:
    each single verb, each public page."""
    party, file = Party.objects.filter(case=case).first(), Attachment.objects.get(case=case)
    assert party is not None
    given = {
        "number": case.number,
        "key": "grids-draft",
        "code": "8F3K27QDM4XZ",
        "form": "a4",
        "name": "x",
        "verb": "disable", "seat": 1,
    }  # fmt: skip
    asked: list[tuple[str, str, dict[str, Any]]] = []
    for route in routes():
        if route.door == "public" and not whole:
            continue
        for pk in {party.pk, file.pk} if "<int:pk>" in route.pattern and route.of_a_case else (9_999_999,):
            addresses = route.addresses(given | {"pk": pk})
            for address in addresses if whole else addresses[::8]:
                asked += [("get", address, {}), ("post", address, {"reason": "核对送达地址"})]
    return asked + _searches(case, texts=marks(case) if whole else marks(case)[:2])


def _searches(case: Case, *, texts: list[str]) -> list[tuple[str, str, dict[str, Any]]]:
    """Lists and searches for each text of the case, and the form that looks for earlier cases of a person."""
    asked: list[tuple[str, str, dict[str, Any]]] = []
    asked += [("get", page, {"q": text}) for page in ("/search", "/cases") for text in texts]
    asked += [("get", "/search", {"q": text[:2]}) for text in texts]
    asked += [("get", "/search", {"q": text}) for text in ("5678", "0038", "1", str(case.serial))]
    asked += [
        ("get", "/triage", {"case": case.number, "tab": tab})
        for tab in ("new", "returned", "ruling", "completing")
    ]
    asked += [
        ("get", f"/cases/{case.number}", {"preview": "1"}),
        ("get", f"/cases/{case.number}", {"tab": "parties"}),
    ]
    asked += [("get", page, filters) for page in ("/cases", "/cases.xlsx") for filters in ({}, {"state": "open"}, {"channel": "window"}, {"before": "999"}, {"after": "0"}, {"place": "330999"})]  # fmt: skip
    same = {
        "applicant_name": MARKS["applicant_name"],
        "applicant_phone": MARKS["applicant_phone"],
        "applicant_id": MARKS["applicant_id"],
    }
    return [
        *asked,
        ("post", "/register/check", same),
        ("get", "/register", {"draft": "grids-draft"}),
        ("get", "/notices", {}),
    ]


def leaks(client: Client, case: Case, *, whole: bool = False) -> list[str]:
    """What the answers tell of the hidden case, beyond what was typed."""
    found = []
    for method, address, data in questions(case, whole=whole):
        point, cookies = transaction.savepoint(), copy(client.cookies)
        answer = getattr(client, method)(address, data)
        text, typed = text_of(answer), " ".join([address, *map(str, data.values())])
        found += [
            f"{method} {address} {data} tells {mark}"
            for mark in marks(case)
            if mark in text and mark not in typed
        ]
        found += [f"{method} {address} opens"] if case.number in address and answer.status_code < 300 else []
        found += (
            [f"{method} {address} {data}: {answer.status_code}"]
            if is_fault(address, answer.status_code)
            else []
        )
        transaction.savepoint_rollback(point)
        client.cookies = cookies
    return found


@pytest.mark.parametrize("username", on_both(STRANGERS, {"dispatcher", "stranger"}))
def test_a_stranger_finds_no_trace_of_a_foreign_case(world: Qinghe, hidden: Case, username: str) -> None:
    assert not world.sees(username, hidden.number)
    assert leaks(browser(username), hidden, whole=username in ("dispatcher", "stranger")) == []


@pytest.mark.one_database
def test_the_crawler_finds_a_list_that_forgets_to_ask(
    world: Qinghe, hidden: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CaseQuery, "visible_to", lambda self, actor, *, action="see": self.all())
    found = "\n".join(leaks(browser("leader"), hidden))
    for place in ("get /search", "get /cases ", "get /cases.xlsx"):
        assert place in found


def test_the_crawler_finds_a_page_that_forgets_to_ask(
    world: Qinghe, hidden: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "possible", lambda actor, *, case, actions: frozenset(actions))
    assert f"get /cases/{hidden.number} opens" in "\n".join(leaks(browser("leader"), hidden))


def test_a_foreign_case_and_an_absent_one_answer_byte_for_byte_the_same(world: Qinghe, hidden: Case) -> None:
    client, wrong, asked = browser("stranger"), [], 0
    party, file = Party.objects.filter(case=hidden).first(), Attachment.objects.get(case=hidden)
    assert party is not None
    for route in routes():
        if route.of_a_case and not route.name.startswith("api_"):
            for method in ("get", "post"):
                for foreign, absent in pairs(route, hidden, pk=file.pk if "file" in route.name else party.pk):
                    asked += 1
                    one, other = (told(getattr(client, method)(address)) for address in (foreign, absent))
                    wrong += [f"{method} {foreign}: {one[0]} and {other[0]}"] if one != other or one[0] not in (404, 405) else []  # fmt: skip
    assert wrong == []
    assert asked >= 80


def test_the_api_tells_a_foreign_case_and_an_absent_one_apart_by_nothing(world: Qinghe, hidden: Case) -> None:
    client = machine(make_client("court", username="stranger", at=world.now))
    for address in ("/api/cases/{}", "/api/cases/{}/accept", "/api/cases/{}/note"):
        for method in ("get", "post"):
            answers = [
                told(getattr(client, method)(address.format(number), content_type="application/json"))
                for number in (hidden.number, ABSENT)
            ]
            assert answers[0] == answers[1]
            assert answers[0][0] in (404, 405)


@pytest.mark.parametrize("verb", ["merge", "link"])
def test_a_foreign_number_in_a_form_is_answered_like_one_that_is_not_there(
    world: Qinghe, hidden: Case, verb: str
) -> None:
    own = world.register(by="dispatcher")
    client, answers = browser("dispatcher"), []
    for other in (hidden.number, ABSENT):
        answer = client.post(f"/cases/{own}/{verb}", {"other": other, "reason": "同一事项", "key": "1.x"})
        text = body_of(answer).decode().replace(other, "…")
        answers.append((answer.status_code, text.split("没有找到案号")[1][:60]))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422


@pytest.mark.parametrize("name", FIELDS)
def test_a_foreign_id_in_any_field_changes_and_tells_nothing(world: Qinghe, hidden: Case, name: str) -> None:
    own = world.reach("handling")
    client, before = browser("mediator"), list(Case.objects.filter(pk=hidden.pk).values())
    for value in (
        hidden.number,
        str(hidden.pk),
        str(Party.objects.filter(case=hidden).values_list("pk", flat=True)[0]),
    ):
        for verb in ("notes", "link", "finish", "hand_over", "amend", "withdraw"):
            answer = client.post(
                f"/cases/{own}/{verb}",
                {name: value, "reason": "核对", "note": "记录", "key": f"{verb}{value}"},
            )
            text = text_of(answer)
            assert answer.status_code < 500
            assert [mark for mark in marks(hidden) if mark in text and mark != value] == []
    assert list(Case.objects.filter(pk=hidden.pk).values()) == before


def test_a_foreign_party_or_file_does_not_open_under_ones_own_number(world: Qinghe, hidden: Case) -> None:
    own, client = world.reach("handling"), browser("mediator")
    file, party = Attachment.objects.get(case=hidden), Party.objects.filter(case=hidden).first()
    assert party is not None
    assert client.get(f"/cases/{own}/files/{file.pk}").status_code == 404
    answer = client.post(f"/cases/{own}/parties/{party.pk}/reveal", {"reason": "核对送达地址", "key": "k"})
    assert answer.status_code == 422
    assert [mark for mark in marks(hidden) if mark in text_of(answer)] == []


def test_a_look_at_a_case_does_not_count_as_one_for_a_stranger(world: Qinghe, hidden: Case) -> None:
    browser("stranger").get(f"/cases/{hidden.number}")
    assert not hidden.sightings.exists()


def test_its_owner_does_see_it(world: Qinghe, hidden: Case) -> None:
    answer = browser("grid").get(f"/cases/{hidden.number}")
    assert answer.status_code == 200
    assert MARKS["story"] in body_of(answer).decode()


def test_the_tracking_page_asks_for_a_phone_that_fits(world: Qinghe, hidden: Case) -> None:
    from jiefen.reports.common.opened import tracking_code_of

    code = tracking_code_of(hidden)
    client = Client(raise_request_exception=False)
    for tail in ("", "0000", "567"):
        assert client.post("/track", {"code": code, "phone_tail": tail}).status_code == 422
    assert [mark for mark in marks(hidden) if mark in text_of(client.get(f"/t/{code}"))] == []
    assert client.get("/t").headers["Location"] == "/track"
