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
from jiefen.domain.common.words import PartySide
from jiefen.domain.documents.paper_rules import AGREEMENTS, SIGN_HERE
from jiefen.reports.documents import paper_fields as parts
from jiefen.reports.documents.paper_fields import Fields
from jiefen.store.agreement import signers, standing_agreement
from jiefen.store.mediation import where_of
from jiefen.store.models import Agreement, Case, Party, Signature

EFFECT = (
    "本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效，具有法律约束力，各方应当按照约定履行。"
    "自生效之日起三十日内，双方可以共同向有管辖权的人民法院申请司法确认，不收取费用。"
)
ORGAN_EFFECT = (
    "本协议自各方当事人签名、盖章或者按指印，调解人员签名并加盖调解机关印章之日起生效，各方应当按照约定履行。"
)
DRAFT = "未生效草稿"
TO_BE_SIGNED = f"签齐盖章前为{DRAFT}"  # true before and after, for the sheet on which names are put by pen


def agreement(case: Case, now: datetime) -> Fields | None:
    return _written(case, mediator="人民调解员", effect=EFFECT)


def organ_agreement(case: Case, now: datetime) -> Fields | None:
    return _written(case, mediator="调解主持人", effect=ORGAN_EFFECT)


def _written(case: Case, *, mediator: str, effect: str) -> Fields | None:
    """In force: as it was signed, dated the day it took effect. Before: all boxes, no seal, no day, and marked as a draft."""
    row = standing_agreement(case, AgreementState.OFFERED, AgreementState.EFFECTIVE)
    if row is None or row.form != AgreementForm.WRITTEN:
        return None
    bound = _bound(row)
    names = list(row.signatures.select_related("party__secret", "user").order_by("pk"))
    session = case.sessions.filter(state="held").select_related("recorder", "room").order_by("-pk").first()
    recorder = session.recorder if session and session.recorder else row.mediator
    told = {
        "parties": parts.identities(bound),
        "facts": parts.paragraphs(row.facts),
        "extra": parts.paragraphs(row.extra),
        "terms": _terms(row),
        "copies": len(bound) + 1,
        "effect": effect,
        "place": where_of(session) if session else case.holder.name,
        "mediators": [row.mediator.name],
        "recorders": [recorder.name],
        "digest": row.digest,
    }
    if row.effective_at is None or row.state != AgreementState.EFFECTIVE:
        boxes = _open_boxes(
            bound, names=names, mediator=(mediator, row.mediator.name), recorder=recorder.name
        )
        return told | boxes | _draft(row, names=names)
    kept = [one for one in names if one.role != SignerRole.COMMITTEE]
    return (
        told
        | {
            "signatures": parts.signed(kept),
            "seal": {"name": case.holder.name},
            "level_sentence": _level(kept),
            "effective_on": moments.plain_day(row.effective_at),
        }
        | parts.at(row.effective_at)
    )


def _bound(row: Agreement) -> list[Party]:
    return list(Party.objects.filter(pk__in=signers(row)).select_related("secret").order_by("position"))


def _by_pen(row: Agreement, *, names: list[Signature]) -> bool:
    return row.wet_only or not names or any(one.level == SigningLevel.WET for one in names)


def _draft(row: Agreement, *, names: list[Signature]) -> Fields:
    wet = _by_pen(row, names=names)
    code = {"qr": f"{SIGN_HERE}{row.digest}"} if wet else {}
    return {"mark": TO_BE_SIGNED if wet else DRAFT, "wet": wet, "undated": True, "seal": None} | code


def _open_boxes(
    bound: list[Party], *, names: list[Signature], mediator: tuple[str, str], recorder: str
) -> Fields:
    """A box for everybody who has to sign, filled where they have."""
    done = {one.party_id: one for one in names if one.party_id}
    boxes = [
        *(
            parts.signed([done[party.pk]])[0] if party.pk in done else parts.box(PartySide.label_of(party.side), party.name)
            for party in bound
        ),
        *(parts.signed([one for one in names if one.role == SignerRole.MEDIATOR]) or [parts.box(*mediator)]),
        parts.box("记录人", recorder),
    ]  # fmt: skip
    return {"signatures": boxes}


def _level(names: list[Signature]) -> str:
    labels = "、".join(dict.fromkeys(SigningLevel.label_of(one.level) for one in names))
    paper = any(one.level == SigningLevel.WET for one in names)
    kept = "有当事人在纸上签名，纸质原件存卷。" if paper else ""
    return f"签署方式：{labels}；每个签名与本协议文字的摘要绑定。不是由认证机构签发的证书签名。{kept}"


def in_force(case: Case, *, code: str) -> Agreement | None:
    """The agreement on which a paper of this kind rests, once it is in force."""
    row = standing_agreement(case, AgreementState.EFFECTIVE)
    return None if row is None or (code in AGREEMENTS and row.form != AgreementForm.WRITTEN) else row


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
    reached = [
        {"label": "达成日期", "value": parts.day(row.effective_at)},
        {"label": "人民调解员", "value": row.mediator.name},
    ]
    return {
        "parts": [
            {"heading": "当事人", "rows": parts.identity_rows(_bound(row))},
            {"heading": "主要事实、争议事项", "text": parts.paragraphs(row.facts)},
            {"heading": "协议内容", "table": {"heads": heads, "widths": [1, 3, 4, 4, 2], "rows": table}},
            {"heading": "达成", "rows": reached},
        ],
        "statement": "口头调解协议自各方当事人达成协议之日起生效（《人民调解法》第三十条）。",
        "signatures": parts.boxes("人民调解员"),
    } | parts.at(row.effective_at)


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
        "sealed": False,
    }
