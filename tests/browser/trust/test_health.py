"""任可 looks after the machine: a key that was swapped is told on a page, in words, with what to do."""

from __future__ import annotations

import os

import pytest

from kit.visitors import Centre, People, picture


@pytest.mark.parametrize("phone", [False, True])
def test_the_page_of_the_doctor_names_a_foreign_key(centre: Centre, people: People, *, phone: bool) -> None:
    path = centre.home / "keys" / "audit"
    right = path.read_bytes()
    page = people.sign_in("admin", phone=phone)
    try:
        path.write_bytes(os.urandom(32))
        page.goto("/health")
        page.get_by_role("heading", name="系统体检").wait_for()
        shown = page.get_by_role("main").inner_text()
        picture(page, "health-phone" if phone else "health")
    finally:
        path.write_bytes(right)
    assert "密钥 audit 不是写下这套数据的那一把" in shown
    assert "请从另存的密钥副本放回" in shown
    page.goto("/health")
    assert "密钥 audit 不是" not in page.get_by_role("main").inner_text()
