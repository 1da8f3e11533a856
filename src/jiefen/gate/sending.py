"""What becomes of a form that was sent: carried out, it leads on; refused, it comes back with what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Protocol

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from jiefen.actions.common.command import Answer
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.gate.typed_text import forget_typed

Kinds = type[RuleError] | tuple[type[RuleError], ...]


class Refused(Protocol):
    """A form, or a page with several, that puts sentences beside its fields."""

    def refuse(self, fields: Mapping[str, str], *, sentence: str) -> None: ...


class Refusal:
    """Keeps what the rulebook refuses, and puts its sentences into the form, which then is shown once more:

        with Refusal(form) as refusal:
            return done(request, act(…), to=reverse("reception"))
        return render(request, …, status=refusal.status)

    `of`, except `but`: what comes back with the form. Any other refusal becomes a page of its own.
    """

    def __init__(self, form: Refused | None, *, of: Kinds = Invalid, but: Kinds = ()) -> None:
        self.form, self.of, self.but = form, of, but
        self.error: RuleError | None = None

    @property
    def status(self) -> int:
        return self.error.status if self.error else 200

    def __enter__(self) -> Refusal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, self.of) or isinstance(error, self.but):
            return False
        self.error = error
        if self.form is not None:
            self.form.refuse(error.fields, sentence=error.sentence)
        return True


def done(request: HttpRequest, answer: Answer, *, to: str) -> HttpResponse:
    """Say what was done, and go on. What was kept of this form while it was typed is done with."""
    forget_typed(request)
    messages.success(request, answer.sentence)
    return HttpResponseRedirect(to)


def done_or_said(
    request: HttpRequest, act: Callable[[], Answer], *, to: str, but: Kinds = ()
) -> HttpResponse:
    """For a button without a form: what was done and what was refused are both said on the page `to`.

    `but`: what the view answers itself.
    """
    try:
        return done(request, act(), to=to)
    except but:
        raise
    except RuleError as error:
        messages.error(request, "；".join(error.fields.values()) or error.sentence)
        return HttpResponseRedirect(to)
