"""What a party says about a session, about mediating at all, and to a court, from their own page: the same verbs, by nobody's post."""

from __future__ import annotations

from collections.abc import Mapping

from jiefen.actions.case.take import carry_out
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.hooks import wrong
from jiefen.domain.common.errors import RuleError, Unseen
from jiefen.domain.mediation.words import Via
from jiefen.store.models import Case, Invitation, Party
from jiefen.store.withdrawal import why_not_withdrawn

# What a party may say for themselves, and which answers they give; all else of the verb is filled in here.
# What can be taken back at any moment is said by whoever has opened the party's page, also with nothing but a letter.
FREE = {
    "answer_invitation": ("invitation", "coming", "said"),
    "consent": ("asked", "consent", "said"),
    "choose_mediator": ("mediator", "consent"),
    "refuse_mediation": ("said",),
}
# What a court goes by, and what ends the matter, is said behind the party's own door.
BINDING: dict[str, tuple[str, ...]] = {
    "record_choice": ("choice",),
    "join_confirmation": (),
    "withdraw": ("reason",),
}
SAYS = FREE | BINDING


@in_one_transaction("say_by_party")
def say_by_party(
    command: Command, *, case: int, party: int, verb: str, fields: Mapping[str, str], proven: bool
) -> Answer:
    """`case` and `party`: whose page this browser has opened. `proven`: whether their own door is open, too.

    Raises Unseen, Invalid, RuleError.
    """
    if verb not in SAYS:
        raise RuleError("这一步要由工作人员办理。")
    if verb in BINDING and not proven:
        raise RuleError("这一步要用确认码或者您的密码打开以后再办。")
    rows = Case.objects.select_for_update(of=("self",)).select_related("holder", "secret")
    row = rows.filter(pk=case).first()
    who = Party.objects.filter(case=row, pk=party).first() if row else None
    if row is None or who is None:
        raise Unseen("没有找到这个案件，请重新输入查询码。")
    statement = {name: fields.get(name, "") for name in SAYS[verb]}
    mine = Invitation.objects.filter(session__case=row, party=party).values_list("pk", flat=True)
    if verb == "answer_invitation" and statement["invitation"] not in {str(pk) for pk in mine}:
        raise wrong("invitation", "这场调解会没有邀请您，或者已经改期，请刷新页面。")
    if verb == "withdraw":
        statement |= {"said": "本人在网上表示"}
        if why := why_not_withdrawn(row, party=who):
            raise RuleError(why)
    via = Via.PORTAL if proven else Via.CODE
    filled = {"party": str(party), "via": str(via), "side": who.side, "how": "本人在网上表示"}
    answer = carry_out(command, row, verb=verb, fields=statement | filled)
    return Answer(sentence=answer.sentence, number=answer.number, version=answer.version)
