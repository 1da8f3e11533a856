"""Mediation sessions: planned into free half hours, parties invited, moved, called off, held with minutes (rows A3, E3)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from jiefen.actions.common.hooks import wrong
from jiefen.actions.common.step import Step
from jiefen.actions.mediation.recusal import call_off
from jiefen.actions.messages.notices import tell
from jiefen.actions.messages.party_messages import tell_party
from jiefen.domain.clocks.limits import rule
from jiefen.domain.clocks.party_limits import is_ours
from jiefen.domain.common import moments
from jiefen.domain.common.chain import canonical
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.words import Audience, Flag, PartySide, ProceedingState
from jiefen.domain.mediation import rules as mediation
from jiefen.domain.mediation.words import (
    Coming,
    Consent,
    ConsentAbout,
    Openness,
    SessionMode,
    SessionResult,
    SessionState,
)
from jiefen.store.common import vault
from jiefen.store.common.reference import snapshot
from jiefen.store.mediation import latest, may_mediate, name_of, principals, when_of, where_of
from jiefen.store.models import Invitation, MediationSession, Mediator, Party, Room, Slot

MINUTES = ("participants", "notices", "statements", "facts", "undisputed", "said_result")
REPLY = "会不会来，请在进度页回复，或打中心电话。"
SEALED = "session.concession"
SHOWN_BESIDE = {"case": "on", "mediator": "begins", "room": "room"}


def fits(step: Step) -> None:
    """Where and when, and whether room, mediator and case are free then. The table of half hours has the last word."""
    values, old = step.values, step.values.get("session")
    zone, now = snapshot().calendar.zone, step.command.at
    begins, ends = mediation.span(values["on"], values["begins"], values["ends"], zone=zone, now=now)
    mode = old.mode if old else values["mode"]
    if mode == SessionMode.ONLINE and not values["link"]:
        raise wrong("link", "线上调解要写会议链接，当事人在进度页点开。")
    if not (values["room"] or values["place"] or mode == SessionMode.ONLINE):
        raise wrong("room", "请选一间调解室；不在调解室的写“在别处”的地点。")
    mediator: Mediator = old.mediator if old else values["mediator"]
    _refuse_clash(step, mediator=mediator, begins=begins, ends=ends, old=old)
    values["span"] = begins, ends


def fits_now(step: Step) -> None:
    """The same for a session that begins now."""
    values = step.values
    begins, ends = mediation.span_from(snapshot().calendar.local(step.command.at))
    values |= {"on": begins.date(), "openness": Openness.CLOSED}
    if not (values["room"] or values["place"] or values["mode"] == SessionMode.ONLINE):
        raise wrong("room", "请选一间调解室；不在调解室的写“在别处”的地点。")
    field = {"case": "mediator", "mediator": "mediator", "room": "room"}
    _refuse_clash(step, mediator=values["mediator"], begins=begins, ends=ends, old=None, fields=field)
    values["span"] = begins, ends


def _refuse_clash(
    step: Step,
    *,
    mediator: Mediator,
    begins: datetime,
    ends: datetime,
    old: MediationSession | None,
    fields: Mapping[str, str] = SHOWN_BESIDE,
) -> None:
    """`fields`: beside which field of the form it is said."""
    room: Room | None = step.values["room"]
    wanted = {"case": (step.case.pk, "本案"), "mediator": (mediator.pk, mediator.name)}
    if room:
        wanted["room"] = (room.pk, room.name)
    slots = mediation.slots(begins, ends)
    for what, (which, label) in wanted.items():
        taken = Slot.objects.filter(what=what, which=which, at__in=slots)
        hours = list(taken.exclude(session=old).values_list("at", flat=True))
        if hours:
            local = mediation.hours_of(snapshot().calendar.local(at) for at in hours)
            raise wrong(
                fields[what],
                f"{label}{moments.short_day_in_words(step.values['on'])} {local} 已有调解会，请换个时间或换一处。",
            )


def begin_session(step: Step) -> None:
    """Both are here: nobody is invited or told, and the minutes are open at once."""
    row = _planned(step)
    row.invitations.update(state=Coming.COMING)
    step.sentence = "调解会已开始，请边谈边记笔录；谈完点“完成调解笔录”。" + _unusual(step, row)


def plan_session(step: Step) -> None:
    row = _planned(step)
    _tell_mediator(step, row, text=f"您有一场调解会：{when_of(row)}。")
    how = _tell_parties(
        step, row, text=f"和您有关的一件纠纷约好了调解会：{when_of(row)}，{where_of(row)}。{REPLY}"
    )
    step.sentence = f"已安排 {when_of(row)}，{where_of(row)}。{how}请记录各方意见。{_unusual(step, row)}"


def _unusual(step: Step, row: MediationSession) -> str:
    """A warning where the hour is one that nobody works in, or later than a limit of the case's own."""
    calendar = snapshot().calendar
    odd = calendar.why_unusual(row.begins_at, ends=row.ends_at)
    notes = [odd] if odd else []
    running = step.case.clocks.filter(stopped_at=None, due__lt=row.begins_at).order_by("due")
    notes += [
        f"晚于“{rule(clock.rule).label}”的到期时间 {moments.short_minute_in_words(clock.due)}"
        for clock in running
        if clock.due is not None and is_ours(clock.rule)
    ]
    return f"请留意：{'；'.join(notes)}。" if notes else ""


