"""Whether a paper is ours: anybody may ask by its code, and compare the file they hold with what left the centre."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jiefen.domain.common.chain import canonical
from jiefen.domain.common.kinds import kind_label
from jiefen.domain.common.masks import mask_name
from jiefen.domain.common.words import PartyKind
from jiefen.domain.documents.paper_rules import AGREEMENTS
from jiefen.domain.intake.numbering import normalise_code
from jiefen.store.common import vault
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case, IssuedPaper
from jiefen.store.parties import PRINCIPALS


@dataclass(frozen=True)
class PaperFound:
    """`same`: whether the file that was sent is byte for byte ours; None when none was. `premature`: an agreement that
    left before it was in force, as papers of earlier versions could: it is not vouched for.
    """

    title: str
    body: str
    number: str
    at: datetime
    facts: list[tuple[str, str]]
    revoked_at: datetime | None
    revoked_reason: str
    premature: bool
    digest: str
    same: bool | None

    @property
    def void(self) -> bool:
        """Whether nothing may be built on it."""
        return self.premature or self.revoked_at is not None


def told_of(case: Case, *, fields: dict[str, Any]) -> str:
    """What the public page of a paper says, names masked: enough to compare with the paper in one's hand."""
    names = [
        party.name if party.kind == PartyKind.ORGANISATION else mask_name(party.name)
        for party in case.parties.filter(side__in=PRINCIPALS).order_by("position")
        if party.name
    ]
    facts = [("当事人", "、".join(names)), ("事由", f"{kind_label(case.kind)}纠纷")]
    if fields.get("effective_on"):
        facts.append(("协议生效日期", str(fields["effective_on"])))
    amounts = [str(term["amount"]) for term in fields.get("terms", []) if term.get("amount")]
    if amounts:
        facts.append(("协议付款", "、".join(f"{amount} 元" for amount in amounts)))
    return canonical({"number": fields["case_number"], "facts": facts})


def verify_paper(code: str, *, digest: str = "") -> PaperFound | None:
    """None for a code that is not one of ours: nobody can tell a wrong one from an old one."""
    plain = normalise_code(code)
    known = IssuedPaper.objects.filter(verify_blind__in=vault.blinds(plain, column="paper.code"))
    row = known.select_related("file", "case__holder").first()
    if row is None:
        return None
    content = json.loads(row.told)
    return PaperFound(
        title=row.title,
        body=row.case.holder.name,
        number=content.get("number", ""),
        at=snapshot().calendar.local(row.at),
        facts=[(label, str(text)) for label, text in content.get("facts", [])],
        revoked_at=row.revoked_at,
        revoked_reason=row.revoked_reason,
        premature=_premature(row),
        digest=row.file.digest,
        same=None if not digest else digest == row.file.digest,
    )


def _premature(row: IssuedPaper) -> bool:
    return (
        row.code in AGREEMENTS
        and not row.case.agreements.filter(effective_at__lte=row.at, digest__gt="").exists()
    )
