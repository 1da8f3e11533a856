"""Random worlds of 清和县: who looks, what they can open, and the random life of a case that is none of their business."""

from __future__ import annotations

import io
import random
import re
import zipfile
from contextlib import suppress
from urllib.parse import urlencode

from django.db import transaction
from django.test import Client
from routes import body_of, opens, routes

from jiefen.actions.case.take import take
from jiefen.actions.intake.register import register
from jiefen.domain.case.actor import Actor
from jiefen.domain.case.lifecycle import VERBS
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.kinds import KINDS
from jiefen.domain.common.words import Confidentiality, Role
from jiefen.domain.intake.registration import read
from jiefen.jobs.running.rounds import every_second, every_ten_seconds
from jiefen.store.common.scope import possible
from jiefen.store.models import Case
from kit.answers import answer_to
from kit.qinghe import FIELDS, Qinghe
from kit.transitions import MOVES

# Open to somebody and about all cases, so that one more may show; each with why that is right.
LEFT_OUT = {
    "healthz": "whether the process lives",
    "readyz": "whether the installation works",
    "metrics": "figures of the machine, answered on loopback alone",
    "health": "what the machine's own administrator sees of it, who reads no case",
    "verify": "entries of the whole ledger, for the auditor who checks that none is missing",
    "checkpoint": "size and root of the whole ledger, to be kept elsewhere",
    "published": "the centre's figures for everybody; small counts are left out (tests/figures/test_small_counts.py)",
    "audits": "the month's sample of all matters, which is published; its items are only those one may see",
}
QUERIES: dict[str, tuple[dict[str, str], ...]] = {
    "search": ({"q": "押金"}, {"q": "张三"}, {"q": "李四"}, {"q": "13800000001"}, {"q": "0001"}, {"q": "11010519491231002X"}, {"q": "张"}),
    "cases": ({"state": "open"}, {"state": "ended"}, {"due": "over"}, {"kind": "06"}, {"place": "330999001"}, {"mine": "1"}),
    "cases_export": ({"state": "open"},),
    "triage": ({"tab": "returned"}, {"tab": "ruling"}, {"tab": "completing"}, {"channel": "window"}),
    "supervision": ({"tab": "proposed"}, {"tab": "standing"}, {"tab": "corrections"}, {"tab": "late", "step": "C-SIGN"}),
    "gauges": ({"gauge": "received"}, {"gauge": "mediated"}, {"gauge": "matched", "days": "30"}, {"gauge": "served", "days": "365"}),
    "outcomes": ({"month": "all", "rung": "open"}, {"month": "all", "rung": "agreed"}, {"month": "all", "rung": "withdrawn"}),
    "calls": ({"kind": "goback"},),
    "referrals": ({"tab": "returned"},),
    "mediators": ({"q": "周"}, {"kind": "full_time"}),
    "rooms": ({"on": "2026-03-05"}, {"on": "2026-03-09"}),
    "reception": ({"from": "2026-03-09"},),
}  # fmt: skip
# The same person's earlier matters, suggested while somebody registers.
SAME_PERSON = {"applicant_name": "张三", "applicant_phone": "13800000001", "applicant_id": "11010519491231002X", "kind": "0602", "place": "330999001001", "story": "押金", "respondents-TOTAL_FORMS": "1"}  # fmt: skip
UNITS = (
    "mediation",
    "property",
    "family",
    "labour-inspection",
    "330999001",
    "330999101",
    "court",
    "petition",
)
ROLES = [role for role in Role if role not in (Role.PARTY, Role.SYSTEM)]
ENDLESS = 14  # verbs of the longest life
FRESH = re.compile(
    r'(name="(?:csrfmiddlewaretoken|key)"\s+value=")[^"]*|("X-CSRFToken": ?")[^"]*|(value=")[A-Za-z0-9]+:\w{6}:[\w-]+'
)  # tokens, and the signature with its hour of whose form it is


def watchers(world: Qinghe, chance: random.Random) -> list[str]:
    """People of every role, each with a post somewhere; and those of the county who see most."""
    for role in ROLES:
        world.person(f"w-{role}", f"{role}@{chance.choice(UNITS)}", name=f"旁人{role.label}")
    return [*(f"w-{role}" for role in ROLES), "dispatcher", "reviewer", "supervisor", "leader", "auditor", "admin", "stranger"]  # fmt: skip


