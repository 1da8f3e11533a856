"""What the page of a case shows: the frame around the tabs, and the tab that is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jiefen.domain.common.words import ReadBy

if TYPE_CHECKING:
    from jiefen.reports.case.buttons import StepView
    from jiefen.reports.case.links import TieView
    from jiefen.reports.case.next_step import NextStep
    from jiefen.reports.case.page import CasePerson, Fact, PartyView
    from jiefen.reports.case.tabs import PanelTab
    from jiefen.reports.common.clock_view import ClockView
    from jiefen.reports.common.panels import Button, Panel
    from jiefen.reports.common.rows import CaseRow
    from jiefen.reports.common.timeline import LogLine, ReaderLine, TimelineEntry
    from jiefen.reports.documents.documents import PaperOffer
    from jiefen.reports.documents.files import FileView


@dataclass(frozen=True)
class CaseNote:
    """A note that was refused, as it was typed, and why."""

    text: str
    audience: str
    error: str


@dataclass(frozen=True)
class Overview:
    """`note_url`, `amend_url`: empty for whoever may not. `read_by`: for whom a note may be."""

    facts: list[Fact]
    story: str
    wanted: str
    entries: list[TimelineEntry]
    note_url: str
    amend_url: str
    note: CaseNote | None
    read_by: list[tuple[str, str]]

    @property
    def read_by_now(self) -> str:
        return self.note.audience if self.note else ReadBy.INTERNAL.value


@dataclass(frozen=True)
class Parties:
    """What is private is masked, but for one whose reveal was just logged."""

    parties: list[PartyView]
    add_url: str


@dataclass(frozen=True)
class Panels:
    """`buttons`: what this person may do here that belongs to no panel. `tab`: what is said while there is none."""

    panels: list[Panel]
    buttons: list[Button]
    tab: PanelTab


@dataclass(frozen=True)
class Files:
    """`offers`: papers that can be made now. `upload_url`: empty for whoever may not. `error`: of what was uploaded."""

    files: list[FileView]
    upload_url: str
    offers: list[PaperOffer]
    may_seal: bool
    may_compile: bool
    panels: Panels
    error: str


@dataclass(frozen=True)
class Proceedings:
    proceedings: list[dict[str, Any]]


@dataclass(frozen=True)
class CaseLog:
    log: list[LogLine]
    chain: dict[str, Any]


@dataclass(frozen=True)
class Readers:
    readers: list[ReaderLine]


Body = Overview | Parties | Panels | Files | Proceedings | CaseLog | Readers


@dataclass(frozen=True)
class TabLink:
    label: str
    count: int | str
    url: str
    current: bool


@dataclass(frozen=True)
class CasePage:
    """`tab`: which body is open. `own`: the party's own limits, before ours. `answer_url`, `tracking_code`: or empty."""

    case: CaseRow
    registered: str
    back: dict[str, str]
    buttons: list[Button]
    steps: list[StepView]
    next: NextStep | None
    tabs: list[TabLink]
    tab: str
    body: Body
    own: list[ClockView]
    clocks: list[ClockView]
    answer_url: str
    people: list[CasePerson]
    team: list[CasePerson]
    ties: list[TieView]
    just_registered: bool
    tracking_code: str

    @property
    def alarms(self) -> list[ClockView]:
        """The party's own limits that end within seven days."""
        return [clock for clock in self.own if clock.alarm]

    @property
    def stopped(self) -> int:
        return sum(not clock.running for clock in self.clocks)

    @property
    def has_panels(self) -> bool:
        return isinstance(self.body, Panels)
