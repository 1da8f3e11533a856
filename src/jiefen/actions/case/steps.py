"""What is special to the verbs that move a case or what hangs on it. Everything else is the table's."""

from __future__ import annotations

from jiefen.actions.common.assignments import open_co
from jiefen.actions.common.hooks import wrong
from jiefen.actions.common.proceedings import end_running
from jiefen.actions.common.step import Step
from jiefen.domain.clocks.limits import for_track
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.tracks import LINKS
from jiefen.domain.common.words import Elsewhere, Flag, Outcome, ProceedingState, Track
from jiefen.domain.common.words import Tie as TieWord
from jiefen.store.common.insert import insert
from jiefen.store.common.prepared import Param, Prepared, ReadyUpdate
from jiefen.store.common.reference import shown_number
from jiefen.store.models import Assignment, Proceeding, Tie, Unit

ELSEWHERE = (Outcome.WITHDRAWN, Outcome.MERGED, Outcome.UNCONFIRMED)  # outcomes that other verbs give
_SIGN = ReadyUpdate(
    lambda: Assignment.objects.filter(case=Param("case"), lead=True, until__isnull=True),
    person=Param("person"),
    signed_at=Param("at"),
)
_PROCEEDINGS = Prepared(
    lambda: Proceeding.objects.filter(case=Param("case")).order_by("pk").values_list("pk", "track", "state")
)
_END = ReadyUpdate(
    lambda: Proceeding.objects.filter(pk=Param("proceeding")),
    state=str(ProceedingState.FINISHED),
    outcome=Param("outcome"),
    finished_at=Param("at"),
)


def only_downwards(step: Step) -> None:
    """Forwarding goes to a unit below; sideways is a return, so that a matter cannot go round in circles (row B7)."""
    unit: Unit = step.values["unit"]
    if not unit.path.startswith(step.case.holder.path) or unit.pk == step.case.holder_id:
        raise wrong("unit", f"{unit.name}不是本单位的下级，不能批转；应由别的单位承办的，请写明理由退回。")


def bring_co_handlers(step: Step) -> None:
    for unit in step.values.get("co") or ():
        if unit.pk != step.case.holder_id:
            open_co(step, unit)
    if step.row.name == "rule":
        step.set(ruled=True)
    if Flag.PETITION in step.case.flag_set():
        step.starts |= dict.fromkeys(("XF-03", "XF-04"), step.command.at)


def add_co(step: Step) -> None:
    unit = step.values["unit"]
    if unit.pk == step.case.holder_id:
        raise wrong("unit", f"{unit.name}已经是承办单位。")
    if Assignment.objects.filter(case=step.case, unit=unit, lead=False, until__isnull=True).exists():
        raise wrong("unit", f"{unit.name}已经在协办。")
    open_co(step, unit)
    step.sentence = f"已请{unit.name}协办。"


def drop_co(step: Step) -> None:
    unit = step.values["unit"]
    ended = Assignment.objects.filter(case=step.case, unit=unit, lead=False, until__isnull=True)
    if not ended.update(until=step.command.at):
        raise wrong("unit", f"{unit.name}没有在协办。")
    step.sentence = f"{unit.name}的协办已结束。"


def sign(step: Step) -> None:
    """The person who signs is the one who answers from now on."""
    me = step.command.by.user_id
    _SIGN(case=step.case, person=me, at=step.command.at)
    step.set_quietly(handler_id=me)
    step.changes["handler"] = me


def hand_over(step: Step) -> None:
    person = step.values["person"]
    if person.pk == step.case.handler_id:
        raise wrong("person", f"{person.name}已经是承办人。")
    step.hand_to(step.case.holder, how="hand_over", person=person)
    Assignment.objects.filter(case=step.case, lead=True, until__isnull=True).update(signed_at=step.command.at)
    step.sentence = f"承办人已换为{person.name}。"


def end_programmes(step: Step) -> None:
    end_running(step, outcome=Outcome.TERMINATED)


def count_return(step: Step) -> None:
    step.set(returns=step.case.returns + 1)
    end_running(step, outcome=Outcome.TERMINATED)


def decline(step: Step) -> None:
    step.set(outcome=str(Outcome.GUIDED))
    step.set_quietly(ended_at=step.command.at)
    step.sentence = f"已不予受理，并告知当事人可以：{Elsewhere(step.values['elsewhere']).label}。"


def check_merge(step: Step) -> None:
    other = step.values["other"]
    if other.merged_into_id:
        raise wrong("other", f"{shown_number(other.number)} 自己已并入别的案件，请填最终的那一件。")
    if step.case.merged_here.exists():
        raise RuleError("已有别的案件并入本案，请先撤销那次并案。")


