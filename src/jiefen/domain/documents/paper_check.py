"""One look over every paper before it leaves: told at the preview, refused at the issue."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jiefen.domain.common.local_law import local_law
from jiefen.domain.documents.paper_rules import RULES, Addressee, PaperRule

UNNAMED = "（姓名待补）"
_NO_YEAR = re.compile(
    r"(?<![0-9年-])(?:[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*日|[0-9]{2}-[0-9]{2}(?= [0-9]{2}:[0-9]{2}))"
)
_FOR_DEVELOPERS = re.compile(
    r"本系统自定|可改|二手资料|凭记忆|未核|SHA-?256|哈希|字节|\b[KM]B\b|\{\{|\}\}|\b(?:None|null|undefined|True|False)\b"
    r"|\b[A-Z]{1,2}-(?:[0-9]{2}|[A-Z]{3,})\b"
)


@dataclass(frozen=True)
class PersonFacts:
    """One line of the identity block. `number` and `address`: whether they are on it."""

    name: str
    number: bool
    address: bool


@dataclass(frozen=True)
class PaperFacts:
    """What a paper says. `texts`: our own words in it, without what anybody typed. `names`: of whom it must be addressed
    to; `others`: of the other side. `alone`: whether the signatures stand on a page without any of the text.
    `gaps`: characters no type was at hand for.
    """

    code: str
    texts: tuple[str, ...]
    issuer: str
    to: str = ""
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    people: tuple[PersonFacts, ...] = ()
    in_force_on: date | None = None
    copies: int = 0
    parties: int = 0
    place: str = ""
    alone: bool = False
    gaps: str = ""


@dataclass(frozen=True)
class PaperFault:
    """`refuses`: it may not leave so; else the clerk is told and decides."""

    sentence: str
    refuses: bool = True


def check(paper: PaperFacts) -> list[PaperFault]:
    """Refusals first. Raises KeyError for a kind without a row."""
    rule = RULES[paper.code]
    faults = [
        *_issuer(paper), *_addressee(paper, rule=rule), *_identity(paper, rule=rule), *_force(paper, rule=rule),
        *_words(paper.texts, place=paper.place),
    ]  # fmt: skip
    if paper.alone:
        faults.append(PaperFault("签名栏单独在一页，和正文分开了：请精简文字，或者加一段正文到这一页。"))
    if paper.gaps:
        told = "、".join(f"“{mark}”" for mark in paper.gaps[:10])
        faults.append(
            PaperFault(
                f"{told}没有字形，印成了“〓”：请用笔补上，或者请管理员装上有这个字的字体。", refuses=False
            )
        )
    return sorted(faults, key=lambda fault: not fault.refuses)


def _issuer(paper: PaperFacts) -> Iterable[PaperFault]:
    if not paper.issuer:
        yield PaperFault("本案现在的承办单位不能出具这种文书：请先分派给有权出具的调解组织或者机关。")


def _addressee(paper: PaperFacts, *, rule: PaperRule) -> Iterable[PaperFault]:
    if rule.to is Addressee.NOBODY:
        return
    if not paper.to.strip():
        yield PaperFault("没有写给谁：请在“当事人”里补上姓名。")
    for name in paper.names:
        if name and name not in paper.to:
            yield PaperFault(f"漏了收件人{name}。")
    for name in paper.others:
        if name and name in paper.to and not any(name in wanted for wanted in paper.names):
            yield PaperFault(f"这份文书不应写给{name}。")


def _identity(paper: PaperFacts, *, rule: PaperRule) -> Iterable[PaperFault]:
    if not rule.identity:
        return
    if not paper.people:
        yield PaperFault("没有当事人的身份事项。")
    for person in paper.people:
        if person.name in ("", UNNAMED):
            yield PaperFault("有当事人没有姓名：请在“当事人”里补上。", refuses=rule.in_force)
            continue
        lacks = [
            label for label, there in (("证件号码", person.number), ("住址", person.address)) if not there
        ]
        if lacks:
            yield PaperFault(f"{person.name}没有登记{'和'.join(lacks)}，打印后要用笔填上。", refuses=False)


def _force(paper: PaperFacts, *, rule: PaperRule) -> Iterable[PaperFault]:
    if rule.in_force and paper.in_force_on is None:
        yield PaperFault("协议还没有生效：各方当事人、调解员都签名并加盖印章之后才能出具。")
    if rule.copies and paper.copies != paper.parties + 1:
        yield PaperFault(f"份数不对：{paper.parties} 位当事人应是 {paper.parties + 1} 份。")


def _words(texts: Iterable[str], *, place: str) -> Iterable[PaperFault]:
    for text in texts:
        if bare := _NO_YEAR.search(text):
            yield PaperFault(f"日期“{bare[0]}”没有年份。")
        if word := _FOR_DEVELOPERS.search(text):
            yield PaperFault(f"“{word[0]}”不是写给当事人看的话。")
        if law := local_law(text, place=place):
            yield PaperFault(f"引用了外地的规定：{law}。")
