"""Which documents a case can have now, and what each would say. One row per document of the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.common.errors import RuleError, Unseen
from jiefen.domain.common.words import Flag, Track, UnitKind
from jiefen.domain.documents.catalogue import DOCUMENTS, Document, Family, document
from jiefen.domain.documents.paper_check import PaperFault
from jiefen.domain.documents.paper_rules import speaks
from jiefen.papers import fitted
from jiefen.papers.word_fields import FIELDS
from jiefen.reports.agreement.agreements import agreement_paper
from jiefen.reports.common.addresses import address
from jiefen.reports.documents import (
    paper_fields,
    papers_agreement,
    papers_court,
    papers_mediation,
    papers_official,
    templates,
)
from jiefen.reports.documents.paper_fields import Fields
from jiefen.reports.documents.paper_lint import TypedTexts, faults_of, typed_on
from jiefen.store.documents import issuing_unit
from jiefen.store.models import Case

Builder = Callable[[Case, datetime], Fields | None]
EDITABLE = frozenset(FIELDS)  # documents that can be had in Word
PREVIEW = "预览，未出具"
OPEN_DRAFT = "协议还没有生效"  # said by the mark across the page; no remark besides
BUILDERS: dict[str, Builder] = {
    "application": papers_mediation.application,
    "acceptance": papers_mediation.acceptance,
    "rights_notice": papers_mediation.rights_notice,
    "power_of_attorney": papers_mediation.power_of_attorney,
    "investigation": papers_mediation.investigation,
    "evidence_list": papers_mediation.evidence_list,
    "minutes": papers_mediation.minutes,
    "agreement": papers_agreement.agreement,
    "oral_agreement": papers_agreement.oral_agreement,
    "receipt_of_performance": papers_agreement.receipt_of_performance,
    "visit_record": papers_mediation.visit_record,
    "closing_report": papers_mediation.closing_report,
    "termination_notice": papers_mediation.termination_notice,
    "file_note": papers_mediation.file_note,
    "back_cover": papers_mediation.back_cover,
    "extension_notice": papers_official.extension_notice,
    "supervision_order": papers_official.supervision_order,
    "transfer_letter": papers_official.transfer_letter,
    "confirmation_application": papers_court.confirmation_application,
    "delegation_letter": papers_court.delegation_letter,
    "delegation_feedback": papers_court.delegation_feedback,
    "adm_filing": papers_official.adm_filing,
    "adm_application": papers_official.adm_application,
    "adm_opinion": papers_official.adm_opinion,
    "adm_acceptance": papers_official.adm_acceptance,
    "adm_refusal": papers_official.refusal,
    "adm_meeting": papers_official.adm_meeting,
    "adm_rights": papers_official.adm_rights,
    "adm_agreement": papers_agreement.organ_agreement,
    "adm_termination": papers_mediation.organ_termination,
    "adm_closing": papers_mediation.closing_report,
    "pet_acceptance": papers_official.pet_acceptance,
    "pet_transfer": papers_official.pet_transfer,
    "pet_extension": papers_official.pet_extension,
    "pet_hearing": papers_official.pet_hearing,
    "pet_opinion": papers_official.pet_opinion,
    "pet_review": papers_official.pet_review,
}


@dataclass(frozen=True)
class PaperOffer:
    """A document that can be made now. `url` previews it."""

    code: str
    title: str
    need: str
    url: str
    word_url: str
    faults: tuple[PaperFault, ...]
    sealable: bool

    @property
    def refused(self) -> bool:
        return any(fault.refuses for fault in self.faults)


@dataclass(frozen=True)
class Paper:
    """`template`: the version of the centre's own template, 0 for our layout."""

    row: Document
    pdf: bytes
    template: int


def offers(case: Case, *, now: datetime) -> list[PaperOffer]:
    """In the order of the file: those of the families that fit, which somebody may issue here, and for which the case
    has what they need; each with what stands in its way. The agreement is always among them, to say why it may not leave.
    """
    fitting, typed = _fitting(case), typed_on(case)
    return [
        _offer(case, row=row, typed=typed, fields=paper_fields.shared(case, now=now, code=row.code) | fields)
        for row in sorted(DOCUMENTS, key=lambda row: row.order)
        if row.code in fitting and (fields := BUILDERS[row.code](case, now)) is not None
    ]


