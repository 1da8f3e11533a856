"""What an agreement must say to be kept and to be confirmed by a court, and what it may never say.

人民调解法 28, 29, 31; 民诉法解释 353-358 (which article refuses what: law.md § 1.3); 电子签名法 3.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiefen.domain.agreement.words import TermKind
from jiefen.domain.common.chain import canonical

MOST_TERMS = 30
MAX_TERM, MAX_HOW = 500, 200
# Kinds of dispute whose documents 电子签名法 3 keeps on paper: marriage, adoption, inheritance.
PAPER_KINDS = ("0101", "0102", "0103")
_PAPER_WORDS = re.compile("离婚|结婚|收养|解除收养|继承|遗产|遗嘱")
CLEAR = "《民诉法解释》第358条：内容不明确的，驳回申请"


@dataclass(frozen=True)
class TermFacts:
    """One promise. `giver` and `taker` are ids of parties; `amount` in yuan, only for payments."""

    kind: TermKind
    giver: int
    taker: int
    text: str
    amount: Decimal | None
    due_on: date
    how: str


@dataclass(frozen=True)
class AgreementFault:
    """Something wrong with a draft. `refuses`: it cannot be put before the parties as it is; else a warning."""

    where: str
    sentence: str
    source: str
    refuses: bool


_VAGUE = re.compile(
    "尽快|尽早|近期|适当|酌情|若干|适时|有钱(时|再|就)|条件允许|条件成熟|经济好转|相关费用|合理费用|一定(数额|金额|费用|补偿)"
    "|另行协商|协商解决|再议|大约|左右|等等|视情况"
)
# What no agreement may contain, with why; the pattern is looked for in every text.
_NEVER: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(
            "(不得|不再|放弃|不准|不许|永不)[^。；，]{0,8}(起诉|诉讼|上诉|仲裁|复议|信访|上访|投诉|举报|报警|控告|申诉)"
        ),
        "协议不能限制任何一方起诉、仲裁、复议、信访、投诉或者报警的权利，请删去。",
        "《人民调解法》第3条",
    ),
    (
        re.compile("(不|免予|免除|不再)追究[^。；，]{0,6}(刑事|治安)|(免除|不负|不承担)刑事责任|撤销?刑事案件|私了"),
        "刑事、治安责任不能由当事人约定免除，请删去。",
        "《民诉法解释》第358条：违反法律强制性规定",
    ),
    (
        re.compile("确认[^。；，]{0,12}(婚姻关系|亲子关系|收养关系|身份关系|婚姻(无效|有效))"),
        "身份关系不能由调解协议确认，请改为可以履行的内容。",
        "《民诉法解释》第355条第2项",
    ),
    (
        re.compile("(房屋|土地|宅基地|不动产|专利|商标|著作权)[^。；，]{0,10}(归[^。；，]{1,12}所有|所有权确认|权属确认)"),
        "物权、知识产权的确权不适用司法确认；这一项请另走登记或者诉讼，协议里可以写怎样配合办理。",
        "《民诉法解释》第355条第5项",
    ),
    (
        re.compile("(断绝|解除)[^。；，]{0,6}(父子|母子|父女|母女|亲属)关系|人身自由|扣押证件|以身抵债"),
        "这一约定违反公序良俗，请删去。",
        "《民诉法解释》第358条：违背公序良俗",
    ),
)  # fmt: skip
_SOFT = frozenset({_NEVER[3][0]})  # a warning: the rest of the agreement can still be kept


def wet_only(kind: str, *, texts: Sequence[str]) -> bool:
    """Whether it must be signed on paper: by the kind of dispute, or by what it speaks of."""
    return kind.startswith(PAPER_KINDS) or any(_PAPER_WORDS.search(text) for text in texts)


def lint(
    terms: Sequence[TermFacts], *, facts: str, extra: str, sides: tuple[set[int], set[int]], today: date
) -> list[AgreementFault]:
    """What stands in the way, refusals first. `sides`: ids of the applicants and of the respondents."""
    faults = [*_of_whole(terms, facts=facts, extra=extra, sides=sides), *_contradictions(terms)]
    for place, term in enumerate(terms, start=1):
        faults += _of_term(term, where=f"第 {place} 项", today=today)
    for where, text in (("事实和争议", facts), ("其他约定", extra)):
        faults += _never(text, where=where)
    return sorted(faults, key=lambda one: not one.refuses)


def _of_whole(
    terms: Sequence[TermFacts], *, facts: str, extra: str, sides: tuple[set[int], set[int]]
) -> list[AgreementFault]:
    faults = []
    if len(facts.strip()) < 10:
        faults.append(
            AgreementFault("事实和争议", "请写明主要事实、争议事项和各方责任。", "《人民调解法》第29条", True)
        )
    if not terms:
        faults.append(
            AgreementFault("协议事项", "还没有写谁做什么、什么时候做到。", "《人民调解法》第29条", True)
        )
    bound = {party for term in terms for party in (term.giver, term.taker)}
    if terms and not all(bound & side for side in sides):
        faults.append(
            AgreementFault(
                "协议事项", "每一项都要落到人：申请人和被申请人两边都应出现在协议里。", CLEAR, True
            )
        )
    if _VAGUE.search(extra):
        faults.append(_vague("其他约定", extra, refuses=False))
    return faults


def _of_term(term: TermFacts, *, where: str, today: date) -> list[AgreementFault]:
    faults = []
    if term.giver == term.taker:
        faults.append(AgreementFault(where, "履行的人和接受的人是同一个人，请核对。", CLEAR, True))
    if term.kind is TermKind.PAY and not term.amount:
        faults.append(AgreementFault(where, "付款要写明金额。", CLEAR, True))
    if term.kind is not TermKind.PAY and term.amount:
        faults.append(
            AgreementFault(where, "不是付款的事项不要填金额；要付钱的，请另写一项付款。", CLEAR, True)
        )
    if term.due_on < today:
        faults.append(AgreementFault(where, f"履行期限 {term.due_on} 已经过去，请核对。", CLEAR, True))
    if not term.how.strip():
        faults.append(AgreementFault(where, "请写明怎样履行（转账到哪个账户、在哪里交付）。", CLEAR, True))
    for text in (term.text, term.how):
        if _VAGUE.search(text):
            faults.append(_vague(where, text, refuses=True))
        faults += _never(text, where=where)
    return faults


def _vague(where: str, text: str, *, refuses: bool) -> AgreementFault:
    match = _VAGUE.search(text)
    assert match is not None  # looked for before
    return AgreementFault(
        where, f"“{match[0]}”说得不明确，将来无法执行，请写成具体的数额、日期或者做法。", CLEAR, refuses
    )


def _never(text: str, *, where: str) -> list[AgreementFault]:
    return [
        AgreementFault(where, sentence, source, pattern not in _SOFT)
        for pattern, sentence, source in _NEVER
        if pattern.search(text)
    ]


def _contradictions(terms: Sequence[TermFacts]) -> list[AgreementFault]:
    faults = []
    for n, term in enumerate(terms):
        for m, other in enumerate(terms[:n]):
            where = f"第 {n + 1} 项"
            same = (
                term.giver == other.giver
                and term.taker == other.taker
                and _plain(term.text) == _plain(other.text)
            )
            if same and {term.kind, other.kind} == {TermKind.DO, TermKind.REFRAIN}:
                faults.append(
                    AgreementFault(where, f"和第 {m + 1} 项互相矛盾：一项要做，一项不做。", CLEAR, True)
                )
            elif same and term.kind is other.kind and term.due_on == other.due_on:
                faults.append(
                    AgreementFault(where, f"和第 {m + 1} 项重复，数额不同的请合并写成一项。", CLEAR, True)
                )
            elif (
                term.kind is other.kind is TermKind.PAY
                and (term.giver, term.taker) == (other.taker, other.giver)
                and term.due_on == other.due_on
            ):
                faults.append(
                    AgreementFault(
                        where, f"和第 {m + 1} 项是同一天互相付款，请写清楚是否抵销。", CLEAR, False
                    )
                )
    return faults


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text)


def total(terms: Sequence[TermFacts]) -> Decimal:
    """Yuan of all payments."""
    return sum((term.amount or Decimal(0) for term in terms), Decimal(0))


def digest(*, number: str, form: str, facts: str, extra: str, terms: Sequence[TermFacts]) -> str:
    """SHA-256 over everything that is agreed; what anybody signs, they sign under this."""
    agreement = {
        "number": number,
        "form": form,
        "facts": facts,
        "extra": extra,
        "terms": [
            [
                str(term.kind), term.giver, term.taker, term.text,
                None if term.amount is None else f"{term.amount:.2f}", term.due_on.isoformat(), term.how,
            ]
            for term in terms
        ],
    }  # fmt: skip
    return hashlib.sha256(canonical(agreement).encode()).hexdigest()
