"""Where a case is and what comes next: the stepper, the next step, and the buttons a person may press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.case.actor import Actor
from jiefen.domain.case.lifecycle import next_verbs
from jiefen.domain.common.words import Outcome, State
from jiefen.reports.case.availability import Asked, nothing_to_do
from jiefen.reports.common.addresses import address
from jiefen.reports.common.clock_view import ClockView
from jiefen.reports.common.panels import Button
from jiefen.store.agreement_confirmed import unconfirmed
from jiefen.store.models import Case
from jiefen.store.people.able import can_be_signed, why_unheld
from jiefen.store.safety import is_apart

STEPS: tuple[tuple[str, tuple[State, ...]], ...] = (
    ("受理登记", (State.REGISTERED, State.COMPLETING)),
    ("分流指派", (State.ACCEPTED, State.RULING)),
    ("单位签收", (State.ASSIGNED, State.OBJECTING)),
    ("办理", (State.HANDLING,)),
    ("审核", (State.REVIEWING,)),
    ("办结", (State.REVIEWED, State.CLOSED)),
    ("归档", (State.ARCHIVED,)),
)
# These leave the line before its end: the steps between were never taken, and are not shown as if they had been.
CUT_SHORT = {
    Outcome.GUIDED: State.DECLINED,
    Outcome.WITHDRAWN: State.WITHDRAWN,
    Outcome.MERGED: State.MERGED,
}
NEXT = {
    State.REGISTERED: ("受理并指派承办单位", "由分流台在 2 个工作小时内完成。"),
    State.ACCEPTED: ("指派承办单位", "已受理，请选择承办单位。"),
    State.COMPLETING: ("补正登记内容", "补齐后点“补正完成”，案件回到分流台。"),
    State.RULING: ("由中心裁定承办单位", "已被退回两次，裁定后不得再退。"),
    State.ASSIGNED: ("签收", "承办单位在 2 个工作小时内签收；不属于本单位的，写明理由退回（仅一次）。"),
    State.OBJECTING: ("核实管辖异议", "交办方核实后同意或不同意；在此之前仍由提出异议的单位负责。"),
    State.HANDLING: ("办理并登记结果", "启动调解等程序，写办理记录，办完登记结果送审。"),
    State.REVIEWING: ("审核", "由承办人以外的审核人核对结果。"),
    State.REVIEWED: ("办结", "审核已通过，可以办结。"),
    State.CLOSED: ("归档", "核对材料后归档。"),
}
START = ("启动程序", "先启动人民调解等程序，之后才能登记办理结果。调解前要先做安全筛查。")
NO_MEDIATION = ("办好安全事项", "本案不调解。先办“调解与安全”里的安全事项，再启动法律援助、诉讼引导等程序。")


@dataclass(frozen=True)
class StepView:
    label: str
    note: str
    state: str


@dataclass(frozen=True)
class NextStep:
    heading: str
    text: str
    button: Button | None


def buttons_of(
    actor: Actor,
    *,
    case: Case,
    may: frozenset[str],
    clocks: Sequence[ClockView],
    now: datetime,
    tab: str = "",
) -> list[Button]:
    """Every button is a row of the lifecycle table that this person may take from here, and that finds something to do.

    `tab`: those of this tab instead of those at the head of the page.
    """
    own = actor.user_id in (case.handler_id, case.recorded_by_id)
    wanted = [
        row
        for row in next_verbs(case.state)
        if row.button and row.tab == tab and row.name in may and not (row.not_own_work and own)
    ]
    idle = nothing_to_do(Asked(case, actor, clocks, now), verbs={row.name for row in wanted})
    return [
        Button(
            verb=row.name,
            label=row.label,
            tone="primary" if row.name == "start" and "record" in idle else row.tone,
            key=row.key if len(row.key) == 1 else "",
            url=address("case_verb", case.number, row.name),
            needs=tuple(ask.name for ask in row.asks),
        )
        for row in wanted
        if row.name not in idle
    ]


def steps_of(case: Case) -> list[StepView]:
    cut = CUT_SHORT.get(Outcome(case.outcome))
    if cut is not None and case.recorded_by_id is None and case.state in (cut, State.ARCHIVED):
        marks = ("done", "done", "now") if case.state == State.ARCHIVED else ("done", "now", "todo")
        labels = ("受理登记", cut.label, "归档")
        return [StepView(label, "", mark) for label, mark in zip(labels, marks, strict=True)]
    at = next((place for place, (_, states) in enumerate(STEPS) if case.state in states), len(STEPS) - 2)
    return [
        StepView(
            label,
            State.label_of(case.state) if place == at else "",
            "done" if place < at else "now" if place == at else "todo",
        )
        for place, (label, _) in enumerate(STEPS)
    ]


def next_of(case: Case, *, buttons: list[Button], now: datetime) -> NextStep | None:
    if case.state not in NEXT:
        return None
    if lost := _nobody_goes_on(case, buttons=buttons, now=now):
        return lost
    heading, text = NEXT[State(case.state)]
    primary = next((button for button in buttons if button.tone == "primary"), None)
    if primary is not None and primary.verb == "start":
        heading, text = START
    if case.state == State.HANDLING and is_apart(case):
        heading, text = NO_MEDIATION
    if case.state in (State.REVIEWING, State.REVIEWED) and (lacks := unconfirmed(case)):
        text += f"办结前还差当事人自己的话——{'；'.join(lacks)}"
    whose = f"现在由{case.holder.name}{'（' + case.handler.name + '）' if case.handler else ''}负责。"
    return NextStep(heading, text + whose, primary)


def _nobody_goes_on(case: Case, *, buttons: list[Button], now: datetime) -> NextStep | None:
    """What is to be done first where whoever should act cannot."""
    why = why_unheld(case, now=now)
    if why and case.handler:
        button = next((button for button in buttons if button.verb == "hand_over"), None)
        text = f"{case.handler.name}{why}，请审核人或分流调度员换承办人；期限照常计算。"
        return NextStep("换承办人", text, button)
    if case.state == State.ASSIGNED and not can_be_signed(case, now=now):
        button = next((button for button in buttons if button.verb == "take_back"), None)
        text = f"{case.holder.name}现在没有能签收的人，请分流调度员撤回后改派；期限照常计算。"
        return NextStep("改派", text, button)
    return None
