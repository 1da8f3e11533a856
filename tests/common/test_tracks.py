"""The eight kinds of mediation and the chain behind them (rows C10, B8, E12)."""

from __future__ import annotations

from collections import Counter

from jiefen.domain.clocks.remedies import REMEDIES
from jiefen.domain.common.tracks import EIGHT_KINDS, LINKS, MEDIATION, SERVICES, links_for
from jiefen.domain.common.words import Track

OURS = {Track.CONSULTATION, Track.PETITION_REVIEW, Track.PETITION_REREVIEW}


def test_there_are_eight_kinds_and_no_track_is_of_two() -> None:
    assert len(EIGHT_KINDS) == 8
    counted = Counter(track for tracks in EIGHT_KINDS.values() for track in tracks)
    assert set(counted.values()) == {1}


def test_every_track_is_of_a_kind_or_a_link_with_who_receives_it_and_what_goes_over() -> None:
    kinds = {track for tracks in EIGHT_KINDS.values() for track in tracks}
    assert kinds | set(LINKS) | OURS == set(Track)
    assert all(link.receives and link.handed for link in LINKS.values())


def test_every_link_stands_on_a_way_that_exists_and_no_link_is_mediation_again() -> None:
    ways = {one.id for one in REMEDIES}
    assert {link.way for link in LINKS.values()} - {""} <= ways
    assert MEDIATION.isdisjoint(LINKS)
    assert links_for("labour_suit") == links_for("suit") == (Track.LITIGATION_GUIDANCE, Track.AGENCY)
    assert {Track.NOTARY, Track.APPRAISAL, Track.COUNSELLING, Track.JUDICIAL_ASSISTANCE} <= set(SERVICES)
