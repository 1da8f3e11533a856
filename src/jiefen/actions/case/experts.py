"""An expert answers from their own page what they alone were asked (row E3)."""

from __future__ import annotations

from collections.abc import Mapping

from jiefen.actions.case.take import carry_out
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.domain.common.errors import Unseen
from jiefen.store.models import Case, ExpertQuestion


@in_one_transaction("answer_as_expert")
def answer_as_expert(command: Command, *, question: int, fields: Mapping[str, str]) -> Answer:
    """Fields opinion, answer. Whoever was not asked finds nothing. Raises Unseen, Invalid, RuleError."""
    mine = ExpertQuestion.objects.filter(
        pk=question, expert__user=command.by.user_id, answered_at=None
    ).first()
    if mine is None:
        raise Unseen("没有这件等您回复的请教。")
    rows = Case.objects.select_for_update(of=("self",)).select_related("holder", "secret")
    reply = {name: fields.get(name, "") for name in ("opinion", "answer")}
    answer = carry_out(
        command, rows.get(pk=mine.case_id), verb="expert_answers", fields=reply | {"question": str(question)}
    )
    return Answer(sentence="已回复，谢谢。", number="", version=answer.version)
