"""Drafts of a registration or of another form: sealed, one row per form being typed, seen by their owner alone."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from jiefen.domain.case.actor import Actor
from jiefen.store.common import vault
from jiefen.store.models import Draft
from jiefen.store.models.intake import HEADING

KEPT = timedelta(days=180)  # law.md § 5: drafts and abandoned intakes
MAX_DRAFTS = 50


def save(
    fields: Mapping[str, list[str]], *, key: str, heading: str, by: Actor, at: datetime, path: str = ""
) -> str:
    """Keep what was typed; a draft that is not this person's becomes a new one. Answers its key.

    `path`: the page of the form, unless it is a registration.
    """
    typed = {HEADING: [heading[:60]], **fields}
    sealed = vault.seal_here(json.dumps(typed, ensure_ascii=False), place="draft")
    with transaction.atomic():
        mine = Draft.objects.filter(user_id=by.user_id, key=key)
        if key and mine.update(sealed=sealed, touched_at=at):
            return key
        fresh = secrets.token_urlsafe(18)
        Draft.objects.bulk_create(
            [Draft(user_id=by.user_id, key=fresh, sealed=sealed, path=path, touched_at=at)]
        )
        oldest = (
            Draft.objects.filter(user_id=by.user_id)
            .order_by("-touched_at")
            .values_list("pk", flat=True)[MAX_DRAFTS:]
        )
        Draft.objects.filter(pk__in=list(oldest)).delete()
    return fresh


def discard(key: str, *, by: Actor) -> None:
    if key:
        with transaction.atomic():
            Draft.objects.filter(user_id=by.user_id, key=key).delete()


def discard_at(path: str, *, by: Actor) -> None:
    """What this person was typing on that page is done with."""
    with transaction.atomic():
        Draft.objects.filter(user_id=by.user_id, path=path).delete()


def forget_old(*, at: datetime) -> int:
    """Throw away drafts nobody has touched for 180 days. Answers how many."""
    with transaction.atomic():
        gone, _ = Draft.objects.filter(touched_at__lt=at - KEPT).delete()
    return gone
