"""Routing rules: edit, try out on past cases, put in force. Saving asks for a clean trial of the very same text."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.routing.rules import save_rules
from jiefen.domain.common.errors import Invalid, Stale
from jiefen.domain.common.reading import whole_number
from jiefen.domain.routing.rules import RuleTextError
from jiefen.domain.routing.rules_text import plain
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import StaffRequest, deed_of
from jiefen.gate.sending import Refusal, done
from jiefen.reports.routing import rules as report

TRIED = "rules_tried"


class RulesForm(TypedForm):
    text = text_field(
        "规则", long=True, hint="每条规则：id、label、when（条件）、to（单位代码或 place:town）、co（协办）。"
    )
    note = text_field(
        "这次改了什么", required=False, hint="写给以后看历史的人，例如“欠薪案件改由劳动监察主办”。"
    )


@dataclass(frozen=True)
class RulesPage:
    """`dry`: what became of past cases under the text, after a trial. `empty`: units that get nothing for now."""

    form: RulesForm
    version: report.Version | None
    dry: report.Trial | None
    history: list[report.Version]
    empty: list[report.EmptyTarget]


@door("manage_rules", methods="GET POST")
def rules(request: StaffRequest) -> HttpResponse:
    version, text = report.current()
    if request.method == "GET":
        return _page(request, form=RulesForm(initial={"text": _opened(request) or text}), version=version)
    form = RulesForm(request.POST)
    typed = plain(request.POST.get("text", ""))
    number = version.number if version else 0
    if "save" in request.POST:
        if typed == plain(text):
            return HttpResponseRedirect(reverse("rules"))  # the second click of a double one
        return _save(request, form=form, text=typed, version=version)
    request.session.pop(TRIED, None)
    try:
        trial = report.try_out(request.actor, text=typed, now=request.now)
    except RuleTextError as error:
        form.refuse({"text": f"规则里有 {len(error.errors)} 处不对，逐条列在下面。"})
        failed = report.Trial(ran=True, total=0, changed=0, errors=error.errors, rows=())
        return _page(request, form=form, version=version, dry=failed, status=422)
    request.session[TRIED] = _digest(typed, version=number)
    if not trial.total:
        messages.warning(
            request, "写法没有问题；但您的岗位看不到案件，没有样本可以试跑。去向请分流调度员再试跑一次核对。"
        )
    return _page(request, form=form, version=version, dry=trial)


def _save(
    request: StaffRequest, *, form: RulesForm, text: str, version: report.Version | None
) -> HttpResponse:
    number = version.number if version else 0
    tried = request.session.get(TRIED, "")
    if not hmac.compare_digest(tried, _digest(text, version=number)):
        form.refuse({"text": "正文在试跑之后又改过，或还没有试跑。请先“拿过去的案件试跑”，看过结果再启用。"})
        return _page(request, form=form, version=version, status=422)
    with Refusal(form, of=(Invalid, Stale)) as refusal:
        answer = save_rules(
            text=text,
            note=request.POST.get("note", ""),
            seen=number or None,
            **deed_of(request),
        )
        request.session.pop(TRIED, None)
        return done(request, answer, to=reverse("rules"))
    return _page(request, form=form, version=version, status=refusal.status)


def _opened(request: StaffRequest) -> str | None:
    """The text of an older version, to look at or to put in force again."""
    wanted = request.GET.get("version", "")
    text = report.text_of(version) if (version := whole_number(wanted, digits=8)) is not None else None
    if text is not None:
        messages.info(request, f"这是第 {wanted} 版的正文，还没有启用；试跑通过后可以重新启用。")
    return text


def _page(
    request: StaffRequest,
    *,
    form: RulesForm,
    version: report.Version | None,
    dry: report.Trial | None = None,
    status: int = 200,
) -> HttpResponse:
    page = RulesPage(form, version, dry, report.history(), report.empty_targets(now=request.now))
    return render(request, "routing/rules.html", {"page": page}, status=status)


def _digest(text: str, *, version: int) -> str:
    """What was tried: this text against this version in force. The session is kept on the server."""
    return hashlib.sha256(f"{version}\n{text}".encode()).hexdigest()


urlpatterns = [path("rules", rules, name="rules")]
