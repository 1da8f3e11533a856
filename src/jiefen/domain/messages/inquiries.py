"""Messages of a party to whoever handles their matter 留言: how many may stand open, and when a supervisor is told.

A party whom nobody answers writes again, so unanswered three times means three messages without an answer. Who writes
once and waits is no worse off: one message left alone for five working days is told too.
"""

from __future__ import annotations

from collections.abc import Sequence

TIMES, WORK_DAYS = 3, 5
MOST_OPEN = 20  # of one party; what is more is said by telephone


def is_left_alone(waited: Sequence[int]) -> bool:
    """Whether messages of one party without an answer are a supervisor's to know of. `waited`: working days of each."""
    return len(waited) >= TIMES or any(days >= WORK_DAYS for days in waited)
