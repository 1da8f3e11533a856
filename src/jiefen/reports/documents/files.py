"""Files of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.common.errors import Unseen
from jiefen.domain.common.words import PartySide, ReadBy
from jiefen.domain.documents.paper_rules import RULES, Addressee
from jiefen.reports.common.addresses import address
from jiefen.store.agreement import signers
from jiefen.store.models import Attachment, Case, IssuedPaper, Party
from jiefen.store.parties import PRINCIPALS


@dataclass(frozen=True)
class FileView:
    name: str
    kind: str
    size: str
    digest: str
    by: str
    at: datetime
    url: str


def files_of(case: Case, *, may_download: bool) -> list[FileView]:
    return [
        FileView(
            name=row.name,
            kind=ReadBy.label_of(row.audience),
            size=_size(row.size),
            digest=row.digest[:12],
            by=row.added_by.name,
            at=row.added_at,
            url=address("case_file", case.number, row.pk) if may_download else "",
        )
        for row in case.attachments.select_related("added_by").order_by("pk")
    ]


def file_for(case: Case, *, pk: int) -> Attachment:
    """A file of this very case. Raises Unseen."""
    row = case.attachments.filter(pk=pk).first()
    if row is None:
        raise Unseen("这个案件里没有这份材料。")
    return row


def papers_of(party: Party) -> list[IssuedPaper]:
    """The issued papers that a party may have, oldest first: an agreement goes to whom it binds, a notice to its addressee.

    What was revoked, and an agreement that left before it was in force, goes to nobody.
    """
    rows = party.case.papers.filter(revoked_at=None).select_related("file").order_by("pk")
    return [row for row in rows if party.pk in _meant_for(row, case=party.case)]


def paper_of(party: Party, *, pk: int) -> IssuedPaper:
    """One of theirs. Raises Unseen for any other."""
    row = next((row for row in papers_of(party) if row.pk == pk), None)
    if row is None:
        raise Unseen("没有这份文书，或者它不是给您的。")
    return row


def _meant_for(row: IssuedPaper, *, case: Case) -> set[int]:
    """Ids of the parties whom this kind of paper is for, as the case stood when it left."""
    rule = RULES.get(row.code)
    if rule is None:
        return set()
    if rule.in_force and rule.identity:
        agreement = case.agreements.filter(effective_at__lte=row.at).order_by("-effective_at").first()
        return signers(agreement) if agreement else set()
    sides = _SIDES.get(Addressee.APPLICANT if row.code in _APPLICANTS_OWN else rule.to, ())
    return set(case.parties.filter(side__in=sides).values_list("pk", flat=True))


_APPLICANTS_OWN = frozenset({"application", "adm_application"})  # what they asked for, in their own name
_SIDES: dict[Addressee, tuple[PartySide, ...]] = {
    Addressee.PARTIES: PRINCIPALS,
    Addressee.APPLICANT: (PartySide.APPLICANT,),
    Addressee.RESPONDENT: (PartySide.RESPONDENT,),
}


def _size(n: int) -> str:
    return f"{n / 1048576:.1f} MB" if n >= 1048576 else f"{max(1, round(n / 1024))} KB"
