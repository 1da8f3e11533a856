"""What becomes of a promise: reported, confirmed by who was to receive it or verified by somebody outside, or defaulted."""

from __future__ import annotations

from datetime import datetime, time

from jiefen.actions.clocks import clocks
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.locked_case import locked_case
from jiefen.actions.common.step import Step
from jiefen.domain.agreement.words import ConfirmAnswer, TermState
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.words import Audience
from jiefen.store.agreement import terms_in_force
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case, Term


def open_terms(case: Case) -> list[Term]:
    """Promises of the agreement in force that have not been settled as performed."""
    return list(terms_in_force(case).exclude(state=TermState.PERFORMED))


def answered(case: Case, *, party: int, term: int, answer: ConfirmAnswer, at: datetime) -> Term:
    """A party's own word on one promise. Who receives settles it; who gives reports it. Raises RuleError."""
    row = next((promise for promise in open_terms(case) if promise.pk == term), None)
    if row is None or party not in (row.giver_id, row.taker_id):
        raise RuleError("这一项现在不用您确认。")
    if party == row.taker_id and answer is ConfirmAnswer.YES:
        _set_state(row, state=TermState.PERFORMED, at=at)
    elif party == row.taker_id:
        _set_state(row, state=TermState.DEFAULTED if _late(row, at=at) else TermState.OPEN, at=None)
    elif answer is ConfirmAnswer.YES and row.state == TermState.OPEN:
        Term.objects.filter(pk=row.pk).update(state=TermState.REPORTED, reported_at=at)
    return row


def report_term(step: Step) -> None:
    row: Term = step.values["term"]
    Term.objects.filter(pk=row.pk).update(
        state=TermState.REPORTED, reported_at=step.command.at, proof=step.values["proof"]
    )
    step.sentence = (
        f"已登记第 {row.position} 项的履行情况，还要{row.taker.name}自己确认，或由没有经办的人核实。"
    )


def verify_term(step: Step) -> None:
    row: Term = step.values["term"]
    _set_state(row, state=TermState.PERFORMED, at=step.command.at)
    left = len(open_terms(step.case))
    step.sentence = f"第 {row.position} 项已核实履行。" + (
        f"还有 {left} 项。" if left else "协议已全部履行。"
    )


def default_term(step: Step) -> None:
    row: Term = step.values["term"]
    if not _late(row, at=step.command.at):
        raise RuleError(f"第 {row.position} 项 {row.due_on} 到期，还没有过期，不能登记为没有履行。")
    _set_state(row, state=TermState.DEFAULTED, at=step.command.at)
    step.sentence = "已登记没有履行。当事人可以申请支付令、起诉，经司法确认的可以申请强制执行。"


def _set_state(row: Term, *, state: TermState, at: datetime | None) -> None:
    Term.objects.filter(pk=row.pk).update(state=state, settled_at=at)


def _late(row: Term, *, at: datetime) -> bool:
    return snapshot().calendar.local(at).date() > row.due_on


@in_one_transaction("fell_due")
def fell_due(command: Command, *, case: int, term: int) -> Answer:
    """A promise's day has come: somebody asks both sides within seven days whether it was kept (law.md § 5, 回访)."""
    locked = locked_case(case)
    row = Term.objects.get(pk=term, agreement__case=locked)
    Term.objects.filter(pk=row.pk).update(fell_due_at=command.at)
    start = datetime.combine(row.due_on, time(), snapshot().calendar.zone)
    started = clocks.start(clocks.running_on(locked), since={"C-VISIT-7": start})
    facts = {"term": row.pk, "due_on": row.due_on.isoformat(), "clocks": started}
    command.history.add(locked, verb="fell_due", facts=facts, audience=Audience.INTERNAL)
    return Answer(sentence="", number=locked.number)
