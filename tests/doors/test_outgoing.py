"""S-17: no address that somebody typed is ever called, however it is written; what is called, the administrator's file names.

Thirty-two addresses go round through every text field of every form and of the API; `JIEFEN_S17=all` puts each into each.
"""

from __future__ import annotations

import os
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count, cycle
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hostile_addresses import ADDRESSES, watched
from routes import browser, machine, opens, routes

from jiefen.actions.people.clients import make_client
from jiefen.channels.messages import Message, Unreachable
from jiefen.channels.messages.email import Email
from jiefen.channels.messages.sms_http import SmsHttp
from jiefen.domain.case.lifecycle import VERBS
from jiefen.gate.forms import TypedForm
from jiefen.jobs.running.rounds import every_second, every_ten_seconds
from jiefen.store.common.scope import possible
from kit.parties import at_home
from kit.qinghe import FIELDS, NOW, Qinghe

pytestmark = [pytest.mark.one_database, pytest.mark.long]

ALL = os.environ.get("JIEFEN_S17") == "all"
GOALS = ("registered", "assigned", "handling", "started", "drafted", "agreed", "reviewing", "closed")
PEOPLE = {"clerk": "clerk", "dispatcher": "dispatcher", "handler": "handler", "mediator": "mediator", "reviewer": "reviewer", "supervisor": "supervisor", "leader": "leader", "administrator": "admin", "auditor": "auditor", "grid": "grid"}  # fmt: skip
WRITTEN = {"text", "search", "url", "tel", "email", "password", ""}
OWN = (
    "/t/appeal",
    "/t/messages",
    "/t/materials",
    "/t/withdraw",
    "/t/rating",
    "/t/confirm",
    "/t/mine",
    "/t/agreement",
    "/t/court",
    "/t/session",
    "/t/pin",
)


@dataclass
class Form:
    """What a browser would send: where to, with what as it stands, and where somebody may write."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """The posting forms of a page."""

    def __init__(self, page: str, *, at: str) -> None:
        super().__init__()
        self.at, self.forms, self.select = at, list[Form](), ""
        self.open: Form | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = (
                Form(told.get("action") or self.at) if told.get("method", "").lower() == "post" else None
            )
            self.forms += [self.open] if self.open else []
        name, form = told.get("name", ""), self.open
        if form is None or not (name or tag == "option"):
            return
        if tag == "textarea" or (tag == "input" and told.get("type", "") in WRITTEN):
            form.written.append(name)
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and told.get("value"):
            form.values.setdefault(self.select, told["value"])
        elif tag in ("input", "button") and told.get("type") != "file":
            form.values.setdefault(name, told.get("value", "on"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        elif tag == "form":
            self.open = None


def doors(world: Qinghe) -> Iterator[tuple[Client, str]]:
    """A browser and an address, for every page with a form: of no case, of cases on their way, of a party."""
    world.give("leader", "leader@desk")
    for route in routes():
        who = next((PEOPLE[role] for role in PEOPLE if opens(route, role=role)), "")
        if "<" not in route.pattern and not route.name.startswith("api_"):
            yield (Client() if route.door == "public" else browser(who)), f"/{route.pattern}"
    left = {row.name: row for row in VERBS}
    for goal in GOALS:
        number = world.reach(goal)
        case = world.case(number)
        if goal == "started":
            yield from (
                (browser("mediator"), f"/cases/{number}?tab={tab}")
                for tab in ("overview", "files", "parties")
            )
        for verb in [verb for verb, row in left.items() if case.state in row.come_from]:
            may = (
                name for name in PEOPLE.values() if possible(world.actor(name), case=case, actions=(verb,))
            )
            if name := next(may, ""):
                del left[verb]
                yield browser(name), f"/cases/{number}/{verb}"
    party = case.parties.order_by("position").first()
    assert party is not None
    yield from ((at_home(party, code=1, at=world.now), address) for address in OWN)


def send(world: Qinghe, client: Client, form: Form, values: dict[str, str]) -> bool:
    """Whether it was taken. Then the background has its rounds, and all is undone."""
    with transaction.atomic():
        answer = client.post(form.action, values)
        taken: bool = answer.status_code in (200, 302)
        if taken:
            every_second(world.now, held=False)
            every_ten_seconds(world.now, held=False)
        transaction.set_rollback(True)
    return taken


def everywhere(world: Qinghe) -> tuple[int, int]:
    """Each field of each form once with an address of its own among words, once with all fields addresses; how many
    were sent and how many taken."""
    sent = taken = 0
    turn = count()
    known: set[tuple[str, ...]] = set()
    for client, address in doors(world):
        page = client.get(address)
        forms = [] if page.streaming else Forms(page.content.decode("utf-8", "replace"), at=address).forms
        for form in forms:
            mark = (form.action.rpartition("/")[2], *form.written)
            if mark in known or "signout" in form.action or not form.written:
                continue
            known.add(mark)
            words = dict.fromkeys(form.written, "说明情况")
            for name in form.written:
                for _ in ADDRESSES if ALL else (0,):
                    values = form.values | words | {name: ADDRESSES[next(turn) % len(ADDRESSES)]}
                    sent, taken = sent + 1, taken + send(world, client, form, values)
            every = form.values | {name: ADDRESSES[next(turn) % len(ADDRESSES)] for name in form.written}
            sent, taken = sent + 1, taken + send(world, client, form, every)
    return sent, taken


def test_no_form_makes_the_server_call_an_address(world: Qinghe) -> None:
    with watched() as heard:
        sent, taken = everywhere(world)
    assert heard == []
    assert sent > 150
    assert taken > 40, "control: many were taken, and what follows from them was done"


TEXTS = (
    "title",
    "story",
    "wanted",
    "address",
    "applicant_name",
    "respondent_name",
    "external_number",
    "source",
)
HEADS = ("外部编号", "申请人姓名", "被申请人姓名", "纠纷类型", "发生地", "涉及金额", "事情经过", "回调地址")


def test_the_api_does_not_either(world: Qinghe) -> None:
    client, made = machine(make_client("hotline", username="clerk", at=world.now)), 0
    with watched() as heard:
        for address in ADDRESSES:
            headers = {"idempotency-key": address[:90], "referer": address, "x-forwarded-host": "127.0.0.1"}
            body = FIELDS | dict.fromkeys(TEXTS, address)
            answer = client.post("/api/cases", body, content_type="application/json", headers=headers)
            made += answer.status_code == 201
            for name in ("callback", "webhook", "url"):
                body = FIELDS | {name: address}
                assert client.post("/api/cases", body, content_type="application/json").status_code == 422
        every_second(world.now, held=False)
    assert heard == []
    assert made > 20


def test_nor_does_a_table(world: Qinghe) -> None:
    lines = [",".join(HEADS), *(",".join(f'"{address}"' for _ in HEADS) for address in ADDRESSES)]
    table = SimpleUploadedFile("http://127.0.0.1/x.csv", "\r\n".join(lines).encode())
    with watched() as heard:
        sent = browser("clerk").post("/imports", {"file": table, "mapping": "cases", "key": "k"})
        assert sent.status_code == 302
        for _ in range(5):
            every_second(world.now, held=False)
            every_ten_seconds(world.now, held=False)
    assert heard == []


def test_a_door_that_fetches_what_was_typed_is_noticed(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a form looks whether an address that was typed is there."""
    true = TypedForm.texts

    def fetches(form: TypedForm) -> dict[str, Any]:
        texts = true(form)
        for text in texts.values():
            with suppress(Exception):
                urllib.request.urlopen(str(text), timeout=1)
        return texts

    monkeypatch.setattr(TypedForm, "texts", fetches)
    form = Form("/checklists", {"every_days": "7", "next_on": "2026-04-01", "key": "k"})
    with watched() as heard:
        send(world, browser("dispatcher"), form, form.values | {"title": ADDRESSES[0]})
    assert heard


