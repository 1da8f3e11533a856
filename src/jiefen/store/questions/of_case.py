"""Units, people, limits, tracks and papers of a case that may be chosen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet

from jiefen.domain.clocks.limits import party_rules, rule
from jiefen.domain.clocks.party_limits import is_ours, is_told
from jiefen.domain.common import moments
from jiefen.domain.common.tracks import MEDIATION, suggested
from jiefen.domain.common.words import Flag, PartySide, ProceedingState, Track
from jiefen.domain.documents.volume_check import choices as document_choices
from jiefen.domain.documents.words import DataAbout
from jiefen.domain.safety.screening import OTHER_WAYS
from jiefen.domain.safety.words import DutyKind, Stance
from jiefen.store.common.prepared import Param, Prepared
from jiefen.store.common.reference import snapshot
from jiefen.store.inquiries import SAID, open_inquiries, text_of
from jiefen.store.models import Case, Clock, ClockPause, DataRequest, Party, Unit, User
from jiefen.store.outreach import may_be_invited
from jiefen.store.parties import PRINCIPALS
from jiefen.store.people.able import HANDS, day_of, hands_there, here, nobody_there, staff_of
from jiefen.store.people.in_office import in_office
from jiefen.store.questions.kind import QuestionKind
from jiefen.store.safety import stand_of


def _units(_case: Case | None = None, _now: datetime | None = None) -> QuerySet[Unit]:
    return Unit.objects.filter(closed_on=None, takes_cases=True).order_by("pk")


_UNIT = Prepared(
    lambda: _units().filter(hands_there(OuterRef("pk"), today=Param("today")), code=Param("key"))
)


def _units_with_hands(_case: Case, now: datetime) -> list[Unit]:
    """Units that could sign today; a case is never sent to one with nobody in it."""
    units = list(_units())
    staff = staff_of(units, now=now)
    return [unit for unit in units if staff[unit.code].here]


def _units_above(case: Case, now: datetime) -> list[Unit]:
    """Units above the holder, the nearest first."""
    above = [
        unit
        for unit in _units_with_hands(case, now)
        if case.holder.path.startswith(unit.path) and unit.pk != case.holder_id
    ]
    return sorted(above, key=lambda unit: -len(unit.path))


def _no_unit(code: str, _case: Case) -> str:
    unit = _units().filter(code=code).first()
    if unit is not None:
        return nobody_there(unit)
    return f"没有代码为“{code[:20]}”的承办单位，或它已停用；请从列表中选择。"


def _not_above(code: str, case: Case) -> str:
    unit = snapshot().units.get(code)
    return (
        f"{unit.name}不是本单位的上级；不属于上下级的，请退回或提请中心协调。"
        if unit
        else _no_unit(code, case)
    )


def name_of_unit(unit: Unit) -> str:
    return unit.name


def _people_of_holder(case: Case, now: datetime) -> QuerySet[User]:
    """Handlers and mediators in the unit that holds the case, but for those on leave."""
    posts = here(in_office(*HANDS), today=day_of(now)).filter(unit_id=case.holder_id)
    return User.objects.filter(pk__in=posts.values("user_id")).order_by("name")


def _running(case: Case) -> QuerySet[Clock]:
    return case.clocks.filter(stopped_at__isnull=True)


def _standing(case: Case) -> QuerySet[ClockPause, int]:
    return ClockPause.objects.filter(clock__case=case, until__isnull=True).values_list("clock_id", flat=True)


def _clocks(case: Case, _now: datetime) -> list[str]:
    return list(_running(case).exclude(pk__in=_standing(case)).values_list("rule", flat=True))


def _paused(case: Case, _now: datetime) -> list[str]:
    return list(_running(case).filter(pk__in=_standing(case)).values_list("rule", flat=True))


def _extendable(case: Case, _now: datetime) -> list[str]:
    """Running limits that may be lengthened and have not been."""
    rules = _running(case).filter(extension=0).values_list("rule", flat=True)
    return [rule_id for rule_id in rules if rule(rule_id).extension]


def _late(case: Case, now: datetime) -> list[str]:
    """Limits of ours that are past and that each side knows of."""
    rules = _running(case).filter(due__lt=now).values_list("rule", flat=True)
    return [
        rule_id
        for rule_id in rules
        if is_ours(rule_id) and all(is_told(rule_id, to=side) for side in PRINCIPALS)
    ]


def _how_far(rule_id: str) -> str:
    limit = rule(rule_id)
    return f"{limit.label}（最多 {limit.extension} {limit.unit.label}，{limit.extended_by}）"


def _not_running(rule_id: str, case: Case) -> str:
    paused = _running(case).filter(rule=rule_id).exists()
    return "这个时限已经是暂停状态。" if paused else "请从正在计时的时限中选择一个。"


def _not_extendable(rule_id: str, case: Case) -> str:
    extended = _running(case).filter(rule=rule_id, extension__gt=0).exists()
    return "这个时限已经延长过一次，不能再延长。" if extended else "请从可以延长的时限中选择一个。"


def _limit(rule_id: str) -> str:
    return rule(rule_id).label


def _tracks(case: Case, _now: datetime) -> list[Track]:
    """What may be started, the usual one first; nothing that mediates where somebody's safety forbids it."""
    barred = MEDIATION if stand_of(case).stance is Stance.NONE else frozenset()
    usual = suggested(case.kind, unit_kind=case.holder.kind, petition=Flag.PETITION in case.flag_set())
    return sorted((track for track in Track if track not in barred), key=lambda track: track is not usual)


