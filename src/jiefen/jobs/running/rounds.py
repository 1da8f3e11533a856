"""One round of everything that runs in the background, in order; each part is idempotent.

`held`: the clock is not believed (`actions.ledger.time_guard`). What follows from what people did goes on; what follows from
the time alone and cannot be taken back waits: rungs told and what they propose, messages sent, seals with a date,
drafts forgotten.
"""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from django.conf import settings

from jiefen.actions.agreement.term_reminders import remind_of_terms
from jiefen.actions.case.unheld import tell_of_unheld
from jiefen.actions.clocks import calendars
from jiefen.actions.clocks import warnings as clock_warnings
from jiefen.actions.clocks.recompute import apply_new_rules
from jiefen.actions.common import throttle
from jiefen.actions.common.actors import system_actor
from jiefen.actions.common.heartbeat import beat
from jiefen.actions.court.confirmation_reminders import remind_of_confirmation
from jiefen.actions.documents import party_files
from jiefen.actions.intake import bookings, drafts
from jiefen.actions.intake.imports import continue_waiting
from jiefen.actions.ledger import sequence
from jiefen.actions.messages import inquiries, notices
from jiefen.actions.messages.deliveries import send_waiting
from jiefen.actions.messages.party_messages import send_to_parties
from jiefen.actions.oversight import appeals, reminders, supervision
from jiefen.actions.party import applications, evidence
from jiefen.actions.people import devices
from jiefen.domain.messages.words import Medium
from jiefen.reports.ledger.rollback import older_database

ROWS = 200
ALL = 1_000_000
logger = logging.getLogger("jiefen.worker")


def every_second(at: datetime, *, held: bool, clocks: int = ALL) -> dict[str, int]:
    """Every second or so: messages, log, imports, and at most `clocks` clocks (looking for none costs one index look)."""
    done = {
        "notices": notices.deliver(at=at),
        "sequenced": sequence.sequence(),
        "imported": continue_waiting(at=at, rows=ROWS),
    }
    if held:
        return done
    if sequence.seal_is_due(at=at):
        _seal(at)
    done |= clock_warnings.tick(at=at, propose=supervision.propose, limit=clocks)
    sent = send_waiting(at=at, gateways=settings.GATEWAYS)
    to_parties = send_to_parties(at=at, gateway=settings.GATEWAYS[Medium.SMS])
    return done | {"messages": sent, "to_parties": to_parties}


def every_ten_seconds(at: datetime, *, held: bool) -> dict[str, int]:
    """Every few seconds: what may wait a day but does no harm more often."""
    moved = calendars.recount_provisional(by=system_actor(), at=at)
    beat("worker", at=at)
    done = {"recomputed": moved.seen}
    if held:
        return done
    return done | {
        "drafts_forgotten": drafts.forget_old(at=at),
        "applications_shredded": applications.forget_old(at=at),
        "left_while_judged": evidence.forget_left(at=at),
        "hall_closed": bookings.close_days(at=at),
        "sessions_forgotten": devices.forget_ended(at=at),
        "tries_forgotten": throttle.forget_old(at=at),
        "reminded": reminders.remind(at=at),
        "unanswered": inquiries.tell_of_unanswered(at=at),
        "files_forgotten": party_files.forget_old(at=at),
        "granted": appeals.tell_of_granted(at=at),
        "terms": remind_of_terms(at=at),
        "unheld": tell_of_unheld(at=at),
        "confirmations": remind_of_confirmation(at=at),
    }


def at_the_start(at: datetime) -> dict[str, int]:
    """Whether the database is older than what lies beside it; once per release, limits whose rule has a newer version."""
    if problem := older_database():
        logger.error("%s", problem)
    return {"rules_changed": apply_new_rules(by=system_actor(), at=at).seen}


def at_the_end(at: datetime, *, held: bool) -> None:
    """At shutdown: number what is there and seal it."""
    sequence.sequence()
    if not held:
        _seal(at)


def _seal(at: datetime) -> None:
    folder = Path(settings.CHECKPOINT_EXPORT) if settings.CHECKPOINT_EXPORT else None
    try:
        sequence.seal(at=at, export=folder)
    except sequence.ExportProblem as problem:
        logger.error("the checkpoint could not be exported", exc_info=problem)