def _planned(step: Step) -> MediationSession:
    values = step.values
    begins, ends = values.pop("span")
    running = step.case.proceedings.filter(state=ProceedingState.RUNNING).order_by("-pk").first()
    row = MediationSession.objects.create(
        case=step.case,
        proceeding=running,
        room=values["room"],
        place=values["place"],
        link=values["link"],
        mode=values["mode"],
        openness=values["openness"],
        begins_at=begins,
        ends_at=ends,
        mediator=values["mediator"],
        made_at=step.command.at,
        by_id=step.command.by.user_id,
    )
    _take_slots(row)
    _ask_everybody(row, at=step.command.at)
    step.facts |= {"session": row.pk, "when": when_of(row)}
    step.more["session"] = row.pk
    return row


def move_session(step: Step) -> None:
    row, values = step.values["session"], step.values
    row.begins_at, row.ends_at = values.pop("span")
    row.room, row.place, row.link = values["room"], values["place"], values["link"] or row.link
    row.save(update_fields=["begins_at", "ends_at", "room", "place", "link"])
    Slot.objects.filter(session=row).delete()
    _take_slots(row)
    row.invitations.update(state=Coming.ASKED, wish="", via="", at=step.command.at)
    _tell_mediator(step, row, text=f"调解会改到 {when_of(row)}。")
    step.facts["when"] = when_of(row)
    how = _tell_parties(step, row, text=f"您的调解会改期了：{when_of(row)}，{where_of(row)}。{REPLY}")
    step.sentence = f"已改到 {when_of(row)}，{where_of(row)}。{how}{_unusual(step, row)}"


def cancel_session(step: Step) -> None:
    row = step.values["session"]
    call_off(step, sessions=[row.pk])
    _tell_mediator(step, row, text=f"{when_of(row)} 的调解会取消了。")
    step.facts["when"] = when_of(row)
    how = _tell_parties(step, row, text=f"{when_of(row)} 的调解会取消了。")
    step.sentence = f"调解会已取消，时间和调解室已让出。{how}"


def answer_invitation(step: Step) -> None:
    row: Invitation = step.values["invitation"]
    Invitation.objects.filter(pk=row.pk).update(
        state=str(step.values["coming"]),
        via=str(step.values["via"]),
        wish=step.values["said"],
        at=step.command.at,
    )
    step.audience = Audience.INTERNAL
    step.sentence = f"已记录：{name_of(row.party)}{step.values['coming'].label}。"


def may_be_held(step: Step) -> None:
    """Begun, not by somebody barred, and as the parties agreed: to mediate, in public, online (arts. 17, 23)."""
    row: MediationSession = step.values["session"]
    local = snapshot().calendar.local
    if local(row.begins_at).date() > local(step.command.at).date():
        raise RuleError(f"这场调解会 {when_of(row)} 才开始，当天开过再完成笔录；提前谈的，请先改期。")
    came = {party.pk for party in step.values["present"] if party.side != PartySide.REPRESENTATIVE}
    said, everybody = latest(step.case, session=row), principals(step.case)
    needed = [(party, ConsentAbout.MEDIATE) for party in everybody if party.pk in came]
    if row.openness == Openness.OPEN:
        needed += [(party, ConsentAbout.OPENNESS) for party in everybody]
    if row.mode == SessionMode.ONLINE:
        needed += [(party, ConsentAbout.ONLINE) for party in everybody if party.pk in came]
    missing = [
        f"{name_of(party)}是否同意{about.label}"
        for party, about in needed
        if said.get((party.pk, about)) != Consent.YES
    ]
    if missing:
        raise RuleError(f"还没有记录：{'；'.join(missing)}。请先“记录当事人意见”再完成笔录，已填的内容都在。")