def _no_track(code: str, case: Case) -> str:
    known = code in {track.value for track in Track}
    return (
        "".join(stand_of(case).reasons) + OTHER_WAYS
        if known
        else f"没有“{code[:20]}”这种程序，请从列表中选择。"
    )


def principals(case: Case, _now: datetime) -> QuerySet[Party]:
    """The parties themselves, without their representatives."""
    return case.parties.select_related("secret").filter(side__in=PRINCIPALS).order_by("position")


def name_and_side(party: Party) -> str:
    return f"{party.name or '（姓名待补）'}（{PartySide.label_of(party.side)}）"


def _no_phone(key: str, case: Case) -> str:
    party = PARTY.chosen(key, case=case, now=case.registered_at)
    if party is None:
        return PARTY.why_not(key, case=case)
    return f"{party.name}没有登记手机，请由没有经办本案的人打印确认码单。"


def _invited(case: Case, _now: datetime) -> list[Party]:
    return [party for party in principals(case, _now) if may_be_invited(case, party=party)]


PARTY = QuestionKind(principals, name_and_side, "请从本案的当事人中选择。")
KINDS: dict[str, QuestionKind[Any]] = {
    "unit": QuestionKind(_units_with_hands, name_of_unit, _no_unit, column="code", prepared=_UNIT),
    "units": QuestionKind(_units_with_hands, name_of_unit, _no_unit, column="code", many=True),
    "co_unit": QuestionKind(
        lambda case, _now: Unit.objects.filter(
            assignment__case=case, assignment__lead=False, assignment__until__isnull=True
        ).order_by("pk"),
        name_of_unit,
        "请从正在协办的单位中选择。",
        column="code",
    ),
    "unit_above": QuestionKind(_units_above, name_of_unit, _not_above, column="code"),
    "person": QuestionKind(
        _people_of_holder, lambda row: row.name, "请从承办单位的在岗人员中选择一位承办人。"
    ),
    "running": QuestionKind(
        lambda case, _now: case.proceedings.filter(state=ProceedingState.RUNNING),
        lambda row: Track.label_of(row.track),
        "这个程序不在进行中，请从列表中选择。",
    ),
    "clock": QuestionKind(_clocks, _limit, _not_running, key=str),
    "paused": QuestionKind(_paused, _limit, "请从已暂停的时限中选择一个。", key=str),
    "extendable": QuestionKind(_extendable, _how_far, _not_extendable, key=str),
    "late_clock": QuestionKind(_late, _limit, "请从已经过了的时限中选择一个。", key=str),
    "party_rule": QuestionKind(
        lambda _case, _now: [limit.id for limit in party_rules()],
        lambda rule_id: f"{rule(rule_id).label}（{rule(rule_id).source}）",
        "请从列表中选择一项当事人自己的期限。",
        key=str,
    ),
    "track": QuestionKind(_tracks, lambda track: track.label, _no_track, key=str),
    "duty": QuestionKind(
        lambda case, _now: case.duties.filter(done_at=None).order_by("pk"),
        lambda row: DutyKind.label_of(row.kind),
        "这件事已经登记过，请从列表中选择。",
    ),
    "party": PARTY,
    "party_with_phone": QuestionKind(
        lambda case, now: principals(case, now).filter(phone_sealed__gt=b""), name_and_side, _no_phone
    ),
    "invited": QuestionKind(
        _invited, name_and_side, "请从被申请人中选择；有家暴等情形的要当面联系，不寄信、不发短信。"
    ),
    "scan": QuestionKind(
        lambda case, _now: case.attachments.order_by("-pk"),
        lambda row: f"{row.name}（{moments.short_day(row.added_at)}）",
        "请从本案已上传的材料中选择扫描件；别的案件的材料不能用。",
    ),
    "inquiry": QuestionKind(
        lambda case, _now: open_inquiries(case),
        lambda row: f"{row.party.name} {moments.short_minute(row.made_at)}：{text_of(row, place=SAID)[:60]}",
        "这条留言已经答复，或者不在本案，请从列表中选择。",
    ),
    "issued": QuestionKind(
        lambda case, _now: case.papers.filter(revoked_at=None).order_by("-pk"),
        lambda row: f"{row.title}（{moments.iso_day(row.at)}）",
        "请从本案已出具、没有作废的文书中选择。",
    ),
    "document": QuestionKind(
        lambda _case, _now: [code for code, _ in document_choices()],
        lambda code: dict(document_choices())[code],
        "请从列表中选择文书种类。",
        key=str,
    ),
    "data_request": QuestionKind(
        lambda case, _now: (
            DataRequest.objects.filter(party__case=case, answered_at=None)
            .select_related("party__secret")
            .order_by("pk")
        ),
        lambda row: f"{row.party.name} {DataAbout.label_of(row.about)}",
        "本案没有这个等待答复的请求，请从列表中选择。",
    ),
}
