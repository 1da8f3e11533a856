"""What somebody is told after a questionnaire: ways, who is competent, what to bring, limits, each sentence with its source.

A versioned text of the centre. What fits is chosen by the answers alone; nothing here decides anything about anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from jiefen.domain.intake.likely import MatterWords
from jiefen.domain.intake.questionnaire import Conditions, conditions_fit

Chosen = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class SourcedSentence:
    """`checked`: whether the article was read in the official text. Said when `when` fits the answers."""

    say: str
    source: str
    checked: bool = True
    when: Conditions = ()


@dataclass(frozen=True)
class WaySource:
    """Where a lawful way of the rulebook stands in the law. `id`: the remedy."""

    id: str
    source: str
    checked: bool


@dataclass(frozen=True)
class GuideLimit:
    """A limit of the rule pack. `since`: the question that asks from which day it runs; empty where nobody asks. `again`: the
    question after the day that makes it run anew; empty where nothing does. `says`: interruption and exceptions.
    """

    rule: str
    since: str
    again: str
    says: tuple[SourcedSentence, ...]
    when: Conditions = ()


@dataclass(frozen=True)
class GuideCode:
    """The kind of dispute, as cases are registered by."""

    code: str
    when: Conditions = ()


@dataclass(frozen=True)
class GuideResult:
    """What is told about one kind of matter: an option of the question that asks for it. `mediated`: whether people's
    mediation may be asked for; where it is not, the ways say what may.
    """

    id: str
    codes: tuple[GuideCode, ...]
    ways: tuple[SourcedSentence, ...]
    competent: tuple[SourcedSentence, ...]
    bring: tuple[SourcedSentence, ...]
    notes: tuple[SourcedSentence, ...]
    limits: tuple[GuideLimit, ...]
    matter: MatterWords
    mediated: bool = True

    def for_answers(self, chosen: Chosen) -> GuideResult:
        """What fits these answers, and nothing else; the first kind of dispute that fits."""
        codes = [row for row in self.codes if conditions_fit(row.when, chosen=chosen)]
        limits = (limit for limit in self.limits if conditions_fit(limit.when, chosen=chosen))
        return replace(
            self,
            codes=tuple(codes[:1]),
            ways=fitting(self.ways, chosen=chosen),
            competent=fitting(self.competent, chosen=chosen),
            bring=fitting(self.bring, chosen=chosen),
            notes=fitting(self.notes, chosen=chosen),
            limits=tuple(replace(limit, says=fitting(limit.says, chosen=chosen)) for limit in limits),
        )


@dataclass(frozen=True)
class Guide:
    """`kind` and `words`: the questions for the kind of matter and for somebody's own words. `safe`: what is told instead of
    everything else where somebody is in danger (`safe_when`), and before it where they cannot say (`careful_when`);
    `always`: what every result ends with.
    """

    id: str
    version: int
    since: date
    kind: str
    words: str
    safe_when: Conditions
    careful_when: Conditions
    safe: tuple[SourcedSentence, ...]
    always: tuple[SourcedSentence, ...]
    ways: tuple[WaySource, ...]
    results: tuple[GuideResult, ...]

    def result(self, option: str) -> GuideResult | None:
        return next((row for row in self.results if row.id == option), None)

    def way(self, remedy: str) -> WaySource:
        return next(row for row in self.ways if row.id == remedy)

    @property
    def matters(self) -> tuple[MatterWords, ...]:
        return tuple(row.matter for row in self.results)


def fitting(rows: tuple[SourcedSentence, ...], *, chosen: Chosen) -> tuple[SourcedSentence, ...]:
    return tuple(row for row in rows if conditions_fit(row.when, chosen=chosen))
