"""A person's own drafts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.urls import Resolver404, resolve

from jiefen.domain.case.actor import Actor
from jiefen.reports.common.addresses import address
from jiefen.store.common import vault
from jiefen.store.models import Draft
from jiefen.store.models.intake import HEADING


@dataclass(frozen=True)
class KeptDraft:
    """What was typed for the form that is sent to `path`."""

    key: str
    path: str
    at: datetime
    fields: dict[str, list[str]]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Field by field, a name for each of its values."""
        return [(name, value) for name, values in self.fields.items() for value in values]


@dataclass(frozen=True)
class LeftDraft:
    """A registration that was begun and not finished."""

    heading: str
    at: datetime
    url: str


def drafts(actor: Actor) -> list[dict[str, object]]:
    """Newest first."""
    return [
        {
            "title": _heading(row),
            "sub": _kind(row.path),
            "at": row.touched_at,
            "url": _page_of(row),
            "delete_url": address("draft_discard", row.key),
        }
        for row in Draft.objects.filter(user_id=actor.user_id).order_by("-touched_at")
    ]


def draft_fields(actor: Actor, *, key: str) -> dict[str, list[str]] | None:
    """What was typed, or None when there is no such draft of this person's."""
    row = Draft.objects.filter(user_id=actor.user_id, key=key).first()
    if row is None:
        return None
    return _fields(row)


def draft_at(actor: Actor, *, path: str) -> KeptDraft | None:
    """What this person last typed on that page."""
    row = Draft.objects.filter(user_id=actor.user_id, path=path).order_by("-touched_at").first()
    return _kept(row) if row else None


def draft_by_key(actor: Actor, *, key: str) -> KeptDraft | None:
    row = Draft.objects.filter(user_id=actor.user_id, key=key).exclude(path="").first()
    return _kept(row) if row else None


def last_registration(actor: Actor) -> LeftDraft | None:
    """The latest registration draft of this person."""
    row = Draft.objects.filter(user_id=actor.user_id, path="").order_by("-touched_at").first()
    return LeftDraft(_heading(row), row.touched_at, _page_of(row)) if row else None


def _kept(row: Draft) -> KeptDraft:
    return KeptDraft(row.key, row.path, row.touched_at, _fields(row))


def _kind(path: str) -> str:
    if not path:
        return "登记草稿"
    return "笔录草稿" if _form_of(path) == "session" else "没有提交的文字"


def _page_of(row: Draft) -> str:
    """Where it can be gone on with: a note is written on the page of its case."""
    if not row.path:
        return address("register", draft=row.key)
    if _form_of(row.path) == "case_note":
        return address("case", resolve(row.path).kwargs["number"])
    return row.path


def _form_of(path: str) -> str:
    """The name of the address that a form is sent to; empty for one that is no more."""
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""


def _fields(row: Draft) -> dict[str, list[str]]:
    return {name: values for name, values in _sealed(row).items() if name != HEADING}


def _heading(row: Draft) -> str:
    return "".join(_sealed(row).get(HEADING, []))


def _sealed(row: Draft) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = json.loads(vault.unseal_here(bytes(row.sealed), place="draft"))
    return fields
