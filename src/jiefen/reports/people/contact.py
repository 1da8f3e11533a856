"""What a person asked for outside the application, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jiefen.channels.messages.console import LOGGED
from jiefen.domain.messages.words import DeliveryState, Medium
from jiefen.store.models import Delivery, User
from jiefen.store.people.contact import kept, wants

SHOWN, LOOKED_AT = 10, 100
_TONES = {"sent": "ok", "refused": "bad", "given_up": "bad", "uncertain": "warn"}


@dataclass(frozen=True)
class ContactView:
    email: str
    phone: str
    media: list[str]


@dataclass(frozen=True)
class MessageView:
    medium: str
    n: int
    state: str
    tone: str
    at: datetime


def contact(user_id: int) -> ContactView:
    user = User.objects.get(pk=user_id)
    media = [str(medium) for medium in Medium if wants(user, medium=medium)]
    return ContactView(kept(user, medium=Medium.EMAIL), kept(user, medium=Medium.SMS), media)


def recent(user_id: int) -> list[MessageView]:
    """Newest first; what left as one message is one line."""
    rows = Delivery.objects.filter(user_id=user_id).order_by("-pk")[:LOOKED_AT]
    lines: dict[object, list[Delivery]] = {}
    for row in rows:
        lines.setdefault(row.claim or row.pk, []).append(row)
    return [_view(same) for same in list(lines.values())[:SHOWN]]


def _view(rows: list[Delivery]) -> MessageView:
    row = rows[0]
    logged = row.receipt == LOGGED
    return MessageView(
        medium=Medium.label_of(row.medium),
        n=len(rows),
        state="只记在日志里" if logged else DeliveryState.label_of(row.state),
        tone="" if logged else _TONES.get(row.state, ""),
        at=row.claimed_at or row.made_at,
    )
