"""What is typed with a Chinese keyboard signs in too, and finds colleagues."""

from __future__ import annotations

import pytest
from django.test import Client

from kit.qinghe import PASSWORD, Qinghe


@pytest.mark.parametrize("typed", ["ｃｌｅｒｋ", "clerk ", "cl\u200berk"])
def test_a_name_in_full_width_signs_in(world: Qinghe, typed: str) -> None:
    client = Client()
    assert client.post("/signin", {"username": typed, "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("typed", ["clerk\x00", "\x00", "ｎｏｂｏｄｙ"])
def test_a_name_of_nobody_is_refused_in_words(world: Qinghe, typed: str) -> None:
    answer = Client().post("/signin", {"username": typed, "password": "wrong"})
    assert answer.status_code == 422


@pytest.mark.parametrize("typed", ["刘倩", "刘 倩", "刘·倩", "ｃｌｅｒｋ"])
def test_a_colleague_is_found_however_the_name_is_typed(world: Qinghe, typed: str) -> None:
    page = world.client("admin").get("/people", {"q": typed})
    assert "刘倩" in page.content.decode()
