"""A second person decides what somebody asked for; what is agreed to is done at once, and once, in the name of whoever
asked. A file or a new password goes to whoever asked: they carry it out within a day."""

from __future__ import annotations

import json

from jiefen.actions.case.take import carry_out
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.history import History
from jiefen.actions.people import grants
from jiefen.domain.case.actor import Actor
from jiefen.domain.common import moments
from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError, Unseen
from jiefen.domain.common.reading import Reading
from jiefen.domain.people.powers import AGREED_FOR, CARRIED_OUT_LATER
from jiefen.domain.people.words import ApprovalKind, ApprovalState
from jiefen.store.models import Approval, User
from jiefen.store.people.approvals import deciders
from jiefen.store.people.posts import held_by

ANSWER = 200


@in_one_transaction("decide_approval")
def decide_approval(command: Command, *, approval: int, agree: bool, answer: str) -> Answer:
    """Raises Unseen, NotAllowed for whoever asked, Invalid, and RuleError when it was decided, ran out or cannot be done."""
    row = _waiting(command, approval=approval)
    reading = Reading({"answer": answer})
    text = reading.text("answer", limit=ANSWER, label="意见")
    if not agree and not text:
        reading.problems["answer"] = "请写明为什么不同意，提出的人看得到。"
    if reading.problems:
        raise Invalid(fields=reading.problems)
    later = row.kind in CARRIED_OUT_LATER
    row.decided_by_id, row.decided_at, row.answer = command.by.user_id, command.at, text
    row.state = ApprovalState.REFUSED
    if agree:
        row.state = ApprovalState.AGREED if later else ApprovalState.DONE
        row.until = command.at + AGREED_FOR if later else row.until
        row.done_at = None if later else command.at
    row.save(update_fields=["decided_by", "decided_at", "answer", "state", "until", "done_at"])
    note = {"approval": row.pk, "kind": str(row.kind), "unit": row.unit.code, "agree": agree}
    command.history.add_to_stream("system", verb="decide_approval", facts=note | _whom(row))
    if not agree:
        return _answer(row, sentence="已答复不同意，没有办。")
    if later:
        until = moments.short_minute_in_words(row.until)
        return _answer(row, sentence=f"已同意；{row.asked_by.name}在 {until} 前可以办一次。")
    return _answer(row, sentence=f"已同意并办好：{_carry_out(command, row=row)}")


def _waiting(command: Command, *, approval: int) -> Approval:
    rows = Approval.objects.select_for_update(of=("self",)).select_related(
        "unit", "asked_by", "person", "case"
    )
    row = rows.filter(pk=approval).first()
    if row is None:
        raise Unseen("没有找到这个请求。")
    if command.by.user_id == row.asked_by_id:
        raise NotAllowed("自己提出的不能自己决定，请等第二个人决定。")
    if command.by.user_id not in deciders(row, now=command.at):
        raise Unseen("没有找到这个请求。")
    if row.state != ApprovalState.WAITING:
        raise RuleError(f"这个请求已经决定过：{ApprovalState.label_of(row.state)}。")
    if row.until <= command.at:
        raise RuleError("这个请求已经过期，没有办；还需要的话，请提出的人重新提。")
    return row


def _carry_out(command: Command, *, row: Approval) -> str:
    """In the name of whoever asked, with the posts they hold now. Answers what was done."""
    asker = User.objects.get(pk=row.asked_by_id)
    if not asker.is_active:
        raise RuleError("提出的人账号已停用，不能办；请选不同意。")
    by = Actor(user_id=asker.pk, name=asker.name, posts=held_by(asker.pk), source="approval")
    inner = Command(by=by, at=command.at, history=History(by=by, at=command.at))
    facts = json.loads(row.facts)
    if row.kind == ApprovalKind.GRANT:
        sentence = grants.give_what_was_agreed(inner, row=row, facts=facts)
    else:
        assert row.case is not None
        case = inner.lock(row.case.number, action=facts["verb"])
        fields = facts["fields"] | {"reason": row.reason}
        sentence = carry_out(inner, case, verb=facts["verb"], fields=fields, agreed=row).sentence
    inner.history.write()
    return sentence


def _whom(row: Approval) -> dict[str, int]:
    return {"user": row.person_id} if row.person_id else {}


def _answer(row: Approval, *, sentence: str) -> Answer:
    return Answer(sentence=sentence, more={"approval": row.pk})
