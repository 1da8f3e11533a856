"""Where a person is reached outside the application; sealed, each address bound to its person."""

from __future__ import annotations

from django.conf import settings

from jiefen.domain.messages.words import Medium
from jiefen.store.common import vault
from jiefen.store.models import User


def sealed(text: str, *, medium: Medium, user_id: int) -> bytes | None:
    """None for nothing."""
    return vault.seal_here(text, place=place(medium, user_id=user_id)) or None


def kept(user: User, *, medium: Medium) -> str:
    """The address as the person gave it, or nothing."""
    column = user.email_sealed if medium is Medium.EMAIL else user.phone_sealed
    return vault.unseal_here(bytes(column or b""), place=place(medium, user_id=user.pk))


def wants(user: User, *, medium: Medium) -> bool:
    return user.by_email if medium is Medium.EMAIL else user.by_sms


def address_of(user: User, *, medium: Medium) -> str:
    """Where to send to now, or nothing."""
    return kept(user, medium=medium) if user.is_active and wants(user, medium=medium) else ""


def leaves(medium: Medium) -> bool:
    """Whether this medium reaches anybody: by default it ends in the log, where a secret has no business."""
    return bool(settings.GATEWAYS[medium].real)


def place(medium: Medium, *, user_id: int) -> str:
    """What an address is bound to."""
    return f"user.{medium}:{user_id}"
