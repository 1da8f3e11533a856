"""Whether a paper came in time. The days it was on its way do not count: what was posted before the end is not late
(民事诉讼法 85)."""

from __future__ import annotations

from datetime import date


def in_time(last: date, *, received: date, posted: date | None = None) -> bool:
    """`last`: the day the limit ends. `posted`: by the postmark; None for what was handed in.

    ValueError, in Chinese, for a postmark later than the receipt.
    """
    if posted is not None and posted > received:
        raise ValueError(f"邮戳日期 {posted} 在收到日期 {received} 之后，请核对。")
    return (posted or received) <= last
