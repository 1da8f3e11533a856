"""What a verification found: the first bad entry first, as many as one can read, and all of them counted."""

from __future__ import annotations

import pytest

from jiefen.reports.ledger.verify_findings import LIMIT, Finding, Findings, VerifyPace

pytestmark = pytest.mark.one_database


def finding(**more: object) -> Finding:
    return Finding("x", "x", **more)  # type: ignore[arg-type]


IN_ORDER = [
    finding(log_index=0),
    finding(log_index=3, stream="case:1", seq=2),
    finding(log_index=3, stream="case:1", seq=7),
    finding(log_index=3, stream="case:2"),
    finding(log_index=3),
    finding(log_index=0, end=4),
    finding(log_index=4),
    finding(log_index=9),
    finding(stream="case:1", seq=1),
    finding(),
    finding(log_index=0, row="term:1"),
    finding(row="term:2"),
]


def test_the_first_bad_place_comes_first_and_rows_come_after_the_history_that_they_follow_from() -> None:
    findings = Findings()
    for one in reversed(IN_ORDER):
        findings.add(one)
    assert findings.first() == IN_ORDER
    assert findings.count == len(IN_ORDER)


def test_however_much_is_wrong_the_first_are_kept_and_all_are_counted() -> None:
    findings, most = Findings(), 0
    for at in reversed(range(1_000)):
        findings.add(finding(log_index=at))
        most = max(most, len(findings.kept))
    assert findings.count == 1_000
    assert [one.log_index for one in findings.first()] == list(range(LIMIT))
    assert most == 10 * LIMIT


@pytest.mark.parametrize(
    ("steps", "told"), [(0, []), (4_999, []), (5_000, [5_000]), (12_000, [5_000, 10_000])]
)
def test_whoever_waits_is_told_every_few_thousand_entries_and_at_the_end(steps: int, told: list[int]) -> None:
    heard: list[tuple[int, int]] = []
    pace = VerifyPace(lambda done, total: heard.append((done, total)), total=12_345)
    for _ in range(steps):
        pace.step()
    assert heard == [(done, 12_345) for done in told]
    pace.finish()
    assert heard[len(told) :] == [(steps, 12_345)]


def test_nobody_need_wait() -> None:
    pace = VerifyPace(None, total=1)
    for _ in range(5_000):
        pace.step()
    pace.finish()
