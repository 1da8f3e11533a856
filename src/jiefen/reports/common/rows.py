"""Cases as rows of a list: one query for cases, one for parties, one for clocks, whatever the number of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.clocks.party_limits import is_ours
from jiefen.domain.common.kinds import kind_label
from jiefen.domain.common.words import Channel, Flag, PartySide, Risk, State
from jiefen.domain.intake.numbering import display
from jiefen.reports.common.addresses import case_address
from jiefen.reports.common.clock_view import ClockView, clock_view
from jiefen.store.common.reference import Snapshot, snapshot
from jiefen.store.models import Case, Clock, ClockPause, Party
from jiefen.store.people.able import unheld

STATE_TONES = {
    State.REGISTERED: "warn",
    State.ACCEPTED: "warn",
    State.COMPLETING: "warn",
    State.RULING: "bad",
    State.ASSIGNED: "info",
    State.OBJECTING: "warn",
    State.HANDLING: "info",
    State.REVIEWING: "info",
    State.REVIEWED: "ok",
    State.CLOSED: "ok",
}
RISK_TONES = {Risk.HIGH: "bad", Risk.MEDIUM: "warn", Risk.LOW: "ok"}


@dataclass(frozen=True)
class CaseRow:
    """One line of a list; every text ready for the screen."""

    id: int
    number: str
    label: str
    title: str
    kind: str
    place: str
    parties: str
    channel: str
    state: str
    state_tone: str
    risk: str
    risk_tone: str
    clock: ClockView | None
    holder: str
    url: str
    flags: tuple[str, ...]


def case_rows(cases: Iterable[Case], *, now: datetime) -> list[CaseRow]:
    """Rows in the given order. Cases should come `with_names()`."""
    cases = list(cases)
    ids = [case.pk for case in cases]
    reference = snapshot()
    parties, clocks = _parties(ids), _clocks(ids)
    pauses = defaultdict(list)
    for pause in (
        ClockPause.objects.filter(clock__in=[clock.pk for clock in clocks.values()]) if clocks else ()
    ):
        pauses[pause.clock_id].append(pause)
    views = {
        case_id: clock_view(clock, pauses=pauses[clock.pk], now=now, calendar=reference.calendar)
        for case_id, clock in clocks.items()
    }
    lost = set(Case.objects.filter(unheld(now=now), pk__in=ids).values_list("pk", flat=True))
    return [
        case_row(
            case,
            parties=parties[case.pk],
            clock=views.get(case.pk),
            reference=reference,
            now=now,
            lost=case.pk in lost,
        )
        for case in cases
    ]


def case_row(
    case: Case,
    *,
    parties: Sequence[Party],
    clock: ClockView | None,
    reference: Snapshot,
    now: datetime,
    lost: bool = False,
) -> CaseRow:
    """`lost`: the handler it names cannot go on."""
    risk = risk_now(case, now=now)
    flags = tuple(Flag.label_of(flag) for flag in sorted(case.flag_set()) if flag != Flag.IMPORTED)
    return CaseRow(
        id=case.pk,
        number=case.number,
        label=display(case.number, reference.centre.short),
        title=case.title,
        kind=kind_label(case.kind),
        place=case.place.name if case.place else "",
        parties=parties_text(parties),
        channel=Channel.label_of(case.channel),
        state=State.label_of(case.state),
        state_tone=STATE_TONES.get(State(case.state), ""),
        risk=Risk.label_of(risk) if risk else "",
        risk_tone=RISK_TONES.get(Risk(risk), "") if risk else "",
        clock=clock,
        holder=case.holder.name
        + (f" · {case.handler.name}{'（待换人）' if lost else ''}" if case.handler else ""),
        url=case_address(case),
        flags=flags,
    )


def risk_now(case: Case, *, now: datetime) -> str:
    """The case's risk while it lasts: set by a person, expires by itself."""
    return case.risk if case.risk and case.risk_until and case.risk_until > now else ""


def parties_text(parties: Sequence[Party]) -> str:
    sides = {
        side: [party.name or "（待补）" for party in parties if party.side == side] for side in PartySide
    }
    left, right = sides[PartySide.APPLICANT], sides[PartySide.RESPONDENT]
    return " / ".join(_some(names) for names in (left, right) if names) or "当事人待补"


def _some(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} 等 {len(names)} 人"


def _parties(ids: Sequence[int]) -> dict[int, list[Party]]:
    parties: dict[int, list[Party]] = defaultdict(list)
    for party in (
        Party.objects.filter(case__in=ids)
        .only("case_id", "side", "name", "position")
        .order_by("case_id", "position")
    ):
        parties[party.case_id].append(party)
    return parties


def _clocks(ids: Sequence[int]) -> dict[int, Clock]:
    """The running limit of the holder's that ends first, per case."""
    clocks: dict[int, Clock] = {}
    for clock in Clock.objects.filter(case__in=ids, stopped_at__isnull=True):
        if not is_ours(clock.rule):
            continue
        known = clocks.get(clock.case_id)
        if known is None or (clock.due is not None and (known.due is None or clock.due < known.due)):
            clocks[clock.case_id] = clock
    return clocks
