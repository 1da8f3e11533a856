"""A party asks to have their data erased or corrected; a person answers, and a leader may erase what need not be kept.

What the archives law keeps cannot be erased before its time; until then it is stored and used for nothing else
(个人信息保护法 47; 档案法 21).
"""

from __future__ import annotations

from jiefen.actions.clocks import clocks
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.hooks import wrong
from jiefen.actions.common.locked_case import locked_case
from jiefen.actions.common.step import Step
from jiefen.actions.messages.party_messages import tell_party
from jiefen.actions.privacy import erasing
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.common.reading import Reading
from jiefen.domain.common.words import Audience
from jiefen.domain.documents.words import DataAbout, DataResult
from jiefen.domain.people.words import ApprovalKind
from jiefen.store.common import vault
from jiefen.store.common.reference import snapshot
from jiefen.store.documents import why_party_kept
from jiefen.store.models import DataRequest, Party

RULE = "C-DATA"
SAID = 2_000
PLACE = "data_request.said"
LAW = "卷宗要依法保存到期满（《档案法》第21条、《个人信息保护法》第47条）：期满以前只保存，不作别的使用；期满以后按清册销毁。"


@in_one_transaction("ask_erasure")
def ask_erasure(command: Command, *, case: int, party: int, about: str, said: str) -> Answer:
    """From behind the party's own door. One open request at a time. Raises Unseen, Invalid, RuleError."""
    locked = locked_case(case)
    reading = Reading({"about": about, "said": said})
    word = reading.word("about", DataAbout, default=None, label="要办什么")
    text = reading.text("said", limit=SAID, label="哪些内容、为什么")
    if word is None:
        reading.problems.setdefault("about", "请选一项。")
    if not text:
        reading.problems.setdefault("said", "请写明是哪些内容、为什么；更正的，写明对的是什么。")
    if reading.problems:
        raise Invalid(fields=reading.problems)
    row = Party.objects.select_related("secret").get(pk=party, case=locked)
    if row.data_requests.filter(answered_at=None).exists():
        raise RuleError("您已经提过请求，正在办理，请等答复。")
    sealed = vault.seal(vault.key_of(row.secret), text, place=PLACE)
    asked = DataRequest(party=row, about=str(word), said_sealed=sealed, made_at=command.at)
    DataRequest.objects.bulk_create([asked])
    running = clocks.running_on(locked)
    started = [] if RULE in running.rows else clocks.start(running, since={RULE: command.at})
    facts = {"request": asked.pk, "wish": str(word)} | ({"clocks": started} if started else {})
    command.history.add(locked, verb="ask_erasure", facts=facts, audience=Audience.INTERNAL)
    note = LAW if word is DataAbout.ERASE else ""
    return Answer(sentence=f"已收到，15 个工作日内由工作人员答复。{note}", number=locked.number)


def answer_erasure(step: Step) -> None:
    row: DataRequest = step.values["request"]
    result = DataResult(step.values["settled"])
    if result is DataResult.WAITING:
        raise wrong("settled", "请选一个结果。")
    if row.about == DataAbout.ERASE and result is DataResult.DONE and row.party.erased_at is None:
        raise wrong("settled", "信息还在，不能答复“已办”；请领导先删除，或者选别的结果。")
    DataRequest.objects.filter(pk=row.pk).update(
        result=result,
        answer=step.values["answer"],
        answered_at=step.command.at,
        by_id=step.command.by.user_id,
    )
    if not DataRequest.objects.filter(party__case=step.case, answered_at=None).exists():
        step.stops.add(RULE)
    tell_party(
        row.party, event=f"data:{row.pk}", at=step.command.at,
        text="您关于个人信息的请求已经答复，请用查询码和确认码打开“关于我的信息”查看。",
    )  # fmt: skip
    step.facts["request"] = row.pk
    step.audience = Audience.INTERNAL
    step.sentence = f"已答复：{result.label}。"


def only_in_its_time(step: Step) -> None:
    today = snapshot().calendar.local(step.command.at).date()
    if why := why_party_kept(step.case, at=step.command.at, today=today):
        raise RuleError(f"现在不能删除：{why}")
    if step.values["party"].erased_at is not None:
        raise wrong("party", "这一位的信息已经删除。")
    step.waits_for = ApprovalKind.ERASE


def erase(step: Step) -> None:
    party: Party = step.values["party"]
    erasing.erase_party(party, at=step.command.at)
    step.case.refresh_from_db(fields=erasing.CASE_TEXTS)
    step.facts["position"] = party.position
    step.audience = Audience.INTERNAL
    step.sentence = "已删除这一位当事人的信息；其他人的不变，办理记录和指纹留存。"
