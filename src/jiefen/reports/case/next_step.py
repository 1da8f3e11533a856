"""What comes next on a case: the one thing that is really missing, and the way to it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.common.tracks import MEDIATION, suggested
from jiefen.domain.common.words import Flag, State, Track
from jiefen.domain.safety.screening import FRESH
from jiefen.reports.common.addresses import address
from jiefen.reports.common.panels import Button
from jiefen.store.agreement_confirmed import unconfirmed
from jiefen.store.models import Case
from jiefen.store.people.able import can_be_signed, why_unheld
from jiefen.store.safety import is_apart

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
NO_MEDIATION = ("办好安全事项", "本案不调解。先办“调解与安全”里的安全事项，再启动法律援助、诉讼引导等程序。")
SCREEN_FIRST = "调解前要做安全筛查，一方一方分开问，7 天内有效。"
SCREENED = frozenset({"begin_session", "plan_session"})  # and to start what mediates


@dataclass(frozen=True)
class NextStep:
    heading: str
    text: str
    button: Button | None


@dataclass(frozen=True)
class DoFirst:
    """What has to be done before a form can be sent, and where."""

    text: str
    label: str
    url: str


def next_of(case: Case, *, buttons: list[Button], may: Collection[str], now: datetime) -> NextStep | None:
    """`may`: what this person may do on the case."""
    if case.state not in NEXT:
        return None
    if lost := _nobody_goes_on(case, buttons=buttons, now=now):
        return lost
    heading, text = NEXT[State(case.state)]
    primary = next((button for button in buttons if button.tone == "primary"), None)
    whose = f"现在由{case.holder.name}{'（' + case.handler.name + '）' if case.handler else ''}负责。"
    if case.state == State.HANDLING and is_apart(case):
        return NextStep(*_with(NO_MEDIATION, whose), primary)
    if primary is not None and primary.verb == "start":
        return _to_begin(case, button=primary, may=may, whose=whose, now=now)
    if case.state in (State.REVIEWING, State.REVIEWED) and (lacks := unconfirmed(case)):
        text += f"办结前还差当事人自己的话——{'；'.join(lacks)}。"
    return NextStep(heading, text + whose, primary)


def track_for(case: Case) -> Track:
    """The programme that is usual for such a matter in such a unit."""
    petition = Flag.PETITION in case.flag_set()
    return suggested(case.kind, unit_kind=case.holder.kind, petition=petition)


def first_for(case: Case, *, verb: str, now: datetime) -> DoFirst | None:
    """What must be done before this form can be sent; None when nothing stands in its way."""
    mediates = verb in SCREENED or (verb == "start" and track_for(case) in MEDIATION)
    if not mediates or is_apart(case) or _is_screened(case, now=now):
        return None
    return DoFirst(SCREEN_FIRST, "去做安全筛查", address("case_verb", case.number, "screen"))


def _with(step: tuple[str, str], whose: str) -> tuple[str, str]:
    return step[0], step[1] + whose


def _to_begin(case: Case, *, button: Button, may: Collection[str], whose: str, now: datetime) -> NextStep:
    """Nothing has been started yet."""
    first = first_for(case, verb="start", now=now)
    if first is not None:
        screen = (
            Button("screen", "安全筛查", "primary", "", first.url, ("side",)) if "screen" in may else None
        )
        return NextStep("先做安全筛查", first.text + whose, screen)
    track = track_for(case)
    url = address("case_verb", case.number, "start", track=track.value)
    begin = Button("start", f"启动{track.label}", "primary", button.key, url, button.needs)
    return NextStep(
        f"启动{track.label}", f"启动之后才能登记办理结果；不合适的，可以改选别的程序。{whose}", begin
    )


def _is_screened(case: Case, *, now: datetime) -> bool:
    last = case.screenings.order_by("-pk").values_list("at", flat=True).first()
    return last is not None and last >= now - FRESH


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
