"""One case as its page shows it. Everything starts from `case_for`: unseen means not found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from jiefen.domain.case.actor import Actor
from jiefen.domain.case.permissions import CASE_ACTIONS
from jiefen.domain.clocks.party_limits import is_ours
from jiefen.domain.common import chain, moments
from jiefen.domain.common.errors import NotAllowed, Unseen
from jiefen.domain.common.masks import mask_id, mask_phone
from jiefen.domain.common.phones import phone_mark
from jiefen.domain.common.words import IdentityPaper, Outcome, PartyKind, PartySide, Track
from jiefen.domain.intake.fields import FIELDS
from jiefen.domain.intake.numbering import display
from jiefen.reports.case.buttons import StepView, buttons_of, steps_of
from jiefen.reports.case.next_step import NextStep, next_of
from jiefen.reports.common.addresses import address
from jiefen.reports.common.clock_view import ClockView, clocks_of, own_of
from jiefen.reports.common.opened import id_of, opened, phone_of, tracking_code_of
from jiefen.reports.common.panels import Button
from jiefen.reports.common.registered import registered_by
from jiefen.reports.common.rows import CaseRow, case_row
from jiefen.reports.documents.invitation import call_script
from jiefen.store.common.prepared import Param, Prepared
from jiefen.store.common.reference import snapshot
from jiefen.store.common.scope import can, possible
from jiefen.store.models import Case, CodeCase, HallTicket, Party
from jiefen.store.outreach import letter_code_of, may_be_invited
from jiefen.store.people.able import why_unheld

_STILL = frozenset({"see", "see_log", "see_readers"})
_CASE = Prepared(
    lambda: Case.objects.filter(number=Param("number")).select_related(
        "holder", "handler", "place", "origin", "registered_by", "secret", "merged_into"
    )
)


@dataclass(frozen=True)
class CasePerson:
    name: str
    sub: str
    role: str = ""

    @property
    def initial(self) -> str:
        return self.name[:1]


@dataclass(frozen=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True)
class PartyView:
    id: int
    name: str
    initial: str
    role: str
    kind: str
    facts: list[Fact]
    reveal_url: str
    invite_url: str
    letter_url: str
    script: tuple[str, ...]
    revealed: list[Fact] = field(default_factory=list)


@dataclass(frozen=True)
class CaseView:
    """The page around the tabs. `own`: the party's own limits, which are shown before ours; `counts`: by tab."""

    row: CaseRow
    registered: str
    version: int
    state: str
    buttons: list[Button]
    steps: list[StepView]
    next: NextStep | None
    own: list[ClockView]
    clocks: list[ClockView]
    people: list[CasePerson]
    team: list[CasePerson]
    may: frozenset[str]
    tracking_code: str
    counts: dict[str, int]


def case_for(actor: Actor, *, number: str, action: str = "see") -> Case:
    """The only door to a case. Raises Unseen when it is not there, or not for this person: nobody can tell which."""
    case: Case | None = _CASE.first(number=number)
    if case is None or not {"see", action} <= possible(actor, case=case, actions=("see", action)):
        raise Unseen("没有找到这个案件，或者它不在您的职责范围内。")
    return case


def require(actor: Actor, *, case: Case, action: str) -> None:
    """Raises NotAllowed when the case may be seen but this is somebody else's to do."""
    if not can(actor, action=action, case=case):
        raise NotAllowed("您能看到这个案件，但这一步不由您的岗位办理。")


def may(actor: Actor, *, case: Case, action: str) -> bool:
    return can(actor, action=action, case=case)


def may_still(actor: Actor, *, case: Case) -> frozenset[str]:
    """What this person may do on the case as it is now."""
    may = possible(actor, case=case, actions=tuple(CASE_ACTIONS))
    return (
        may if case.secret.wrapped is not None else may & _STILL
    )  # destroyed: nothing is left to do with it


def case_view(actor: Actor, *, case: Case, now: datetime) -> CaseView:
    may = may_still(actor, case=case)
    parties = list(case.parties.select_related("secret").order_by("position"))
    clocks = clocks_of(case, now=now)
    ours = (clock for clock in clocks if clock.tone != "done" and not clock.paused and is_ours(clock.rule))
    first = next(ours, None)
    buttons = buttons_of(actor, case=case, may=may, clocks=clocks, now=now)
    when = snapshot().calendar.local(case.registered_at)
    lost = why_unheld(case, now=now)
    return CaseView(
        row=case_row(case, parties=parties, clock=first, reference=snapshot(), now=now, lost=bool(lost)),
        registered=f"{moments.iso_minute(when)} 由 {registered_by(case)} 登记",
        version=case.version,
        state=case.state,
        buttons=buttons,
        steps=steps_of(case),
        next=next_of(case, buttons=buttons, may=may, now=now),
        own=own_of(clocks, now=now),
        clocks=[clock for clock in clocks if not clock.own],
        people=[
            CasePerson(party.name or "（待补）", _party_line(party), PartySide.label_of(party.side))
            for party in parties
        ],
        team=team_of(case, lost=lost),
        may=may,
        tracking_code=tracking_code_of(case) if "print_receipt" in may else "",
        counts={
            "parties": len(parties),
            "files": case.attachments.count(),
            "proceedings": case.proceedings.count(),
        },
    )


def tab_buttons(actor: Actor, *, tab: str, case: Case, view: CaseView, now: datetime) -> list[Button]:
    """The buttons of a tab that has verbs of its own; asked for only when it is open."""
    clocks = [*view.own, *view.clocks]
    return buttons_of(actor, case=case, may=view.may, clocks=clocks, now=now, tab=tab)


