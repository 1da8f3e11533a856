"""Every JSON door survives any text: half an emoji, a NUL, nesting without end."""

from __future__ import annotations

import json

import pytest
from routes import machine

from jiefen.domain.agreement.strokes import read_strokes
from jiefen.domain.common.errors import Unread
from jiefen.domain.common.json_text import read_json
from jiefen.store.models import Case
from kit.qinghe import Qinghe

HALF, NUL, DEEP = "\ud83d", "\x00", "[" * 100_000


@pytest.mark.parametrize(
    "name", ["wanted", "story", "applicant_name", "title", "address", "external_number", "source"]
)
@pytest.mark.parametrize("odd", [HALF, NUL, f"甲{HALF}乙", f"{NUL}甲"])
def test_a_registration_with_odd_text_is_taken_clean_or_refused(
    world: Qinghe, token: str, name: str, odd: str
) -> None:
    body = {"applicant_name": "甲", "story": "x", "source": "t", "external_number": "s1"} | {
        name: f"前{odd}后"
    }
    answer = machine(token).post("/api/cases", json.dumps(body), content_type="application/json")
    assert answer.status_code == 201
    clean = f"前{odd}后".replace(HALF, "\ufffd").replace(NUL, "")
    assert name.startswith("applicant") or getattr(Case.objects.get(), name) == clean


@pytest.mark.parametrize(
    "name", ["kind", "place", "amount", "happened_on", "flags", "applicant_id", HALF, NUL]
)
def test_odd_text_where_a_value_is_asked_is_refused_in_words(world: Qinghe, token: str, name: str) -> None:
    body = {"applicant_name": "甲", "story": "x", name: [HALF + NUL] if name == "flags" else f"x{HALF}{NUL}"}
    answer = machine(token).post("/api/cases", json.dumps(body), content_type="application/json")
    assert answer.status_code == 422


def test_a_verb_with_odd_text_and_a_body_nested_without_end_are_no_accident(
    world: Qinghe, token: str
) -> None:
    number = world.register()
    for body in (json.dumps({"text": f"说明{HALF}"}), json.dumps({"case": NUL + HALF}), DEEP):
        answer = machine(token).post(f"/api/cases/{number}/note", body, content_type="application/json")
        assert answer.status_code < 500


@pytest.mark.parametrize("odd", [DEEP, "", "{", '{"a": 1e999999'])
def test_what_is_no_json_is_no_json(odd: str) -> None:
    with pytest.raises(Unread):
        read_json(odd)
    with pytest.raises(ValueError, match="签名"):
        read_strokes(odd)


def test_every_text_in_json_can_be_stored() -> None:
    read = read_json('{"a\\ud83d": ["\\u0000x", {"b": "\\ud83d\\ude00 \\udc00"}], "n": 1}')
    assert read == {"a\ufffd": ["x", {"b": "😀 \ufffd"}], "n": 1}
