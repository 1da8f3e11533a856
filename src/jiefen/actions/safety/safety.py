"""Screening before mediation, the duties that follow, the victim's note, safe contact (mission row F5)."""

from __future__ import annotations

from datetime import datetime, timedelta

from jiefen.actions.common.case_texts import joined
from jiefen.actions.common.hooks import wrong
from jiefen.actions.common.proceedings import end_running
from jiefen.actions.common.step import Step
from jiefen.actions.mediation.recusal import call_off
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.tracks import MEDIATION
from jiefen.domain.common.words import Audience, Confidentiality, Outcome
from jiefen.domain.intake.registration import narrowest
from jiefen.domain.mediation.words import SessionMode, SessionResult
from jiefen.domain.safety.screening import DUTIES, FLAGS, FRESH, OTHER_WAYS, QUESTIONS
from jiefen.domain.safety.words import DutyEnd, DutyKind, Stance, Told
from jiefen.store.common.reference import snapshot
from jiefen.store.models import CareNote, Duty, MediationSession, Party, SafeContact, Screening
from jiefen.store.safety import Contact, seal_contact, seal_note, seal_seen, stand_of

_FILED = {DutyEnd.FILED: "DV-01-COURT", DutyEnd.URGENT: "DV-01-URGENT"}


def safe_to_mediate(step: Step) -> None:
    """No mediation without a fresh screening, none where somebody's safety forbids it, and apart where it must be.

    That a session came to nothing may always be written down.
    """
    values, verb = step.values, step.row.name
    if (verb == "start" and values["track"] not in MEDIATION) or values.get("talk") is SessionResult.PARTED:
        return
    stand = stand_of(step.case)
    if stand.stance is Stance.NONE:
        raise RuleError("".join(stand.reasons) + OTHER_WAYS)
    last = step.case.screenings.order_by("-pk").values_list("at", flat=True).first()
    if verb == "hold_session":
        if last is None or last < _day_before(min(values["session"].begins_at, step.command.at)):
            raise RuleError("调解会当天或者前一天要做安全筛查，请先点“安全筛查”，一方一方分开问。")
    elif last is None or last < step.command.at - FRESH:
        raise RuleError("调解前要做安全筛查，7 天内有效。请先点“安全筛查”，一方一方分开问。")
    if stand.stance is Stance.SEPARATE and values.get("mode", SessionMode.SEPARATE) != SessionMode.SEPARATE:
        raise wrong("mode", "".join(stand.reasons))


def _day_before(begins: datetime) -> datetime:
    today = snapshot().calendar.local(begins).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=1)


def has_this_side(step: Step) -> None:
    if not step.case.parties.filter(side=str(step.values["side"])).exists():
        raise wrong("side", "本案没有登记这一方。")


def screen(step: Step) -> None:
    values, case, at = step.values, step.case, step.command.at
    before = set(stand_of(case).due)
    row = Screening(
        case=case,
        side=str(values["side"]),
        **{name: str(values[name]) for name in QUESTIONS},
        seen_sealed=seal_seen(case, values["seen"] or ""),
        at=at,
        by_id=step.command.by.user_id,
    )
    Screening.objects.bulk_create([row])
    _mark(step)
    stand = stand_of(case)
    fresh = _open_duties(step, due=stand.due, before=before)
    if stand.stance is Stance.NONE:
        end_running(step, outcome=Outcome.TERMINATED, tracks=MEDIATION)
        planned = MediationSession.objects.filter(case=case, ended_at=None, begins_at__gt=at)
        call_off(step, sessions=list(planned.values_list("pk", flat=True)))
    step.facts["stance"] = str(stand.stance)
    step.audience = Audience.INTERNAL
    tasks = f"请马上办：{'、'.join(kind.label for kind in fresh)}。" if fresh else ""
    step.sentence = f"筛查已记录：{stand.stance.label}。{tasks}"


def _mark(step: Step) -> None:
    """What the matter turns out to be is flagged, and narrows the circle as a registration would have."""
    case = step.case
    flags = case.flag_set() | {str(flag) for name, flag in FLAGS.items() if step.values[name] == Told.YES}
    level = narrowest(Confidentiality(case.confidentiality), flags=set(flags))
    if flags != case.flag_set():
        step.set(flags=joined(frozenset(flags)))
    if level != case.confidentiality:
        step.set(confidentiality=str(level))


def _open_duties(step: Step, *, due: tuple[DutyKind, ...], before: set[DutyKind]) -> list[DutyKind]:
    """What was not due before, or was never opened; what is open already stays as it is."""
    known = dict(Duty.objects.filter(case=step.case).order_by("pk").values_list("kind", "done_at"))
    fresh = [kind for kind in due if kind not in known or (kind not in before and known[kind] is not None)]
    for kind in fresh:
        _open_duty(step, kind, limit=DUTIES[kind].limit)
    return fresh


def _open_duty(step: Step, kind: DutyKind, *, limit: str) -> None:
    Duty.objects.bulk_create([Duty(case=step.case, kind=kind, made_at=step.command.at)])
    step.starts[limit] = step.command.at


def ends_so(step: Step) -> None:
    duty, end = step.values["duty"], step.values["done"]
    ends = DUTIES[DutyKind(duty.kind)].ends
    if end not in ends:
        allowed = "、".join(ending.label for ending in ends)
        raise wrong("done", f"“{DutyKind.label_of(duty.kind)}”只能登记为：{allowed}。")


def do_duty(step: Step) -> None:
    duty, end, at = step.values["duty"], step.values["done"], step.command.at
    Duty.objects.filter(pk=duty.pk).update(
        done_at=at, ended=str(end), how=step.values["how"], by_id=step.command.by.user_id
    )
    left = set(Duty.objects.filter(case=step.case, done_at=None).values_list("kind", flat=True))
    limits = {DUTIES[DutyKind(kind)].limit for kind in left}
    step.stops |= {DUTIES[DutyKind(duty.kind)].limit} - limits - {""}
    step.audience = Audience.INTERNAL
    step.sentence = f"已登记：{DutyKind.label_of(duty.kind)}，{end.label}。"
    if end in _FILED:
        _open_duty(step, DutyKind.COURT_ORDER, limit=_FILED[end])
        step.sentence += "法院作出裁定后请再来登记。"
    elif duty.kind == DutyKind.COURT_ORDER:
        step.stops |= set(_FILED.values())
        step.starts["DV-01-VALID" if end is DutyEnd.GRANTED else "DV-01-REVIEW"] = at


def write_care_note(step: Step) -> None:
    party: Party = step.values["party"]
    note = CareNote(
        case=step.case,
        party=party,
        sealed=seal_note(party, step.values["plea"]),
        made_at=step.command.at,
        by_id=step.command.by.user_id,
    )
    CareNote.objects.bulk_create([note])
    step.audience = Audience.INTERNAL
    step.sentence = "求助记录已保存，不能再改。请打印一份当面交给本人；对方看不到这份记录。"


def set_safe_contact(step: Step) -> None:
    values, party = step.values, step.values["party"]
    contact = Contact(
        way=str(values["way"]),
        earliest=values["earliest"] or "",
        latest=values["latest"] or "",
        words=values["words"] or "",
    )
    row = SafeContact(
        party=party,
        sealed=seal_contact(party, contact),
        made_at=step.command.at,
        by_id=step.command.by.user_id,
    )
    SafeContact.objects.bulk_create([row])
    step.audience = Audience.INTERNAL
    step.sentence = "已约定，以后只用这种方式联系本人。"
