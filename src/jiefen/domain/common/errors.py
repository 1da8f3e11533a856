"""Expected refusals. Each carries a sentence that a clerk can read out."""

from __future__ import annotations

from collections.abc import Mapping


class RuleError(Exception):
    """The rulebook says no. `sentence` is Chinese and complete; `fields` maps a field to its own sentence."""

    status = 409

    def __init__(self, sentence: str, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fields = dict(fields or {})


class Invalid(RuleError):
    """What was typed cannot be taken as it stands. Without a sentence of its own it says in how many places."""

    status = 422

    def __init__(self, sentence: str = "", *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence or f"有 {len(fields or {})} 处需要修改", fields=fields)


class NotAllowed(RuleError):
    """Seen, but not this person's to do."""

    status = 403


class Unseen(RuleError):
    """Not there, or not for this person: the two are told apart by nobody."""

    status = 404


class Stale(RuleError):
    """Somebody else was here in between."""

    status = 409


class KeyReused(RuleError):
    """An idempotency key came back with another body."""

    status = 422


class Busy(RuleError):
    """The store cannot write just now; nothing was lost, try again."""

    status = 503


class Unread(ValueError):
    """A reader of one kind of value does not understand the text; the message says why and what to write, without a full stop."""


class Clash(RuleError):
    """A key that is known came with another content."""

    status = 409
