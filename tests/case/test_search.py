"""What was stored is found however it is typed: search reads with the readers that stored."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from jiefen.reports.case import search as search_report
from jiefen.reports.case.search import search
from jiefen.reports.intake.window import history_of
from jiefen.reports.party.entry import party_of_code
from jiefen.store.parties import code_of, fits_tail
from kit.qinghe import Qinghe

CREDIT = "91330782MA28A1B2X4"


def finds(world: Qinghe, text: str) -> list[str]:
    return [row.number for row in search(world.actor("clerk"), text=text, now=world.now).rows]


@pytest.mark.parametrize(
    "typed",
    ["0579-85551234", "(0579)85551234", "（0579）8555 1234", "+86 579 85551234", "85551234", "8555-1234", "０５７９－８５５５１２３４", "0579—85551234"],
)  # fmt: skip
def test_a_landline_is_found_as_any_page_or_card_shows_it(world: Qinghe, typed: str) -> None:
    number = world.register(applicant_phone="0579-85551234转801")
    assert finds(world, typed) == [number]


@pytest.mark.parametrize(
    "typed", ["138-1234-8765", "+86 138 1234 8765", "8613812348765", "１３８１２３４８７６５", "8765"]
)
def test_a_mobile_is_found_with_dashes_country_code_and_full_width(world: Qinghe, typed: str) -> None:
    number = world.register(respondent_phone="138 1234 8765")
    assert finds(world, typed) == [number]


@pytest.mark.parametrize(
    ("fields", "typed"),
    [
        ({"respondent_kind": "organisation", "respondent_id": CREDIT}, CREDIT),
        ({"respondent_kind": "organisation", "respondent_id": CREDIT}, "９１３３０７８２ ｍａ28a1b2x4"),
        ({"applicant_paper": "passport", "applicant_id": "AB1234567"}, "ab 1234567"),
        ({"applicant_paper": "taiwan_permit", "applicant_id": "12345678"}, "12345678"),
        ({"applicant_paper": "other", "applicant_id": "K03-8891"}, "k03—8891"),
        ({"applicant_phone": "400-820-8820"}, "4008208820"),
        ({"applicant_phone": "+852 9123 4567"}, "0085291234567"),
        ({"applicant_phone": "其他 661234"}, "其他：661234"),
        ({"applicant_id": "110105491231002"}, "11010519491231002x"),
    ],
)
def test_papers_and_phones_of_every_kind_are_found(world: Qinghe, fields: dict[str, str], typed: str) -> None:
    number = world.register(**fields)
    assert finds(world, typed) == [number]


@pytest.mark.parametrize(
    "typed", ["①", "②③", "²", "½", "٣", "\ud83d", "\x00", "1e5", "％", "'", '"', "*", "(", "㈠", "९"]
)
def test_odd_signs_are_looked_for_and_nothing_breaks(world: Qinghe, typed: str) -> None:
    world.register()
    assert not finds(world, typed)
    assert world.client("clerk").get(f"/search?q={quote(typed, errors='replace')}").status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        "阿依努尔•艾合买提",
        "阿依努尔.艾合买提",
        "阿依努尔艾合买提",
        "阿依努尔　艾合买提",
        "阿依努尔・艾合买提",
    ],
)
def test_a_name_is_found_with_any_middle_dot_or_none(world: Qinghe, typed: str) -> None:
    number = world.register(applicant_name="阿依努尔·艾合买提")
    assert finds(world, typed) == [number]
    earlier = history_of(world.actor("clerk"), name=typed, phone="", id_number="")
    assert [item.url for item in earlier] == [f"/cases/{number}"]


def test_a_name_of_two_with_a_blank_and_one_in_full_width_are_found(world: Qinghe) -> None:
    blank, wide = world.register(applicant_name="张 一"), world.register(applicant_name="ＪＯＨＮ　Smith")
    assert finds(world, "张一") == [blank]
    assert finds(world, "john smith") == [wide]


def test_a_case_number_is_found_full_width_and_with_any_brackets(world: Qinghe) -> None:
    number = world.register()
    serial = world.case(number).serial
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number)
    for typed in (number.lower(), wide, f"清和调（２０２６）{serial:05d}号", f"〔2026〕第{serial}号"):
        assert finds(world, typed) == [number], typed


def test_a_tail_is_read_off_whatever_number_is_typed_and_a_code_in_any_width(world: Qinghe) -> None:
    number = world.register(applicant_phone="0579-85551234转801")
    party = world.case(number).parties.get(side="applicant")
    code = code_of(party)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    assert [party_of_code(typed) for typed in (code.lower(), wide, code.replace("-", " "))] == [party] * 3
    for tail in ("1234", "１２３４", "0579-85551234", "（0579）8555 1234"):
        assert fits_tail(party.pk, typed=tail), tail
    assert not fits_tail(party.pk, typed="1235")
    assert finds(world, wide) == [number]


def many_foreign(monkeypatch: pytest.MonkeyPatch, *, hits: int, own: int) -> None:
    """The index holds so many hits that are newer and not this person's to see, and one that is."""
    ids = [*range(own + hits, own, -1), own]

    def newest(phrase: str, *, before: int | None, limit: int) -> list[int]:
        return [pk for pk in ids if before is None or pk < before][:limit]

    monkeypatch.setattr(search_report.text_index, "newest", newest)


def test_a_case_behind_thousands_of_foreign_ones_is_found(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = world.register(story="老水车旁的铜壶")
    many_foreign(monkeypatch, hits=12_000, own=world.case(number).pk)
    found = search_report.search(world.actor("clerk"), text="铜壶", now=world.now)
    assert [row.number for row in found.rows] == [number]
    assert not found.cut


def test_a_word_too_common_to_be_looked_through_is_said_with_the_way_out(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = world.register(story="老水车旁的铜壶")
    many_foreign(monkeypatch, hits=12_000, own=world.case(number).pk)
    monkeypatch.setattr(search_report, "BATCHES", (300,) * 12)
    assert search_report.search(world.actor("clerk"), text="铜壶", now=world.now).cut
    page = world.client("clerk").get("/search", {"q": "铜壶"}).content.decode()
    assert "更早的案件没有全部查到" in page
    assert "请再加一个词" in page
