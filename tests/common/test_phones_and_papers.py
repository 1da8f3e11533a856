"""People with other papers and phones than the mainland's are taken down as told; what makes no sense comes back."""

from __future__ import annotations

from datetime import date

import pytest

from jiefen.domain.common.identity import citizen_id_problem
from jiefen.domain.common.papers import kind_of, paper_of, paper_problem
from jiefen.domain.common.phones import (
    is_mobile,
    matching_phone,
    normalise_phone,
    phone_problem,
    phone_tail,
    phones_meant,
)
from jiefen.domain.common.words import IdentityPaper, PartyKind

TODAY = date(2026, 3, 2)
PAPERS = [
    ("11010519491231002X", IdentityPaper.ID_CARD),
    ("110105491231002", IdentityPaper.ID_CARD),
    ("1234567", IdentityPaper.ID_CARD),  # a card's number with figures missing
    ("91330782MA28A1B2X4", IdentityPaper.CREDIT_CODE),
    ("810000199408230021", IdentityPaper.RESIDENCE),
    ("H12345678", IdentityPaper.HKMO_PERMIT),
    ("m1234567890", IdentityPaper.HKMO_PERMIT),
    ("E12345678", IdentityPaper.PASSPORT),
    ("ＥＡ１２３４５６７", IdentityPaper.PASSPORT),
    ("CAN110107086310", IdentityPaper.PERMANENT),
    ("91330999MA2XXXXX00", IdentityPaper.CREDIT_CODE),  # a firm's code with a wrong sign
    ("' OR 1=1 --", IdentityPaper.ID_CARD),  # what is like no paper has to be named
    ("", IdentityPaper.NONE),
]


@pytest.mark.parametrize(("number", "paper"), PAPERS)
def test_a_number_tells_its_paper(number: str, paper: IdentityPaper) -> None:
    assert paper_of(number) is paper


@pytest.mark.parametrize(
    ("paper", "number"),
    [
        ("passport", "AB1234567"), ("passport", "533380006"), ("hkmo_permit", "H12345678"), ("taiwan_permit", "12345678"),
        ("permanent", "CAN110107086310"), ("military", "军字第1234567号"), ("other", "K03-8891"), ("none", ""),
    ],
)  # fmt: skip
def test_other_papers_are_taken(paper: str, number: str) -> None:
    assert paper_problem(paper, number=number, today=TODAY) is None


@pytest.mark.parametrize(
    ("paper", "number", "said"),
    [
        ("passport", "!!!", "护照"), ("hkmo_permit", "X1", "往来内地"), ("taiwan_permit", "abc", "往来大陆"), ("other", "——", "至少"),
        ("permanent", "1", "永久居留"), ("id_card", "91330782MA28A1B2X4", "改成“统一社会信用代码”"), ("id_card", "1.10105E+17", "科学计数"),
        ("id_card", "330782209901010018", "出生日期"), ("id_card", "330782170001010010", "出生日期"),
        ("residence", "810000209908230020", "出生日期"),
    ],
)  # fmt: skip
def test_a_number_that_makes_no_sense_comes_back(paper: str, number: str, said: str) -> None:
    assert said in (paper_problem(paper, number=number, today=TODAY) or "")


def test_somebody_born_today_and_somebody_of_a_hundred_are_people() -> None:
    for born in ("20260302", "19260302"):
        body = f"330782{born}001"
        assert [sign for sign in "0123456789X" if citizen_id_problem(body + sign, today=TODAY) is None]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("红枫商贸有限公司", "organisation"), ("云溪镇上坞村村民委员会", "organisation"), ("县自然资源和规划局", "organisation"), ("李小院", "person"), ("张三", "person")],
)  # fmt: skip
def test_a_name_tells_a_firm_where_nobody_says_so(name: str, kind: str) -> None:
    assert kind_of(name, paper=IdentityPaper.NONE) == PartyKind(kind)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+852 9123 4567", "+85291234567"), ("0085291234567", "+85291234567"), ("+1 (415) 555-0100", "+14155550100"), ("＋８８６ 912 345 678", "+886912345678"),
        ("其他 661234", "其他 661234"), ("其他：对讲机3号台", "其他 对讲机3号台"), ("13800000001.0", "13800000001"), ("+86 138-0000-0001", "13800000001"),
        ("(0579) 8555 1234", "0579-85551234"), ("0579—85551234 转 801", "0579-85551234-801"), ("400－820－8820", "4008208820"),
    ],
)  # fmt: skip
def test_phones_of_every_kind_are_taken(typed: str, kept: str) -> None:
    assert normalise_phone(typed) == kept
    assert phone_problem(typed) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [("1380000", "11 位"), ("85551234", "区号"), ("微信", "其他"), ("1.38E+10", "科学计数"), ("13800000001/0579-85551234", "几个号码"), ("其他 1", "3 至 24")],
)  # fmt: skip
def test_a_phone_that_is_none_comes_back_with_the_way_out(typed: str, said: str) -> None:
    assert said in (phone_problem(typed) or "")


def test_the_extension_is_no_part_of_what_is_compared() -> None:
    assert matching_phone("0579-85551234转801") == "0579-85551234"
    assert phone_tail("0579-85551234-801") == "1234"
    assert phone_tail("１３８０００００００１") == phone_tail("0001") == "0001"
    assert "0579-85551234" in phones_meant("8555 1234")
    assert is_mobile("+86 138 0000 0001")
    assert not is_mobile("+852 9123 4567")
