"""Correction 纠偏 (row E10): remind, circular, talk, one step at a time; the unit has its say before any finding."""

from __future__ import annotations

from jiefen.actions.common.step import Step
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.words import Audience
from jiefen.domain.oversight.words import CorrectionKind, CorrectionLevel, CorrectionResult
from jiefen.store.models import Case, Correction, CorrectionStep

LADDER = tuple(CorrectionLevel)


def one_at_a_time(step: Step) -> None:
    row = _open(step.case)
    if row is not None:
        label = CorrectionKind.label_of(row.kind)
        raise RuleError(f"本案有一项纠偏（{label}）还没有结论，请先了结，或用“纠偏升级”。")


def correct(step: Step) -> None:
    row = Correction(
        case=step.case,
        unit=step.case.holder,
        kind=str(step.values["issue"]),
        level=CorrectionLevel.REMIND,
        made_at=step.command.at,
    )
    Correction.objects.bulk_create([row])
    _note(step, row, text=step.values["reason"])
    step.sentence = f"已提醒{step.case.holder.name}，请在 3 个工作日内说明；承办单位有权说明不同意见。"


def has_correction(step: Step) -> None:
    row = _open(step.case)
    if row is None:
        raise RuleError("本案没有等待了结的纠偏。")
    if step.row.name == "raise_correction" and row.level == LADDER[-1]:
        raise RuleError("已经约谈，没有更高一级；请作出纠偏结论。")
    if step.row.name == "end_correction" and step.values["found"] == CorrectionResult.WITHDRAWN:
        return  # what turns out untrue is withdrawn at once
    if step.row.name != "reply_correction" and row.replied_at is None and not _reply_overdue(step):
        raise RuleError("承办单位还没有说明，说明的期限也没有到；请听过说明再往下走。")


def reply_correction(step: Step) -> None:
    row = _row(step)
    Correction.objects.filter(pk=row.pk).update(replied_at=step.command.at)
    _note(step, row, text=step.values["reply"])
    step.sentence = "说明已提交，等提出纠偏的一方核实。"


def raise_correction(step: Step) -> None:
    row = _row(step)
    row.level = LADDER[LADDER.index(CorrectionLevel(row.level)) + 1]
    Correction.objects.filter(pk=row.pk).update(level=row.level, replied_at=None)
    step.voids.add("C-REPLY")  # unanswered; the next level has a limit of its own
    _note(step, row, text=step.values["reason"])
    step.sentence = f"已升级为{CorrectionLevel.label_of(row.level)}，承办单位在 3 个工作日内说明。"


def end_correction(step: Step) -> None:
    row, result = _row(step), step.values["found"]
    Correction.objects.filter(pk=row.pk).update(result=str(result), ended_at=step.command.at)
    _note(step, row, text=step.values["reason"])
    step.sentence = f"纠偏已了结：{result.label}。"


def _note(step: Step, row: Correction, *, text: str) -> None:
    by = step.command.by.user_id
    said = CorrectionStep(correction=row, verb=step.row.name, text=text, at=step.command.at, by_id=by)
    CorrectionStep.objects.bulk_create([said])
    step.facts |= {"correction": row.pk, "issue": str(row.kind), "measure": str(row.level)}
    step.audience = Audience.INTERNAL


def _open(case: Case) -> Correction | None:
    return Correction.objects.filter(case=case, ended_at=None).first()


def _row(step: Step) -> Correction:
    return Correction.objects.get(case=step.case, ended_at=None)


def _reply_overdue(step: Step) -> bool:
    clock = step.case.clocks.filter(rule="C-REPLY", stopped_at=None).first()
    return clock is not None and clock.due is not None and clock.due < step.command.at
