"""Anybody may ask when a limit ends: the values are in the address, so that it can be sent to somebody; nothing is kept.

Whoever comes from asking first brings the limit, the day and their answers along by POST; then nothing is in the address,
and the way back to the result is open.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path

from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import PartyRequest
from jiefen.portal.ask import carried_answers, carried_fields
from jiefen.portal.pages import shell
from jiefen.reports.clocks import calculator as report


class CalculatorForm(TypedForm):
    rule = text_field("哪一项期限", choices=[])
    since = text_field(
        "从哪一天起算",
        date=True,
        hint="收到文书、知道权利受损、受理等当天；当天不计入。开庭前的期限填开庭日期",
    )
    clock = text_field("几点", required=False, hint="只有按小时算的期限用得着，如 09:30")
    paused_from = text_field("暂停开始", required=False, date=True, hint="鉴定、听证等依法不计入的期间")
    paused_until = text_field("暂停结束", required=False, date=True)
    posted = text_field("交邮的日期", required=False, date=True, hint="文书是邮寄的才填；以邮戳为准")
    arrived = text_field("寄到的日期", required=False, date=True)
    more = text_field("延长", required=False, hint="按该期限的单位填数字")

    def __init__(self, typed: QueryDict | None = None) -> None:
        super().__init__(typed)
        self.fields["rule"].widget.choices = [("", "请选择"), *report.choices()]


@dataclass(frozen=True)
class CalculatorPage:
    """`carried`: the answers of asking first, `words` among them what the person wrote; `asked_first`: whether they came from
    there.
    """

    form: CalculatorForm
    found: report.Computed | None
    carried: list[tuple[str, str]]
    words: str
    asked_first: bool


@door("public", methods="GET POST")
def calculator(request: PartyRequest) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    asked = bool(sent.get("since")) or ("rule" in sent and request.method == "GET")
    form = CalculatorForm(sent) if "rule" in sent or "since" in sent else CalculatorForm()
    deadline, problems = report.compute(sent.dict()) if asked else (None, {})
    if problems:
        form.refuse(problems)
    answers = carried_answers(request.POST)
    page = CalculatorPage(
        form,
        deadline,
        carried=carried_fields(answers),
        words="".join(answers.get("words", ())),
        asked_first=request.method == "POST",
    )
    context = {"page": page} | shell(request)
    return render(request, "portal/calculator.html", context, status=422 if problems else 200)


urlpatterns = [path("calculator", calculator, name="calculator")]
