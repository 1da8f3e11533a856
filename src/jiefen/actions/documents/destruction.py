"""Files whose time is over: listed by one person, approved by another, then destroyed (档案法 21, 实施条例 24)."""

from __future__ import annotations

from collections.abc import Sequence

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.documents.kept_files import unlink_unneeded
from jiefen.actions.privacy.erasing import erase_case
from jiefen.domain.case.actor import Actor
from jiefen.domain.case.permissions import DESK_ACTIONS
from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError, Unseen
from jiefen.domain.common.reading import Reading
from jiefen.domain.common.words import Audience
from jiefen.domain.documents.words import ListState
from jiefen.store.common.reference import snapshot
from jiefen.store.documents import why_kept
from jiefen.store.models import (
    Case,
    DestructionItem,
    DestructionList,
    Volume,
)

MOST = 200  # files on one list: somebody has to look at each


@in_one_transaction("propose_destruction")
def propose_destruction(command: Command, *, title: str, volumes: Sequence[int]) -> Answer:
    """Put files on a list for somebody else to approve. Raises NotAllowed, Invalid, RuleError naming the first that stays."""
    command.by.require("propose_destruction")
    reading = Reading({"title": title})
    name = reading.text("title", limit=80, label="清册名称")
    if not name:
        reading.problems.setdefault("title", "请写清册名称，例如“2026 年到期卷宗”。")
    if not volumes:
        reading.problems["volumes"] = "请至少选一卷。"
    if len(volumes) > MOST:
        reading.problems["volumes"] = f"一份清册最多 {MOST} 卷，请分开列。"
    if reading.problems:
        raise Invalid(fields=reading.problems)
    seen = Case.objects.visible_to(command.by)
    rows = list(
        Volume.objects.select_for_update(of=("self",))
        .select_related("case")
        .filter(pk__in=volumes, case__in=seen)
        .order_by("pk")
    )
    if len(rows) != len(set(volumes)):
        raise Unseen("有的卷宗没有找到，或者不在您的职责范围内。")
    _refuse_what_stays(rows, command=command)
    waiting = DestructionItem.objects.filter(
        volume__in=rows, list__state__in=("", ListState.APPROVED)
    ).first()
    if waiting is not None:
        raise RuleError(f"{waiting.volume.number} 已经在另一份清册里。")
    proposal = DestructionList(title=name, made_at=command.at, by_id=command.by.user_id)
    DestructionList.objects.bulk_create([proposal])
    DestructionItem.objects.bulk_create([DestructionItem(list=proposal, volume=row) for row in rows])
    facts = {"list": proposal.pk, "volumes": [row.pk for row in rows]}
    command.history.add_to_stream("system", verb="propose_destruction", facts=facts)
    return Answer(sentence=f"已列入清册，共 {len(rows)} 卷，等领导审批。", more={"list": proposal.pk})


def _refuse_what_stays(rows: Sequence[Volume], *, command: Command) -> None:
    today = snapshot().calendar.local(command.at).date()
    for row in rows:
        if why := why_kept(row, today=today):
            raise RuleError(f"{row.number} 不能销毁：{why}")


@in_one_transaction("settle_destruction")
def settle_destruction(command: Command, *, list_id: int, approve: bool, reason: str) -> Answer:
    """A leader approves or refuses a list, never one of their own. Raises Unseen, NotAllowed, Invalid, RuleError."""
    command.by.require("approve_destruction")
    row = _locked(list_id, state=ListState.PROPOSED)
    if row.by_id == command.by.user_id:
        raise NotAllowed("自己列的清册不能自己审批，请由其他领导审批。")
    volumes = _volumes(row)
    _refuse_elsewhere(volumes, by=command.by, action="approve_destruction")
    text = Reading({"reason": reason}).text("reason", limit=200, label="意见")
    if not text:
        raise Invalid(fields={"reason": "请写鉴定意见：为什么可以（或者不可以）销毁。"})
    if approve:
        _refuse_what_stays(volumes, command=command)
    state = ListState.APPROVED if approve else ListState.REFUSED
    DestructionList.objects.filter(pk=row.pk).update(
        state=state, settled_at=command.at, settled_by_id=command.by.user_id, reason=text
    )
    facts = {"list": row.pk, "state": str(state)}
    command.history.add_to_stream("system", verb="settle_destruction", facts=facts)
    return Answer(sentence=f"{row.title}：{state.label}。")


@in_one_transaction("destroy")
def destroy(command: Command, *, list_id: int) -> Answer:
    """Destroy what an approved list names; refused whole when one of the files must stay after all.

    Files leave the disk before the rows are committed: a stop in between leaves the list approved, and doing it again
    ends it. Raises Unseen, NotAllowed, RuleError.
    """
    command.by.require("propose_destruction")
    row = _locked(list_id, state=ListState.APPROVED)
    volumes = _volumes(row)
    _refuse_elsewhere(volumes, by=command.by, action="propose_destruction")
    _refuse_what_stays(volumes, command=command)
    facts = {"list": row.pk, "approved_by": row.settled_by_id, "volumes": [file.pk for file in volumes]}
    command.history.add_to_stream("system", verb="destroy", facts=facts)
    digests: set[str] = set()
    for volume in volumes:
        digests |= set(volume.case.attachments.values_list("digest", flat=True))
        Volume.objects.filter(pk=volume.pk).update(destroyed_at=command.at)
        command.history.add(
            volume.case, verb="destroy_file", facts={"list": row.pk}, audience=Audience.INTERNAL
        )
        erase_case(volume.case, at=command.at)
    DestructionList.objects.filter(pk=row.pk).update(state=ListState.DONE, done_at=command.at)
    gone = unlink_unneeded(digests)
    return Answer(sentence=f"已销毁 {len(volumes)} 卷、{gone} 个文件；案号、指纹和办理记录留存。")


def _locked(list_id: int, *, state: ListState) -> DestructionList:
    row = DestructionList.objects.select_for_update(of=("self",)).filter(pk=list_id, state=state).first()
    if row is None:
        raise Unseen(f"没有“{state.label}”的这份清册。")
    return row


def _volumes(row: DestructionList) -> list[Volume]:
    cases = Case.objects.select_for_update(of=("self",)).filter(volume__listed__list=row).order_by("pk")
    held = {case.pk: case for case in cases.select_related("secret", "holder")}
    volumes = list(Volume.objects.select_for_update(of=("self",)).filter(listed__list=row).order_by("pk"))
    for volume in volumes:
        volume.case = held[volume.case_id]
    return volumes


def _refuse_elsewhere(volumes: Sequence[Volume], *, by: Actor, action: str) -> None:
    """A list is for posts over every unit whose files are on it."""
    paths = tuple(post.path for post in by.posts if post.role in DESK_ACTIONS[action])
    if not all(volume.case.holder.path.startswith(paths) for volume in volumes):
        raise NotAllowed("清册里有不属于您单位和下级单位的卷宗，请由管得到全部卷宗的人办。")
