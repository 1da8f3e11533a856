"""What the people of a throw-away centre do; runs inside a World, after django.setup()."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F

from jiefen.actions.case.take import take
from jiefen.actions.centre.open_centre import open_centre
from jiefen.actions.common.history import History
from jiefen.actions.intake.register import register
from jiefen.actions.ledger.opening import open_rows, tables_changing
from jiefen.actions.ledger.sequence import seal, sequence
from jiefen.domain.case.actor import Actor
from jiefen.domain.intake.registration import read
from jiefen.profiles.centre import load
from jiefen.reports.common.actors import actor_of
from jiefen.reports.ledger.verify import verify
from jiefen.store.models import Case, Entry, User

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
__all__ = [
    "NOON", "Case", "Entry", "actor", "answer", "fill", "found", "keep_registering", "live", "register_one", "seal",
    "sequence", "verify",
]  # fmt: skip


def found() -> None:
    """Keys, tables, the county of 清和, where nobody signs in."""
    settings.HOME.make()
    with tables_changing():
        call_command("migrate", verbosity=0)
    open_rows(at=NOON)
    open_centre(load("qinghe"), at=NOON, demo=True, passwords=False)


def actor(username: str) -> Actor:
    user = User.objects.get(username=username)
    return actor_of(user.pk, name=user.name, at=NOON)


def register_one(clerk: Actor, *, at: datetime, name: str, key: str = "") -> str:
    fields = {
        "applicant_name": name,
        "respondent_name": "李四",
        "kind": "",
        "story": f"{name}与李四因排水发生争执。",
        "amount": "8600.50",
    }
    registration = read(fields, today=at.date(), strict=False)
    return register(registration=registration, by=clerk, at=at, key=key).number


def live(cases: int, *, sealed_every: int = 20, tail: int = 3) -> None:
    """Cases with a few steps each, sealed now and then; the last `tail` cases are not in the log yet."""
    clerk, desk = actor("clerk"), actor("dispatcher")
    for at in range(cases):
        when = NOON + timedelta(minutes=10 * at)
        number = register_one(clerk, at=when, name=f"张{at}")
        for verb in ("accept",) if at % 2 else ("accept", "dispatch"):
            fields = {"unit": "mediation", "reason": "由县调委会承办。"} if verb == "dispatch" else {}
            take(verb=verb, number=number, fields=fields, by=desk, at=when + timedelta(minutes=1))
        if (at + 1) % sealed_every == 0 and at + 1 <= cases - tail:
            sequence()
            seal(at=when + timedelta(minutes=5), export=None)


def fill(entries: int, *, per_case: int = 10) -> None:
    """Many entries, quickly, by the same History that commands use."""
    clerk = actor("clerk")
    numbers = [register_one(clerk, at=NOON, name=f"王{at}") for at in range(200)]
    left, each = entries, max(per_case, entries // len(numbers))
    for case in Case.objects.filter(number__in=numbers).select_related("secret"):
        with transaction.atomic():
            history = History(by=clerk, at=NOON)
            for at in range(min(each, left)):
                history.add(case, verb="note", facts={"n": at}, private="现场查看了排水沟，双方都在场。" * 3)
            history.write()
        left -= each


def keep_registering(who: str) -> None:
    """Register until stdin closes; each acknowledged number is printed at once."""
    clerk = actor("clerk")
    print("ready", flush=True)
    at = 0
    while not Path(sys.argv[1]).exists():
        at += 1
        print(register_one(clerk, at=NOON, name=f"{who}{at}", key=f"{who}-{at}"), flush=True)


def answer() -> None:
    """Verify the database files named on stdin, one JSON line each."""
    for line in sys.stdin:
        question = json.loads(line)
        connection.close()
        connection.settings_dict["NAME"] = question["database"]
        path = Path(question["checkpoint"]) if question["checkpoint"] else None
        verdict = verify(
            at=NOON + timedelta(days=400),
            checkpoint=path.read_text() if path else None,
            witnesses=path.parent if path and question["witnesses"] else Path("/nonexistent"),
        )
        print(json.dumps(asdict(verdict), ensure_ascii=False), flush=True)


def raise_version(number: str) -> None:
    Case.objects.filter(number=number).update(version=F("version") + 1)
