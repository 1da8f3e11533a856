"""What stands between a case and a court: matters it sent, and the application for confirmation, as panels."""

from __future__ import annotations

from datetime import datetime, timedelta

from jiefen.domain.common.words import PartySide
from jiefen.domain.court.confirmation import hints
from jiefen.domain.court.words import CourtResult, PartyChoice, Procedure, ReferralKind, ReferralResult
from jiefen.reports.common.addresses import address
from jiefen.reports.common.panels import Panel, PanelLine
from jiefen.store.court import agreement_in_force, courts_for, last_day, must_ask, still_to_ask, why_not
from jiefen.store.models import Case, CourtConfirmation, Referral

LIMITS = ("CT-01", "CT-02-ORDINARY", "CT-02-SIMPLE")
RESULT_TONES = {CourtResult.EFFECTIVE: "ok", CourtResult.PENDING: "info"}


def _referrals(case: Case, _now: datetime) -> list[Panel]:
    rows = case.referrals.select_related("signed_by", "returned_by").prefetch_related("choices_made__by")
    due = case.clocks.filter(rule__in=LIMITS, stopped_at=None).values_list("due", flat=True).first()
    return [_referral(row, due=due) for row in rows.order_by("pk")]


def _referral(row: Referral, *, due: datetime | None) -> Panel:
    how = ReferralKind.label_of(row.kind) + (
        f"，{Procedure.label_of(row.procedure)}" if row.procedure else ""
    )
    lines = [PanelLine(row.signed_at, f"签收，{row.received_on} 移送", row.signed_by.name, row.materials)]
    choices = sorted(row.choices_made.all(), key=lambda one: one.pk)
    lines += [
        PanelLine(
            choice.at,
            f"{PartySide.label_of(choice.side)}：{PartyChoice.label_of(choice.choice)}",
            choice.by.name,
            choice.how,
        )
        for choice in choices
    ]
    refused = (
        PartyChoice.COURT in {side: choice.choice for choice in choices for side in [choice.side]}.values()
    )
    if row.returned_at and row.returned_by:
        label = ReferralResult.label_of(row.result)
        lines.append(PanelLine(row.returned_at, f"退回法院：{label}", row.returned_by.name, row.facts))
    state = ReferralResult.label_of(row.result)
    open_still = row.returned_at is None
    return Panel(
        icon="gavel",
        heading=f"{row.court}：{how}",
        state="不同意调解，请退回法院" if open_still and refused else state,
        tone="bad" if open_still and refused else "info" if open_still else "done",
        at=row.signed_at,
        due=due if open_still else None,
        lines=tuple(lines),
        verbs=("record_choice", "return_referral") if open_still else (),
        url="" if open_still else address("case_letter", row.case.number, f"referral-{row.pk}"),
        url_label="打印反馈函",
    )


def _confirmation(case: Case, now: datetime) -> list[Panel]:
    """Once an agreement is in force: may the court be asked, by when, who still has to say so; else the reason."""
    agreement = agreement_in_force(case)
    rows = list(case.court_confirmations.prefetch_related("consents__party", "consents__by").order_by("pk"))
    panels = [_application(row) for row in rows if row.filed_on]
    if agreement is None or any(row.result in ("", CourtResult.EFFECTIVE) for row in rows if row.filed_on):
        return panels
    reason, due = why_not(case, now=now), last_day(case)
    at = agreement.effective_at or agreement.made_at
    waiting = rows[-1] if rows and rows[-1].filed_on is None else None
    if reason:
        return [
            *panels,
            _panel(at=at, state="不能申请", tone="done", lines=(PanelLine(at, "为什么", "规则", reason),)),
        ]
    missing = case.parties.filter(pk__in=still_to_ask(case)).order_by("position")
    names = "、".join(party.name or "另一方" for party in missing)
    left = (due - now) // timedelta(days=1) if due else 0
    courts = "\n".join(f"{court.court}：{court.why}" for court in courts_for(case))
    lines = (
        *_consents(waiting),
        PanelLine(at, "建议的法院", "规则", courts),
        PanelLine(at, "申请前看一看", "规则", "\n".join(hints(case.kind))),
    )
    ready = f"还剩 {left} 天，" + (f"等 {names} 同意" if names else "双方都同意，可以递交")
    panel = _panel(
        at=at, state=ready, tone="bad" if left < 3 else "warn", lines=lines, due=due,
        verbs=("join_confirmation", "file_confirmation"),
        url=address("case_confirmation", case.number) if not names and must_ask(agreement) else "",
    )  # fmt: skip
    return [*panels, panel]


def _application(row: CourtConfirmation) -> Panel:
    result = CourtResult(row.result)
    steps = [("递交", row.filed_on), ("受理", row.accepted_on), (result.label, row.decided_on)]
    dated = "\n".join(f"{day} {label}" for label, day in steps if day)
    waiting = "法院已受理" if row.accepted_on else "已递交"
    return _panel(
        at=row.made_at,
        state=result.label if row.decided_on else waiting,
        tone=RESULT_TONES.get(result, "bad"),
        lines=(*_consents(row), PanelLine(row.made_at, f"向{row.court}申请", "", dated)),
        verbs=() if row.decided_on else ("court_accepts", "court_decides"),
        url=address("case_confirmation", row.case.number),
    )


def _consents(row: CourtConfirmation | None) -> tuple[PanelLine, ...]:
    consents = sorted(row.consents.all(), key=lambda one: one.pk) if row else []
    return tuple(
        PanelLine(consent.at, "同意申请", consent.party.name, f"{consent.how}（{consent.by.name}登记）")
        for consent in consents
    )


def _panel(
    *,
    at: datetime,
    state: str,
    tone: str,
    lines: tuple[PanelLine, ...],
    due: datetime | None = None,
    verbs: tuple[str, ...] = (),
    url: str = "",
) -> Panel:
    return Panel(
        icon="gavel",
        heading="司法确认",
        state=state,
        tone=tone,
        at=at,
        lines=lines,
        due=due,
        verbs=verbs,
        url=url,
        url_label="导出申请材料",
        url_needs="export",
    )


REFERRALS = (_referrals,)
CONFIRMATIONS = (_confirmation,)
