"""The agreement on paper, the form of an oral one, and the receipt of what was performed (人民调解法 28-33)."""

from __future__ import annotations

from datetime import datetime

from jiefen.domain.agreement.words import (
    AgreementForm,
    AgreementState,
    SignerRole,
    SigningLevel,
    TermKind,
    TermState,
)
from jiefen.domain.common import moments
from jiefen.domain.common.money_words import in_words
from jiefen.reports.documents import paper_fields as parts
from jiefen.reports.documents.paper_fields import Fields
from jiefen.store.agreement import standing_agreement
from jiefen.store.models import Agreement, Case

EFFECT = (
    "本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效，具有法律约束力，各方应当按照约定履行。"
    "自生效之日起三十日内，双方可以共同向有管辖权的人民法院申请司法确认，不收取费用。"
)


def agreement(case: Case, now: datetime) -> Fields | None:
    row = standing_agreement(case, AgreementState.OFFERED, AgreementState.EFFECTIVE)
    if row is None or row.form != AgreementForm.WRITTEN:
        return None
    names = list(row.signatures.select_related("party__secret", "user").order_by("pk"))
    wet = row.wet_only or not names
    sealed = any(signature.role == SignerRole.COMMITTEE for signature in names)
    return {
        "parties": parts.identities(case),
        "facts": parts.paragraphs(row.facts),
        "extra": parts.paragraphs(row.extra),
        "terms": _terms(row),
        "copies": 3,
        "effect": EFFECT,
        "mediators": [row.mediator.name],
        "signatures": parts.boxes("申请人", "被申请人", "人民调解员")
        if wet
        else parts.signed([signature for signature in names if signature.role != SignerRole.COMMITTEE]),
        "seal": {"name": case.holder.name} if sealed and not wet else None,
        "level_sentence": _level([signature.level for signature in names], wet=wet),
        "digest": row.digest,
        "wet": wet,
    }


def _level(levels: list[str], *, wet: bool) -> str:
    if wet:
        return "本协议在纸上签名、盖章或者按指印。"
    labels = "、".join(dict.fromkeys(SigningLevel.label_of(level) for level in levels))
    return f"签署方式：{labels}；每个签名与本协议文字的摘要绑定。不是由认证机构签发的证书签名。"


def _terms(row: Agreement) -> list[Fields]:
    return [
        {
            "no": term.position,
            "kind": TermKind.label_of(term.kind),
            "giver": term.giver.name,
            "taker": term.taker.name,
            "text": term.text,
            "amount": f"{term.amount:,.2f}" if term.amount is not None else "",
            "amount_words": in_words(term.amount) if term.amount is not None else "",
            "due": moments.iso_day(term.due_on),
            "how": term.how,
        }
        for term in row.terms.select_related("giver", "taker").order_by("position")
    ]


def oral_agreement(case: Case, now: datetime) -> Fields | None:
    row = standing_agreement(case, AgreementState.EFFECTIVE)
    if row is None or row.form != AgreementForm.ORAL:
        return None
    heads = ["序号", "谁对谁", "做什么", "金额（大写）", "期限"]
    table = [
        [str(term["no"]), f"{term['giver']} 对 {term['taker']}", f"{term['text']}，{term['how']}",
         f"{term['amount']} 元（{term['amount_words']}）" if term["amount"] else "", term["due"]]
        for term in _terms(row)
    ]  # fmt: skip
    return {
        "parts": [
            {"heading": "当事人", "rows": parts.identity_rows(case)},
            {"heading": "主要事实、争议事项", "text": parts.paragraphs(row.facts)},
            {"heading": "协议内容", "table": {"heads": heads, "widths": [1, 3, 4, 4, 2], "rows": table}},
        ],
        "statement": "口头调解协议自各方当事人达成协议之日起生效（《人民调解法》第三十条）。",
        "signatures": parts.boxes("人民调解员"),
    }


def receipt_of_performance(case: Case, now: datetime) -> Fields | None:
    row = standing_agreement(case, AgreementState.EFFECTIVE)
    kept = (
        []
        if row is None
        else list(row.terms.filter(state=TermState.PERFORMED).select_related("giver", "taker"))
    )
    if row is None or not kept:
        return None
    table = [
        [str(term.position), term.giver.name, term.taker.name, term.text,
         f"{term.amount:,.2f}（{in_words(term.amount)}）" if term.amount is not None else "", parts.day(term.settled_at)]
        for term in kept
    ]  # fmt: skip
    heads = ["项", "履行人", "接受人", "内容", "金额（元）", "确认日期"]
    return {
        "parts": [
            {
                "heading": "已经履行的约定",
                "table": {"heads": heads, "widths": [1, 2, 2, 4, 4, 2], "rows": table},
            }
        ],
        "statement": "上列各项由接受履行的一方确认，或者由没有经办本案的人核实。",
        "signatures": parts.boxes("接受人", "履行人"),
    }
