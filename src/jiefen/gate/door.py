"""Closed by default: every view says who may come in, or it does not answer.

`@door("work")` names an action of the permission table that concerns no particular case; `@door("signed_in")` any
person with a session; `@door("public")` anybody. Views of one case ask `case_for` besides.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponseBase
from django.views.decorators.http import require_http_methods

from jiefen.domain.case.permissions import DESK_ACTIONS

OPEN_DOORS = frozenset({"public", "signed_in"})
View = Callable[..., HttpResponseBase]


def door(action: str, *, methods: str = "GET") -> Callable[[View], View]:
    """Declare who may come in, and by which HTTP methods (`GET POST`)."""
    if action not in OPEN_DOORS and action not in DESK_ACTIONS:
        raise ValueError(f"no such door: {action}")

    def wrap(view: View) -> View:
        names = [*methods.split(), "HEAD"] if "GET" in methods else methods.split()

        @require_http_methods(names)
        @wraps(view)
        def inner(*args: object, **kwargs: object) -> HttpResponseBase:
            return view(*args, **kwargs)

        inner.door = action  # type: ignore[attr-defined]
        inner.methods = names  # type: ignore[attr-defined]
        return inner

    return wrap
