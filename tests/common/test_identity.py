import time

import pytest

from jiefen.domain.common.identity import (
    birth_date,
    citizen_id_problem,
    credit_code_problem,
    matching_form,
    normalise_id,
)
from jiefen.domain.common.papers import paper_problem
from jiefen.domain.common.phones import normalise_phone, phone_problem

NAMED = ["11010519491231002X", "440524188001010014"]


@pytest.mark.parametrize("number", NAMED)
def test_numbers_from_the_standard_are_accepted(number):
    assert citizen_id_problem(number) is None


@pytest.mark.parametrize(
    "typed", ["11010519491231002x", " 110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_a_number_is_read_however_it_was_typed(typed):
    assert citizen_id_problem(typed) is None
    assert normalise_id(typed) == "11010519491231002X"


@pytest.mark.parametrize("place", range(18))
def test_any_single_wrong_digit_is_noticed(place):
    right = "440524188001010014"
    for digit in "0123456789":
        wrong = right[:place] + digit + right[place + 1 :]
        assert (citizen_id_problem(wrong) is None) == (wrong == right)


def test_two_swapped_neighbours_are_noticed():
    assert "校验位" in citizen_id_problem("110105194912310020"[:16] + "02")
    assert citizen_id_problem("11015019491231002X") is not None


def test_an_impossible_birthday_is_named_before_the_check_digit():
    assert "出生日期" in citizen_id_problem("110105194902310026")


def test_no_region_is_refused():
    body = "99999919900101001"
    checks = [c for c in "0123456789X" if citizen_id_problem(body + c) is None]
    assert len(checks) == 1


def test_fifteen_digits_are_accepted_and_matched_with_eighteen():
    assert citizen_id_problem("110105491231002") is None
    assert matching_form("110105491231002") == "11010519491231002X" == matching_form("11010519491231002x")
    assert "出生日期" in citizen_id_problem("110105491331002")


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("", "填写"),
        ("1234567", "7 位"),
        ("A1010519491231002X", "数字"),
        ("11010519491231002A", "第 18 位"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢٤", "数字"),
    ],
)
def test_what_is_wrong_is_said_so_that_it_can_be_put_right(typed, word):
    assert word in citizen_id_problem(typed)


def test_birth_dates_are_read_and_absent_ones_are_none():
    assert birth_date("11010519491231002X").isoformat() == "1949-12-31"
    assert birth_date("110105491231002").isoformat() == "1949-12-31"
    assert birth_date("E12345678") is None


def test_a_credit_code_is_checked():
    assert credit_code_problem("91350100M000100Y43") is None
    assert credit_code_problem("91350100m000100y43") is None
    assert credit_code_problem("91330782MA20000050") is None
    assert "校验位" in credit_code_problem("91350100M000100Y44")
    assert "“O”" in credit_code_problem("9135010OM000100Y43")
    assert "17 位" in credit_code_problem("91350100M000100Y4")


def test_other_papers_are_judged_by_their_own_rule():
    assert paper_problem("passport", number="E12345678") is None
    assert "护照" in paper_problem("passport", number="护照")
    assert paper_problem("none", number="") is None
    assert paper_problem("id_card", number=NAMED[0]) is None
    assert paper_problem("credit_code", number="91350100M000100Y43") is None
    assert "证件类型" in paper_problem("library_card", number="1")


def test_a_residence_permit_begins_with_81_to_83_and_has_the_same_check():
    body = "81000019900101001"
    right = next(body + c for c in "0123456789X" if citizen_id_problem(body + c) is None)
    assert paper_problem("residence", number=right) is None
    assert "居住证" in paper_problem("residence", number=right[:17] + ("0" if right[17] != "0" else "1"))
    assert "81" in paper_problem("residence", number=NAMED[0])


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("138 0000 3307", "13800003307"),
        ("+86-138-0000-3307", "13800003307"),
        ("0086 13800003307", "13800003307"),
        ("8613800003307", "13800003307"),
        ("013800003307", "13800003307"),
        ("１３８００００３３０７", "13800003307"),
        ("0579-85551234", "0579-85551234"),
        ("057985551234", "0579-85551234"),
        ("0579-8555-1234", "0579-85551234"),
        ("(0579) 85551234 转801", "0579-85551234-801"),
        ("+86 579 8555 1234", "0579-85551234"),
        ("86-0579-85551234", "0579-85551234"),
        ("01062345678", "010-62345678"),
        ("12345", "12345"),
        ("110", "110"),
        ("95588", "95588"),
        ("400-800-1234", "4008001234"),
    ],
)
def test_a_telephone_number_is_stored_in_one_form(typed, stored):
    assert phone_problem(typed) is None
    assert normalise_phone(typed) == stored == normalise_phone(stored)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("", "填写"),
        ("85551234", "区号"),
        ("1380000330", "10 位"),
        ("12800003307", "11 位"),
        ("张三家的", "看不懂"),
    ],
)
def test_a_wrong_telephone_number_is_told_how_to_be_right(typed, word):
    assert word in phone_problem(typed)


@pytest.mark.parametrize("text", ["1" * 1_000_000, "0579-" * 200_000, " " * 1_000_000, "ﷺ" * 100_000])
def test_a_hostile_length_costs_nothing(text):
    begun = time.perf_counter()
    assert citizen_id_problem(text)
    assert credit_code_problem(text)
    assert phone_problem(text)
    assert paper_problem("passport", number=text)
    assert time.perf_counter() - begun < 0.2
