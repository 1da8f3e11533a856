"""What guessing is worth in a day, from the constants the doors run with: at most one in a million (S-12)."""

from __future__ import annotations

import itertools
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from jiefen.actions.common.passwords import _ALPHABET, fresh_password
from jiefen.actions.common.throttle import TooMany, forget_old, give_back, note_wrong, reserve, row_key
from jiefen.actions.people.sign_in import DRIFT
from jiefen.domain.agreement.party_codes import PIN_DIGITS, confirmation_code, normalise, why_not_pin
from jiefen.domain.agreement.proofs import Proof, budgets, proof_of
from jiefen.domain.intake.numbering import normalise_code, tracking_code
from jiefen.domain.people.tries import BUDGETS, DAY, WINDOWS, delay
from jiefen.store.models import Throttle
from kit.qinghe import NOW

MOST = 1e-6
PEOPLE, PARTIES = 2_000, 1_000_000  # of a big county
PINS = sum(not why_not_pin(f"{number:0{PIN_DIGITS}d}") for number in range(10**PIN_DIGITS))
SIX_DIGITS = 1e-6
LETTERS, COMMONEST_NAME = 20_000, 3e-4  # open at a time; of a thousand people three tenths of one
APPLICATIONS = 5_000  # saved at a time
LIVING_CODES = 2  # of one party: an SMS and a slip
CODE = len(normalise(confirmation_code(b"12345678")).replace("-", "")) * 5  # bits
TRACKING = len(normalise_code(tracking_code(b"0123456789")).replace("-", "")) * 5
LOOKED_UP_A_DAY = 86_400 * 100  # more than the machine answers


def per_day(*kinds: str) -> float:
    return sum(BUDGETS[kind].per_day for kind in kinds)


ODDS = {
    "a password of 40 bits": per_day("account") / 2**40,
    "a password of 40 bits, of anybody here": PEOPLE * per_day("account") / 2**40,
    "a password of 40 bits, from a known device": per_day("device") / 2**40,
    "a password of 40 bits, in an open session": per_day("own") / 2**40,
    "a first password": per_day("account") / len(_ALPHABET) ** len(fresh_password().replace("-", "")),
    "one code of a second factor": per_day("alone") * SIX_DIGITS,
    "one code of a second factor, from a known device": per_day("alone_device") * SIX_DIGITS,
    "two codes of a second factor": per_day("factor") * (2 * DRIFT + 1) * SIX_DIGITS * 2 * SIX_DIGITS,
    "a tracking code": LOOKED_UP_A_DAY / 2**TRACKING,
    "the tracking code of anybody, by a day of nothing else": LOOKED_UP_A_DAY * PARTIES / 10 / 2**TRACKING,
    "the last four digits": per_day("tail") / 10**4,
    "the last four digits, from a known browser": per_day("tail_device") / 10**4,
    "a landline of a known area": per_day("number") / 10**7,
    "a mobile": per_day("number") / 10**9,
    "a PIN": per_day("pin") / PINS,
    "a PIN, from a known browser": per_day("pin_device") / PINS,
    "the letter of anybody and the commonest names": (
        per_day("letters") * LETTERS / 2**CODE * per_day("letter") * COMMONEST_NAME
    ),
    "the application of anybody, by code and PIN": (
        LOOKED_UP_A_DAY * APPLICATIONS / 2**CODE * per_day("application") / PINS
    ),
    "a confirmation code, from everywhere": per_day("proofs") * LIVING_CODES / 2**CODE,
}


@pytest.mark.parametrize("secret", ODDS)
def test_nothing_is_guessed_with_more_than_one_in_a_million_a_day(secret: str) -> None:
    assert 0 < ODDS[secret] <= MOST, f"{ODDS[secret]:.1e}"


def test_every_budget_has_its_odds_computed() -> None:
    known = (
        "account device own factor factor_device alone alone_device tail tail_device number number_device pin"
    )
    no_secret = "booking"  # half hours taken from one address: there is nothing to guess
    by_address = "pin_device proof proof_device proofs letters letter application begun"
    assert set(BUDGETS) == {*known.split(), *by_address.split(), no_secret}
    assert per_day("factor_device") == per_day("factor")
    assert per_day("number_device") == per_day("number")


