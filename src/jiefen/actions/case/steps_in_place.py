"""What is special to the verbs that leave a case where it is: grading, secrecy, risk, pauses, notes."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from jiefen.actions.clocks import clocks
from jiefen.actions.common.hooks import wrong
from jiefen.actions.common.step import Step
from jiefen.domain.case.lifecycle import HANDLING_RULES
from jiefen.domain.clocks.limits import rule
from jiefen.domain.common import moments
from jiefen.domain.common.errors import NotAllowed, RuleError
from jiefen.domain.common.words import Audience, Flag
from jiefen.domain.people.words import ApprovalKind
from jiefen.store.common.reference import snapshot
from jiefen.store.common.scope import can
from jiefen.store.parties import meant

RISK_DAYS = 14  # law.md § 5: a case risk expires after 14 days
WIDTH = {"normal": 0, "family": 1, "minor": 1, "special": 2}  # how narrow the circle is


def grade(step: Step) -> None:
    new = str(step.values["weight"])
    if new == step.case.weight:
        raise wrong("weight", "已经是这个难易程度。")
    step.set(weight=new)
    rules = set(HANDLING_RULES.values())
    clocks.swap(step.case, old=rules, new=HANDLING_RULES[new], at=step.command.at)
    step.clocks_moved = True
    step.sentence = "难易程度已调整，办理期限按新的标准从原起点重新计算。"


def check_classify(step: Step) -> None:
    """Narrowing is anybody's who holds the case; widening again is for the desk, with a second person."""
    wider = WIDTH[step.values["confidentiality"]] < WIDTH[step.case.confidentiality]
    if wider and not can(step.command.by, action="accept", case=step.case):
        raise NotAllowed("降低保密级别要由分流调度员办理。")
    step.waits_for = ApprovalKind.LOWER if wider else None


def classify(step: Step) -> None:
    step.set(confidentiality=str(step.values["confidentiality"]))
    step.audience = Audience.INTERNAL
    step.sentence = "保密级别已调整。"


def assess(step: Step) -> None:
    until = step.command.at + timedelta(days=RISK_DAYS)
    step.set(risk=str(step.values["risk"]))
    step.set_quietly(risk_reason=step.values["reason"], risk_until=until)
    step.audience = Audience.INTERNAL
    step.sentence = f"案件风险已记录，{moments.short_day_in_words(until)}自动失效。"


def suspend(step: Step) -> None:
    clocks.pause(step.case, rule_id=step.values["clock"], reason=step.values["reason"], at=step.command.at)
    step.facts["clock"] = step.values["clock"]
    step.clocks_moved = True
    step.sentence = "计时已暂停；当事人能看到暂停原因。"


def resume(step: Step) -> None:
    clock = clocks.resume(step.case, rule_id=step.values["clock"], at=step.command.at)
    step.facts["clock"] = step.values["clock"]
    step.clocks_moved = True
    when = moments.short_minute_in_words(clock.due) if clock.due else "另行计算"
    step.sentence = f"计时已恢复，新的到期时间是 {when}。"


def note(step: Step) -> None:
    step.audience, step.to = meant(step.case, read_by=step.values["audience"])
    step.sentence = "记录已保存。"


def not_where_violence_is_alleged(step: Step) -> None:
    if Flag.VIOLENCE in step.case.flag_set():
        raise RuleError("本案涉家庭暴力，申请人的话不告诉对方；要告诉什么，由承办人当面和申请人商量。")


def release_claim(step: Step) -> None:
    step.sentence = "对方现在能在自己的页面上看到这段话。"


def extend(step: Step) -> None:
    extended, more = step.values["clock"], step.values["more"]
    clock = clocks.extend(
        step.case, rule_id=extended, more=more, at=step.command.at, by=step.command.by.user_id
    )
    step.facts |= {"clock": extended, "more": more}
    step.clocks_moved = True
    when = moments.iso_minute(clock.due) if clock.due else "恢复计时后另算"
    step.sentence = f"期限已延长，新的到期时间是 {when}；当事人能看到延期和理由。"


def explain_delay(step: Step) -> None:
    step.facts["clock"] = step.values["clock"]
    step.sentence = "已写明，当事人能看到；期限照样算。"


def check_own_clock(step: Step) -> None:
    """What is counted back runs up to a day to come, as a hearing is; all else began on a day that was."""
    day = step.values["since"]
    if not rule(step.values["rule"]).before and day > snapshot().calendar.local(step.command.at).date():
        raise wrong("since", f"起算日 {day} 在今天之后，请核对。")


def own_clock(step: Step) -> None:
    """A right of the party's own: it runs whatever we do, and is shown first."""
    own, since = step.values["rule"], step.values["since"]
    step.stops.add(own)
    step.starts[own] = datetime.combine(since, time(), snapshot().calendar.zone)
    step.facts["clock"] = own
    step.sentence = "已登记，到期前会提醒承办人；当事人在进度页最前面能看到。"
