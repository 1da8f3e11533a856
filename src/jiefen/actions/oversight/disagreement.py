"""What is special to objections, referrals upwards and joint groups."""

from __future__ import annotations

from jiefen.actions.common.assignments import open_co
from jiefen.actions.common.hooks import wrong
from jiefen.actions.common.proceedings import end_running
from jiefen.actions.common.step import Step
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.words import Audience, Flag, Outcome, State
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Assignment, JointGroup, JointMeeting

MIN_REASON = 20


def petitions_are_objected_to(step: Step) -> None:
    """信访工作条例 23: a petition is returned only after the sender has verified and agreed."""
    if Flag.PETITION in step.case.flag_set():
        raise RuleError("信访事项不能直接退回：请用“提出管辖异议”，经交办方核实同意后才能退回。")


def check_objection(step: Step) -> None:
    if Flag.PETITION not in step.case.flag_set():
        raise RuleError("管辖异议用于信访事项；其他案件不属于本单位的，请写明理由“退回”。")
    if len(step.values["reason"]) < MIN_REASON:
        raise wrong("reason", f"请写详细理由和依据，不少于 {MIN_REASON} 个字。")
    clock = step.case.clocks.filter(rule="XF-04", stopped_at__isnull=True).first()
    if clock is not None and clock.due is not None and clock.due < step.command.at:
        raise RuleError("已超过 5 个工作日的异议期，不能再提异议；确有困难的，请“提请中心协调”。")


def object_to_assignment(step: Step) -> None:
    if step.case.state == State.RULING:
        step.set(returns=step.case.returns + 1)
        step.sentence = "这是第二次异议，已转由中心裁定承办单位。"
    else:
        step.sentence = "异议已提出，等交办方核实；核实期间仍由本单位负责。"


def agree_objection(step: Step) -> None:
    step.set(returns=step.case.returns + 1)


def refuse_objection(step: Step) -> None:
    step.set(returns=step.case.returns + 1)
    step.sentence = "异议不成立，案件仍由原单位签收办理；再有异议由中心裁定。"


def refer_up(step: Step) -> None:
    step.set(returns=step.case.returns + 1)
    end_running(step, outcome=Outcome.TERMINATED)


def escalate(step: Step) -> None:
    end_running(step, outcome=Outcome.TERMINATED)


def check_group(step: Step) -> None:
    if step.case.groups.filter(until__isnull=True).exists():
        raise RuleError("已有一个联合调解组在工作；要增加单位请用“增加协办”。")
    if all(unit.pk == step.case.holder_id for unit in step.values["members"]):
        raise wrong("members", "请至少选一个承办单位以外的参加单位。")


def form_group(step: Step) -> None:
    members = [unit for unit in step.values["members"] if unit.pk != step.case.holder_id]
    group = JointGroup.objects.create(
        case=step.case, lead=step.case.holder, reason=step.values["reason"], since=step.command.at
    )
    group.members.set(members)
    for unit in members:
        open_co(step, unit)
    names = "、".join(unit.name for unit in members)
    step.sentence = f"联合调解组已组建：{step.case.holder.name}牵头，{names}参加。"


def has_group(step: Step) -> None:
    if not step.case.groups.filter(until__isnull=True).exists():
        raise RuleError("还没有联合调解组，请先组建。")
    day = step.values.get("held_on")
    if day is not None and day > snapshot().calendar.local(step.command.at).date():
        raise wrong("held_on", f"会议日期 {day} 在今天之后；会开过再记录。")


def meet(step: Step) -> None:
    group = step.case.groups.get(until__isnull=True)
    names = ("held_on", "present", "minutes", "decision")
    JointMeeting.objects.create(
        group=group,
        by_id=step.command.by.user_id,
        at=step.command.at,
        **{name: step.values[name] for name in names},
    )
    step.audience = Audience.INTERNAL
    step.sentence = "联席会议已记录。"


def end_group(step: Step) -> None:
    """Members stop co-handling, unless they had been asked before or besides."""
    open_groups = JointGroup.objects.filter(case=step.case, until__isnull=True)
    Assignment.objects.filter(case=step.case, lead=False, how="form_group", until__isnull=True).update(
        until=step.command.at
    )
    open_groups.update(until=step.command.at, result=step.values["reason"])
    step.sentence = f"联合调解组已结束，案件由{step.case.holder.name}继续负责。"
