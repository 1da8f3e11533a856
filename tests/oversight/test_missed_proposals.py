"""What late limits should have proposed before the background had a taker is proposed once, by a migration (B1)."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps

from jiefen.actions.clocks.warnings import tick
from jiefen.store.models import ClockRung, Supervision
from kit.qinghe import Qinghe


def nobody_takes_it_up(*_case: object, **_proposal: object) -> bool:
    return False


def migrate() -> None:
    import_module("jiefen.store.migrations.0003_missed_proposals").propose_what_was_missed(apps, None)


def proposals() -> list[tuple[str, str, str]]:
    return list(Supervision.objects.order_by("pk").values_list("level", "state", "rule"))


def test_a_used_up_rung_without_a_proposal_is_proposed_once_at_its_highest_level(world: Qinghe) -> None:
    world.register()
    for days in (2, 2, 8):
        world.later(days=days)
        tick(at=world.now, propose=nobody_takes_it_up)
    assert proposals() == []
    migrate()
    migrate()
    assert proposals() == [("leader", "proposed", "C-DISPATCH")]
    assert Supervision.objects.get().made_at == ClockRung.objects.get(rung="over5").at


def test_what_was_supervised_dropped_or_stopped_since_is_not_proposed(world: Qinghe) -> None:
    supervised, dropped, done = world.register(), world.register(), world.register()
    world.later(days=12)
    tick(at=world.now, propose=nobody_takes_it_up)
    world.take("supervisor", "supervise", supervised, reason="超期多日没有指派")
    Supervision.objects.create(
        case=world.case(dropped), level="leader", state="dropped", made_at=world.now, ended_at=world.now
    )
    world.take("dispatcher", "dispatch", done, unit="mediation", reason="按属地指派")
    before = proposals()
    migrate()
    assert proposals() == before
