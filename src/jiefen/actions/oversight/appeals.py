"""A party disagrees, and somebody outside the line answers (row F9); petition review and re-review (信访工作条例 35, 36)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import QuerySet

from jiefen.actions.clocks import clocks
from jiefen.actions.common.asks import Found, chosen
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.hooks import wrong
from jiefen.actions.common.locked_case import locked_case
from jiefen.actions.common.step import Step
from jiefen.actions.messages.notices import tell
from jiefen.domain.case.lifecycle import ENDED
from jiefen.domain.clocks.in_time import in_time
from jiefen.domain.clocks.warnings import is_quiet
from jiefen.domain.common import moments
from jiefen.domain.common.chain import canonical
from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError
from jiefen.domain.common.reading import Reading
from jiefen.domain.common.words import Flag, Outcome, ProceedingState, Role, Track
from jiefen.domain.oversight.words_disagreement import URGENT, AppealAbout, AppealResult, AppealState
from jiefen.store.common.insert import insert
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Appeal, Case, Party, Proceeding, User
from jiefen.store.oversight.independence import insiders
from jiefen.store.people.in_office import in_office, leaders_over
from jiefen.store.people.sight import who_sees

LONG = 5_000
GRANTED = (AppealResult.UPHELD, AppealResult.PARTLY)


@dataclass(frozen=True)
class Stage:
    """Review, then re-review: the limits of asking and of deciding, and the limit of asking for the next."""

    track: Track
    asked_within: str
    decided_within: str
    next_within: str


STAGES = (
    Stage(Track.PETITION_REVIEW, "XF-06-ASK", "XF-06-DECIDE", "XF-07-ASK"),
    Stage(Track.PETITION_REREVIEW, "XF-07-ASK", "XF-07-DECIDE", ""),
)


@in_one_transaction("appeal_by_party")
def appeal_by_party(command: Command, *, case: int, party: int, about: str, said: str) -> Answer:
    """The party's own words, behind their own door. `party`: whose door it is. Raises Unseen, Invalid."""
    locked = locked_case(case)
    who = locked.parties.get(pk=party)
    reading = Reading({"about": about, "said": said})
    word = reading.word("about", AppealAbout, default=None, label="对什么有异议")
    text = reading.text("said", limit=LONG, label="您的意见")
    if word is None and "about" not in reading.problems:
        reading.problems["about"] = "请选一项您有异议的事情。"
    if not text and "said" not in reading.problems:
        reading.problems["said"] = "请写下您不同意的地方，一两句话也可以。"
    if reading.problems:
        raise Invalid(fields=reading.problems)
    running = clocks.running_on(locked)
    about_it = AppealAbout(str(word))
    _refuse_out_of_place(locked, about=about_it)
    sentence = _open(locked, party=who, about=about_it, said=text, via="portal", at=command.at)
    started = clocks.start(running, since=_limits(about_it, since=command.at))
    facts = {"about": str(word), "via": "portal", "party": party, "clocks": started}
    command.history.add(locked, verb="appeal", facts=facts, private=canonical({"said": text}), to={party})
    return Answer(sentence=sentence, number=locked.number, version=locked.version + 1)


def _refuse_out_of_place(case: Case, *, about: AppealAbout) -> None:
    """Two kinds ask for something that comes after the end, and one of them only for petitions."""
    if about in (AppealAbout.REOPEN, AppealAbout.REVIEW) and case.state not in ENDED:
        raise wrong("about", "这件事还在办理，不用请求重新处理。有意见请选别的一项。")
    if about is AppealAbout.REVIEW and Flag.PETITION not in case.flag_set():
        raise wrong("about", "复查、复核只用于信访事项。请选“办完的事请求重新处理”。")


def _limits(about: AppealAbout, *, since: datetime) -> dict[str, datetime]:
    return {"C-APPEAL": since} | ({"C-URGENT": since} if about in URGENT else {})


