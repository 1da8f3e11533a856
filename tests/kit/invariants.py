"""What must be true of every case after every step, written from the rulebook's prose and not from its tables."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.db.models import Model

from jiefen.domain.clocks.limits import RULES
from jiefen.domain.common import chain
from jiefen.store.common import vault
from jiefen.store.models import (
    Agreement,
    Appeal,
    Assignment,
    AuditItem,
    Bar,
    Booking,
    CareNote,
    Case,
    Clock,
    ClockPause,
    Confirmation,
    ConfirmationConsent,
    Correction,
    CorrectionStep,
    CourtConfirmation,
    DataRequest,
    Disclosure,
    Duty,
    Entry,
    ExpertQuestion,
    Inbox,
    Invitation,
    JointGroup,
    MediationSession,
    Outbox,
    Party,
    PartyCode,
    PartyConsent,
    PartyMessage,
    Proceeding,
    Promise,
    Rating,
    Referral,
    ReferralChoice,
    ReturnVisit,
    SafeContact,
    Screening,
    Signature,
    Slot,
    Stream,
    SupervisionStep,
    Term,
    Tie,
)
from kit.transitions import ENDED, OPEN

HANDLING = {"simple": "C-SIMPLE", "larger": "C-LARGER", "major": "C-MAJOR"}
# Which proceeding brings which limit, from law.md § 1.2.
BROUGHT = {
    "peoples_mediation": ("RT-01",),
    "petition": ("XF-05",),
    "labour_mediation": ("LB-01",),
    "labour_arbitration": ("LB-04",),
    "labour_inspection": ("LB-06",),
    "reconsideration": ("AR-03-ORDINARY",),
    "legal_aid": ("LA-01-DECIDE",),
    "land_arbitration": ("LD-01-AWARD",),
    "medical_mediation": ("MD-01",),
    "court_delegated": ("CT-01",),
    "consumer_complaint": ("CS-01-HANDLE",),
    "traffic_mediation": ("TR-01-MEDIATE",),
    "petition_review": ("XF-06-DECIDE",),
    "petition_rereview": ("XF-07-DECIDE",),
}
OF_PARTIES = {rule.id for rule in RULES if rule.whose == "party"}
BESIDE_THE_LINE = {
    "C-APPEAL", "C-URGENT", "C-DATA", "XF-06-DECIDE", "XF-07-DECIDE", "C-ORDER", "C-REPLY", "C-VISIT-7", "C-VISIT-30", "C-VISIT-90", "C-GOBACK",
    "S-REPORT", "S-CARE", "S-HELP", "DV-01-COURT", "DV-01-URGENT", "RT-03",
}  # fmt: skip
TABLES: tuple[type[Model], ...] = (
    Case, Assignment, Clock, ClockPause, Entry, Inbox, Outbox, Party, Proceeding, Stream, Tie,
    Agreement, Confirmation, PartyCode, PartyMessage, Rating, Signature, Term, AuditItem,
    Bar, Disclosure, ExpertQuestion, Invitation, MediationSession, PartyConsent, Slot,
    Appeal, Booking, Correction, CorrectionStep, JointGroup, Promise, ReturnVisit, SupervisionStep,
    CareNote, Duty, SafeContact, Screening,
    ConfirmationConsent, CourtConfirmation, DataRequest, Referral, ReferralChoice,
)  # fmt: skip


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that a command may touch; but for where the clock job has got to on its ladder."""
    with connection.cursor() as cursor:
        return {model.__name__: _rows_of(model, cursor) for model in TABLES}


def _rows_of(model: type[Model], cursor: Any) -> list[tuple[Any, ...]]:
    columns = ", ".join(
        field.column for field in model._meta.concrete_fields if field.column != "next_rung_at"
    )
    cursor.execute(f"SELECT {columns} FROM {model._meta.db_table} ORDER BY {model._meta.pk.column}")
    return list(cursor.fetchall())


def check_case(number: str) -> None:
    case = Case.objects.select_related("holder", "place", "merged_into").get(number=number)
    _one_holder(case)
    _no_success_that_nobody_confirmed(case)
    _clocks(case)
    _history(case)
    assert (case.ended_at is not None) == (case.state in ENDED), "ended_at tells when an ended case ended"
    assert case.merged_into is None or case.state in {"merged", "archived"}, "merged into another, yet alive"
    if case.state == "ruling":
        assert not case.ruled
        assert case.returns >= 2


def _no_success_that_nobody_confirmed(case: Case) -> None:
    """Ended as a success: each party bound by it, or each on both sides, said yes themselves, last and through no handler."""
    if case.state not in {"closed", "archived"} or case.outcome not in {"agreed", "settled"}:
        return
    bound = {
        one
        for pair in Term.objects.filter(agreement__case=case, agreement__ended_at=None).values_list(
            "giver", "taker"
        )
        for one in pair
    } or set(case.parties.exclude(side="representative").values_list("pk", flat=True))
    closed = case.entries.filter(verb="close").latest("seq")
    said = case.confirmations.filter(term=None, at__lte=closed.at).order_by("pk")
    before = {row.party_id: row for row in said}
    assert bound, "a success that binds nobody"
    assert bound <= set(before), f"closed as {case.outcome} without the word of {sorted(bound - set(before))}"
    assert all(
        row.by_id not in (case.handler_id, case.recorded_by_id) or row.by_id is None
        for row in before.values()
    )