def hold_session(step: Step) -> None:
    """The minutes go into the session; the history keeps their digest, so that a later change would show."""
    row, values = step.values["session"], step.values
    texts = {name: values[name] for name in MINUTES}
    came: set[int] = {party.pk for party in values["present"]}
    MediationSession.objects.filter(pk=row.pk).update(
        state=SessionState.HELD,
        result=str(values["talk"]),
        recorder_id=step.command.by.user_id,
        ended_at=step.command.at,
        **texts,
    )
    for invitation in row.invitations.all():
        state = Coming.CAME if invitation.party_id in came else Coming.ABSENT
        Invitation.objects.filter(pk=invitation.pk).update(state=str(state), at=step.command.at)
    step.facts |= {"when": when_of(row), "minutes": hashlib.sha256(canonical(texts).encode()).hexdigest()}
    more = {
        SessionResult.AGREED: "谈拢了，请制作协议。",
        SessionResult.GO_ON: "改日再谈，请再安排一场。",
        SessionResult.PARTED: "没有谈拢，请告知其他途径，再“结束程序”或“登记办理结果”。",
    }[values["talk"]]
    step.sentence = f"笔录已完成。{more}"


def seal_note(step: Step) -> None:
    """Added below what is there, under the case's key; the history says that a note was sealed, never what it says."""
    row: MediationSession = step.values["session"]
    key = vault.key_of(step.case.secret)
    before = vault.unseal(key, bytes(row.concessions_sealed), place=SEALED)
    local = snapshot().calendar.local(step.command.at)
    text = f"{moments.iso_minute(local)} {step.command.by.name}\n{step.values['note']}"
    whole = f"{before}\n\n{text}" if before else text
    MediationSession.objects.filter(pk=row.pk).update(concessions_sealed=vault.seal(key, whole, place=SEALED))
    step.audience = Audience.INTERNAL
    step.sentence = "已密封，只有本案调解员能看。"


def _take_slots(row: MediationSession) -> None:
    taken = [("case", row.case_id), ("mediator", row.mediator_id)]
    if row.room_id:
        taken.append(("room", row.room_id))
    times = mediation.slots(row.begins_at, row.ends_at)
    Slot.objects.bulk_create(
        [Slot(session=row, what=what, which=which, at=at) for what, which in taken for at in times]
    )


def _ask_everybody(row: MediationSession, *, at: datetime) -> None:
    parties = Party.objects.filter(case=row.case_id)
    Invitation.objects.bulk_create(
        [Invitation(session=row, party=party, state=Coming.ASKED, at=at) for party in parties]
    )


def _tell_parties(step: Step, row: MediationSession, *, text: str) -> str:
    """By SMS to everybody with a phone; not where violence is alleged: there only a safe way of contact is used."""
    if Flag.VIOLENCE in step.case.flag_set():
        return "本案涉家庭暴力，没有发短信，请用安全的联系方式告诉当事人。"
    parties = Party.objects.filter(case=step.case, erased_at=None).select_related("secret")
    reached = [party for party in parties if party.phone_sealed]
    for party in reached:
        event = f"session:{row.pk}:{step.case.version}"
        tell_party(party, event=event, text=text, at=step.command.at)
    missing = [name_of(party) for party in parties if party not in reached]
    return f"没有留电话的请另行告知：{'、'.join(missing)}。" if missing else "短信会发给各方。"


def _tell_mediator(step: Step, row: MediationSession, *, text: str) -> None:
    user = row.mediator.user_id
    if user and user != step.command.by.user_id:
        event = f"session:{row.pk}:{step.case.version}"
        tell({user}, event=event, text=text, case=step.case, at=step.command.at)


def mediator_still_may(step: Step) -> None:
    row = step.values["session"]
    if not may_mediate(step.case, now=step.command.at).filter(pk=row.mediator_id).exists():
        raise RuleError(f"{row.mediator.name}已回避、当事人不接受或不在册，请取消后另行安排。")
