"""The agreement of a case, its promises, what the parties themselves said, and the audit: panels of the tab 协议与履行."""

from __future__ import annotations

from datetime import datetime

from jiefen.domain.agreement.words import (
    AgreementForm,
    AgreementState,
    AuditFinding,
    AuditWhy,
    ConfirmAnswer,
    ConfirmedAbout,
    OwnChannel,
    SignerRole,
    SigningLevel,
    TermKind,
    TermState,
)
from jiefen.domain.common import moments
from jiefen.domain.common.money_words import in_words
from jiefen.domain.oversight.irregularities import ODDITY_WORDS
from jiefen.reports.common.addresses import address
from jiefen.reports.common.panels import Panel, PanelLine
from jiefen.store.agreement import missing
from jiefen.store.models import Agreement, AuditItem, Case, Signature, Term

TONES = {
    AgreementState.DRAFT: "info",
    AgreementState.OFFERED: "warn",
    AgreementState.EFFECTIVE: "ok",
    AgreementState.LAPSED: "done",
}
VERBS: dict[AgreementState, tuple[str, ...]] = {
    AgreementState.DRAFT: ("draft_agreement", "offer_agreement", "take_back_agreement"),
    AgreementState.OFFERED: ("sign_on_paper", "sign_as_mediator", "seal_agreement", "take_back_agreement"),
    AgreementState.EFFECTIVE: (),
    AgreementState.LAPSED: (),
}
FINDING_TONES = {AuditFinding.TRUE: "ok", AuditFinding.FALSE: "bad"}  # the others are neither
TERM_TONES = {TermState.PERFORMED: "ok", TermState.REPORTED: "info", TermState.DEFAULTED: "bad"}


def agreements(case: Case, _now: datetime) -> list[Panel]:
    rows = case.agreements.select_related("mediator").prefetch_related(
        "terms__giver", "terms__taker", "signatures__party", "signatures__user"
    )
    return [_agreement(row) for row in rows.order_by("pk")]


def _agreement(row: Agreement) -> Panel:
    state = AgreementState(row.state)
    waiting = missing(row) if row.state == AgreementState.OFFERED else []
    return Panel(
        icon="file-text",
        heading=f"{AgreementForm.label_of(row.form)}（{row.terms.count()} 项）",
        state=f"{state.label}，还差 {'、'.join(waiting)}" if waiting else state.label,
        tone="done" if row.ended_at and state is not AgreementState.LAPSED else TONES[state],
        at=row.effective_at or row.offered_at or row.made_at,
        lines=(
            PanelLine(row.made_at, "主要事实和争议", row.mediator.name, row.facts),
            *(_term_line(term, at=row.made_at) for term in sorted(row.terms.all(), key=lambda one: one.position)),
            *([PanelLine(row.made_at, "其他约定", row.mediator.name, row.extra)] if row.extra else []),
            *(_signature(signature) for signature in row.signatures.all()),
        ),
        verbs=() if row.ended_at else VERBS[state],
        url=address("case_agreement", row.case.number) if state is not AgreementState.LAPSED else "",
        url_label="看协议",
    )  # fmt: skip


def _term_line(term: Term, *, at: datetime) -> PanelLine:
    money = f"{term.amount:,.2f} 元（{in_words(term.amount)}）" if term.amount is not None else ""
    text = f"{term.giver.name} → {term.taker.name}　{term.text}　{money}\n{term.due_on} 前，{term.how}"
    return PanelLine(at, f"第 {term.position} 项 {TermKind.label_of(term.kind)}", "约定", text)


def _signature(row: Signature) -> PanelLine:
    who = row.party.name if row.party else row.user.name if row.user else ""
    return PanelLine(row.at, f"{SignerRole.label_of(row.role)}：{SigningLevel.label_of(row.level)}", who)


def promises(case: Case, _now: datetime) -> list[Panel]:
    """What of the agreement in force has been kept."""
    rows = Term.objects.filter(agreement__case=case, agreement__state=AgreementState.EFFECTIVE)
    return [
        _promise(row)
        for row in rows.select_related("giver", "taker", "agreement").prefetch_related("confirmations__party")
    ]


def _promise(row: Term) -> Panel:
    state = TermState(row.state)
    at = row.settled_at or row.reported_at or row.agreement.effective_at or row.agreement.made_at
    lines = [PanelLine(row.agreement.effective_at or at, f"{row.due_on} 前履行", row.giver.name, row.how)]
    if row.reported_at:
        lines.append(PanelLine(row.reported_at, "报告已履行" + ("，附凭证" if row.proof_id else "")))
    lines += [
        PanelLine(
            confirmation.at,
            f"{ConfirmAnswer.label_of(confirmation.answer)}（{OwnChannel.label_of(confirmation.channel)}）",
            confirmation.party.name,
            confirmation.said,
        )
        for confirmation in row.confirmations.all()
    ]
    if row.settled_at:
        lines.append(PanelLine(row.settled_at, state.label))
    money = f" {row.amount:,.2f} 元" if row.amount is not None else ""
    over = state is TermState.PERFORMED or row.agreement.ended_at is not None
    return Panel(
        icon="check",
        heading=f"履行第 {row.position} 项：{row.giver.name} {row.text[:40]}{money}",
        state=state.label,
        tone=TERM_TONES.get(state, "warn"),
        at=at,
        lines=tuple(lines),
        verbs=() if over else ("report_term", "verify_term", "default_term"),
    )  # fmt: skip


def confirmations(case: Case, _now: datetime) -> list[Panel]:
    """What the parties said of the outcome themselves."""
    rows = list(case.confirmations.filter(term=None).select_related("party", "by").order_by("pk"))
    if not rows:
        return []
    denied = any(row.answer == ConfirmAnswer.NO for row in rows)
    return [
        Panel(
            icon="user-check",
            heading="当事人自己的确认",
            state="有人表示不属实" if denied else "已有确认",
            tone="bad" if denied else "ok",
            at=rows[-1].at,
            lines=tuple(
                PanelLine(
                    row.at,
                    f"{ConfirmedAbout.label_of(row.about)}：{ConfirmAnswer.label_of(row.answer)}（{OwnChannel.label_of(row.channel)}）",
                    row.party.name,
                    row.said + (f"（由{row.by.name}问到）" if row.by else ""),
                )
                for row in rows
            ),
            verbs=("confirm_for_party",),
        )
    ]  # fmt: skip


def audits(case: Case, _now: datetime) -> list[Panel]:
    return [_audit(row) for row in case.audits.select_related("draw", "by").order_by("pk")]


def _audit(row: AuditItem) -> Panel:
    finding = AuditFinding(row.finding)
    odd = [ODDITY_WORDS[oddity] for oddity in row.oddities.split(",") if oddity in ODDITY_WORDS]
    lines = [PanelLine(row.draw.at, AuditWhy.label_of(row.why), "规则", "；".join(odd))]
    if row.at:
        lines.append(PanelLine(row.at, f"核查结论：{finding.label}", row.by.name if row.by else "", row.note))
    return Panel(
        icon="search",
        heading=f"独立抽查（{moments.month_in_words(row.draw.month)}）",
        state=finding.label,
        tone=FINDING_TONES.get(finding, "warn"),
        at=row.at or row.draw.at,
        lines=tuple(lines),
        verbs=() if row.at else ("audit_outcome",),
    )


PANELS = (agreements, promises, confirmations, audits)
