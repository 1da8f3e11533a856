"""What a day brings: promises to be asked about, checklists to be gone through, limits under a changed rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from jiefen.actions.clocks.recompute import apply_new_rules
from jiefen.actions.oversight.checklists import end_checklist, go_through, put_on_checklist, start_checklist
from jiefen.actions.oversight.reminders import remind
from jiefen.domain.clocks import limits as clock_rules
from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError, Unseen
from jiefen.store.models import (
    Booking,
    Checklist,
    ChecklistItem,
    ChecklistRound,
    Clock,
    Entry,
    Notice,
)
from kit.invariants import check_case
from kit.oversight import sitting
from kit.qinghe import Qinghe

WEEKLY = {"title": "久拖未决清单", "every_days": "7", "next_on": "2026-03-04"}


def a_list(world: Qinghe, *, by: str = "supervisor", **other: str) -> int:
    answer = start_checklist(fields=WEEKLY | other, by=world.actor(by), at=world.now, key="")
    return int(answer.more["checklist"])


def put(world: Qinghe, listed: int, number: str, *, by: str = "supervisor") -> int:
    facts = {"case": number, "task": "月底前拿出方案"}
    answer = put_on_checklist(checklist=listed, fields=facts, by=world.actor(by), at=world.now, key="")
    return int(answer.more["item"])


def test_a_list_is_gone_through_item_by_item_and_comes_up_again_on_a_working_day(world: Qinghe) -> None:
    number, other = world.reach("started"), world.register()
    listed = a_list(world)
    first, second = put(world, listed, number), put(world, listed, other)
    with pytest.raises(Invalid) as half:
        go_through(
            checklist=listed, fields={f"report-{first}": "已约谈"},
            by=world.actor("supervisor"), at=world.now, key="",
        )  # fmt: skip
    assert set(half.value.fields) == {f"report-{second}"}
    assert not ChecklistRound.objects.exists()
    world.later(days=3)  # a Friday: the round after it falls on a Friday again
    reports = {f"report-{first}": "已约谈", f"report-{second}": "当场和解", f"done-{second}": "1"}
    answer = go_through(checklist=listed, fields=reports, by=world.actor("leader"), at=world.now, key="")
    assert "2 件，销号 1 件；下次 03 月 13 日" in answer.sentence
    assert [item.done_at is not None for item in ChecklistItem.objects.order_by("pk")] == [False, True]
    with pytest.raises(RuleError, match="还有 1 件"):
        end_checklist(checklist=listed, by=world.actor("supervisor"), at=world.now, key="")
    done = {f"report-{first}": "已签协议", f"done-{first}": "1"}
    go_through(checklist=listed, fields=done, by=world.actor("supervisor"), at=world.now, key="")
    end_checklist(checklist=listed, by=world.actor("supervisor"), at=world.now, key="")
    with pytest.raises(Unseen):
        put(world, listed, number)


def test_lists_belong_to_a_unit_and_to_those_above(world: Qinghe) -> None:
    listed = a_list(world)
    elsewhere = world.person("别处督办", "supervisor@330999103")
    with pytest.raises(Unseen):
        end_checklist(checklist=listed, by=elsewhere, at=world.now, key="")
    with pytest.raises(NotAllowed):
        a_list(world, by="mediator")
    with pytest.raises(Invalid) as wrong:
        a_list(world, title="", every_days="0", next_on="2026-03-01")
    assert set(wrong.value.fields) == {"title", "every_days", "next_on"}


def test_a_case_is_once_on_a_list_and_only_one_that_may_be_seen(world: Qinghe) -> None:
    listed, number = a_list(world), world.reach("started")
    put(world, listed, number)
    for typed, said in ((number, "已经在清单上"), ("2026999999", "没有找到")):
        with pytest.raises(Invalid) as refused:
            put(world, listed, typed)
        assert said in refused.value.fields["case"]


def test_keepers_are_reminded_once_of_each_round_and_never_at_night(world: Qinghe) -> None:
    a_list(world)
    world.later(days=1, hours=13)
    assert remind(at=world.now) == 0
    world.later(hours=10)
    for _ in range(3):
        assert remind(at=world.now) == 1
    assert Notice.objects.filter(event__startswith="checklist:", user__username="supervisor").count() == 1
    Checklist.objects.update(next_on="2026-03-12")
    world.later(days=8)
    remind(at=world.now)
    assert Notice.objects.filter(event__startswith="checklist:", user__username="supervisor").count() == 2


def test_a_promise_is_asked_about_the_day_after_it_was_to_be_kept(world: Qinghe) -> None:
    number = world.reach("started")
    where = str(sitting(world, on="2026-03-04", ends="10:00", seats="2"))
    world.take("clerk", "book", number, reception=where, said="希望领导过问")
    world.later(days=1)
    said = {"came": "received", "said": "谈过", "promise": "督促退押金", "promised_for": "2026-03-06"}
    world.take("leader", "receive", number, booking=str(Booking.objects.get().pk), **said)
    world.later(days=2)
    assert remind(at=world.now) == 0
    world.later(days=1)
    assert remind(at=world.now) == 1
    told = Notice.objects.filter(event__startswith="promise:").values_list("user__username", flat=True)
    assert set(told) == {"clerk", "mediator"}


def test_a_newer_rule_moves_what_runs_from_its_own_start_and_nothing_that_is_closed(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, closed = world.reach("started"), world.reach("closed")
    world.take("mediator", "suspend", running, clock="C-SIMPLE", reason="appraisal")
    world.later(days=2)
    world.take("mediator", "resume", running, clock="C-SIMPLE")
    before = Clock.objects.get(case__number=running, rule="C-SIMPLE")
    still = set(Clock.objects.filter(case__number=closed).values_list("pk", "due", "rule_version"))
    newer = replace(clock_rules.rule("C-SIMPLE"), version=2, budget=3)
    monkeypatch.setitem(clock_rules._IN_FORCE, "C-SIMPLE", newer)
    monkeypatch.setattr("jiefen.actions.clocks.recompute.rules_in_force", lambda: (newer,))
    assert apply_new_rules(by=world.actor("admin"), at=world.now).moved == 1
    after = Clock.objects.get(pk=before.pk)
    assert (after.started_at, after.rule_version) == (before.started_at, 2)
    assert before.due is not None
    sunday_rolls = timedelta(days=3)
    assert after.due == before.due + sunday_rolls, "two days more, the paused ones still not counted"
    assert set(Clock.objects.filter(case__number=closed).values_list("pk", "due", "rule_version")) == still
    assert Entry.objects.filter(case__number=running).order_by("-seq")[0].verb == "rule_change"
    assert apply_new_rules(by=world.actor("admin"), at=world.now).seen == 0
    check_case(running)