@contextmanager
def redirector(location: list[str], asked: list[str]) -> Iterator[int]:
    """A gateway on loopback that sends everybody elsewhere: 301, 302, 303, 307, 308 in turn. Its port."""
    statuses = cycle((301, 302, 303, 307, 308))

    class Elsewhere(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.send_response(next(statuses))
            self.send_header("Location", location[0])
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield int(server.server_address[1])
        server.shutdown()


def test_a_gateway_that_sends_us_elsewhere_is_not_followed() -> None:
    location, asked = [""], list[str]()
    message = Message(key="n1.sms", to="13800000001", subject="消息", text="http://127.0.0.1/", at=NOW)
    with redirector(location, asked) as port:
        gateway = SmsHttp(url=f"http://127.0.0.1:{port}/send", fields={"to": "{to}", "text": "{text}"})
        with watched(but=("127.0.0.1", port)) as heard:
            for address in ADDRESSES:
                location[0] = address.encode("ascii", "ignore").decode()
                with pytest.raises(Unreachable):
                    gateway.send(message)
    assert heard == []
    assert asked == ["/send"] * len(ADDRESSES)


def test_what_a_message_says_and_to_whom_it_goes_names_no_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a message only words come from people: the machine is the one of the administrator's file, or none is called."""
    monkeypatch.setattr("socket.getfqdn", lambda: "jiefen.example.cn")  # which a mail server is told
    for address in ADDRESSES:
        message = Message(key="n1.sms", to=address, subject=address, text=address, at=NOW)
        with watched(but=("127.0.0.1", 1)) as heard:
            for gateway in (
                SmsHttp(url="http://127.0.0.1:1/send", fields={"to": "{to}", "text": "{text}"}),
                Email(
                    host="127.0.0.1",
                    port=1,
                    security="none",
                    sender="jf@example.cn",
                    sender_name="清和县中心",
                ),
            ):
                with pytest.raises(Unreachable):
                    gateway.send(message)
        assert heard == []