def team_of(case: Case, *, lost: str = "") -> list[CasePerson]:
    """`lost`: why the handler cannot go on."""
    handler = case.handler
    led = f"主办 · {lost}，待换人" if lost else "主办"
    lead = CasePerson(
        handler.name if handler else case.holder.name,
        f"{case.holder.name} · {led}" if handler else "主办，还没有承办人",
    )
    co = case.assignments.filter(lead=False, until__isnull=True).select_related("unit", "person")
    return [lead, *(CasePerson(row.unit.name, "协办") for row in co)]


def _party_line(party: Party) -> str:
    parts = [
        PartyKind.label_of(party.kind),
        mask_phone(phone_of(party)) if party.phone_sealed else "电话未留",
    ]
    return " · ".join(parts)


def first_of_each_side(case: Case) -> dict[str, Party]:
    """The first party of each side, by side."""
    return {party.side: party for party in reversed(list(case.parties.order_by("position")))}


def parties_of(actor: Actor, *, case: Case, revealed: int | None = None) -> list[PartyView]:
    """Parties with what is private masked. `revealed`: the id of the one whose reveal was just logged."""
    may_reveal, may_invite, may_print = (
        can(actor, action=action, case=case) for action in ("reveal", "invite", "download")
    )
    return [
        PartyView(
            id=party.pk,
            name=party.name or "（待补）",
            initial=party.name[:1] or "？",
            role=PartySide.label_of(party.side),
            kind=PartyKind.label_of(party.kind),
            facts=[
                Fact("证件", IdentityPaper.label_of(party.paper)),
                Fact("证件号", mask_id(id_of(party)) if party.id_sealed else "未登记"),
                Fact("电话", _shown_phone(phone_of(party)) if party.phone_sealed else "未登记"),
                Fact("地址", opened(party, "address") or "未登记"),
            ],
            reveal_url=address("party_reveal", case.number, party.pk) if may_reveal else "",
            invite_url=f"{address('case_verb', case.number, 'invite')}?party={party.pk}"
            if may_invite and may_be_invited(case, party=party)
            else "",
            letter_url=address("case_letter", case.number, f"invitation-{party.pk}")
            if may_print and may_be_invited(case, party=party) and letter_code_of(party)
            else "",
            script=call_script(case, party=party) if may_print else (),
            revealed=[Fact("证件号", id_of(party)), Fact("电话", phone_of(party))]
            if party.pk == revealed and may_reveal
            else [],
        )
        for party in case.parties.select_related("secret").order_by("position")
    ]


# Texts that another place of the page shows.
_PLACED = frozenset({"title", "story", "wanted", "address", "source", "external_number"})


def _shown_phone(number: str) -> str:
    mark = phone_mark(number)
    return f"{mask_phone(number)}（{mark}）" if mark else mask_phone(number)


def facts_of_case(case: Case) -> list[Fact]:
    """The few facts on top of the overview."""
    amount = f"¥ {case.amount:,.2f}" if case.amount is not None else "未填"
    where = " ".join(part for part in (case.place.name if case.place else "地点待补", case.address) if part)
    happened = moments.iso_day(case.happened_on) if case.happened_on else "日期未填"
    facts = [
        Fact("涉及金额", amount),
        Fact("纠纷发生", f"{happened} · {where}"),
        Fact("涉及人数", f"{case.people} 人"),
    ]
    if ticket := HallTicket.objects.filter(case=case).first():
        facts.append(Fact("挂号", f"{ticket}，{moments.short_minute_in_words(ticket.arrived_at)} 到"))
    if came := CodeCase.objects.select_related("code").filter(case=case).first():
        facts.append(Fact("解纷码", came.code.words))
    if case.external_number:
        facts.append(Fact("外部编号", f"{case.source} {case.external_number}".strip()))
    facts += [
        Fact(field.label, getattr(case, field.name))
        for field in FIELDS
        if field.is_text and field.name not in _PLACED and getattr(case, field.name)
    ]
    if case.outcome:
        agreed = f"，协议金额 ¥ {case.amount_agreed:,.2f}" if case.amount_agreed is not None else ""
        facts.append(Fact("办理结果", f"{Outcome.label_of(case.outcome)}{agreed}"))
    if case.merged_into:
        facts.append(Fact("并入", display(case.merged_into.number, snapshot().centre.short)))
    return facts


def proceedings_of(case: Case) -> list[dict[str, Any]]:
    """Tracks of the case, the newest last, with who has had the case."""
    return [
        {
            "label": Track.label_of(row.track),
            "state": "进行中" if row.finished_at is None else "已结束",
            "state_tone": "info" if row.finished_at is None else "ok",
            "holder": f"{row.unit.name} · {row.person.name}",
            "since": row.started_at,
            "ended": row.finished_at,
            "outcome": Outcome.label_of(row.outcome) if row.outcome else "",
            "clock": None,
            "buttons": [],
            "assignments": [],
        }
        for row in case.proceedings.select_related("unit", "person").order_by("pk")
    ]


def chain_of(case: Case) -> dict[str, Any]:
    """Whether the chain of this one case holds, recomputed from its entries."""
    head, n = b"", 0
    for n, entry in enumerate(case.entries.order_by("seq").only("seq", "body", "digest"), start=1):
        head = chain.digest(head, body=entry.body)
        if entry.seq != n or head != bytes(entry.digest):
            return {"ok": False, "text": f"第 {n} 条记录与链值不符，请立即报告审计员。"}
    ok = n == case.version and head == bytes(case.head)
    return {
        "ok": ok,
        "text": f"共 {n} 条，逐条相连，未被改动。" if ok else "记录条数与案件版本不符，请立即报告审计员。",
    }