def merge(step: Step) -> None:
    other = step.values["other"]
    step.changes |= {"merged_into": other.number, "outcome": str(Outcome.MERGED)}
    step.set_quietly(merged_into=other, outcome=Outcome.MERGED, ended_at=step.command.at)
    _tie(step, kind=TieWord.MERGED)
    step.sentence = f"已并入 {shown_number(other.number)}。并错了可以随时撤销。"


def unmerge(step: Step) -> None:
    Tie.objects.filter(case=step.case, kind=TieWord.MERGED, until__isnull=True).update(until=step.command.at)
    step.changes |= {"merged_into": None, "outcome": ""}
    step.set_quietly(merged_into=None, outcome="", ended_at=None)


def link(step: Step) -> None:
    if Tie.objects.filter(case=step.case, other=step.values["other"], until__isnull=True).exists():
        raise wrong("other", "这两件已经关联。")
    _tie(step, kind=TieWord.RELATED)
    step.sentence = f"已与 {shown_number(step.values['other'].number)} 关联。"


def unlink(step: Step) -> None:
    ended = Tie.objects.filter(
        case=step.case, other=step.values["other"], kind=TieWord.RELATED, until__isnull=True
    )
    if not ended.update(until=step.command.at):
        raise wrong("other", "这两件没有关联。")
    step.sentence = "关联已取消。"


def _tie(step: Step, *, kind: TieWord) -> None:
    tie = Tie(
        case=step.case,
        other=step.values["other"],
        kind=kind,
        reason=step.values["reason"],
        since=step.command.at,
    )
    Tie.objects.bulk_create([tie])


def start(step: Step) -> None:
    track: Track = step.values["track"]
    if any(
        other_track == track and state == ProceedingState.RUNNING
        for _, other_track, state in _PROCEEDINGS.rows(case=step.case)
    ):
        raise wrong("track", f"{track.label}已经在进行中。")
    row = Proceeding(
        case=step.case,
        track=track,
        unit_id=step.case.holder_id,
        person_id=step.command.by.user_id,
        state=ProceedingState.RUNNING,
        note=step.values["note"] or "",
        started_at=step.command.at,
    )
    insert([row])
    step.facts["proceeding"] = row.pk
    step.starts |= dict.fromkeys(for_track(track), step.command.at)
    if track == Track.PETITION:
        step.stops |= {"XF-03", "XF-04"}
    link = LINKS.get(track)
    step.sentence = f"{track.label}已启动。" + (
        f"由{link.receives}接收，移交：{link.handed}。" if link else ""
    )


def finish(step: Step) -> None:
    row: Proceeding = step.values["proceeding"]
    _END(proceeding=row, outcome=step.values["outcome"], at=step.command.at)
    step.stops |= set(for_track(Track(row.track)))
    step.sentence = f"{Track.label_of(row.track)}已结束：{Outcome.label_of(step.values['outcome'])}。"


def check_record(step: Step) -> None:
    if not step.values["outcome"] or step.values["outcome"] in ELSEWHERE:
        raise wrong("outcome", "撤回、并案和改登未获确认有各自的按钮，请另选一个办理结果。")
    states = [state for _, _, state in _PROCEEDINGS.rows(case=step.case)]
    if states.count(ProceedingState.RUNNING) > 1:
        raise RuleError("还有多个程序同时在进行，请先逐个结束，再登记办理结果。")
    if not states:
        raise RuleError("还没有启动任何程序，请先启动（例如人民调解），再登记办理结果。")


def record(step: Step) -> None:
    for proceeding, track, state in _PROCEEDINGS.rows(case=step.case):
        if state == ProceedingState.RUNNING:
            step.stops |= set(for_track(Track(track)))
            _END(proceeding=proceeding, outcome=step.values["outcome"], at=step.command.at)
    if step.values["outcome"] != Outcome.AGREED:
        step.voids.add("RT-02")  # nothing was agreed that a court could confirm
    amount = step.values["amount"]
    step.set(outcome=str(step.values["outcome"]))
    step.changes["amount_agreed"] = None if amount is None else f"{amount:.2f}"
    step.set_quietly(
        amount_agreed=amount, summary=step.values["summary"], recorded_by_id=step.command.by.user_id
    )


def close(step: Step) -> None:
    step.set_quietly(ended_at=step.command.at)
    if Flag.PETITION in step.case.flag_set():
        step.starts["XF-06-ASK"] = step.command.at


def withdraw(step: Step) -> None:
    step.set(outcome=str(Outcome.WITHDRAWN))
    step.set_quietly(ended_at=step.command.at)
    end_running(step, outcome=Outcome.WITHDRAWN)
    end_all_co(step)


def end_all_co(step: Step) -> None:
    Assignment.objects.filter(case=step.case, lead=False, until__isnull=True).update(until=step.command.at)


def reopen(step: Step) -> None:
    unmerge(step)
    step.set(returns=0, ruled=False)
    step.set_quietly(recorded_by=None)