def cast(world: Qinghe, *, unit: str) -> list[Actor]:
    """Who takes the secret case through its life: the unit's own people, with those it cannot go on without."""
    own = [world.person(f"c-{role}", f"{role}@{unit}", name=f"本单位{role.label}") for role in ROLES]
    return [*own, *(world.actor(name) for name in ("dispatcher", "reviewer", "supervisor", "leader", "grid"))]


def secret(
    world: Qinghe, chance: random.Random, *, people: list[Actor], watching: set[str]
) -> tuple[str, set[str]]:
    """A case with a random life, in which the words of every search stand; its number, and who of those watching could
    never see it."""
    told = {
        "confidentiality": str(chance.choice(list(Confidentiality))),
        "kind": chance.choice(sorted(KINDS)),
        "place": chance.choice(("330999001001", "330999101001", "330999103001")),
        "weight": chance.choice(("simple", "larger", "major")),
        "channel": chance.choice(("window", "department")),
        "people": chance.choice(("1", "12")),
        "title": "张三与李四押金纠纷",
    }
    facts = read(FIELDS | told, today=world.now.date(), flags=("petition",) if chance.random() < 0.3 else ())
    may = [person for person in people if person.may("register")]
    number = register(registration=facts, by=chance.choice(may), at=world.now, key="secret").number
    blind = {name for name in watching if not world.sees(name, number)}
    for _ in range(chance.randint(0, ENDLESS)):
        world.later(hours=chance.choice((0, 1, 5)))
        _something(world, chance, number=number, people=people)
        blind = {name for name in blind if not world.sees(name, number)}
    return number, blind


def _something(world: Qinghe, chance: random.Random, *, number: str, people: list[Actor]) -> None:
    """One verb that somebody may take now, rather one that moves the case on."""
    case = world.case(number)
    rows = [row for row in VERBS if case.state in row.come_from and row.name not in ("attach", "amend", "merge", "withdraw", "decline")]  # fmt: skip
    onward = MOVES.keys() | {"start", "screen"}
    rows.sort(key=lambda row: chance.random() - (0.4 if row.name in onward else 0))
    users = [person.user_id for person in people]
    for row in rows[:12]:
        able = [person for person in people if row.name in possible(person, case=case, actions=(row.name,))]
        if not able:
            continue
        fields = {ask.name: answer_to(ask, chance=chance, case=case, cast=users, cases=[number], wild=False) for ask in row.asks}  # fmt: skip
        by = chance.choice(able)
        with suppress(RuleError), transaction.atomic():
            take(verb=row.name, number=number, fields=fields, seen=None, by=by, at=world.now, key="")
            return


def rounds(world: Qinghe) -> None:
    """All that runs in the background, until there is nothing left to do."""
    for _ in range(3):
        every_second(world.now, held=False)
        every_ten_seconds(world.now, held=False)


def pages(client: Client, actor: Actor, *, only: str = "") -> dict[str, str]:
    """Everything this person can open that is not of one case, and a case of their own; as it is but for tokens. `only`:
    what begins so."""
    found = [("get", address, {}) for address in _addresses(actor)]
    if actor.may("register"):
        found.append(("post", "/register/check", SAME_PERSON))
    own = Case.objects.visible_to(actor).order_by("pk").values_list("number", flat=True).first()
    for query in ("tab=overview", "tab=parties", "tab=oversight", "tab=log", "preview=1") if own else ():
        found.append(("get", f"/cases/{own}?{query}", {}))
    return {
        f"{method} {address}": _text(client, method, address, data)
        for method, address, data in found
        if address.startswith(only)
    }


def _addresses(actor: Actor) -> list[str]:
    found = []
    for route in routes():
        shown = "<" not in route.pattern and route.name not in LEFT_OUT and not route.name.startswith("api_")
        if shown and any(opens(route, role=role) for role in actor.roles):
            queries = ({}, *QUERIES.get(route.name, ()))
            found += [f"/{route.pattern}" + (f"?{urlencode(query)}" if query else "") for query in queries]
    return found


def _text(client: Client, method: str, address: str, data: dict[str, str]) -> str:
    """Status, headers and body; a request leaves no trace."""
    with transaction.atomic():
        answer = getattr(client, method)(address, data)
        body = body_of(answer)
        transaction.set_rollback(True)
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist() if name != "docProps/core.xml")
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in ("X-Request-Id", "Set-Cookie", "Content-Length")
    }
    return f"{answer.status_code} {sorted(headers.items())} {FRESH.sub(_without, body.decode('utf-8', 'replace'))}"


def _without(match: re.Match[str]) -> str:
    return next(part for part in match.groups() if part)
