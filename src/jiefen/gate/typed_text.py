"""What somebody typed outlives their session: kept sealed among their own drafts, and given back on the same page.

Every form of a signed-in person carries a signed mark of who types. A form that arrives when the session has ended, or
with a check that another tab has made old, is kept for that person and nobody else, whatever its length.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse

from jiefen.actions.intake import drafts
from jiefen.gate import trusted
from jiefen.reports.common.actors import actor_of, person
from jiefen.reports.common.addresses import address
from jiefen.reports.intake.drafts import KeptDraft, draft_at

MARK = "typist"
SALT = "jiefen.typist"
DAYS = 7
# Of the form, not of the person; and what is a secret is never kept.
NOT_TYPED = frozenset(
    {"csrfmiddlewaretoken", "key", MARK, "draft", "ticket", "code", "password", "old_password"}
)
NOT_TYPED_PREFIX = "new_password"


def mark_of(user_id: int) -> str:
    return signing.dumps(user_id, salt=SALT)


def kept_at(request: HttpRequest, *, only_typed: bool = False) -> str:
    """Keeps what was sent by a person who is not let in, and answers the page that will give it back.

    Only a form that carries its writer's mark is kept; without one the answer is the page it came from, or nothing
    where that is asked for.
    """
    back = "" if only_typed else page_of_form(request)
    user_id = _typist(request)
    fields = typed_fields(request)
    if user_id is None or not fields:
        return back
    user = person(user_id)
    if user is None:
        return back
    at = trusted.now()
    by = actor_of(user.pk, name=user.name, at=at)
    if request.path == reverse("register"):
        key = drafts.save(fields, key=request.POST.get("draft", ""), heading=heading_of(fields), by=by, at=at)
        return address("register", draft=key, kept=1)
    back = page_of_form(request)
    known = draft_at(by, path=request.path)
    key = drafts.save(
        fields, key=known.key if known else "", heading=heading_of(fields), by=by, at=at, path=request.path
    )
    return f"{back}{'&' if '?' in back else '?'}typed={key}"


def typed_fields(request: HttpRequest) -> dict[str, list[str]]:
    """What a person put into the form, without what the form itself brought; empty when they typed nothing."""
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name not in NOT_TYPED and not name.startswith(NOT_TYPED_PREFIX)
    }
    return fields if any(value.strip() for values in fields.values() for value in values) else {}


def page_of_form(request: HttpRequest) -> str:
    """The page on which the form stood: where it was sent from, if that is ours; else its own address or home."""
    parts = urlsplit(request.headers.get("Referer", ""))
    if parts.netloc == request.get_host() and _is_page(parts.path):
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return request.path if _is_page(request.path) else reverse("home")


def offer_typed(request: HttpRequest, kept: KeptDraft | None) -> None:
    """The page drawn next offers this, to be put back into its form."""
    request.typed = kept  # type: ignore[attr-defined]


def forget_typed(request: HttpRequest) -> None:
    """What was typed for this form is done with."""
    actor = getattr(request, "actor", None)
    if actor is not None and draft_at(actor, path=request.path) is not None:
        drafts.discard_at(request.path, by=actor)


def _typist(request: HttpRequest) -> int | None:
    try:
        user_id = signing.loads(request.POST.get(MARK, ""), salt=SALT, max_age=DAYS * 86_400)
    except signing.BadSignature:
        return None
    return user_id if isinstance(user_id, int) else None


def heading_of(fields: dict[str, list[str]]) -> str:
    names = ("applicant_name", "title", "note", "summary", "reason", "facts", "text")
    texts = [fields[name][0] for name in names if fields.get(name)] or [
        value for values in fields.values() for value in values
    ]
    return next((text.strip() for text in texts if text.strip()), "")[:30]


def _is_page(path: str) -> bool:
    """Whether a GET of the path is answered to people who have signed in."""
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    return "GET" in getattr(view, "methods", ()) and getattr(view, "door", "public") != "public"