def _fitting(case: Case) -> set[str]:
    families, holder = _families(case), UnitKind(case.holder.kind)
    codes = {row.code for row in DOCUMENTS if row.family in families and speaks(row.code, holder=holder)}
    return (codes & BUILDERS.keys()) | {agreement_paper(case)}


def _offer(case: Case, *, row: Document, fields: Fields, typed: TypedTexts) -> PaperOffer:
    return PaperOffer(
        row.code,
        row.title,
        row.need.label,
        address("case_paper", case.number, row.code),
        _word_url(case, row.code),
        tuple(faults_of(case, code=row.code, fields=fields, typed=typed)),
        issuing_unit(case, code=row.code) is not None,
    )


def _word_url(case: Case, code: str) -> str:
    return address("case_paper_word", case.number, code) if code in EDITABLE else ""


def _families(case: Case) -> set[Family]:
    tracks = set(case.proceedings.values_list("track", flat=True))
    families = {Family.MEDIATION, Family.TRANSFER, Family.CONFIRMATION}
    if Track.ADMIN_MEDIATION in tracks:
        families |= {Family.ADMINISTRATIVE}
    if Flag.PETITION in case.flag_set():
        families |= {Family.PETITION}
    return families


def paper_pdf(case: Case, *, code: str, now: datetime, full: bool) -> Paper:
    """A preview: marked across the page, with what stands in its way. Numbers and phones are masked until it leaves;
    a sheet to be signed by pen shows them to who may issue it (`full`). Raises Unseen when there is none.
    """
    row, fields = fields_of(case, code=code, now=now)
    told = fields if full and fields.get("wet") else paper_fields.masked(fields, case=case)
    content = told | {"verify_code": PREVIEW, "title": row.title, "mark": fields.get("mark") or PREVIEW}
    paper = _set(row, content=content, key=case.number)
    faults = faults_of(case, code=code, fields=fields, typed=typed_on(case), pdf=paper.pdf)
    remarks = [fault.sentence for fault in faults if not fault.sentence.startswith(OPEN_DRAFT)]
    return _set(row, content=content | {"remarks": remarks}, key=case.number) if remarks else paper


def paper_to_issue(
    case: Case, *, code: str, now: datetime, verify_code: str, verify_url: str, sealed: bool
) -> Paper:
    """The document as it leaves. Raises Unseen when there is none, RuleError with what stands in its way."""
    row, fields = fields_of(case, code=code, now=now)
    typed = typed_on(case)
    _refuse(faults_of(case, code=code, fields=fields, typed=typed), title=row.title)
    content = fields | {"verify_code": verify_code, "qr": verify_url, "title": row.title}
    if sealed:
        content["seal"] = {"name": content["committee"]}
    paper = _set(row, content=content, key=case.number)
    _refuse(faults_of(case, code=code, fields=fields, typed=typed, pdf=paper.pdf), title=row.title)
    return paper


def _refuse(faults: list[PaperFault], *, title: str) -> None:
    if refused := [fault.sentence for fault in faults if fault.refuses]:
        raise RuleError(f"“{title}”还不能出具：{''.join(refused)}")


def _set(row: Document, *, content: Fields, key: str) -> Paper:
    """By the centre's own template where one is in use; else by ours, closer where that saves a second page."""
    own = templates.in_use(row.code)
    if own is not None:
        return Paper(row, templates.as_pdf(own[1], fields=content, title=row.title, key=key), own[0])
    return Paper(row, fitted(row.layout, fields=content, key=key), 0)


def paper_docx(case: Case, *, code: str, now: datetime) -> tuple[Document, bytes]:
    """The document in Word, to be edited; it has no code, since nobody can vouch for what becomes of it."""
    row, fields = fields_of(case, code=code, now=now)
    title = f"{row.title}（{fields['mark']}）" if fields.get("mark") else row.title
    return row, templates.as_word(code, fields=fields | {"title": title, "verify_code": ""})


def fields_of(case: Case, *, code: str, now: datetime) -> tuple[Document, Fields]:
    """What a document of this case says now. Raises Unseen when it cannot be made."""
    fields = BUILDERS[code](case, now) if code in BUILDERS else None
    if fields is None:
        raise Unseen("这份文书现在还不能出具：案件里还没有它需要的内容。")
    return document(code), paper_fields.shared(case, now=now, code=code) | fields
