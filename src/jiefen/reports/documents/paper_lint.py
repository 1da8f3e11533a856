"""Every paper looked over before it leaves, by the row of its kind: what it says, without what anybody typed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jiefen.domain.common.words import PartySide
from jiefen.domain.documents.paper_check import PaperFacts, PaperFault, PersonFacts, check
from jiefen.domain.documents.paper_rules import AGREEMENTS, RULES, Addressee, Issuer
from jiefen.papers import MISSING, is_rare
from jiefen.reports.common.opened import opened
from jiefen.reports.documents.paper_fields import Fields, paragraphs
from jiefen.reports.documents.papers_agreement import in_force
from jiefen.store.agreement import signers
from jiefen.store.common.reference import snapshot
from jiefen.store.documents import issuing_unit, materials
from jiefen.store.models import Agreement, Case, Party
from jiefen.store.parties import PRINCIPALS

if TYPE_CHECKING:
    from pypdf import PageObject

# Numbers, codes and drawings: no words.
_NO_WORDS = frozenset(
    {"qr", "seal", "digest", "verify_code", "picture_svg", "number", "case_number", "date", "mark"}
)
_TAIL = 8  # characters by which a paragraph is known again on a page


@dataclass(frozen=True)
class TypedTexts:
    """What people typed on a case, read once for all of its papers: the principals, and every text, longest first."""

    people: tuple[Party, ...]
    lines: tuple[str, ...]


def faults_of(
    case: Case, *, code: str, fields: Fields, typed: TypedTexts, pdf: bytes = b""
) -> list[PaperFault]:
    """Refusals first. `pdf`: the paper as it was set, to see how its pages fell."""
    rule = RULES[code]
    people = list(typed.people)
    agreement = in_force(case, code=code) if rule.in_force else None
    if agreement is not None:
        people = [party for party in people if party.pk in signers(agreement)]
    unit = issuing_unit(case, code=code)
    names, others = _whom(people, to=rule.to)
    facts = PaperFacts(
        code=code,
        texts=tuple(_without(text, lines=typed.lines) for text in _texts(fields)),
        issuer="当事人" if rule.issuer is Issuer.PARTY else unit.name if unit else "",
        to=str(fields.get("to") or fields.get("court") or ""),
        names=names,
        others=others,
        people=tuple(_person(party) for party in people),
        in_force_on=_since(agreement),
        copies=int(fields.get("copies") or 0),
        parties=len(fields.get("parties", ())) if code in AGREEMENTS else 0,
        place=snapshot().centre.name,
        alone=bool(pdf) and signatures_alone(pdf, fields=fields),
        gaps=gaps(pdf, fields=fields) if pdf else "",
    )
    return check(facts)


def _since(agreement: Agreement | None) -> Any:
    if agreement is None or agreement.effective_at is None:
        return None
    return snapshot().calendar.local(agreement.effective_at).date()


def _person(party: Party) -> PersonFacts:
    return PersonFacts(party.name, bool(opened(party, "id")), bool(opened(party, "address")))


def _whom(people: list[Party], *, to: Addressee) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names that must stand over the paper, and names that must not."""
    sides = {
        side: tuple(party.name for party in people if party.side == side and party.name)
        for side in (PartySide.APPLICANT, PartySide.RESPONDENT)
    }
    applicants, respondents = sides[PartySide.APPLICANT], sides[PartySide.RESPONDENT]
    if to is Addressee.PARTIES:
        return (*applicants, *respondents), ()
    if to is Addressee.APPLICANT:
        return applicants, respondents
    return (respondents, applicants) if to is Addressee.RESPONDENT else ((), ())


def _texts(value: object, name: str = "") -> Iterator[str]:
    if name in _NO_WORDS:
        return
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, str(key))
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


def typed_on(case: Case) -> TypedTexts:
    """It is printed as they wrote it and looked over by nobody here."""
    texts = [case.story, case.wanted, case.summary, case.title, case.holder.name, case.origin.name]
    parties = list(case.parties.select_related("secret").order_by("position"))
    for party in parties:
        texts += [party.name, opened(party, "address"), opened(party, "id"), opened(party, "phone")]
    for row in case.agreements.prefetch_related("terms"):
        texts += [row.facts, row.extra]
        texts += [text for term in row.terms.all() for text in (term.text, term.how)]
    for session in case.sessions.all():
        texts += [
            session.place, session.participants, session.notices, session.statements, session.facts,
            session.undisputed, session.said_result,
        ]  # fmt: skip
    texts += [visit.said for visit in case.visits.all()]
    texts += [step.text for row in case.supervisions.all() for step in row.steps.all()]
    texts += case.proceedings.values_list("note", flat=True)
    texts += [row.name for row in materials(case)]
    texts += [
        *case.referrals.values_list("court", flat=True),
        *case.court_confirmations.values_list("court", flat=True),
    ]
    lines = {line for text in texts for line in paragraphs(text)}
    people = tuple(party for party in parties if party.side in PRINCIPALS)
    return TypedTexts(people, tuple(sorted((line for line in lines if len(line) > 1), key=len, reverse=True)))


def _without(text: str, *, lines: tuple[str, ...]) -> str:
    for line in lines:
        text = text.replace(line, "")
    return text


def gaps(pdf: bytes, *, fields: Fields) -> str:
    """Characters for which no type was at hand, so that the paper bears a mark in their place."""
    said = "".join(page.extract_text() for page in _pages(pdf))
    if MISSING not in said:
        return ""
    return "".join(
        dict.fromkeys(mark for text in _texts(fields) for mark in text if is_rare(mark) and mark not in said)
    )


def signatures_alone(pdf: bytes, *, fields: Fields) -> bool:
    """Whether the boxes fell on a last page that bears nothing of the text above them."""
    if not fields.get("signatures"):
        return False
    pages = _pages(pdf)
    if len(pages) < 2:
        return False
    last = _plain(pages[-1].extract_text())
    boxes = [str(one.get("role", "")) for one in fields["signatures"]]
    if not all(_plain(role) in last for role in boxes):
        return False  # they run on over pages, with their text
    body = {
        name: item
        for name, item in fields.items()
        if name not in ("signatures", "contact", "centre", "committee")
    }
    tails = {_plain(text)[-_TAIL:] for text in _texts(body) if len(_plain(text)) >= _TAIL}
    return not any(tail in last for tail in tails)


def _plain(text: str) -> str:
    return re.sub(r"[^\w]", "", text)


def _pages(pdf: bytes) -> Sequence[PageObject]:
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(pdf)).pages
