"""Writing an agreement, fixing it for signing, taking it back. What has been fixed is never changed: it is written anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from jiefen.actions.agreement.signing import take_effect
from jiefen.actions.common.asks import Found
from jiefen.actions.common.command import Command
from jiefen.actions.common.hooks import wrong
from jiefen.actions.common.step import Step
from jiefen.domain.agreement import rules
from jiefen.domain.agreement.rules import TermFacts
from jiefen.domain.agreement.words import AgreementForm, AgreementState, TermKind
from jiefen.domain.common.errors import Invalid, RuleError, Unread
from jiefen.domain.common.json_text import read_json
from jiefen.domain.common.reading import LAST_DAY, Reading
from jiefen.domain.common.words import Outcome
from jiefen.store.agreement import facts_of_terms, findings, standing_agreement
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Agreement, Case, Party, Term

_LABELS = {"text": "内容", "how": "怎样履行"}


def draft_agreement(step: Step) -> None:
    """A new draft, or the same one written further. Nothing is refused here but what cannot be read."""
    case, values = step.case, step.values
    row = standing_agreement(case, AgreementState.DRAFT)
    if row is None:
        if standing_agreement(case, AgreementState.OFFERED, AgreementState.EFFECTIVE):
            raise RuleError("协议已经定稿送签，不能再改。要改内容，请先“收回重写”，已有的签名会作废。")
        row = Agreement(case=case, mediator_id=step.command.by.user_id, made_at=step.command.at)
    terms: tuple[TermFacts, ...] = values["terms"] or ()
    texts = [values["facts"], values["extra"] or "", *(term.text for term in terms)]
    row.form, row.facts, row.extra = str(values["form"]), values["facts"], values["extra"] or ""
    row.wet_only = rules.wet_only(case.kind, texts=texts)
    if row.pk is None:
        Agreement.objects.bulk_create([row])
    else:
        Agreement.objects.filter(pk=row.pk).update(
            form=row.form, facts=row.facts, extra=row.extra, wet_only=row.wet_only
        )
        row.terms.all().delete()
    Term.objects.bulk_create(
        [
            Term(
                agreement=row, position=place, kind=term.kind, giver_id=term.giver, taker_id=term.taker,
                text=term.text, amount=term.amount, due_on=term.due_on, how=term.how,
            )
            for place, term in enumerate(terms, start=1)
        ]
    )  # fmt: skip
    step.facts |= {"agreement": row.pk, "terms": len(terms)}
    left = findings(case, row, today=_today(step))
    step.sentence = (
        "草稿已保存。"
        if not left
        else f"草稿已保存，还有 {len(left)} 处要看：{left[0].where}，{left[0].sentence}"
    )


def fit_to_sign(step: Step) -> None:
    row = standing_agreement(step.case, AgreementState.DRAFT)
    if row is None:
        raise RuleError("还没有协议草稿，请先起草。")
    refused = [fault for fault in findings(step.case, row, today=_today(step)) if fault.refuses]
    if refused:
        text = "；".join(f"{fault.where}：{fault.sentence}（{fault.source}）" for fault in refused[:5])
        raise RuleError(f"协议还不能送签，有 {len(refused)} 处要改。{text}")


def offer_agreement(step: Step) -> None:
    row = standing_agreement(step.case, AgreementState.DRAFT)
    assert row is not None  # checked before
    digest = rules.digest(
        number=step.case.number, form=row.form, facts=row.facts, extra=row.extra, terms=facts_of_terms(row)
    )
    row.state, row.digest, row.offered_at = AgreementState.OFFERED, digest, step.command.at
    Agreement.objects.filter(pk=row.pk).update(
        state=row.state, digest=digest, offered_at=step.command.at, mediator_id=step.command.by.user_id
    )
    step.facts |= {"agreement": row.pk, "digest": digest}
    if row.form == AgreementForm.ORAL:
        take_effect(row, at=step.command.at, starts=step.starts)
        step.sentence = (
            "口头协议已登记，自达成时生效（《人民调解法》第30条）。还要请各方当事人通过自己的渠道确认。"
        )
    else:
        how = (
            "只能在纸上签名（婚姻、收养、继承等文书）"
            if row.wet_only
            else "可以凭确认码在手机上签，也可以在纸上签"
        )
        step.sentence = f"协议已定稿，请各方签名：{how}。"


def take_back_agreement(step: Step) -> None:
    row = standing_agreement(step.case, AgreementState.DRAFT, AgreementState.OFFERED)
    if row is None:
        raise RuleError("没有可以收回的协议：已经生效的协议不能收回，双方另有约定的请重新起草。")
    signed = row.signatures.count()
    Agreement.objects.filter(pk=row.pk).update(state=AgreementState.LAPSED, ended_at=step.command.at)
    _copy(row, step=step)
    step.facts |= {"agreement": row.pk, "signatures_lost": signed}
    step.sentence = f"已收回，内容留作新的草稿。{f'作废了 {signed} 个签名，请各方重新签。' if signed else ''}"


def _copy(row: Agreement, *, step: Step) -> None:
    """The same words as a new draft."""
    fresh = Agreement(
        case=step.case, form=row.form, facts=row.facts, extra=row.extra, wet_only=row.wet_only,
        mediator_id=step.command.by.user_id, made_at=step.command.at,
    )  # fmt: skip
    Agreement.objects.bulk_create([fresh])
    fields = ("position", "kind", "giver_id", "taker_id", "text", "amount", "due_on", "how")
    Term.objects.bulk_create(
        [Term(agreement=fresh, **{name: getattr(term, name) for name in fields}) for term in row.terms.all()]
    )


def agreed_means_an_agreement(step: Step) -> None:
    """“达成协议” is what the law calls an agreement: signed by all, or oral and registered (人民调解法 29, 30)."""
    if step.values["outcome"] != "agreed":
        if against := _stands_against(step.case, outcome=step.values["outcome"]):
            raise wrong("outcome", against)
        return
    row = standing_agreement(step.case, AgreementState.EFFECTIVE)
    if row is None:
        raise wrong(
            "outcome",
            "还没有生效的协议：请在“协议与履行”里起草，各方签名后再登记；口头达成的，登记为口头协议；"
            "没有协议、当场了结的，请选“当场和解”。",
        )
    agreed = rules.total(facts_of_terms(row))
    if step.values["amount"] is None and agreed:
        step.values["amount"] = agreed
    elif step.values["amount"] is not None and step.values["amount"] != agreed:
        raise wrong("amount", f"协议里的付款合计 {agreed:,.2f} 元，和这里填的不一样，请核对。")


def agrees_with_the_outcome(step: Step) -> None:
    if against := _stands_against(step.case, outcome=step.case.outcome):
        raise RuleError(f"{against}请先退回承办人改登。")


def _stands_against(case: Case, *, outcome: str) -> str:
    """An agreement that waits for names, or that all have signed, says something else than any other outcome; why, or ""."""
    if outcome in (Outcome.AGREED, Outcome.UNCONFIRMED):
        return ""
    row = standing_agreement(case, AgreementState.OFFERED, AgreementState.EFFECTIVE)
    if row is None or row.form == AgreementForm.ORAL:
        return ""
    waits = row.state == AgreementState.OFFERED
    way = "先“收回重写”，或者等各方签完再登记“达成协议”" if waits else "应登记“达成协议”"
    state = AgreementState.label_of(row.state)
    return f"本案有一份{state}的协议，和“{Outcome.label_of(outcome)}”不一致：{way}。"


def end_what_was_not_reached(step: Step) -> None:
    """An oral agreement is what its registration says: another outcome, recorded later, takes it back."""
    if step.values["outcome"] != Outcome.AGREED:
        rows = Agreement.objects.filter(case=step.case, ended_at=None, form=AgreementForm.ORAL)
        rows.exclude(state=AgreementState.DRAFT).update(ended_at=step.command.at)


def end_with_the_case(step: Step) -> None:
    """A matter that is opened again needs a new agreement; the old one stays as it was."""
    Agreement.objects.filter(case=step.case, ended_at=None).update(ended_at=step.command.at)


def _today(step: Step) -> date:
    return snapshot().calendar.local(step.command.at).date()


def read_terms(raw: str, _work: Command, case: Case) -> Found:
    """A JSON list of terms; `giver` and `taker` are ids of parties, or `applicant` and `respondent` for the first of each."""
    try:
        rows = read_json(raw)
    except Unread:
        return None, "协议事项的格式不对，应是 JSON 列表。"
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return None, "协议事项的格式不对，应是 JSON 列表。"
    if len(rows) > rules.MOST_TERMS:
        return None, f"协议事项最多 {rules.MOST_TERMS} 项，现在 {len(rows)} 项。"
    parties = list(case.parties.order_by("position"))
    terms = []
    for place, row in enumerate(rows, start=1):
        try:
            terms.append(_term(row, parties=parties))
        except Invalid as problem:
            return None, f"第 {place} 项：{'；'.join(problem.fields.values())}"
    return tuple(terms), ""


def _term(row: Mapping[str, Any], *, parties: list[Party]) -> TermFacts:
    reading = Reading({name: str(value) for name, value in row.items() if value is not None})
    kind = reading.word("kind", TermKind, default=None, label="事项类别")
    amount = reading.money("amount", label="金额")
    due_on = reading.day("due_on", today=LAST_DAY, label="履行期限")
    texts = {
        name: reading.text(name, limit=limit, label=_LABELS[name])
        for name, limit in (("text", rules.MAX_TERM), ("how", rules.MAX_HOW))
    }
    who = {name: _party(reading.fields.get(name, ""), parties=parties) for name in ("giver", "taker")}
    for name, label in (("giver", "谁履行"), ("taker", "向谁履行")):
        if who[name] is None:
            reading.problems.setdefault(name, f"请选“{label}”，要是本案的当事人。")
    if kind is None:
        reading.problems.setdefault("kind", "请选事项类别。")
    if due_on is None:
        reading.problems.setdefault("due_on", "请填履行期限。")
    if not texts["text"]:
        reading.problems.setdefault("text", "请写履行什么。")
    giver, taker = who["giver"], who["taker"]
    if reading.problems or kind is None or due_on is None or giver is None or taker is None:
        raise Invalid("协议事项要改", fields=reading.problems)
    return TermFacts(TermKind(kind), giver, taker, texts["text"], amount, due_on, texts["how"])


def _party(raw: str, *, parties: list[Party]) -> int | None:
    return next((party.pk for party in parties if raw in (str(party.pk), str(party.side))), None)
