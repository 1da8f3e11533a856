"""A party writes to whoever handles their matter, and is answered; a supervisor is told when nobody answers."""

from __future__ import annotations

from datetime import datetime

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.locked_case import locked_case
from jiefen.actions.common.step import Step
from jiefen.actions.messages.notices import tell
from jiefen.actions.messages.party_messages import tell_party
from jiefen.domain.clocks.warnings import is_quiet
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.common.reading import Reading
from jiefen.domain.common.words import Role
from jiefen.domain.messages.inquiries import MOST_OPEN
from jiefen.store.common import vault
from jiefen.store.common.reference import snapshot
from jiefen.store.inquiries import ANSWER, SAID, left_alone
from jiefen.store.models import Case, Inquiry, Party
from jiefen.store.people.in_office import in_office
from jiefen.store.people.sight import who_sees

LONG = 2_000


@in_one_transaction("ask_handler")
def ask_handler(command: Command, *, case: int, party: int, said: str) -> Answer:
    """From behind the party's own door; theirs alone. Raises Unseen, Invalid, RuleError."""
    locked = locked_case(case)
    reading = Reading({"said": said})
    text = reading.text("said", limit=LONG, label="您要说的话")
    if not text:
        reading.problems.setdefault("said", "请写下您要说的话，一两句也可以。")
    if reading.problems:
        raise Invalid(fields=reading.problems)
    row = Party.objects.select_related("secret").get(pk=party, case=locked)
    if row.inquiries.filter(answered_at=None).count() >= MOST_OPEN:
        raise RuleError(f"您有 {MOST_OPEN} 条留言还没有答复，督办的人已经知道。请打电话催问。")
    sealed = vault.seal(vault.key_of(row.secret), text, place=SAID)
    asked = Inquiry(case_id=row.case_id, party=row, said_sealed=sealed, made_at=command.at)
    Inquiry.objects.bulk_create([asked])
    command.history.add(locked, verb="ask_handler", facts={"party": party, "inquiry": asked.pk}, to={party})
    return Answer(
        sentence="留言收到了，已告诉承办人。答复会写在这里。",
        number=locked.number,
        version=locked.version + 1,
    )


def answer_inquiry(step: Step) -> None:
    """One answer for all that this party has asked until now would hide a question: each has its own."""
    row: Inquiry = step.values["inquiry"]
    sealed = vault.seal(vault.key_of(row.party.secret), step.values["answer"], place=ANSWER)
    Inquiry.objects.filter(pk=row.pk).update(
        answer_sealed=sealed, answered_at=step.command.at, by_id=step.command.by.user_id
    )
    tell_party(
        row.party, event=f"inquiry:{row.pk}", at=step.command.at,
        text="您的留言有答复了，请用查询码和确认码打开“给承办人留言”查看。",
    )  # fmt: skip
    step.facts["inquiry"] = row.pk
    step.to = {row.party_id}
    step.sentence = "已答复，只有留言的人看得到。"


def tell_of_unanswered(*, at: datetime) -> int:
    """Once for each further message that stands without an answer. Answers how many parties nobody answers; none in
    quiet hours."""
    if is_quiet(at, calendar=snapshot().calendar):
        return 0
    waiting = left_alone(now=at)
    for rows in waiting.values():
        case = rows[0].party.case
        text = f"当事人留言 {len(rows)} 条没有人答复，请督促承办单位：{case.title[:80]}"
        tell(_supervisors(case), event=f"unanswered:{rows[-1].pk}", case=case, text=text, at=at)
    return len(waiting)


def _supervisors(case: Case) -> set[int]:
    """Of the holding unit and of those above it, who may see the case; where there is none, its leaders."""
    for role in (Role.SUPERVISOR, Role.LEADER):
        posts = in_office(role).filter(unit__code__in=case.holder.codes_down_to_here)
        people = who_sees(case, people=set(posts.values_list("user_id", flat=True)))
        if people:
            return people
    return set()
