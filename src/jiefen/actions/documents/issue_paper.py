"""A paper leaves the centre: its file, its row, its code and its seal in one transaction with the history."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.step import Step
from jiefen.domain.agreement.words import AgreementState
from jiefen.domain.common.chain import canonical
from jiefen.domain.common.errors import NotAllowed, RuleError
from jiefen.domain.common.words import ReadBy
from jiefen.domain.documents.catalogue import document
from jiefen.domain.documents.paper_rules import RULES, Issuer
from jiefen.domain.intake.numbering import tracking_code
from jiefen.store.agreement import standing_agreement
from jiefen.store.common import vault
from jiefen.store.common.scope import can
from jiefen.store.documents import issuing_unit
from jiefen.store.models import Attachment, Case, IssuedPaper, Seal, SealUse, Unit


@dataclass(frozen=True)
class RenderedFile:
    """A rendered file, already on disk under its digest."""

    digest: str
    size: int
    name: str
    media_type: str = "application/pdf"


def draw_code() -> tuple[str, bytes]:
    """A code by which anybody may ask whether a paper is ours, and its blind."""
    code = tracking_code(secrets.token_bytes(8))
    return code, blind_of(code)


def blind_of(code: str) -> bytes:
    digest = vault.blind(code, column="paper.code")
    assert digest is not None  # a code is never empty
    return digest


@in_one_transaction("issue_paper")
def issue_paper(
    command: Command,
    *,
    number: str,
    code: str,
    made: RenderedFile,
    blind: bytes,
    told: str,
    seal: bool,
    template: int = 0,
    seen: int | None = None,
) -> Answer:
    """Keep a paper that was made outside the transaction, from the version `seen`. `told`: JSON for the public page;
    `seal`: put the seal of who issues it, which takes the right to. Raises Unseen, NotAllowed, Stale, RuleError, KeyError.
    """
    case = command.lock(number, action="issue_paper", seen=seen)
    unit = _issuer(case, code=code, seal=seal)
    if seal and not can(command.by, action="use_seal", case=case):
        raise NotAllowed("用印要由审核人办理；可以先出具不带印章的，再请审核人用印。")
    row = document(code)
    file = Attachment(
        case=case, digest=made.digest, name=made.name, size=made.size, media_type=made.media_type,
        audience=ReadBy.INTERNAL, document=code, added_by_id=command.by.user_id, added_at=command.at,
    )  # fmt: skip
    Attachment.objects.bulk_create([file])
    paper = IssuedPaper(
        case=case, code=code, title=row.title, template=template, verify_blind=blind, file=file, told=told,
        at=command.at, by_id=command.by.user_id,
    )  # fmt: skip
    IssuedPaper.objects.bulk_create([paper])
    if seal and unit is not None:
        _put_seal(unit, paper=paper, command=command)
    facts = {"paper": paper.pk, "code": code, "digest": made.digest, "sealed": seal, "template": template}
    command.history.add(case, verb="issue_paper", facts=facts, private=canonical({"name": made.name}))
    return Answer(
        sentence=f"已出具“{row.title}”{'并用印' if seal else ''}。", number=case.number, version=case.version + 1,
        more={"file": file.pk},
    )  # fmt: skip


def _issuer(case: Case, *, code: str, seal: bool) -> Unit | None:
    """Whose paper it is. Refused: what nobody here may issue, a seal under a party's own, an agreement before its force."""
    row, unit = document(code), issuing_unit(case, code=code)
    own = RULES[code].issuer is Issuer.PARTY
    if unit is None and not own:
        raise RuleError(f"“{row.title}”不由{case.holder.name}出具，请先分派给有权出具的单位。")
    if own and seal:
        raise RuleError(f"“{row.title}”是当事人自己的文书，不盖本中心的印章；请出具不带印章的。")
    if RULES[code].in_force and standing_agreement(case, AgreementState.EFFECTIVE) is None:
        raise RuleError("协议还没有生效，不能出具：各方当事人、调解员都签名并加盖印章之后才行。")
    return unit


def _put_seal(unit: Unit, *, paper: IssuedPaper, command: Command) -> None:
    seal = _seal_of(unit, command=command)
    SealUse.objects.bulk_create([SealUse(seal=seal, paper=paper, by_id=command.by.user_id, at=command.at)])


def _seal_of(unit: Unit, *, command: Command) -> Seal:
    """The seal in use; one with the unit's name in a ring before a picture of the real one is kept."""
    row = Seal.objects.filter(unit=unit, until=None).first()
    if row is None:
        row = Seal(unit=unit, name=unit.name, since=command.at, by_id=command.by.user_id)
        Seal.objects.bulk_create([row])
    return row


def only_with_the_paper(step: Step) -> None:
    raise RuleError("文书在案件页的“材料与文书”里出具，印章和文书一起用。")


def revoke_paper(step: Step) -> None:
    row: IssuedPaper = step.values["paper"]
    IssuedPaper.objects.filter(pk=row.pk).update(
        revoked_at=step.command.at, revoked_reason=step.values["reason"][:200]
    )
    step.facts["paper"] = row.pk
    step.sentence = f"“{row.title}”已作废，凭核验码可以查到已作废。"
