"""What is special to a verb: checks before the case moves, effects after. Everything else is the table's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from jiefen.actions import clocks
from jiefen.actions.step import Step
from jiefen.domain.errors import Invalid, NotAllowed, RuleError
from jiefen.domain.lifecycle import HANDLING_RULES
from jiefen.domain.words import Audience, Elsewhere, Outcome, ProceedingState, Track
from jiefen.domain.words import Tie as TieWord
from jiefen.store.models import Assignment, Proceeding, Tie, Unit

RISK_DAYS = 14  # law.md § 5: a case risk expires after 14 days
WIDTH = {"normal": 0, "family": 1, "minor": 1, "special": 2}  # how narrow the circle is
Part = Callable[[Step], None]
CHECKS: dict[str, Part] = {}
EFFECTS: dict[str, Part] = {}


def check(*names: str) -> Callable[[Part], Part]:
    """Run before the case moves."""
    return lambda part: _listed(CHECKS, names=names, part=part)


def effect(*names: str) -> Callable[[Part], Part]:
    """Run after the case has moved."""
    return lambda part: _listed(EFFECTS, names=names, part=part)


def _listed(where: dict[str, Part], *, names: tuple[str, ...], part: Part) -> Part:
    where.update(dict.fromkeys(names, part))
    return part


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid("有 1 处需要修改", fields={field: sentence})


@check("forward")
def _only_downwards(step: Step) -> None:
    """Forwarding goes to a unit below; sideways is a return, so that a matter cannot go round in circles (row B7)."""
    unit: Unit = step.values["unit"]
    if not unit.path.startswith(step.case.holder.path) or unit.pk == step.case.holder_id:
        raise _wrong("unit", f"{unit.name}不是本单位的下级，不能批转；应由别的单位承办的，请写明理由退回。")


@effect("dispatch", "rule")
def _bring_co_handlers(step: Step) -> None:
    for unit in step.values.get("co") or ():
        if unit.pk != step.case.holder_id:
            _open_co(step, unit)
    if step.row.name == "rule":
        step.set(ruled=True)


@effect("add_co")
def _add_co(step: Step) -> None:
    unit = step.values["unit"]
    if unit.pk == step.case.holder_id:
        raise _wrong("unit", f"{unit.name}已经是承办单位。")
    if Assignment.objects.filter(case=step.case, unit=unit, lead=False, until__isnull=True).exists():
        raise _wrong("unit", f"{unit.name}已经在协办。")
    _open_co(step, unit)
    step.sentence = f"已请{unit.name}协办。"


def _open_co(step: Step, unit: Unit) -> None:
    Assignment.objects.filter(case=step.case, unit=unit, lead=False, until__isnull=True).update(
        until=step.work.at
    )
    Assignment.objects.bulk_create(
        [Assignment(case=step.case, unit=unit, lead=False, how=step.row.name, since=step.work.at)]
    )


@effect("drop_co")
def _drop_co(step: Step) -> None:
    unit = step.values["unit"]
    ended = Assignment.objects.filter(case=step.case, unit=unit, lead=False, until__isnull=True)
    if not ended.update(until=step.work.at):
        raise _wrong("unit", f"{unit.name}没有在协办。")
    step.sentence = f"{unit.name}的协办已结束。"


@effect("sign")
def _sign(step: Step) -> None:
    """The person who signs is the one who answers from now on."""
    me = step.work.by.user_id
    Assignment.objects.filter(case=step.case, lead=True, until__isnull=True).update(
        person_id=me, signed_at=step.work.at
    )
    step.set_quietly(handler_id=me)
    step.changes["handler"] = me


@effect("hand_over")
def _hand_over(step: Step) -> None:
    person = step.values["person"]
    if person.pk == step.case.handler_id:
        raise _wrong("person", f"{person.name}已经是承办人。")
    step.hand_to(step.case.holder, how="hand_over", person=person)
    Assignment.objects.filter(case=step.case, lead=True, until__isnull=True).update(signed_at=step.work.at)
    step.sentence = f"承办人已换为{person.name}。"


@effect("return")
def _count_return(step: Step) -> None:
    step.set(returns=step.case.returns + 1)


@effect("decline")
def _decline(step: Step) -> None:
    step.set(outcome=str(Outcome.GUIDED))
    step.set_quietly(ended_at=step.work.at)
    step.sentence = f"已不予受理，并告知当事人可以：{Elsewhere(step.values['elsewhere']).label}。"


@check("merge")
def _check_merge(step: Step) -> None:
    other = step.values["other"]
    if other.merged_into_id:
        raise _wrong("other", f"{other.number} 自己已并入别的案件，请填最终的那一件。")
    if step.case.merged_here.exists():
        raise RuleError("已有别的案件并入本案，请先撤销那次并案。")


@effect("merge")
def _merge(step: Step) -> None:
    other = step.values["other"]
    step.changes |= {"merged_into": other.number, "outcome": str(Outcome.MERGED)}
    step.set_quietly(merged_into=other, outcome=Outcome.MERGED, ended_at=step.work.at)
    _tie(step, kind=TieWord.MERGED)
    step.sentence = f"已并入 {other.number}。并错了可以随时撤销。"


@effect("unmerge")
def _unmerge(step: Step) -> None:
    Tie.objects.filter(case=step.case, kind=TieWord.MERGED, until__isnull=True).update(until=step.work.at)
    step.changes |= {"merged_into": None, "outcome": ""}
    step.set_quietly(merged_into=None, outcome="", ended_at=None)


@effect("link")
def _link(step: Step) -> None:
    if Tie.objects.filter(case=step.case, other=step.values["other"], until__isnull=True).exists():
        raise _wrong("other", "这两件已经关联。")
    _tie(step, kind=TieWord.RELATED)
    step.sentence = f"已与 {step.values['other'].number} 关联。"


@effect("unlink")
def _unlink(step: Step) -> None:
    ended = Tie.objects.filter(
        case=step.case, other=step.values["other"], kind=TieWord.RELATED, until__isnull=True
    )
    if not ended.update(until=step.work.at):
        raise _wrong("other", "这两件没有关联。")
    step.sentence = "关联已取消。"


def _tie(step: Step, *, kind: TieWord) -> None:
    tie = Tie(
        case=step.case,
        other=step.values["other"],
        kind=kind,
        reason=step.values["reason"],
        since=step.work.at,
    )
    Tie.objects.bulk_create([tie])


@effect("start")
def _start(step: Step) -> None:
    track = Track(step.values["track"])
    if step.case.proceedings.filter(track=track, state=ProceedingState.RUNNING).exists():
        raise _wrong("track", f"{track.label}已经在进行中。")
    row = Proceeding(
        case=step.case,
        track=track,
        unit_id=step.case.holder_id,
        person_id=step.work.by.user_id,
        state=ProceedingState.RUNNING,
        note=step.values["note"] or "",
        started_at=step.work.at,
    )
    Proceeding.objects.bulk_create([row])
    step.facts["proceeding"] = row.pk
    step.sentence = f"{track.label}已启动。"


@effect("finish")
def _finish(step: Step) -> None:
    row: Proceeding = step.values["proceeding"]
    _end(row, step=step, outcome=step.values["outcome"])
    step.sentence = f"{Track.label_of(row.track)}已结束：{Outcome.label_of(step.values['outcome'])}。"


def _end(row: Proceeding, *, step: Step, outcome: str) -> None:
    Proceeding.objects.filter(pk=row.pk).update(
        state=ProceedingState.FINISHED, outcome=outcome, finished_at=step.work.at
    )


@check("record")
def _check_record(step: Step) -> None:
    if not step.values["outcome"] or step.values["outcome"] in (Outcome.WITHDRAWN, Outcome.MERGED):
        raise _wrong("outcome", "撤回和并案有各自的按钮，请另选一个办理结果。")
    if step.case.proceedings.filter(state=ProceedingState.RUNNING).count() > 1:
        raise RuleError("还有多个程序同时在进行，请先逐个结束，再登记办理结果。")
    if not step.case.proceedings.exists():
        raise RuleError("还没有启动任何程序，请先启动（例如人民调解），再登记办理结果。")


@effect("record")
def _record(step: Step) -> None:
    running = step.case.proceedings.filter(state=ProceedingState.RUNNING).first()
    if running is not None:
        _end(running, step=step, outcome=step.values["outcome"])
    amount = step.values["amount"]
    step.set(outcome=str(step.values["outcome"]))
    step.changes["amount_agreed"] = None if amount is None else f"{amount:.2f}"
    step.set_quietly(
        amount_agreed=amount, summary=step.values["summary"], recorded_by_id=step.work.by.user_id
    )


@effect("close")
def _close(step: Step) -> None:
    step.set_quietly(ended_at=step.work.at)


@effect("withdraw")
def _withdraw(step: Step) -> None:
    step.set(outcome=str(Outcome.WITHDRAWN))
    step.set_quietly(ended_at=step.work.at)
    _end_all_co(step)


@effect("archive")
def _end_all_co(step: Step) -> None:
    Assignment.objects.filter(case=step.case, lead=False, until__isnull=True).update(until=step.work.at)


@effect("reopen")
def _reopen(step: Step) -> None:
    _unmerge(step)
    step.set(returns=0, ruled=False)
    step.set_quietly(recorded_by=None)


@effect("grade")
def _grade(step: Step) -> None:
    new = str(step.values["weight"])
    if new == step.case.weight:
        raise _wrong("weight", "已经是这个难易程度。")
    step.set(weight=new)
    rules = set(HANDLING_RULES.values())
    clocks.swap(step.case, old=rules, new=HANDLING_RULES[new], at=step.work.at)
    step.clocks_moved = True
    step.sentence = "难易程度已调整，办理期限按新的标准从原起点重新计算。"


@check("classify")
def _check_classify(step: Step) -> None:
    """Narrowing is anybody's who holds the case; widening again is for the desk alone."""
    wider = WIDTH[step.values["confidentiality"]] < WIDTH[step.case.confidentiality]
    if wider and "dispatcher" not in step.work.by.roles:
        raise NotAllowed("降低保密级别要由分流调度员办理。")


