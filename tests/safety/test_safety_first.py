"""Safety before mediation (F5): who screens what, what may then not be mediated, what must be done, who may read it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from jiefen.actions.messages.party_messages import send_to_parties, tell_party
from jiefen.channels.messages import Message
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.common.tracks import MEDIATION
from jiefen.domain.common.words import Flag, Track
from jiefen.domain.messages.words import Medium
from jiefen.domain.safety.screening import QUESTIONS, stand
from jiefen.domain.safety.words import DutyKind, Stance, Told
from jiefen.reports.case.choices import for_ask
from jiefen.reports.case.tabs import panels_of
from jiefen.reports.common import timeline as history_page
from jiefen.reports.documents import letters
from jiefen.reports.party import progress as party_progress
from jiefen.reports.routing.offers import first_offer, offers
from jiefen.store.common.reference import snapshot
from jiefen.store.models import CareNote, Case, Clock, Duty, Outbox
from jiefen.store.routing import facts_of
from jiefen.store.safety import may_contact, note_text
from kit.invariants import check_case
from kit.qinghe import SAFE, Qinghe

PLEA = "昨晚八点李四打了我两次，右臂淤青"


def offered(world: Qinghe, number: str) -> set[str]:
    return {code for code, _ in for_ask("track", verb="start", case=world.case(number), now=world.now)}


def due(world: Qinghe, number: str) -> set[str]:
    return set(Duty.objects.filter(case__number=number, done_at=None).values_list("kind", flat=True))


def limits(number: str) -> set[str]:
    return set(Clock.objects.filter(case__number=number, stopped_at=None).values_list("rule", flat=True))


def duty(number: str, kind: str) -> str:
    return str(Duty.objects.get(case__number=number, kind=kind, done_at=None).pk)


def violent(world: Qinghe, **more: str) -> str:
    number = world.reach("handling")
    world.take("mediator", "screen", number, **SAFE | {"violence": "yes"} | more)
    return number


@pytest.mark.parametrize("track", sorted(MEDIATION))
def test_no_mediation_begins_without_a_screening_of_the_last_seven_days(world: Qinghe, track: str) -> None:
    number = world.reach("handling")
    with pytest.raises(RuleError, match="安全筛查"):
        world.take("mediator", "start", number, track=track)
    world.take("mediator", "screen", number, **SAFE)
    world.later(days=7, minutes=1)
    with pytest.raises(RuleError, match="7 天内有效"):
        world.take("mediator", "start", number, track=track)
    world.take("mediator", "screen", number, **SAFE)
    world.take("mediator", "start", number, track=track)
    check_case(number)


def test_no_other_way_waits_for_a_screening(world: Qinghe) -> None:
    number = world.reach("handling")
    for track in set(Track) - MEDIATION - {Track.PETITION_REVIEW, Track.PETITION_REREVIEW}:
        world.take("mediator", "start", number, track=track)


@pytest.mark.parametrize("by", ["screening", "flag"])
def test_a_violence_case_is_never_offered_mediation(world: Qinghe, by: str) -> None:
    if by == "flag":
        number = world.register(flags=["violence"])
        world.take("dispatcher", "dispatch", number, unit="mediation")
        world.take("mediator", "sign", number)
        world.take("mediator", "screen", number, **SAFE)
    else:
        number = violent(world)
        world.take("mediator", "screen", number, **SAFE | {"side": "respondent"})
    assert offered(world, number) == {track.value for track in set(Track) - MEDIATION}
    for track in MEDIATION:
        with pytest.raises(Invalid) as refused:
            world.take("mediator", "start", number, track=track)
        assert "不劝和、不调解" in refused.value.fields["track"]
    assert "legal_aid" in offered(world, number)
    page = world.client("mediator").get(f"/cases/{number}?tab=mediation").content.decode()
    assert not [verb for verb in ("plan_session", "choose_mediator", "invite_expert") if f"/{verb}" in page]
    world.take("mediator", "start", number, track="legal_aid")
    shown = json.dumps(
        [party_progress.progress(row, now=world.now).next for row in world.case(number).parties.all()],
        ensure_ascii=False,
    )
    assert "商量" not in shown
    assert "调解全凭" not in shown
    check_case(number)


def test_no_mediation_body_is_proposed_for_a_violence_case_whatever_the_rules_say(world: Qinghe) -> None:
    number = world.register(flags=["violence"], kind="0101")
    rows = offers(facts_of(world.case(number)), seen=Case.objects.all(), now=world.now)
    kinds = {snapshot().units[row.unit_code].kind for row in rows}
    assert "mediation" not in kinds
    assert first_offer(number, now=world.now) == "legal-aid"
    calm = world.register(kind="0101")
    assert first_offer(calm, now=world.now) == "family", "the same matter without violence is"


def test_mediation_under_way_ends_when_violence_comes_out(world: Qinghe) -> None:
    number = world.reach("started")
    world.take("mediator", "start", number, track="legal_aid")
    world.take("mediator", "screen", number, **SAFE | {"violence": "yes"})
    running = world.case(number).proceedings.filter(finished_at=None)
    assert [row.track for row in running] == ["legal_aid"]
    assert "RT-01" not in limits(number)
    check_case(number)


def test_a_screening_flags_the_case_and_narrows_its_circle(world: Qinghe) -> None:
    number = world.reach("handling")
    assert world.sees("leader", number)
    world.take("mediator", "screen", number, **SAFE | {"violence": "yes"})
    assert Flag.VIOLENCE in world.case(number).flag_set()
    assert not world.sees("leader", number)
    world.take("mediator", "screen", number, **SAFE)
    assert Flag.VIOLENCE in world.case(number).flag_set(), "who is afraid may deny it later"
    check_case(number)


def test_what_must_be_done_comes_with_its_clock_and_goes_with_the_doing(world: Qinghe) -> None:
    number = violent(world, minors="yes", capacity="yes")
    assert due(world, number) == {"report_minor", "report_violence", "police", "protection", "guardian"}
    assert {"S-REPORT", "S-HELP"} <= limits(number)
    world.take(
        "mediator", "do_duty", number, duty=duty(number, "report_minor"), done="done", how="电话报城东派出所"
    )
    assert "S-REPORT" in limits(number), "the other report is still to be made"
    with pytest.raises(Invalid):
        world.take(
            "mediator", "do_duty", number, duty=duty(number, "report_violence"), done="declined", how="不要"
        )
    world.take("mediator", "do_duty", number, duty=duty(number, "report_violence"), done="done", how="同上")
    assert "S-REPORT" not in limits(number)
    world.take("mediator", "screen", number, **SAFE | {"violence": "yes", "minors": "yes"})
    assert "report_minor" not in due(world, number), "asked again, nothing new"
    check_case(number)


@pytest.mark.parametrize(("filed", "watch"), [("filed", "DV-01-COURT"), ("urgent", "DV-01-URGENT")])
@pytest.mark.parametrize(("ended", "then"), [("granted", "DV-01-VALID"), ("refused", "DV-01-REVIEW")])
def test_a_protection_order_is_watched_until_the_court_decides(
    world: Qinghe, filed: str, watch: str, ended: str, then: str
) -> None:
    number = violent(world)
    world.take(
        "mediator", "do_duty", number, duty=duty(number, "protection"), done=filed, how="陪同到县法院递交"
    )
    assert watch in limits(number)
    world.take("mediator", "do_duty", number, duty=duty(number, "court_order"), done=ended, how="收到裁定")
    assert watch not in limits(number)
    assert then in limits(number)
    check_case(number)


def test_a_duty_outlives_the_case(world: Qinghe) -> None:
    number = violent(world)
    world.take("mediator", "withdraw", number, said="到窗口书面提出", reason="不想办了")
    assert "S-HELP" in limits(number)
    world.take(
        "mediator",
        "do_duty",
        number,
        duty=duty(number, "police"),
        done="declined",
        how="当面告知，本人不报警",
    )


def test_the_stricter_side_counts_and_what_was_not_asked_is_not_a_no() -> None:
    no = dict.fromkeys(QUESTIONS, Told.NO.value)
    assert stand([no, no]).stance is Stance.ORDINARY
    assert stand([no, no | {"coercion": "yes"}]).stance is Stance.SEPARATE
    assert stand([no, no | {"self_harm": "unknown"}]).stance is Stance.SEPARATE
    assert stand([no | {"violence": "yes"}, no]).stance is Stance.NONE
    assert stand([], flags={"self_harm"}).due == (DutyKind.CARE,)
    for text in stand([dict.fromkeys(QUESTIONS, "yes")]).reasons:
        assert "《" in text, "each reason names its article"


def test_a_care_note_is_for_the_victim_and_nobody_else(world: Qinghe, client: Any) -> None:
    number = violent(world)
    victim = world.case(number).parties.get(side="applicant")
    world.take("mediator", "write_care_note", number, party=str(victim.pk), plea=PLEA)
    note = CareNote.objects.get()
    assert note_text(note) == PLEA
    paper = f"/cases/{number}/care-notes/{note.pk}"
    assert world.client("mediator").get(paper).content.startswith(b"%PDF-")
    for username in ("clerk2", "reviewer", "supervisor", "leader", "dispatcher", "mediator2"):
        assert world.client(username).get(paper).status_code in (403, 404), username
    case = world.case(number)
    shown = "".join(str(party_progress.progress(row, now=world.now)) for row in case.parties.all())
    shown += str(history_page.timeline(case)) + str(history_page.log(case))
    shown += str(list(case.entries.values_list("body", flat=True))) + str(
        list(Outbox.objects.values_list("body"))
    )
    shown += world.client("mediator").get(f"/cases/{number}?tab=mediation").content.decode()
    shown += world.client("mediator").get("/search?q=淤青").content.decode()
    assert "右臂" not in shown
    assert "打印给本人" in shown
    assert "打印给本人" not in world.client("reviewer").get(f"/cases/{number}?tab=mediation").content.decode()


def test_a_care_note_cannot_be_changed_or_deleted(world: Qinghe) -> None:
    number = violent(world)
    victim = world.case(number).parties.get(side="applicant")
    world.take("mediator", "write_care_note", number, party=str(victim.pk), plea=PLEA)
    for change in (lambda: CareNote.objects.update(sealed=b"x"), lambda: CareNote.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert note_text(CareNote.objects.get()) == PLEA


def test_the_paper_says_what_was_said_and_where_to_go(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> None:
    from jiefen.reports.documents import care_note

    number = violent(world)
    victim = world.case(number).parties.get(side="applicant")
    world.take("mediator", "write_care_note", number, party=str(victim.pk), plea=PLEA)
    printed: list[str] = []
    monkeypatch.setattr(care_note, "render", lambda _name, fields, key: printed.append(str(fields)) or b"")
    care_note.care_note_pdf(
        world.actor("mediator"), case=world.case(number), pk=CareNote.objects.get().pk, track_url=""
    )
    assert PLEA in printed[0]
    assert "110" in printed[0]
    assert "人身安全保护令" in printed[0]
    assert letters.paragraphs(PLEA) == [PLEA]


def test_who_asked_to_be_reached_safely_is_reached_no_other_way(world: Qinghe) -> None:
    number = world.reach("handling")
    party = world.case(number).parties.select_related("secret").get(side="applicant")
    assert may_contact(party, medium=Medium.SMS, at=world.now)
    world.take(
        "mediator",
        "set_safe_contact",
        number,
        party=str(party.pk),
        way="phone",
        earliest="9:00",
        latest="11:30",
    )
    assert not may_contact(party, medium=Medium.SMS, at=world.now)
    assert may_contact(party, medium=None, at=world.now)
    assert not may_contact(party, medium=None, at=world.later(hours=4))
    world.take(
        "mediator", "set_safe_contact", number, party=str(party.pk), way="in_person", words="先问是不是本人"
    )
    assert not may_contact(party, medium=None, at=world.now.replace(hour=10))


class Phones:
    """A gateway that keeps what it was given."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, message: Message) -> str:
        self.sent.append(message.to)
        return "ok"


def test_no_message_goes_to_a_phone_where_it_would_do_harm(world: Qinghe) -> None:
    number = world.reach("handling")
    parties = list(world.case(number).parties.select_related("secret").order_by("position"))
    world.take("mediator", "set_safe_contact", number, party=str(parties[0].pk), way="phone")
    world.take("mediator", "set_safe_contact", number, party=str(parties[1].pk), way="sms", earliest="14:00")
    phones = Phones()
    for party in parties:
        tell_party(party, event="x", text="您有一项约定今天到期", at=world.now)
    send_to_parties(at=world.now, gateway=phones)
    assert phones.sent == [], "it is ten in the morning"
    for _ in range(9):
        send_to_parties(at=world.later(hours=1), gateway=phones)
    assert phones.sent == ["13900000002"]


def test_the_tab_says_what_stands_and_what_is_to_be_done(world: Qinghe) -> None:
    number = violent(world)
    panels = panels_of(world.case(number), tab="mediation", buttons=(), now=world.now)
    told = {panel.heading: panel for panel in panels}
    assert told["安全筛查"].state == "不调解"
    assert told["协助申请人身安全保护令"].due is not None
