"""The guarded clock as a table: seconds in, states out. One reading a second where the alarm's delay matters."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jiefen.lib import trusted_time
from jiefen.lib.trusted_time import ClockReading, Followed, GuardState

EPOCH, BOOTED = 1_772_500_000.0, 5_000.0
DAY, HOUR, MINUTE = 86_400.0, 3_600.0, 60.0
Error = Callable[[float], float]


def reading(
    t: float, *, error: float = 0.0, boot: str = "a", up: float = BOOTED, **more: object
) -> ClockReading:
    """`t` true seconds after the start; `error`: wall minus true time."""
    return ClockReading(boot, up + t, EPOCH + t + error, **more)  # type: ignore[arg-type]


def watch(
    until: float, *, error: Error, every: float = 1.0, synced: bool = False
) -> tuple[GuardState, list[tuple[float, str]]]:
    """Follow a wall clock with that error from zero on; the last state and the events with their moments."""
    followed, told, t = trusted_time.first(reading(0, error=error(0))), list[tuple[float, str]](), 0.0
    while t < until:
        t += every
        followed = trusted_time.follow(followed.state, reading(t, error=error(t), synced=synced))
        told += [(t, followed.event)] if followed.event else []
    return followed.state, told


def step(by: float, *, since: float = 100.5, until: float = float("inf")) -> Error:
    return lambda t: by if since <= t < until else 0.0


def error_of(state: GuardState, t: float) -> float:
    """Trusted minus true time."""
    return state.trusted - EPOCH - t


@pytest.mark.parametrize("by", [HOUR, -HOUR, 30 * DAY, -DAY, 61.0, -61.0])
def test_a_leap_is_held_within_two_seconds_and_trusted_time_does_not_follow(by: float) -> None:
    state, told = watch(2_000, error=step(by))
    assert told == [(101.0, trusted_time.WAS_HELD)]
    assert state.name == trusted_time.HELD
    assert abs(error_of(state, 2_000)) < 0.01


@pytest.mark.parametrize("by", [2.5, -2.5, 59.0, -59.0])
def test_a_step_raises_the_alarm_once_and_is_slewed_at_half_a_percent(by: float) -> None:
    state, told = watch(300.5, error=step(by))
    assert told == [(101.0, trusted_time.STEPPED)]
    assert abs(error_of(state, 301)) <= 0.005 * 201 + 0.01
    assert error_of(state, 301) * by > 0
    late, _ = watch(15_000, error=step(by), every=5)
    assert error_of(late, 15_000) == pytest.approx(by, abs=0.1)


def test_a_step_while_nobody_looked_is_not_swallowed_by_the_slewing_of_that_time() -> None:
    state, _ = watch(100, error=lambda _: 0.0)
    followed = trusted_time.follow(state, reading(100 + DAY, error=50))
    assert followed.event == trusted_time.STEPPED
    assert error_of(followed.state, 100 + DAY) == pytest.approx(2)


def test_a_slow_drift_is_followed_without_a_word() -> None:
    state, told = watch(20_000, error=lambda t: t * 0.004, every=10)
    assert told == []
    assert error_of(state, 20_000) == pytest.approx(80, abs=0.1)


def test_a_drift_faster_than_slewing_is_held_in_the_end() -> None:
    state, told = watch(8_000, error=lambda t: t * 0.02, every=5)
    assert [event for _, event in told] == [trusted_time.WAS_HELD]
    assert state.name == trusted_time.HELD


def test_a_leap_undone_is_released_after_ten_minutes_of_agreement() -> None:
    _, told = watch(1_200, error=step(HOUR, until=300.5))
    assert told == [
        (101.0, trusted_time.WAS_HELD),
        (301.0, trusted_time.STEPPED),
        (901.0, trusted_time.RELEASED),
    ]


def test_a_wall_clock_that_cannot_make_up_its_mind_stays_held() -> None:
    state, told = watch(5_000, error=lambda t: 0 if t < 100 else 30 * (t // 300 % 2) + HOUR * (t < 400))
    assert state.name == trusted_time.HELD
    assert trusted_time.RELEASED not in [event for _, event in told]


def test_small_steps_do_not_creep_past_the_minute() -> None:
    state, told = watch(3_000, error=lambda t: 40 * (t // 600), every=1)
    assert [event for _, event in told][:2] == [trusted_time.STEPPED, trusted_time.WAS_HELD]
    assert error_of(state, 3_000) <= 0.005 * 3_000 + 0.01


@pytest.mark.parametrize(
    ("by", "synced", "released"),
    [(5 * MINUTE, True, True), (-5 * MINUTE, True, True), (5 * MINUTE, False, False), (HOUR, True, False)],
)
def test_only_a_plausible_step_of_a_synchronised_clock_is_taken_over_unasked(
    by: float, synced: bool, released: bool
) -> None:
    state, told = watch(1_000, error=step(by), synced=synced)
    assert (trusted_time.RELEASED in [event for _, event in told]) == released
    assert error_of(state, 1_000) == pytest.approx(by if released else 0, abs=0.01)


def rebooted(*, off: float, error: float, up: float = 30.0) -> Followed:
    """The machine was off for `off` seconds, has been up for `up`, and its wall clock is wrong by `error`."""
    before, _ = watch(100, error=lambda _: 0.0)
    return trusted_time.follow(before, reading(100 + off + up, error=error, boot="b", up=-100 - off))


@pytest.mark.parametrize(
    ("off", "error", "why"),
    [
        (MINUTE, 0, ""),
        (9 * DAY, 0, ""),
        (MINUTE, HOUR, ""),  # a plausible gap: nothing tells it from an hour of being off
        (30 * DAY, 0, "gap"),
        (MINUTE, 30 * DAY, "gap"),
        (MINUTE, -HOUR, "back"),
        (MINUTE, -DAY, "back"),
        (DAY, -2 * DAY, "back"),
    ],
)
def test_across_a_reboot_only_a_plausible_gap_forwards_is_believed(
    off: float, error: float, why: str
) -> None:
    followed = rebooted(off=off, error=error)
    assert (followed.state.hold.why if followed.state.hold else "") == why
    assert followed.event == (trusted_time.WAS_HELD if why else "")
    if not why:
        assert error_of(followed.state, 100 + off + 30) == pytest.approx(error, abs=0.01)
    else:
        assert error_of(followed.state, 100) == 0, "the last that was known"


def test_a_folder_moved_to_a_machine_that_has_long_been_up_is_no_leap() -> None:
    before, _ = watch(100, error=lambda _: 0.0)
    followed = trusted_time.follow(before, reading(160, boot="b", up=90 * DAY))
    assert (followed.event, error_of(followed.state, 160)) == ("", 0)


def test_a_deed_is_dated_by_the_wall_clock_only_after_a_long_time_off() -> None:
    off = rebooted(off=30 * DAY, error=0).state
    assert off.stamp - EPOCH == 100 + 30 * DAY + 30
    back = rebooted(off=MINUTE, error=-DAY).state
    assert back.stamp == back.trusted


@pytest.mark.parametrize("wrong", [-HOUR, -DAY, 30 * DAY])
def test_after_a_reboot_a_clock_that_was_put_right_is_believed_when_it_stays_right(wrong: float) -> None:
    state, up = rebooted(off=5 * MINUTE, error=wrong).state, -400.0
    for t in (460.0, 1_059.0):
        state = trusted_time.follow(state, reading(t, boot="b", up=up)).state
        assert state.name == trusted_time.HELD
    released = trusted_time.follow(state, reading(1_060, boot="b", up=up))
    assert released.event == trusted_time.RELEASED
    assert error_of(released.state, 1_060) == 0


def test_a_hold_outlives_a_reboot_and_counts_its_ten_minutes_anew() -> None:
    held, _ = watch(200, error=step(HOUR))
    state = trusted_time.follow(held, reading(230, boot="b", up=-200)).state
    state = trusted_time.follow(state, reading(230 + 599, boot="b", up=-200)).state
    assert state.name == trusted_time.HELD
    assert trusted_time.follow(state, reading(230 + 600, boot="b", up=-200)).event == trusted_time.RELEASED


def test_ten_minutes_of_agreement_are_ten_minutes_of_one_boot() -> None:
    held, _ = watch(400, error=step(HOUR, until=300))
    state = trusted_time.follow(held, reading(401, boot="b", up=-400)).state
    assert abs(state.apart) < 2
    state = trusted_time.follow(state, reading(1_000, boot="b", up=-400)).state
    assert state.name == trusted_time.HELD
    assert trusted_time.follow(state, reading(1_001, boot="b", up=-400)).event == trusted_time.RELEASED


def test_a_person_takes_the_wall_clock_over_as_it_stands() -> None:
    held, _ = watch(200, error=step(-HOUR))
    assert held.hold
    state = trusted_time.confirm(reading(200, error=-HOUR))
    assert state == trusted_time.follow(state, reading(200, error=-HOUR)).state
    assert trusted_time.follow(state, reading(201)).event == trusted_time.WAS_HELD, (
        "the next leap is held again"
    )


def test_a_database_that_tells_another_time_holds_until_both_agree() -> None:
    running, _ = watch(10, error=lambda _: 0.0)
    followed = trusted_time.follow(running, reading(11, peer=EPOCH + 11 + 61))
    assert (followed.event, followed.state.hold and followed.state.hold.why) == (
        trusted_time.WAS_HELD,
        "peer",
    )
    state = trusted_time.follow(followed.state, reading(700, peer=EPOCH + 700 + 61)).state
    assert state.name == trusted_time.HELD
    state = trusted_time.follow(state, reading(701, peer=EPOCH + 701)).state
    assert trusted_time.follow(state, reading(1_301, peer=EPOCH + 1_301)).event == trusted_time.RELEASED
    assert not trusted_time.agrees_with_peer(reading(0, peer=EPOCH - 61))
    assert trusted_time.first(reading(0, peer=EPOCH - 61)).event == trusted_time.WAS_HELD


def test_the_first_reading_may_not_lie_before_what_was_already_written() -> None:
    assert trusted_time.first(reading(0), floor=EPOCH + 59).state.name == trusted_time.RUNNING
    held = trusted_time.first(reading(0), floor=EPOCH + 61)
    assert (held.event, held.state.trusted) == (trusted_time.WAS_HELD, EPOCH + 61)


def test_readings_out_of_order_do_not_turn_time_back() -> None:
    state, _ = watch(10, error=lambda _: 0.0)
    assert trusted_time.follow(state, reading(9.9)).state.trusted == state.trusted


def test_a_state_is_kept_as_text_and_nothing_else_is_taken_for_one() -> None:
    for error in (step(HOUR), step(3.0)):
        state, _ = watch(200, error=error)
        assert trusted_time.from_text(trusted_time.to_text(state)) == state
    for text in ("", "{}", "[]", '{"anchor": 1, "apart": 0, "hold": null}', "\0\0"):
        with pytest.raises(ValueError, match="no state"):
            trusted_time.from_text(text)