def test_six_digits_with_five_tries_and_drift_would_be_found_out() -> None:
    assert BUDGETS["factor"].per_day * 3 * SIX_DIGITS > MOST, "what it was"


@pytest.mark.parametrize(
    ("typed", "proof"),
    [
        ("0001", Proof.TAIL), ("１２３４", Proof.TAIL), ("428517", Proof.PIN), ("４２８ ５１７", Proof.PIN),
        ("13800000001", Proof.NUMBER), ("+86 138 0000 0001", Proof.NUMBER), ("0579-85551234", Proof.NUMBER),
        ("8F3K-27QD", Proof.CODE), ("8f3k27qd", Proof.CODE), ("12345678", Proof.CODE), ("", Proof.TAIL), ("110", Proof.TAIL),
        ("4008208820", Proof.NUMBER), ("一二三四", Proof.TAIL), ("+85291234567", Proof.NUMBER), ("x" * 5000, Proof.TAIL),
    ],
)  # fmt: skip
def test_what_is_shown_at_a_partys_page_is_told_apart_by_its_form(typed: str, proof: Proof) -> None:
    assert proof_of(typed) is proof


def test_strangers_share_a_budget_and_every_known_browser_has_its_own() -> None:
    keys = [
        budgets(proof, party=7, mark=mark, address=address)[0]
        for proof, mark, address in itertools.product(Proof, ("", "m1", "m2"), ("10.0.0.1", "10.0.0.2"))
    ]
    assert len(set(keys)) == 4 * 3 + 1, "codes are counted by address besides"
    assert all(len(row_key(key)) <= 100 for key in keys)


def test_what_was_typed_in_place_of_a_name_is_not_readable_in_the_count() -> None:
    assert "13800000001" not in row_key("account:13800000001")
    assert row_key("account:a") != row_key("account:b") != row_key("address:b")
    assert row_key("account:a").startswith("account:")


def test_a_busy_address_is_held_back_a_little_longer_each_time_and_two_seconds_at_most() -> None:
    assert [delay(wrong, kind="address") for wrong in (0, 19)] == [0, 0]
    held = [delay(wrong, kind="address") for wrong in range(20, 400)]
    assert held == sorted(held)
    assert (held[0], held[-1]) == (0.1, 2.0)


@pytest.mark.django_db
def test_tries_are_taken_from_all_budgets_or_from_none() -> None:
    for _ in range(5):
        reserve(["account:a"], at=NOW)
    with pytest.raises(TooMany) as refused:
        reserve(["device:1", "account:a"], at=NOW + timedelta(minutes=4))
    assert (refused.value.kind, refused.value.minutes) == ("account", 11)
    assert not Throttle.objects.filter(pk=row_key("device:1")).exists()
    given = reserve(["account:a"], at=NOW + timedelta(minutes=15))
    assert Throttle.objects.get(pk=row_key("account:a")).count == 1, "a new window"
    give_back(given)
    give_back(given)
    assert Throttle.objects.get(pk=row_key("account:a")).count == 0


@pytest.mark.django_db
def test_a_count_is_forgotten_when_its_window_is_over_and_not_before() -> None:
    reserve(["tail:1", "account:a", "alone:1"], at=NOW)
    note_wrong("address:10.0.0.1", at=NOW)
    assert forget_old(at=NOW + timedelta(minutes=14)) == 0
    assert forget_old(at=NOW + timedelta(minutes=16)) == 2
    assert forget_old(at=NOW + DAY) == 1
    assert forget_old(at=NOW + WINDOWS["tail"]) == 1


def test_of_many_at_once_five_are_let_through(django_db_setup: None, django_db_blocker: Any) -> None:
    answers: list[bool] = []
    barrier = threading.Barrier(24)

    def one() -> None:
        barrier.wait()
        try:
            reserve(["account:many"], at=NOW)
            answers.append(True)
        except TooMany:
            answers.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(24)]
    with django_db_blocker.unblock():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        Throttle.objects.all().delete()
    assert (len(answers), sum(answers)) == (24, 5)
