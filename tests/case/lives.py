"""The machine behind S-1: people of 清和县 take verbs at random, time passes, and the computer breaks down."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from breakdowns import PowerCut, breaking
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from jiefen.actions.case.take import take
from jiefen.actions.clocks.warnings import tick
from jiefen.actions.common.command import Answer
from jiefen.actions.intake.amend import amend
from jiefen.actions.intake.register import register
from jiefen.actions.oversight.supervision import propose
from jiefen.domain.case.actor import Actor
from jiefen.domain.case.lifecycle import BY_NAME, VERBS
from jiefen.domain.common.errors import KeyReused, RuleError, Stale
from jiefen.domain.intake.registration import read
from jiefen.store.common.scope import possible
from jiefen.store.models import Case, Clock, Entry
from kit.answers import answer_to
from kit.invariants import check_case, everything
from kit.qinghe import FIELDS, NOW
from kit.transitions import MOVES, check_move

MOST_CASES = 3
# Bytes, since Hypothesis prefers small integers, and a few small seeds would live the same few lives again and again.
SEEDS = st.binary(min_size=8, max_size=8)
# How often a verb is chosen when the matter moves on; one that ends it early is rare, so that lives get long.
WEIGHTS = {
    "withdraw": 0.12, "decline": 0.1, "merge": 0.2, "send_back": 0.25, "accept": 0.4, "forward": 1.2, "archive": 0.5, "return": 2,
    "dispatch": 2, "sign": 2, "record": 3, "approve": 2, "close": 2, "unmerge": 3, "object": 6, "agree_objection": 4,
    "refer_up": 0.3, "escalate": 0.3,
}  # fmt: skip
NEW = 6
# What must have been done before a rare verb can be.
BEFORE = {
    "agree_objection": "object",
    "refuse_objection": "object",
    "unmerge": "merge",
    "complete": "send_back",
}
ON_THE_WAY = MOVES.keys() | {"start"}
AMENDED = {
    "kind": "0701",
    "amount": "12.50",
    "people": "12",
    "place": "330999001002",
    "story": "改",
    "weight": "major",
}


NOTED = {"Entry", "Outbox", "Stream"}  # the job's own rows stand in the history, in the system's stream


@dataclass
class Done:
    """A command that was accepted, to be delivered again."""

    facts: dict[str, Any]
    by: Actor
    key: str
    sentence: str


class Lives(RuleBasedStateMachine):
    """`states` and `stopped` are the model: where each case must be, and what each stopped clock must still say."""

    people: list[Actor]
    accepted: Counter[tuple[str, str]]
    missing: frozenset[str] = frozenset()

    def __init__(self) -> None:
        super().__init__()
        self.now, self.n = NOW, 0
        self.states: dict[str, str] = {}
        self.stopped: dict[int, tuple[Any, ...]] = {}
        self.last: Done | None = None
        self.rows: dict[str, list[tuple[Any, ...]]] = {}
        self.mark = transaction.savepoint()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.mark)

    @initialize()
    def zhang_san_registers_the_first(self) -> None:
        answer = register(registration=read(FIELDS, today=self.now.date()), by=self.people[0], at=self.now)
        self.states[answer.number], self.rows = "registered", {}

    @rule(seed=SEEDS)
    def somebody_registers(self, seed: bytes) -> None:
        if len(self.states) >= MOST_CASES:
            return
        chance, key = random.Random(seed), self._key()
        told = {
            "weight": chance.choice(["simple", "larger", "major"]),
            "confidentiality": chance.choice(["normal", "normal", "family", "special"]),
        }
        flags = ("petition",) if chance.random() < 0.5 else ()
        facts = read(FIELDS | told, today=self.now.date(), flags=flags)
        by = chance.choice(self.people)
        number = self._try(lambda: register(registration=facts, by=by, at=self.now, key=key))
        if number is not None:
            self.states[number.number] = "registered"

    @rule(seed=SEEDS)
    def somebody_takes_any_verb(self, seed: bytes) -> None:
        chance = random.Random(seed)
        row = chance.choice([row for row in VERBS if row.name not in ("attach", "amend")])
        self._take(chance, verb=row.name, people=self.people, wild=True)

    @rule(seed=SEEDS)
    def somebody_who_may_does_something_beside(self, seed: bytes) -> None:
        self._sensible(random.Random(seed), moving=False)

    @rule(seed=SEEDS)
    def the_matter_moves_on(self, seed: bytes) -> None:
        chance = random.Random(seed)
        for _ in range(chance.randint(2, 8)):
            self._sensible(chance, moving=True)
            self.every_case_keeps_the_law()

    @rule(seed=SEEDS)
    def the_computer_breaks_down(self, seed: bytes) -> None:
        chance = random.Random(seed)
        self._sensible(chance, moving=chance.random() < 0.7, around=breaking(chance))

    @rule(seed=SEEDS)
    def somebody_amends(self, seed: bytes) -> None:
        chance = random.Random(seed)
        sent = frozenset(name for name in AMENDED if chance.random() < 0.3)
        facts = read({name: AMENDED[name] for name in sent}, today=self.now.date(), strict=False)
        number, by = self._case(chance), chance.choice(self.people)
        self._try(
            lambda: amend(number=number, sent=sent, registration=facts, by=by, at=self.now), number, "amend"
        )

    @precondition(lambda self: self.last is not None)
    @rule(other=st.booleans())
    def the_last_command_arrives_again(self, other: bool) -> None:
        assert self.last is not None
        before, last = self._rows(), self.last
        facts = last.facts | ({"fields": {"another": "body"}} if other else {})
        if other:
            with pytest.raises(KeyReused):
                take(**facts, by=last.by, at=self.now, key=last.key)
        else:
            answer = take(**facts, by=last.by, at=self.now, key=last.key)
            assert (answer.replayed, answer.sentence) == (True, last.sentence)
        assert everything() == before, "a repeated command changed something"

    @rule(seed=SEEDS)
    def somebody_acts_on_an_old_page(self, seed: bytes) -> None:
        number = self._case(random.Random(seed))
        case = Case.objects.get(number=number)
        by = self._somebody(case, "note")
        if by is not None and case.version > 1:
            fields = {"text": "记录", "audience": "internal"}
            with pytest.raises(Stale):
                take(verb="note", number=number, fields=fields, seen=case.version - 1, by=by, at=self.now)
        assert everything() == self._rows(), "an old page changed something"

    @rule(minutes=st.sampled_from([1, 45, 300, 1440, 10_000, 60_000]))
    def time_passes_and_the_clock_job_comes_round(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        before, of_cases = self._rows(), Entry.objects.filter(case__isnull=False).count()
        tick(at=self.now, propose=propose)
        changed = {name for name, rows in everything().items() if rows != before[name]}
        assert changed <= NOTED, f"the clock job changed {changed - NOTED}"
        self.rows = {}
        assert Entry.objects.filter(case__isnull=False).count() == of_cases, "the clock job wrote into a case"
        assert sum(tick(at=self.now, propose=propose).values()) == 0, "what was told once is told again"

    @invariant()
    def every_case_keeps_the_law(self) -> None:
        if self.rows:
            return
        for number, state in self.states.items():
            assert Case.objects.get(number=number).state == state
            check_case(number)
        clocks_now = set()
        for clock in Clock.objects.all():
            clocks_now.add(clock.pk)
            row = (clock.stopped_at, clock.ended, clock.due, clock.rule, clock.started_at)
            if clock.stopped_at is not None:
                assert self.stopped.setdefault(clock.pk, row) == row, "a stopped clock has moved"
            else:
                assert clock.pk not in self.stopped, "a stopped clock runs again"
        assert set(self.stopped) <= clocks_now, "a clock was lost"
        self._rows()

    def _sensible(
        self, chance: random.Random, *, moving: bool, around: AbstractContextManager[None] | None = None
    ) -> None:
        """A verb that the case may take, by somebody who may."""
        case = Case.objects.get(number=self._case(chance))
        rows = [row for row in VERBS if case.state in row.come_from and (row.name in ON_THE_WAY) is moving and row.name not in ("attach", "amend")]  # fmt: skip
        if not rows:
            return
        verb = chance.choices(rows, [self._weight(row.name) for row in rows])[0].name
        by = self._somebody(case, verb, chance=chance)
        self._take(chance, verb=verb, people=[by] if by else self.people, number=case.number, around=around)

    def _weight(self, verb: str) -> float:
        """What no earlier sample has done is tried more often, so that few lives say something about every verb."""
        wanted = self.missing | {before for after, before in BEFORE.items() if after in self.missing}
        return WEIGHTS.get(verb, 1) * (NEW if verb in wanted else 1)

    def _take(
        self,
        chance: random.Random,
        *,
        verb: str,
        people: list[Actor],
        wild: bool = False,
        number: str = "",
        around: AbstractContextManager[None] | None = None,
    ) -> None:
        number, by, key = number or self._case(chance), chance.choice(people), self._key()
        case = Case.objects.get(number=number)
        cast = [one.user_id for one in self.people]
        fields = {
            ask.name: answer_to(
                ask, chance=chance, case=case, cast=cast, cases=sorted(self.states), wild=wild
            )
            for ask in BY_NAME[verb].asks
        }
        facts: dict[str, Any] = {"verb": verb, "number": number, "fields": fields}
        answer = self._try(
            lambda: take(**facts, by=by, at=self.now, key=key), number, verb, by=by, around=around
        )
        if answer is not None:
            self.last = Done(facts, by, key, answer.sentence)

    def _try(
        self,
        command: Callable[[], Answer],
        number: str = "",
        verb: str = "register",
        *,
        by: Actor | None = None,
        around: AbstractContextManager[None] | None = None,
    ) -> Answer | None:
        """Do it. What is refused or breaks down must have changed nothing; what is accepted must be legal."""
        before, old = self._rows(), Case.objects.filter(number=number).first()
        try:
            with around or nullcontext():
                answer = command()
        except (RuleError, PowerCut):
            assert everything() == before, f"{verb} was refused and left something behind"
            return None
        self.rows = {}
        if old is not None:
            self.states[number] = self._legal(verb, old=old, by=by)
            self.accepted[verb, self.states[number]] += 1
        return answer

    def _legal(self, verb: str, *, old: Case, by: Actor | None) -> str:
        case = Case.objects.get(pk=old.pk)
        check_move(verb, before=old.state, after=case.state)
        if verb in ("approve", "reject", "close") and by is not None:
            assert by.user_id not in (old.handler_id, old.recorded_by_id), "somebody certified their own work"
        if verb == "return":
            assert not old.ruled, "a ruled case was returned"
            assert (case.state == "ruling") == (old.returns >= 1), "the second return goes to a ruling"
        return case.state

    def _somebody(self, case: Case, verb: str, *, chance: random.Random | None = None) -> Actor | None:
        """The first in line, or a random one, who may."""
        line = chance.sample(self.people, k=len(self.people)) if chance else self.people
        wanted = ("see", verb)
        return next((by for by in line if len(possible(by, case=case, actions=wanted)) == 2), None)

    def _rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row as it stood after the last accepted command."""
        self.rows = self.rows or everything()
        return self.rows

    def _case(self, chance: random.Random) -> str:
        return chance.choice(sorted(self.states))

    def _key(self) -> str:
        self.n += 1
        return f"k{self.n}"
