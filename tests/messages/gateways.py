"""Gateways that keep what they were handed, and do with it what a test tells them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from jiefen.actions.messages.deliveries import send_waiting
from jiefen.actions.people.contact import set_contact
from jiefen.channels.messages import Gateway, Message
from kit.qinghe import Qinghe

PHONES = {
    "mediator": "13800001001",
    "reviewer": "13800001002",
    "dispatcher": "13800001003",
    "supervisor": "13800001004",
}


@dataclass
class Recording:
    """`problem`: raised for each message (kept all the same) while it is there; `then` is done before the answer."""

    problem: Exception | None = None
    then: Callable[[], object] | None = None
    taken: list[Message] = field(default_factory=list)
    real: bool = True

    def send(self, message: Message) -> str:
        self.taken.append(message)
        if self.then is not None:
            self.then()
        if self.problem is not None:
            raise self.problem
        return f"receipt {len(self.taken)}"

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(message.to, message.text) for message in self.taken]


class Away:
    """Both media of a centre whose people asked for SMS."""

    def __init__(self, world: Qinghe) -> None:
        self.world, self.sms, self.email = world, Recording(), Recording()

    def want(self, *people: str, media: tuple[str, ...] = ("sms",)) -> None:
        for name in people:
            set_contact(
                email=f"{name}@qinghe.gov.cn",
                phone=PHONES[name],
                media=media,
                by=self.world.actor(name),
                at=self.world.now,
            )

    def send(self) -> int:
        gateways: dict[str, Gateway] = {"sms": self.sms, "email": self.email}
        return send_waiting(at=self.world.now, gateways=gateways)
