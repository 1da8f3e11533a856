"""Register a dispute: one number, one holder, the first clock, the first entry (rows A2, B5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from jiefen.actions.clocks import clocks
from jiefen.actions.common import parties
from jiefen.actions.common.case_texts import CODES, WORDS, code_of, joined, searchable
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.intake import codes, tickets
from jiefen.actions.intake.same_matter import content_of, known_outside
from jiefen.domain.case.actor import Actor, Held
from jiefen.domain.case.permissions import DESK_ACTIONS
from jiefen.domain.clocks.calendar import WorkCalendar
from jiefen.domain.clocks.limitation import LIMITATION, never_lapses
from jiefen.domain.clocks.party_limits import ESTIMATE, INTERRUPTED, own_limit
from jiefen.domain.common.chain import canonical
from jiefen.domain.common.errors import Invalid, NotAllowed
from jiefen.domain.common.moments import ZONE
from jiefen.domain.common.words import State
from jiefen.domain.intake.fields import FIELDS, Registration
from jiefen.domain.intake.numbering import case_number
from jiefen.store.common import numbers, text_index, vault
from jiefen.store.common.insert import insert, insert_plain
from jiefen.store.common.reference import Snapshot, shown_number, snapshot
from jiefen.store.models import Assignment, Case, Clock, HallTicket, Place, Secret

TRACK = "J"


@dataclass(frozen=True)
class Drawn:
    """Keys and codes of a case to be, and what they seal: the slow part of a registration that needs no database."""

    secret: Secret
    key: bytes
    people: list[parties.Sealed]
    texts: dict[int, str]
    content: bytes


def draw(
    registration: Registration, *, content: bytes | None = None, ticket: int | None = None, scanned: str = ""
) -> Drawn:
    """`content`: of what was told, where it is known already. A `ticket` or a code changes nothing."""
    secret, key = vault.new_secret()
    people = parties.prepare(registration.parties, case_key=key)
    return Drawn(
        secret,
        key,
        people,
        parties.history_texts(people),
        content_of(registration) if content is None else content,
    )


@in_one_transaction("register", before=draw)
def register(
    command: Command, *, registration: Registration, made: Drawn, ticket: int | None = None, scanned: str = ""
) -> Answer:
    """Make a case. `ticket`: the number of the hall whose matter it is. `scanned`: the dispute code by which they came. `more["code"]` of the answer is the tracking code of
    the first applicant. Raises Invalid, NotAllowed."""
    post = registering_post(command.by)
    if known := _known_outside(registration):
        sentence = f"外部编号 {registration.external_number} 已登记为 {shown_number(known)}。"
        return Answer(sentence=sentence, number=known, more={"known": True})
    code = codes.code_of(scanned)
    number = tickets.ticket_to_register(command, ticket=ticket) if ticket else None
    now = snapshot()
    place = place_of(registration, now=now)
    serial = numbers.next_serial(series(command.at))
    fresh = prepare(
        registration,
        drawn=made,
        command=command,
        post=post,
        now=now,
        place=place,
        serial=serial,
        number=number,
    )
    write([fresh], command=command)
    codes.keep_code(fresh.case, code=code)
    if number is not None:
        tickets.keep_case(number, case=fresh.case)
    return Answer(
        sentence=f"已登记，案号 {now.shown(fresh.case.number)}。",
        number=fresh.case.number,
        version=1,
        more={"code": parties.code_for_applicant(made.people), "known": False},
    )


@dataclass
class Fresh:
    """A case about to be written, its first history entry already gathered."""

    case: Case
    clocks: list[Clock]
    people: list[parties.Sealed]


def prepare(
    registration: Registration,
    *,
    drawn: Drawn,
    command: Command,
    post: Held,
    now: Snapshot,
    place: Place | None,
    serial: int,
    number: HallTicket | None = None,
) -> Fresh:
    case = _case(registration, drawn=drawn, command=command, post=post, now=now, place=place, serial=serial)
    clock = clocks.prepare(case, rule_id="C-DISPATCH", at=command.at, days=now.calendar)
    case.next_due = clock.due
    running = [clock, *_own_clock(case, at=command.at, days=now.calendar)]
    command.history.add(
        case,
        verb="register",
        changes=opening(case),
        facts={
            "number": case.number,
            "parties": len(drawn.people),
            "clocks": [deadline.rule for deadline in running],
            **(tickets.facts_of(number) if number else {}),
        },
        private=canonical(told(case)),
        parties=drawn.texts,
    )
    return Fresh(case, running, drawn.people)


def _own_clock(case: Case, *, at: datetime, days: WorkCalendar) -> list[Clock]:
    """The limit that runs against the party from the day it happened; none when it would be over already, or the claim
    never lapses. Limitation runs anew from the day of asking (民法典 195).
    """
    rule = own_limit(case.kind)
    if rule == LIMITATION and never_lapses(case.kind, wanted=case.wanted, amount=bool(case.amount)):
        return []
    if not rule or case.happened_on is None:
        return []
    happened = datetime.combine(case.happened_on, time(), ZONE)
    clock = clocks.prepare(case, rule_id=rule, at=happened, days=days)
    if clock.due is None or clock.due <= at:
        return []
    head = ESTIMATE
    if rule == LIMITATION:
        clock, head = clocks.prepare(case, rule_id=rule, at=case.registered_at, days=days), INTERRUPTED
    clock.explanation = f"{head}\n{clock.explanation}"
    return [clock]


def write(many: Sequence[Fresh], *, command: Command) -> None:
    """Insert cases with everything that hangs on them: as many statements for a hundred as for one."""
    insert([secret for filing in many for secret in _secrets(filing)])
    for filing in many:
        filing.case.secret_id = filing.case.secret.pk
    insert([filing.case for filing in many])
    parties.add_all([(filing.case, filing.people) for filing in many])
    held = [
        {"case_id": filing.case.pk, "unit_id": filing.case.holder_id, "how": "register", "since": command.at}
        for filing in many
    ]
    insert_plain(Assignment, rows=held)
    for filing in many:
        for clock in filing.clocks:
            clock.case_id = filing.case.pk
    insert([clock for filing in many for clock in filing.clocks])
    for filing in many:
        text = searchable(filing.case, names=[person.facts.name for person in filing.people])
        text_index.put(filing.case.pk, text=text, fresh=True)


def _secrets(one: Fresh) -> list[Secret]:
    return [one.case.secret, *(person.secret for person in one.people)]


def series(at: datetime) -> str:
    """Case numbers start anew each year."""
    return f"case_{at.astimezone(ZONE).year}"


def registering_post(by: Actor) -> Held:
    post = by.post_for(DESK_ACTIONS["register"])
    if post is None:
        raise NotAllowed("您的岗位不能登记纠纷，需要窗口受理员、网格员、调解员、承办人或分流调度员。")
    return post


def place_of(registration: Registration, *, now: Snapshot) -> Place | None:
    """Raises Invalid for a place that is not in the division tree now."""
    code = registration.place
    if not code:
        return None
    if code not in now.places:
        sentence = f"没有代码为“{code[:20]}”的地方，或它已经撤并；请从列表中重新选择。"
        raise Invalid(fields={"place": sentence})
    return now.places[code]


def _known_outside(registration: Registration) -> str:
    """The number of the case that came under this outside number. Raises Clash when the content is another."""
    outside = (registration.source, registration.external_number)
    known = known_outside([outside]).get(outside) if registration.external_number else None
    if known and (clash := known.clash(registration, content=content_of(registration))):
        raise clash
    return known.number if known else ""


def _case(
    registration: Registration,
    *,
    drawn: Drawn,
    command: Command,
    post: Held,
    now: Snapshot,
    place: Place | None,
    serial: int,
) -> Case:
    """The unsaved case."""
    year = command.at.astimezone(ZONE).year
    return Case(
        number=case_number(division=now.centre.division, year=year, track=TRACK, serial=serial),
        serial=serial,
        year=year,
        secret=drawn.secret,
        state=State.REGISTERED,
        holder=now.desk,
        origin_id=post.unit_id,
        registered_by_id=command.by.user_id,
        registered_at=command.at,
        place=place,
        flags=joined(registration.flags),
        told_blind=drawn.content,
        **{field.name: getattr(registration, field.name) for field in FIELDS if field.is_plain},
    )


def opening(case: Case) -> dict[str, Any]:
    """The `set` part of the first entry: everything that `chain.fold` has to reproduce."""
    return {
        "state": str(case.state),
        "outcome": "",
        "holder": case.holder.code,
        "handler": None,
        **{field.name: code_of(field, getattr(case, field.name)) for field in CODES},
        "place": case.place.code if case.place else None,
        "risk": "",
        "amount_agreed": None,
        "returns": 0,
        "ruled": False,
        "merged_into": None,
        "flags": case.flags,
    }


def told(case: Case) -> dict[str, str]:
    """What was told in words; sealed under the case's key."""
    return {field.name: str(getattr(case, field.name) or "") for field in WORDS}
