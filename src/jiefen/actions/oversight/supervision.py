"""Supervision 督办: proposed by a late limit, decided by a person, answered by the unit, lifted by somebody else (C5, C8)."""

from __future__ import annotations

from datetime import datetime

from jiefen.actions.common.step import Step
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.words import Audience
from jiefen.domain.oversight.supervision import FROM, LEVELS, STANDING, reaches
from jiefen.domain.oversight.words import SupervisionLevel, SupervisionState
from jiefen.store.models import Case, Supervision, SupervisionStep


def propose(case: Case, *, level: str, rule: str, at: datetime) -> bool:
    """A late limit asks for a level of supervision; a person decides. Answers whether anything was proposed anew."""
    standing = _found(case, *STANDING)
    if standing is not None and reaches(standing.level, level):
        return False
    proposal = _found(case, SupervisionState.PROPOSED)
    if proposal is None:
        fresh = Supervision(case=case, level=level, state=SupervisionState.PROPOSED, rule=rule, made_at=at)
        Supervision.objects.bulk_create([fresh])
        return True
    if reaches(proposal.level, level):
        return False
    return bool(Supervision.objects.filter(pk=proposal.pk).update(level=level, rule=rule))


def goes_up(step: Step) -> None:
    standing = _found(step.case, *STANDING)
    if standing is not None and reaches(standing.level, LEVELS[step.row.name]):
        label = SupervisionLevel.label_of(standing.level)
        raise RuleError(f"本案已经{label}，还没有销号；请等承办单位答复，或提升督办层级。")


def urge(step: Step) -> None:
    row = Supervision(
        case=step.case,
        level=SupervisionLevel.URGE,
        state=SupervisionState.ENDED,
        made_at=step.command.at,
        ended_at=step.command.at,
    )
    Supervision.objects.bulk_create([row])
    _note(step, row, text=step.values["reason"])
    step.audience = Audience.INTERNAL
    step.sentence = f"已催办，{_whose(step.case)}会收到提醒。"


def begin_supervision(step: Step) -> None:
    """Takes up the proposal, where there is one; what stands at a lower level goes over into this one."""
    level, at = LEVELS[step.row.name], step.command.at
    Supervision.objects.filter(case=step.case, state__in=STANDING).update(
        state=SupervisionState.RAISED, ended_at=at
    )
    row = _found(step.case, SupervisionState.PROPOSED) or Supervision(case=step.case, made_at=at)
    row.level, row.state, row.leader = level, SupervisionState.STANDING, step.values.get("person")
    row.save()
    _note(step, row, text=step.values["reason"])
    if level is SupervisionLevel.ORDER:
        step.audience = Audience.INTERNAL
    leader = f"，包案领导{row.leader.name}" if row.leader else ""
    step.sentence = f"已{step.row.label}{leader}，{_whose(step.case)}在 5 个工作日内书面答复。"


def has_supervision(step: Step) -> None:
    states, sentence = FROM[step.row.name]
    if _found(step.case, *states) is None:
        raise RuleError(sentence)


def drop_proposal(step: Step) -> None:
    row = _of(step)
    _end(step, row, state=SupervisionState.DROPPED, text=step.values["reason"])
    step.sentence = "这次督办建议没有采纳，理由已记入历史；再逾期会提出更高一级的建议。"


def answer_supervision(step: Step) -> None:
    row = _of(step)
    Supervision.objects.filter(pk=row.pk).update(state=SupervisionState.ANSWERED)
    _note(step, row, text=step.values["answer"])
    step.audience = Audience.INTERNAL
    step.sentence = "督办已答复，等督办人核实销号。"


def return_answer(step: Step) -> None:
    row = _of(step)
    Supervision.objects.filter(pk=row.pk).update(state=SupervisionState.STANDING)
    _note(step, row, text=step.values["reason"])
    step.audience = Audience.INTERNAL
    step.sentence = "已退回，承办单位重新答复。"


def lift(step: Step) -> None:
    row = _of(step)
    _end(step, row, state=SupervisionState.ENDED, text=step.values["reason"])
    if row.level == SupervisionLevel.ORDER:
        step.audience = Audience.INTERNAL
    step.sentence = "督办已销号。"


def _end(step: Step, row: Supervision, *, state: SupervisionState, text: str) -> None:
    Supervision.objects.filter(pk=row.pk).update(state=state, ended_at=step.command.at)
    _note(step, row, text=text)
    if state is SupervisionState.DROPPED:
        step.audience = Audience.INTERNAL


def _note(step: Step, row: Supervision, *, text: str) -> None:
    by = step.command.by.user_id
    said = SupervisionStep(supervision=row, verb=step.row.name, text=text, at=step.command.at, by_id=by)
    SupervisionStep.objects.bulk_create([said])
    step.facts |= {"supervision": row.pk, "level": str(row.level)}


def _found(case: Case, *states: SupervisionState) -> Supervision | None:
    return Supervision.objects.filter(case=case, state__in=states).first()


def _of(step: Step) -> Supervision:
    """The one that this verb is about; checked to be there."""
    return Supervision.objects.get(case=step.case, state__in=FROM[step.row.name][0])


def _whose(case: Case) -> str:
    return f"{case.holder.name}{'的' + case.handler.name if case.handler else ''}"
