"""Take a verb on a case: one path for every row of the lifecycle table; what is special to a verb is in `verb_parts`."""

from __future__ import annotations

from collections.abc import Mapping

from jiefen.actions.case.lookups import LOOKUPS
from jiefen.actions.case.verb_parts import PARTS
from jiefen.actions.clocks import clocks
from jiefen.actions.common import asks
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.step import Step
from jiefen.actions.documents import scans
from jiefen.actions.people.approvals import ask_second_person, named_in_history
from jiefen.domain.case.lifecycle import HANDLING_RULES, Verb, clock_rule, landing, permit
from jiefen.domain.common.chain import canonical
from jiefen.domain.common.errors import NotAllowed, RuleError
from jiefen.domain.common.words import Audience, ClockEnd, PartySide, Readers, State
from jiefen.domain.people.words import ApprovalKind
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Approval, Case, Party
from jiefen.store.parties import of_side

HANDLING = frozenset(HANDLING_RULES.values())


@in_one_transaction("take", before=scans.read_codes)
def take(
    command: Command,
    *,
    verb: str,
    number: str,
    fields: Mapping[str, str],
    seen: int | None = None,
    made: tuple[str, ...] = (),
) -> Answer:
    """Do `verb` on the case. `fields`: typed texts by the names the verb asks for; `seen`: version looked at;
    `made`: codes in the scan that was chosen.

    Raises Unseen, NotAllowed, Stale, Invalid, RuleError.
    """
    case = command.lock(number, action=verb, seen=seen)
    return carry_out(command, case, verb=verb, fields=fields, codes=made)


def carry_out(
    command: Command,
    case: Case,
    *,
    verb: str,
    fields: Mapping[str, str],
    codes: tuple[str, ...] = (),
    agreed: Approval | None = None,
) -> Answer:
    """The verb on a locked case, for somebody who may: a post, or a party from their own page. `agreed`: what a second
    person has agreed to, for a verb that waits for one."""
    row = permit(verb, state=case.state, ruled=case.ruled)
    _refuse_own_work(row, case=case, command=command)
    values = asks.read(row, fields=fields, command=command, case=case, lookups=LOOKUPS)
    step = Step(command=command, case=case, row=row, values=values, codes=codes)
    parts = PARTS[verb]
    for part in parts.before:
        part(step)
    if step.waits_for and agreed is None:
        return _ask_second_person(step, kind=step.waits_for, fields=fields)
    if agreed is not None:
        step.facts |= named_in_history(agreed)
    _move(step)
    for part in parts.after:
        part(step)
    _keep_clocks(step)
    _save(step)
    where = State.label_of(case.state)
    sentence = step.sentence or f"已{row.label}，案件现在是“{where}”，由{case.holder.name}负责。"
    return Answer(sentence=sentence, number=case.number, version=case.version + 1, more=step.more)


def _ask_second_person(step: Step, *, kind: ApprovalKind, fields: Mapping[str, str]) -> Answer:
    """What is to be done, by codes; the reason stands beside it."""
    kept = {ask.name: fields[ask.name] for ask in step.row.asks if ask.name in fields}
    reason = kept.pop("reason", "")
    facts = {"verb": step.row.name, "fields": kept}
    return ask_second_person(
        step.command, kind=kind, unit=step.case.holder, case=step.case, facts=facts, reason=reason
    )


def _refuse_own_work(row: Verb, *, case: Case, command: Command) -> None:
    """A handler never certifies their own success (red line)."""
    if row.not_own_work and command.by.user_id in (case.handler_id, case.recorded_by_id):
        raise NotAllowed(f"自己办的案件不能自己“{row.label}”，请由其他人办理。")


def _move(step: Step) -> None:
    """State and holder, as the row says."""
    case, row = step.case, step.row
    goal = landing(row, returns=case.returns)
    if goal is not None:
        step.set(state=str(goal))
    if row.hands == "desk" or goal == State.RULING:
        step.hand_to(snapshot().desk, how=row.name)
    elif row.hands == "origin":
        step.hand_to(case.origin, how=row.name)
    elif row.hands == "unit":
        unit = step.values["unit"]
        if unit.pk == case.holder_id and row.name != "dispatch":
            raise RuleError(f"案件已经在{unit.name}，请选择另一个单位。")
        step.hand_to(unit, how=row.name)


def _keep_clocks(step: Step) -> None:
    case, row, at = step.case, step.row, step.command.at
    stops = HANDLING.union(row.stops) if "C-HANDLE" in row.stops else set(row.stops)
    ruling = case.state == State.RULING and "state" in step.changes
    void = row.voids or ruling or (row.hands == "desk" and case.state == State.REGISTERED)
    touched = stops | step.stops | step.voids | set(row.starts) | set(step.starts)
    if not (touched or void or step.clocks_moved):
        return
    running = clocks.running_on(case)
    met = clocks.stop(running, rules=stops if void else stops | step.stops, at=at, ended=ClockEnd.MET)
    if void:
        clocks.stop(running, rules=None, at=at, ended=ClockEnd.VOID)
    clocks.stop(running, rules=step.voids, at=at, ended=ClockEnd.VOID)
    rules = ("C-DISPATCH",) if ruling else row.starts
    since = {clock_rule(rule, weight=case.weight): at for rule in rules} | step.starts
    started = clocks.start(running, since=since, proceeding=step.facts.get("proceeding"))
    step.set_quietly(next_due=clocks.next_due(running))
    step.facts |= {name: rules for name, rules in (("met", met), ("clocks", started)) if rules}


def _save(step: Step) -> None:
    words = asks.free_text(step.row, values=step.values)
    step.command.history.add(
        step.case,
        verb=step.row.name,
        changes=step.changes,
        facts=asks.in_words(step.values) | step.facts,
        private=canonical(words) if words else "",
        audience=step.audience,
        to=_readers(step),
        touched=step.touched,
    )


def _readers(step: Step) -> set[int] | None:
    """Ids of the parties for whom the entry is; None: all of the step's audience."""
    if step.audience is Audience.INTERNAL or step.to is not None:
        return step.to
    if step.row.readers is Readers.ALL:
        return None
    if step.row.readers is Readers.APPLICANTS:
        return of_side(step.case, side=PartySide.APPLICANT)
    party: Party | None = step.values["party"]
    return {party.pk} if party else set()
