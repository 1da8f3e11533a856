"""Scans of the wrong case: a paper of ours carries a code, and a scan that carries another case's code is refused."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from jiefen.actions.common.asks import is_id
from jiefen.actions.common.hooks import wrong
from jiefen.actions.common.step import Step
from jiefen.actions.documents.issue_paper import blind_of
from jiefen.domain.documents.paper_rules import SIGN_HERE
from jiefen.domain.intake.numbering import display, normalise_code
from jiefen.lib.qr_codes import codes_in
from jiefen.lib.uploads import path_of
from jiefen.store.agreement import standing_agreement
from jiefen.store.common.reference import snapshot
from jiefen.store.common.scope import can
from jiefen.store.models import Attachment, Case, IssuedPaper
from jiefen.store.parties import party_by_code

# Verbs that take a scan, and the field it is in.
SCANS = {"sign_on_paper": "scan", "catalogue_material": "material"}
_MOST_TEXT = 300


def read_codes(
    *, verb: str, number: str, fields: Mapping[str, str], seen: int | None = None
) -> tuple[str, ...]:
    """Texts of the codes in the scan that was chosen, read before the transaction begins: it takes a tenth of a second."""
    raw = fields.get(SCANS[verb], "") if verb in SCANS else ""
    row = Attachment.objects.filter(pk=int(raw), case__number=number).first() if is_id(raw) else None
    if row is None:
        return ()
    path = path_of(row.digest, root=settings.HOME.files)
    return tuple(codes_in(path, media_type=row.media_type)) if path.is_file() else ()


def of_this_case(step: Step) -> None:
    name = SCANS[step.row.name]
    for text in step.codes:
        if SIGN_HERE in text:
            _refuse_other_text(step, digest=text.partition(SIGN_HERE)[2].strip(), name=name)
        kind, code = _code_of(text)
        if kind == "v":
            _refuse_other_paper(step, code=code, name=name)
        elif kind == "t":
            party = party_by_code(code)
            if party is not None and party.case_id != step.case.pk:
                raise wrong(name, f"扫描错了：这上面是{_which(party.case, step=step)}的回执，不是本案的。")


def _refuse_other_text(step: Step, *, digest: str, name: str) -> None:
    """The sheet to be signed by pen names the text under which the names stand."""
    own = standing_agreement(step.case)
    if own is not None and own.digest == digest:
        return
    if step.case.agreements.filter(digest=digest).exists():
        raise wrong(name, "扫描错了：这上面的协议已经收回重写，请各方签现在这一份。")
    raise wrong(name, "扫描错了：这上面不是本案的协议。请核对后重新上传。")


def _refuse_other_paper(step: Step, *, code: str, name: str) -> None:
    paper = IssuedPaper.objects.filter(verify_blind=blind_of(code)).select_related("case__holder").first()
    if paper is None:
        return
    if paper.case_id != step.case.pk:
        which = _which(paper.case, step=step)
        raise wrong(name, f"扫描错了：这上面是{which}的“{paper.title}”，不是本案的。请核对后重新上传。")
    if paper.revoked_at is not None and step.row.name == "sign_on_paper":
        raise wrong(name, f"这上面的“{paper.title}”已经作废，请用有效的那一份。")


def _which(other: Case, *, step: Step) -> str:
    """Its number, for who may see it; nobody learns here of a case that is not theirs."""
    if can(step.command.by, action="see", case=other):
        return f"另一件案件（{display(other.number, snapshot().centre.short)}）"
    return "另一件案件"


def _code_of(text: str) -> tuple[str, str]:
    """(v, code) for an address of /v/CODE, (t, code) for one of /t/CODE; empty for any other."""
    parts = text[:_MOST_TEXT].rstrip("/").split("/")
    if len(parts) < 2 or parts[-2] not in ("v", "t"):
        return "", ""
    code = normalise_code(parts[-1])
    return (parts[-2], code) if code else ("", "")
