"""Names under an agreement. Each is bound to a person, a moment, the digest of the text, and to a code or a scan."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import datetime

from jiefen.actions.clocks import clocks
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.locked_case import locked_case
from jiefen.actions.common.step import Step
from jiefen.domain.agreement.strokes import read_strokes
from jiefen.domain.agreement.words import (
    AgreementForm,
    AgreementState,
    ConfirmAnswer,
    ConfirmedAbout,
    OwnChannel,
    SignerRole,
    SigningLevel,
)
from jiefen.domain.common.errors import Invalid, RuleError, Stale
from jiefen.store.agreement import missing, signed_by_all, signers, standing_agreement
from jiefen.store.common import vault
from jiefen.store.models import Agreement, Case, Confirmation, Party, Signature

MAX_STROKES = 60_000  # characters of the drawn lines
RT_02 = "RT-02"  # the parties' own thirty days to ask a court for confirmation


def take_effect(agreement: Agreement, *, at: datetime, starts: MutableMapping[str, datetime]) -> bool:
    """In force once nobody's name is missing; oral ones at once. The parties' thirty days run from here."""
    if agreement.form != AgreementForm.ORAL and missing(agreement):
        return False
    Agreement.objects.filter(pk=agreement.pk).update(state=AgreementState.EFFECTIVE, effective_at=at)
    starts[RT_02] = at
    return True


@in_one_transaction("sign_by_party")
def sign_by_party(
    command: Command, *, case: int, party: int, code: int, digest: str, strokes: str, typed: str, session: str
) -> Answer:
    """The party's own signature, behind the door that their code opened. `digest`: of the text they were shown.

    Raises Unseen, Stale (the text has changed since), Invalid, RuleError. It is also their confirmation: they alone
    could give it.
    """
    locked = locked_case(case)
    agreement = _signable(locked, party=party)
    if agreement.wet_only:
        raise RuleError("婚姻、收养、继承方面的协议要在纸上签名（《电子签名法》第3条），请到窗口签。")
    if digest != agreement.digest:
        raise Stale("您打开页面之后，协议内容改过了。请重新读一遍，同意再签。")
    row = Party.objects.select_related("secret").get(pk=party)
    level = _level(strokes, typed=typed, name=row.name)
    key, seen_as = vault.key_of(row.secret), vault.blind(session, column="session")
    _add(
        agreement, role=SignerRole.PARTY, level=level, at=command.at, party=party, code_id=code,
        session=seen_as, strokes=vault.seal(key, strokes or typed, place="signature.strokes"),
    )  # fmt: skip
    Confirmation.objects.bulk_create(
        [
            Confirmation(
                case=locked, party_id=party, about=ConfirmedAbout.AGREEMENT, agreement=agreement,
                answer=ConfirmAnswer.YES, channel=OwnChannel.CODE, code_id=code, session=seen_as, at=command.at,
            )
        ]
    )  # fmt: skip
    starts: dict[str, datetime] = {}
    in_force = take_effect(agreement, at=command.at, starts=starts)
    started = clocks.start(clocks.running_on(locked), since=starts)
    facts = {"party": party, "digest": digest, "level": str(level), "in_force": in_force}
    command.history.add(locked, verb="sign_agreement", facts=facts | ({"clocks": started} if started else {}))
    return Answer(sentence="签好了。" + _then(agreement, in_force=in_force), number=locked.number)


def _level(strokes: str, *, typed: str, name: str) -> SigningLevel:
    """How they signed: drawn, or, for who cannot draw, their full name typed. Raises Invalid."""
    if not strokes and typed.strip():
        if typed.strip() != name:
            raise Invalid(fields={"typed": f"请键入登记的全名，一共 {len(name)} 个字。"})
        return SigningLevel.TYPED
    try:
        read_strokes(strokes[:MAX_STROKES])
    except ValueError as problem:
        raise Invalid(fields={"strokes": str(problem)}) from problem
    return SigningLevel.DRAWN


def _signable(case: Case, *, party: int) -> Agreement:
    agreement = standing_agreement(case, AgreementState.OFFERED, AgreementState.EFFECTIVE)
    if agreement is None:
        raise RuleError("现在没有等您签名的协议。")
    if agreement.signatures.filter(party=party).exists():
        raise RuleError("您已经在这份协议上签过名，不用再签。")
    if agreement.state != AgreementState.OFFERED or party not in signers(agreement):
        raise RuleError("这份协议不需要您签名。")
    return agreement


def sign_on_paper(step: Step) -> None:
    """A paper signature is what its scan shows; the party confirms by their own channel besides."""
    party = step.values["party"]
    agreement = _signable(step.case, party=party.pk)
    _sign(
        step,
        agreement,
        role=SignerRole.PARTY,
        party=party.pk,
        scan=step.values["scan"],
        level=SigningLevel.WET,
    )


def sign_as_mediator(step: Step) -> None:
    _sign(step, _offered(step.case), role=SignerRole.MEDIATOR, user_id=step.command.by.user_id)


def seal_agreement(step: Step) -> None:
    """The last thing that is put: what bears the seal is in force."""
    row = _offered(step.case)
    if not signed_by_all(row):
        left = "、".join(name for name in missing(row) if name != SignerRole.COMMITTEE.label)
        raise RuleError(f"还差{left}的签名，不能盖章。印章在各方都签名之后盖，盖了协议就生效。")
    _sign(step, row, role=SignerRole.COMMITTEE, user_id=step.command.by.user_id)


def _sign(
    step: Step,
    agreement: Agreement,
    *,
    role: SignerRole,
    level: SigningLevel = SigningLevel.ACCOUNT,
    **more: object,
) -> None:
    if "party" not in more and agreement.signatures.filter(role=role).exists():
        raise RuleError(f"“{role.label}”已经有了，不用再签。")
    _add(agreement, role=role, level=level, at=step.command.at, **more)
    in_force = take_effect(agreement, at=step.command.at, starts=step.starts)
    step.facts |= {"agreement": agreement.pk, "digest": agreement.digest, "in_force": in_force}
    step.sentence = f"{role.label}签名已登记。" + _then(agreement, in_force=in_force)


def _offered(case: Case) -> Agreement:
    row = standing_agreement(case, AgreementState.OFFERED)
    if row is None:
        raise RuleError("没有等待签名的协议，请先定稿送签。")
    return row


def _add(
    agreement: Agreement, *, role: SignerRole, level: SigningLevel, at: datetime, **more: object
) -> None:
    if "party" in more:
        more["party_id"] = more.pop("party")
    row = Signature(agreement=agreement, role=role, level=level, digest=agreement.digest, at=at, **more)
    Signature.objects.bulk_create([row])


def _then(agreement: Agreement, *, in_force: bool) -> str:
    if in_force:
        return "各方都已签名，协议生效；三十日内双方可以共同申请司法确认。"
    return f"还差：{'、'.join(missing(agreement))}。"
