"""What the measurement of the citizen's door calls missed, and that it says so when it cannot measure."""

from __future__ import annotations

import shutil

import pytest

from jiefen.jobs.benching.door import BARS, door, missed

GOOD: dict[str, object] = {
    **{f"door.taps.{name}": most for name, most in BARS.items()},
    "door.kb./t": 60.0,
    "door.lcp_s./t": 1.5,
    "door.smallest_text.elder_1": 22,
    "door.smallest_target.elder_1": 60,
}


def test_what_is_on_its_bar_is_not_missed() -> None:
    assert missed(GOOD) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("door.taps.sign", 7), ("door.taps.refuse", 5), ("door.taps.apply", 41), ("door.kb./t", 60.1),
        ("door.lcp_s./t", 1.51), ("door.smallest_text.elder_1", 21.9), ("door.smallest_target.elder_1", 59),
    ],
)  # fmt: skip
def test_each_bar_is_named_with_its_figure_when_it_is_missed(name: str, value: float) -> None:
    (said,) = missed(GOOD | {name: value})
    assert name in said
    assert str(value) in said


def test_without_a_browser_nothing_is_measured_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert "Chromium" in str(door()["door.skipped"])
