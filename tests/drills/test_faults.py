"""R-6 to R-10 in small. The large counts: `jiefen drill NAME`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jiefen.jobs.drilling.site import Site
from jiefen.jobs.drilling.storing.at_once import contention, duplicates
from jiefen.jobs.drilling.storing.disk_full import disk_full
from jiefen.jobs.drilling.storing.locked import locked
from jiefen.jobs.drilling.storing.read_only import read_only


def test_a_full_disk_refuses_in_words_reads_on_and_recovers(site: Callable[..., Site]) -> None:
    good, figures = disk_full(site(), 1)
    if "skipped" in figures:
        pytest.skip(f"SKIPPED LOUDLY: {figures['skipped']}")
    assert good, figures


def test_without_the_right_to_write_every_answer_is_a_sentence(site: Callable[..., Site]) -> None:
    good, figures = read_only(site(), 4)
    assert good, figures


def test_control_a_refusal_without_a_sentence_is_found(site: Callable[..., Site]) -> None:
    good, figures = read_only(site(bug="blunt"), 3)
    assert not good, figures


def test_a_locked_database_answers_503_and_each_key_then_makes_one_case(site: Callable[..., Site]) -> None:
    one = site()
    one.write_wait = 4
    good, figures = locked(one, 6)
    assert good, figures


def test_control_a_lock_that_is_told_without_a_sentence_is_found(site: Callable[..., Site]) -> None:
    one = site(bug="blunt")
    one.write_wait = 1
    good, figures = locked(one, 2)
    assert not good, figures
    assert figures["refused_in_words"].startswith("0/")


def test_sixteen_writers_at_once_meet_no_error(site: Callable[..., Site]) -> None:
    good, figures = contention(site(), 2)
    assert good, figures


def test_every_event_sixteen_times_makes_one_case_and_another_body_is_refused(
    site: Callable[..., Site],
) -> None:
    good, figures = duplicates(site(), 4)
    assert good, figures
    assert figures["deliveries"] == 68


def test_control_duplicates_are_found_when_keys_are_not_remembered(site: Callable[..., Site]) -> None:
    good, figures = duplicates(site(bug="careless"), 2)
    assert not good
    assert figures["different_answers"] == 2, figures