def _open(case: Case, *, party: Party, about: AppealAbout, said: str, via: str, at: datetime) -> str:
    """One open objection a party: what they add meanwhile is added to it, so that one answer meets all of it."""
    if about in URGENT:
        _tell_leaders(case, about=about, at=at)
    waiting = Appeal.objects.filter(case=case, party=party, answered_at__isnull=True).first()
    if waiting is not None:
        label = AppealAbout.label_of(about)
        when = snapshot().calendar.local(at)
        text = f"{waiting.said}\n\n（{moments.iso_minute(when)} 补充，{label}）{said}"
        Appeal.objects.filter(pk=waiting.pk).update(said=text)
        return "已补充到正在复核的异议里，会一并书面答复。"
    row = Appeal(
        case=case, party=party, about=about, said=said, via=via, state=AppealState.WAITING, made_at=at
    )
    Appeal.objects.bulk_create([row])
    return "异议已收到，将由没有经手过这件事的人复核并书面答复。"


def _tell_leaders(case: Case, *, about: AppealAbout, at: datetime) -> None:
    """Those above the holder who had no hand in the matter; what was said stands on the page, not in the notice."""
    people = {user.pk for user in leaders_over(case)} - insiders(case)
    event = f"urgent:{case.number}:{about}:{moments.utc_key(at)}"
    text = f"当事人提出异议：{about.label}，3 个工作日内答复：{case.title[:80]}"
    tell(who_sees(case, people=people), event=event, case=case, text=text, at=at)


def check_appeal(step: Step) -> None:
    _refuse_out_of_place(step.case, about=step.values["about"])


def appeal(step: Step) -> None:
    values, at = step.values, step.command.at
    about = AppealAbout(values["about"])
    step.sentence = _open(
        step.case, party=values["party"], about=about, said=values["said"], via="window", at=at
    )
    step.starts |= _limits(about, since=at)


def assign_appeal(step: Step) -> None:
    appeal, person = step.values["appeal"], step.values["person"]
    Appeal.objects.filter(pk=appeal.pk).update(
        reviewer=person, assigned_at=step.command.at, state=AppealState.ASSIGNED
    )
    step.to = _whose(appeal)
    step.sentence = f"已请{person.name}复核这件异议。"


def from_outside(step: Step) -> None:
    if step.command.by.user_id in insiders(step.case):
        raise NotAllowed("经手过这件事的人不能复核对它的异议，请由其他人复核。")


def answer_appeal(step: Step) -> None:
    appeal = step.values["appeal"]
    Appeal.objects.filter(pk=appeal.pk).update(
        reviewer_id=step.command.by.user_id,
        state=AppealState.ANSWERED,
        result=str(step.values["result"]),
        answer=step.values["answer"],
        answered_at=step.command.at,
    )
    others = Appeal.objects.filter(case=step.case, answered_at=None).order_by("made_at")
    for about, made_at in reversed(others.values_list("about", "made_at")):
        step.starts |= _limits(
            AppealAbout(about), since=made_at
        )  # another party's objection has its own days left
    step.to = _whose(appeal)
    step.facts["appeal"] = appeal.pk
    step.sentence = f"已书面答复：{step.values['result'].label}。可以打印答复书交给当事人。"
    if appeal.about == AppealAbout.REOPEN and step.values["result"] in GRANTED:
        step.sentence += "请接着“重新打开”，案件就回到分流台。"


def tell_of_granted(*, at: datetime) -> int:
    """A party whose matter is to be taken up again, while nobody has done so: told once each. Answers how many."""
    if is_quiet(at, calendar=snapshot().calendar):
        return 0
    granted = Appeal.objects.filter(about=AppealAbout.REOPEN, result__in=GRANTED, case__state__in=ENDED)
    rows = [row for row in granted.select_related("case__holder", "reviewer") if not _ended_since(row)]
    for row in rows:
        posts = in_office(Role.DISPATCHER).filter(unit__code__in=row.case.holder.codes_down_to_here)
        people = who_sees(row.case, people={*posts.values_list("user_id", flat=True), row.reviewer_id or 0})
        text = f"已同意重新处理，请重新打开：{row.case.title[:80]}"
        tell(people, event=f"granted:{row.pk}", case=row.case, text=text, at=at)
    return len(rows)