@effect("classify")
def _classify(step: Step) -> None:
    step.set(confidentiality=str(step.values["confidentiality"]))
    step.audience = Audience.INTERNAL
    step.sentence = "保密级别已调整。"


@effect("assess")
def _assess(step: Step) -> None:
    until = step.work.at + timedelta(days=RISK_DAYS)
    step.set(risk=str(step.values["risk"]))
    step.set_quietly(risk_reason=step.values["reason"], risk_until=until)
    step.audience = Audience.INTERNAL
    step.sentence = f"案件风险已记录，{until:%m 月 %d 日}自动失效。"


@effect("suspend")
def _suspend(step: Step) -> None:
    clocks.pause(step.case, rule_id=step.values["clock"], reason=step.values["reason"], at=step.work.at)
    step.facts["clock"] = step.values["clock"]
    step.clocks_moved = True
    step.sentence = "计时已暂停；当事人能看到暂停原因。"


@effect("resume")
def _resume(step: Step) -> None:
    clock = clocks.resume(step.case, rule_id=step.values["clock"], at=step.work.at)
    step.facts["clock"] = step.values["clock"]
    step.clocks_moved = True
    when = f"{clock.due.astimezone():%m 月 %d 日 %H:%M}" if clock.due else "另行计算"
    step.sentence = f"计时已恢复，新的到期时间是 {when}。"


@effect("note")
def _note(step: Step) -> None:
    step.audience = Audience(step.values["audience"])
    step.sentence = "记录已保存。"
