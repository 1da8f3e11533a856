"""Return visits after the end, each on its clock, and going back to those who were dissatisfied."""

from __future__ import annotations

from jiefen.actions.clocks import clocks
from jiefen.actions.common.step import Step
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.words import Flag
from jiefen.domain.oversight.visits import VISITS, visits_after
from jiefen.domain.oversight.words import Content


def plan_visits(step: Step) -> None:
    """Visits run from the closure; those who came to nothing are asked too."""
    for rule in visits_after(step.case.kind, wages=Flag.WAGES in step.case.flag_set()):
        step.starts[rule] = step.command.at


def end_visits(step: Step) -> None:
    step.voids |= {*VISITS, "C-GOBACK"}


def keep_the_visit(step: Step) -> None:
    """One visit meets the planned one that is due first. Nobody reached is no visit; unhappy means going back."""
    content = step.values["content"]
    if content is Content.UNREACHED:
        return
    running = clocks.running_on(step.case).rows
    planned = {rule: running[rule][1] for rule in VISITS if rule in running}
    due = min(
        (rule for rule, at in planned.items() if at),
        key=lambda rule: planned[rule] or step.command.at,
        default="",
    )
    if due:
        step.stops.add(due)
    if content is Content.DISSATISFIED:
        step.starts["C-GOBACK"] = step.command.at


def go_back(step: Step) -> None:
    if "C-GOBACK" not in clocks.running_on(step.case).rows:
        raise RuleError("没有要回头办理的不满意回访。")
    step.sentence = "回头办理已登记，请由没有经办的人再回访一次。"
