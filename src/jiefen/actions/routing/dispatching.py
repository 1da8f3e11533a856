"""A dispatch that is not what the rules put first says why; one that was a slip is taken back, and its entry stays."""

from __future__ import annotations

from jiefen.actions.common.hooks import wrong
from jiefen.actions.common.step import Step
from jiefen.domain.common.errors import RuleError
from jiefen.store.models import Assignment, Clock
from jiefen.store.people.able import can_be_signed
from jiefen.store.routing import candidates, facts_of, nobody_in, standing_lead, why_not_taken_back


def says_why(step: Step) -> None:
    """Another unit than the first proposal needs a reason. Where no rule fits, the desk decides freely."""
    if step.values["reason"]:
        return
    first = candidates(facts_of(step.case), nobody=nobody_in(now=step.command.at), limit=2)[0]
    unit = step.values["unit"]
    if first.rule_id and unit.code != first.unit:
        raise wrong("reason", f"规则首选的不是{unit.name}，请写明为什么改派给它。")


def take_back(step: Step) -> None:
    """Before the case moves. Who was asked to help with it is asked no more; the desk has no more time than it had."""
    case, at = step.case, step.command.at
    if why := why_not_taken_back(case, now=at):
        raise RuleError(why)
    lead = standing_lead(case)
    if lead is not None:
        helpers = Assignment.objects.filter(case=case, lead=False, until__isnull=True)
        helpers.filter(how=lead.how, since=lead.since).update(until=at)
    first = Clock.objects.filter(case=case, rule="C-DISPATCH").order_by("-pk").first()
    slip = first is not None and can_be_signed(case, now=at)
    step.starts["C-DISPATCH"] = first.started_at if first and slip else at
    step.sentence = "指派已撤回，案件回到分流台；撤回的经过留在记录里。"
