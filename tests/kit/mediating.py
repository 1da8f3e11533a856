"""Sessions planned, agreed to and held, for the tests of mediation."""

from __future__ import annotations

from jiefen.store.models import MediationSession, Mediator, Room
from kit.qinghe import SAFE, Qinghe

PLAN = {
    "mode": "in_person",
    "on": "2026-03-05",
    "begins": "09:00",
    "ends": "10:30",
    "openness": "closed",
}
MINUTES = {
    "notices": "已告知权利义务。",
    "statements": "申请人要求退还押金；被申请人愿意退一半。",
    "undisputed": "双方确认押金为 8600 元。",
    "said_result": "改日再谈。",
    "talk": "go_on",
}


def who(name: str) -> str:
    return str(Mediator.objects.get(name=name).pk)


def room(name: str = "第一调解室") -> str:
    return str(Room.objects.get(name=name).pk)


def party(world: Qinghe, number: str, name: str = "张三") -> str:
    return str(world.case(number).parties.get(name=name).pk)


def plan(world: Qinghe, number: str, *, by: str = "mediator", **more: str) -> MediationSession:
    fields = PLAN | {"mediator": who("周敏"), "room": room()} | more
    return MediationSession.objects.get(pk=world.take(by, "plan_session", number, **fields).more["session"])


def agree(world: Qinghe, number: str, *, about: str = "mediate") -> None:
    for name in ("张三", "李四"):
        world.take(
            "clerk" if world.sees("clerk", number) else "mediator",
            "consent",
            number,
            party=party(world, number, name),
            asked=about,
            consent="yes",
            via="phone",
        )


def everybody(world: Qinghe, number: str) -> str:
    return ",".join(str(pk) for pk in world.case(number).parties.values_list("pk", flat=True))


def hold(world: Qinghe, number: str, session: MediationSession, **more: str) -> None:
    world.take("mediator", "screen", number, **SAFE)
    world.take(
        "mediator",
        "hold_session",
        number,
        **(MINUTES | {"session": str(session.pk), "present": everybody(world, number)} | more),
    )
