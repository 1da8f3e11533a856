import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.domain.intake.numbering import (
    _check,
    case_number,
    display,
    normalise_code,
    number_parts,
    number_problem,
    tracking_code,
)


def test_the_check_character_agrees_with_a_published_example():
    """The GRid identifier A1-2425G-ABC1234002-M uses ISO 7064 MOD 37-36."""
    assert _check("A12425GABC1234002") == "M"


def test_a_number_is_made_read_and_shown():
    number = case_number(division="330782", year=2026, track="D", serial=1284)
    assert number.startswith("3307822026D001284")
    assert number_problem(number) is None
    assert number_problem(f" {number[:6]}-{number[6:].lower()} ") is None
    assert number_parts(number) == ("330782", 2026, "D", 1284)
    assert display(number, "清矛调") == "清矛调〔2026〕01284号"


def test_a_serial_grows_beyond_six_digits():
    number = case_number(division="330782", year=2026, track="D", serial=1234567)
    assert number_problem(number) is None
    assert display(number, "清矛调") == "清矛调〔2026〕1234567号"


@pytest.mark.parametrize(
    "wrong",
    [
        {"division": "3307"},
        {"division": "33078２"},
        {"year": 26_000},
        {"track": "DD"},
        {"track": "d"},
        {"serial": 0},
        {"serial": 10**11},
    ],
)
def test_no_number_is_made_of_wrong_parts(wrong):
    with pytest.raises(ValueError, match="案号"):
        case_number(**({"division": "330782", "year": 2026, "track": "D", "serial": 1} | wrong))


@pytest.mark.parametrize("typed", ["", "清矛调", "3307822026D00128", "x" * 1_000_000])
def test_what_is_no_number_is_told_so(typed):
    assert number_problem(typed)
    with pytest.raises(ValueError, match="案号"):
        number_parts(typed)


@given(st.integers(1, 9_999_999), st.sampled_from("ABDLPX"), st.data())
def test_a_wrong_sign_never_passes(serial, track, data):
    number = case_number(division="330782", year=2026, track=track, serial=serial)
    place = data.draw(st.integers(0, len(number) - 1))
    wrong = number[:place] + data.draw(st.sampled_from("0123456789ABCXYZ")) + number[place + 1 :]
    assert (number_problem(wrong) is None) == (wrong == number)


def test_swapped_neighbours_hardly_ever_pass():
    """A hybrid system of ISO 7064 misses a few transpositions: here fewer than one in a hundred."""
    numbers = [case_number(division="330782", year=2026, track="J", serial=n) for n in range(1, 6000, 7)]
    swapped = [
        number[:at] + number[at + 1] + number[at] + number[at + 2 :]
        for number in numbers
        for at in range(len(number) - 1)
        if number[at] != number[at + 1]
    ]
    missed = [number for number in swapped if number_problem(number) is None]
    assert len(missed) * 100 < len(swapped)


@given(st.binary(min_size=8, max_size=16))
def test_a_tracking_code_survives_being_read_out(random):
    code = tracking_code(random)
    assert [len(part) for part in code.split("-")] == [4, 4, 4]
    spoken = code.lower().replace("-", " ").replace("1", "l").replace("0", "o")
    assert normalise_code(spoken) == normalise_code(code.replace("1", "I")) == code


def test_every_bit_of_sixty_counts():
    codes = {tracking_code((1 << n).to_bytes(8, "big")) for n in range(4, 64)}
    assert len(codes) == 60
    assert tracking_code(b"\xff" * 8) == "ZZZZ-ZZZZ-ZZZZ"
    with pytest.raises(ValueError, match="8 random bytes"):
        tracking_code(b"1234567")


@pytest.mark.parametrize("typed", ["", "8F3K-27QD", "8F3K-27QD-M4XU", "8F3K-27QD-M4XZ-1", "8" * 1_000_000])
def test_what_is_no_tracking_code_is_empty(typed):
    assert normalise_code(typed) == ""