def _one_holder(case: Case) -> None:
    leads = list(case.assignments.filter(lead=True, until__isnull=True))
    assert len(leads) == 1, f"{len(leads)} open lead assignments"
    assert leads[0].unit_id == case.holder_id, "the open assignment is the holder's"
    assert leads[0].person_id == case.handler_id, "the open assignment names the handler"
    if case.state in {"handling", "reviewing", "reviewed"}:
        assert case.handler_id is not None, "being handled by nobody"
    if case.state in {"registered", "accepted", "completing", "ruling", "assigned", "objecting"}:
        assert case.handler_id is None, "waiting, yet with a handler"
    co = list(case.assignments.filter(lead=False, until__isnull=True).values_list("unit_id", flat=True))
    assert len(co) == len(set(co)), "a unit co-handles twice"
    assert case.holder_id not in co, "the holder co-handles its own case"


def running_by_state(case: Case) -> tuple[set[str], set[str]]:
    """Clocks that must run in this state, and those that may run besides."""
    limit = HANDLING[case.weight]
    must = {
        **dict.fromkeys(("registered", "accepted", "ruling"), {"C-DISPATCH"}),
        "completing": {"C-COMPLETE"},
        "assigned": {"C-SIGN", limit},
        "objecting": {"C-SIGN", "C-VERIFY", limit},
        "handling": {limit},
        "reviewing": {limit, "C-REVIEW"},
        "reviewed": {limit},
    }
    may = {"C-START"} if case.state == "handling" else set()
    if case.referrals.filter(returned_at=None).exists():
        may |= {"CT-01", "CT-02-ORDINARY", "CT-02-SIMPLE"}
    if case.state in OPEN:
        may |= {"C-JOINT", "XF-03", "XF-04"}
    return must.get(case.state, set()), may | OF_PARTIES | BESIDE_THE_LINE | _of_proceedings(case)


def _of_proceedings(case: Case) -> set[str]:
    """What the running proceedings brought with them."""
    running = case.proceedings.filter(finished_at=None).values_list("track", flat=True)
    return {rule for track in running for rule in BROUGHT.get(track, ())}


def _clocks(case: Case) -> None:
    everyone = list(case.clocks.prefetch_related("pauses"))
    running = [clock for clock in everyone if clock.stopped_at is None]
    must, may = running_by_state(case)
    rules = {clock.rule for clock in running}
    assert len(rules) == len(running), "one clock of a rule at a time"
    assert must <= rules <= must | may, f"{case.state}: running {sorted(rules)}, expected {sorted(must)}"
    dues = [clock.due for clock in running if clock.due is not None and _holders(clock.rule)]
    assert case.next_due == (min(dues) if dues else None), "next_due is the earliest due moment"
    for clock in running:
        pause = _open_pause(clock)
        assert clock.due is not None or pause is not None, (
            "no due moment, though the clock is not standing still"
        )
        late = clock.due is not None and pause is not None
        assert not late or clock.due <= pause.since, (
            "a standing clock keeps only a due moment that was over before"
        )
    for clock in everyone:
        if clock.stopped_at is not None:
            assert clock.ended in {"met", "void"}
            assert _open_pause(clock) is None, "stopped, yet paused"


def _open_pause(clock: Clock) -> ClockPause | None:
    return next((pause for pause in clock.pauses.all() if pause.until is None), None)


def _holders(rule_id: str) -> bool:
    """Whether the holder has to keep this limit: not the party's, not an outside body's, not a reviewer's."""
    known = next(rule for rule in RULES if rule.id == rule_id)
    return known.whose == "body" and known.kind != "watch" and rule_id not in BESIDE_THE_LINE


def _history(case: Case) -> None:
    head, entries = b"", list(case.entries.order_by("seq"))
    assert [entry.seq for entry in entries] == list(range(1, case.version + 1)), (
        "version is the number of entries"
    )
    for entry in entries:
        head = chain.digest(head, body=entry.body)
        assert head == bytes(entry.digest), f"entry {entry.seq} does not follow from the one before"
        assert bytes(entry.mac) == chain.mac(vault.installation_key("audit"), digest=head)
        assert json.loads(entry.body)["seq"] == entry.seq
    assert head == bytes(case.head)
    assert Outbox.objects.filter(case=case).count() == case.version, "one outgoing row per entry"
    told = chain.fold(json.loads(entry.body)["set"] for entry in entries)
    assert told == _row(case), "the row is the fold of its history"


def _row(case: Case) -> dict[str, Any]:
    def money(value: Any) -> str | None:
        return None if value is None else f"{value:.2f}"

    row = {name: getattr(case, name) for name in chain.FOLDED if name not in ("holder", "handler", "place")}
    return row | {
        "holder": case.holder.code,
        "handler": case.handler_id,
        "place": case.place.code if case.place else None,
        "amount": money(case.amount),
        "amount_agreed": money(case.amount_agreed),
        "merged_into": case.merged_into.number if case.merged_into else None,
    }
