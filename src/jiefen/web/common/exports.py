"""A file of rows on its way out: handed over, or, when there are many, asked for with a reason on the same address."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jiefen.actions.documents.exports import Export, ask_export, may_leave
from jiefen.domain.common.errors import RuleError
from jiefen.domain.people.powers import MANY
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import StaffRequest, deed_of
from jiefen.gate.sending import Refusal, done
from jiefen.web.common.verb_page import VerbPage

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export_file(
    request: StaffRequest,
    export: Export,
    *,
    content: bytes | str,
    name: str,
    back_url: str,
    media_type: str = XLSX,
) -> HttpResponse:
    form = TypedForm(request.POST or None)
    form.fields["reason"] = text_field("用途和理由", hint="写给决定的人看：做什么用、给谁、用完怎么处理。")
    refusal = Refusal(form, of=RuleError)
    if request.method == "POST":
        with refusal:
            answer = ask_export(export=export, reason=request.POST.get("reason", ""), **deed_of(request))
            return done(request, answer, to=reverse("approval", args=[answer.more["approval"]]))
    elif may_leave(export, by=request.actor, at=request.now):
        response = HttpResponse(content, content_type=media_type)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    page = VerbPage(
        label=f"导出{export.what.label}",
        text=f"这个文件有 {export.rows} 行。一天里导出合计超过 {MANY} 行的，要由第二个人同意；"
        "同意以后，您在 24 小时内可以从“双人复核”下载。",
        submit="请第二个人同意",
        form=form,
        back_url=back_url,
    )
    return render(request, "case/verb.html", {"page": page}, status=refusal.status)
