"""Keys, upgrades and orphans in small, and each drill finding a seeded bug. The large counts: `jiefen drill NAME`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jiefen.jobs.drilling.machine.key_faults import keys
from jiefen.jobs.drilling.machine.orphans import orphans
from jiefen.jobs.drilling.machine.power import power
from jiefen.jobs.drilling.machine.upgrades import upgrade
from jiefen.jobs.drilling.site import Site

Sites = Callable[..., Site]


def test_nobody_serves_on_when_the_keeper_is_killed(site: Sites) -> None:
    good, figures = orphans(site(), 2)
    assert good, figures


def test_control_children_that_stay_are_found(site: Sites) -> None:
    good, figures = orphans(site(bug="orphaned"), 1)
    assert not good
    assert figures["left_over"] == "1 of 1"


def test_a_spoilt_key_is_refused_in_words_by_whatever_starts_and_whatever_runs(site: Sites) -> None:
    good, figures = keys(site(), 1)
    assert good, figures


def test_control_keys_that_nobody_checks_are_found(site: Sites) -> None:
    one = site(bug="trusting")
    one.patience = 5.0  # what does not refuse would go on
    good, figures = keys(one, 1)
    assert not good
    assert figures["server_not_ready"] == "0/4"


def test_a_home_of_the_last_release_survives_a_kill_and_three_programs_at_once(site: Sites) -> None:
    good, figures = upgrade(site(), 1, newest=True)
    assert figures["wrong"] == []
    assert figures["lost"] == 0
    assert good or not figures["fell_in_the_middle"], figures


def test_control_a_later_schema_that_nobody_notices_is_found(site: Sites) -> None:
    one = site(bug="blind")
    one.patience = 10.0  # what does not refuse would go on
    good, figures = upgrade(one, 0, newest=True)
    assert not good
    assert any("on a later schema" in problem for problem in figures["wrong"])


def test_a_power_cut_loses_nothing_acknowledged_and_would_without_full_flushes(site: Sites) -> None:
    good, figures = power(site(), 12)
    if "skipped" in figures:
        pytest.skip(f"SKIPPED LOUDLY: {figures['skipped']}")
    assert good, figures
    assert figures["FULL.cuts"] == figures["NORMAL.cuts"] == 24
