"""S-14: whatever comes in, the answer has the right status, a sentence a clerk can act on, and nothing of our insides."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from bad_inputs import FIELDS, Bad, BadForm, api, as_bytes, forms, verbs
from django.test import Client
from routes import body_of, browser, machine, missing_headers

from jiefen.actions.people.clients import make_client
from jiefen.store.models import Case
from kit.invariants import everything
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database

CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")
INSIDES = re.compile(
    r"Traceback|File \"|\.py\b|django\.|sqlite|psycopg|SELECT .* FROM|INSERT INTO|store_\w+|/(?:home|tmp|work|usr|root)/|0x[0-9a-f]{8}|Error\b"
)
PROBLEM = {"type", "title", "status", "detail", "field", "ref"}


def test_there_are_enough_of_them() -> None:
    assert len(api()) + len(verbs()) + len(forms()) >= 150


def complaints(answer: Any, bad: Bad) -> list[str]:
    """What is wrong with a refusal by the API."""
    found = [] if answer.status_code == bad.status else [f"status {answer.status_code}, not {bad.status}"]
    if answer.headers["Content-Type"] != "application/problem+json":
        return [*found, f"is {answer.headers['Content-Type']}"]
    problem = answer.json()
    found += [] if set(problem) == PROBLEM else [f"has {sorted(problem)}"]
    found += [] if problem.get("status") == answer.status_code else ["tells another status"]
    found += [] if CHINESE.search(problem.get("detail", "")) else [f"says {problem.get('detail')!r}"]
    found += [] if CHINESE.search(problem.get("title", "")) else ["has no heading"]
    if bad.names:
        found += [] if CHINESE.search(problem["field"].get(bad.names, "")) else [f"does not explain {bad.names}: {problem['field']}"]  # fmt: skip
    told = re.sub(r"“[^”]*”", "", answer.content.decode())
    found += [f"shows {shown.group()!r}" for shown in [INSIDES.search(told)] if shown]
    return found + [f"lacks {name}" for name in missing_headers(answer)]


def send(client: Client, bad: Bad, *, number: str = "") -> Any:
    body = as_bytes(bad).replace(b"{number}", number.encode())
    return client.generic(
        bad.method.upper(),
        bad.address.replace("{number}", number),
        body,
        content_type=bad.media_type,
        headers=bad.headers,
    )


@pytest.mark.parametrize("bad", api(), ids=lambda bad: bad.what)
def test_the_api_refuses_with_a_problem(world: Qinghe, token: str, bad: Bad) -> None:
    answer = send(machine(token), bad)
    assert complaints(answer, bad) == []
    assert not Case.objects.exists()


@pytest.mark.parametrize("bad", verbs(), ids=lambda bad: bad.what)
def test_the_api_refuses_a_verb_with_a_problem(world: Qinghe, bad: Bad) -> None:
    number = world.register()
    client = machine(make_client("desk", username="dispatcher", at=world.now))
    before = everything()
    answer = send(client, bad, number=number)
    assert complaints(answer, bad) == []
    assert everything() == before


@pytest.mark.parametrize("bad", forms(), ids=lambda bad: f"{bad.address} {bad.what}")
def test_a_page_says_what_to_do_and_keeps_what_was_typed(world: Qinghe, bad: BadForm) -> None:
    client = browser(bad.who) if bad.who else Client(raise_request_exception=False)
    answer = client.post(bad.address, bad.typed)
    page = html.unescape(body_of(answer).decode())
    assert answer.status_code == bad.status
    assert bad.sentence in page
    assert bad.kept in page, "what was typed is gone"
    assert "errorlist" in page or 'class="error' in page or "invalid" in page, "no sentence beside the field"
    assert missing_headers(answer) == []
    assert not INSIDES.search(
        re.sub(r"“[^”]*”|value=\"[^\"]*\"|<textarea.*?</textarea>|https?://\S+", "", page, flags=re.S)
    )
    assert not Case.objects.exists()


def test_a_form_that_is_too_big_or_has_too_many_fields_is_refused(world: Qinghe) -> None:
    client = browser("clerk")
    assert client.post("/register", {"story": "长" * 400_000}).status_code == 413
    assert client.post("/register", {f"f{n}": "1" for n in range(500)}).status_code == 413


def test_the_complaints_notice_a_bad_refusal(
    world: Qinghe, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a refusal that shows the database's own words is found out."""

    def clumsy(*_args: Any, **_kwargs: Any) -> None:
        from jiefen.domain.common.errors import Invalid

        raise Invalid("UNIQUE constraint failed: store_case.number at /home/x/register.py", fields={})

    monkeypatch.setattr("jiefen.api.urls.read", clumsy)
    answer = send(machine(token), Bad("x", 422, FIELDS, names="story"))
    assert len(complaints(answer, Bad("x", 422, FIELDS, names="story"))) >= 3