def _ended_since(row: Appeal) -> bool:
    """Whether the matter was taken up and has ended once more since the answer."""
    return row.case.entries.filter(verb="reopen", at__gte=row.answered_at).exists()


def _whose(appeal: Appeal) -> set[int]:
    return {appeal.party_id} if appeal.party_id else set()


def check_request(step: Step) -> None:
    if Flag.PETITION not in step.case.flag_set():
        raise RuleError("复查复核用于信访事项；其他案件请登记当事人异议，或重新打开。")
    stage = _stage(step.case)
    if stage is None:
        raise RuleError("已经复核终结：同一事实和理由不再受理信访，当事人仍可依法起诉或申请法律援助。")
    if step.case.proceedings.filter(state=ProceedingState.RUNNING, track=stage.track).exists():
        raise RuleError(f"{stage.track.label}正在进行中，请等意见书作出。")
    day = step.values["received_on"]
    if day > snapshot().calendar.local(step.command.at).date():
        raise wrong("received_on", f"收到日期 {day} 在今天之后，请核对。")
    asked = step.case.clocks.filter(rule=stage.asked_within).order_by("-pk").first()
    last = snapshot().calendar.local(asked.due).date() if asked is not None and asked.due else day
    try:
        kept = in_time(last, received=day, posted=step.values["posted_on"])
    except ValueError as problem:
        raise wrong("posted_on", str(problem)) from problem
    if not kept:
        raise wrong(
            "received_on",
            f"收到时已超过 {last} 的申请期限。期满前交邮的不算过期，请填写邮戳日期；当事人仍可依法起诉或申请法律援助。",
        )


def ask_review(step: Step) -> None:
    stage = _stage(step.case)
    assert stage is not None  # checked before
    person: User = step.values["person"]
    row = Proceeding(
        case=step.case,
        track=stage.track,
        unit_id=step.case.holder_id,
        person_id=person.pk,
        state=ProceedingState.RUNNING,
        note=step.values["said"],
        started_at=step.command.at,
    )
    insert([row])
    received = datetime.combine(step.values["received_on"], time(), snapshot().calendar.zone)
    step.stops.add(stage.asked_within)
    step.starts[stage.decided_within] = received
    step.facts["proceeding"] = row.pk
    if step.values["posted_on"]:
        step.facts["posted_on"] = str(step.values["posted_on"])
    step.sentence = f"{stage.track.label}申请已登记，由{person.name}承办，30 日内作出书面意见。"


def check_decision(step: Step) -> None:
    from_outside(step)
    stage = _stage(step.case)
    if stage is None or not _running(step.case, stage=stage).exists():
        raise RuleError("现在没有正在进行的复查或复核，请先登记申请。")


def decide_review(step: Step) -> None:
    stage = _stage(step.case)
    assert stage is not None  # checked before
    row = _running(step.case, stage=stage).get()
    Proceeding.objects.filter(pk=row.pk).update(
        state=ProceedingState.FINISHED,
        outcome=Outcome.ANSWERED,
        note=f"{row.note}\n\n{step.values['decided'].label}\n{step.values['opinion']}",
        finished_at=step.command.at,
    )
    step.stops.add(stage.decided_within)
    if stage.next_within:
        step.starts[stage.next_within] = step.command.at
    step.facts["proceeding"] = row.pk
    step.sentence = f"{stage.track.label}意见已作出：{step.values['decided'].label}。请打印意见书送达当事人。"


def _running(case: Case, *, stage: Stage) -> QuerySet[Proceeding]:
    return case.proceedings.filter(track=stage.track, state=ProceedingState.RUNNING)


def _stage(case: Case) -> Stage | None:
    """The first stage that has not been decided."""
    done = set(case.proceedings.filter(state=ProceedingState.FINISHED).values_list("track", flat=True))
    return next((stage for stage in STAGES if stage.track not in done), None)


def read_my_appeal(raw: str, command: Command, case: Case) -> Found:
    """An open objection, of which this person was named to be the judge."""
    appeal, problem = chosen("my_appeal", raw, command, case)
    if appeal is not None and appeal.reviewer_id != command.by.user_id:
        return None, "这件异议没有指定给您复核，请先由中心指定复核人。"
    return appeal, problem
