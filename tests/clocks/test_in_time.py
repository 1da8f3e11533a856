"""The days in the post do not count (民事诉讼法 85)."""

from __future__ import annotations

from datetime import date

import pytest

from jiefen.domain.clocks.in_time import in_time

LAST = date(2026, 2, 24)


@pytest.mark.parametrize(
    ("received", "posted", "kept"),
    [
        (date(2026, 2, 24), None, True),  # handed in on the last day
        (date(2026, 2, 25), None, False),
        (date(2026, 3, 2), date(2026, 2, 24), True),  # posted on the last day, six days on its way
        (date(2026, 3, 2), date(2026, 2, 25), False),
        (date(2026, 2, 20), date(2026, 2, 13), True),
        (date(2026, 2, 24), date(2026, 2, 24), True),
    ],
)
def test_what_was_posted_before_the_end_is_in_time(received: date, posted: date | None, kept: bool) -> None:
    assert in_time(LAST, received=received, posted=posted) == kept


def test_a_postmark_after_the_receipt_is_a_slip_and_is_said_to_be() -> None:
    with pytest.raises(ValueError, match="邮戳日期 2026-03-03 在收到日期 2026-03-02 之后"):
        in_time(LAST, received=date(2026, 3, 2), posted=date(2026, 3, 3))
