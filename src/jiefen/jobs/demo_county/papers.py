"""The file of an invented matter before it is archived: its papers issued and sealed, and put together as one volume."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from jiefen.actions.documents.issue_paper import RenderedFile, draw_code, issue_paper
from jiefen.actions.documents.volumes import compile_volume
from jiefen.domain.case.actor import Actor
from jiefen.lib.uploads import receive
from jiefen.reports.case.page import case_for
from jiefen.reports.common.addresses import address
from jiefen.reports.documents.documents import PaperOffer, fields_of, offers, paper_to_issue
from jiefen.reports.documents.verify_paper import told_of
from jiefen.reports.documents.volume import compile_pdf

if TYPE_CHECKING:
    from jiefen.jobs.demo_county.people_act import Life

LARGEST = 60 * 1024 * 1024
IN_THE_FILE = (
    "application", "acceptance", "rights_notice", "minutes", "agreement", "adm_agreement", "oral_agreement", "termination_notice",
    "pet_acceptance", "pet_opinion", "closing_report",
)  # fmt: skip


def file_up(life: Life, *, keeper: Actor) -> None:
    """By who may seal: a party's own papers go in without a seal."""
    case = case_for(keeper, number=life.number)
    for offer in offers(case, now=life.at):
        if offer.code in IN_THE_FILE and not offer.refused:
            _issue(life, offer=offer, keeper=keeper)
    made = compile_pdf(case, filed_by=keeper.name, now=life.at)
    compile_volume(
        number=life.number, made=_kept(made.pdf, name=f"卷宗-{life.number}.pdf"), pages=made.pages, name=made.number,
        note=made.note, by=keeper, at=life.at, key=f"life:{life.number}:volume",
    )  # fmt: skip


def _issue(life: Life, *, offer: PaperOffer, keeper: Actor) -> None:
    case = case_for(keeper, number=life.number)
    code, blind = draw_code()
    url = address("verify_code", code)
    made = paper_to_issue(
        case, code=offer.code, now=life.at, verify_code=code, verify_url=url, sealed=offer.sealable
    )
    issue_paper(
        number=life.number, code=offer.code, made=_kept(made.pdf, name=f"{offer.title}.pdf"), blind=blind,
        told=told_of(case, fields=fields_of(case, code=offer.code, now=life.at)[1]), seal=offer.sealable,
        seen=case.version, by=keeper, at=life.at, key=f"life:{life.number}:paper:{offer.code}",
    )  # fmt: skip


def _kept(pdf: bytes, *, name: str) -> RenderedFile:
    kept = receive([pdf], name=name, root=settings.HOME.files, limit=LARGEST)
    return RenderedFile(digest=kept.digest, size=kept.size, name=kept.name)
