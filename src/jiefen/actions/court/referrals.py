"""A matter that a court sends for mediation, and its way back (mission row E5; 特邀调解规定 27; 在线调解规则 18, 24, 25)."""

from __future__ import annotations

from jiefen.actions.common.hooks import wrong
from jiefen.actions.common.proceedings import end_running
from jiefen.actions.common.step import Step
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.tracks import MEDIATION
from jiefen.domain.common.words import Audience, Outcome, Track
from jiefen.domain.court.words import PartyChoice, Procedure, ReferralKind, ReferralResult
from jiefen.store.common.reference import snapshot
from jiefen.store.court import open_referral, refusing_sides
from jiefen.store.models import Referral, ReferralChoice

LIMITS = {
    (ReferralKind.DELEGATED, None): "CT-01",
    (ReferralKind.ENTRUSTED, Procedure.ORDINARY): "CT-02-ORDINARY",
    (ReferralKind.ENTRUSTED, Procedure.SIMPLE): "CT-02-SIMPLE",
}
OUTCOMES = {
    ReferralResult.AGREED: Outcome.AGREED,
    ReferralResult.SETTLED: Outcome.SETTLED,
    ReferralResult.REFUSED: Outcome.REFUSED,
}


def check_referral(step: Step) -> None:
    values = step.values
    if open_referral(step.case) is not None:
        raise RuleError("本案已经签收了一次法院移送，还没有退回。")
    if (values["referral"] is ReferralKind.ENTRUSTED) != bool(values["procedure"]):
        raise wrong("procedure", "立案后委托的要选普通程序或者简易程序；其他的不选。")
    if values["received_on"] > snapshot().calendar.local(step.command.at).date():
        raise wrong("received_on", f"{values['received_on']} 在今天之后，请核对。")


def take_referral(step: Step) -> None:
    values, at = step.values, step.command.at
    row = Referral(
        case=step.case,
        court=values["court"],
        kind=str(values["referral"]),
        procedure=str(values["procedure"] or ""),
        received_on=values["received_on"],
        materials=values["materials"],
        signed_at=at,
        signed_by_id=step.command.by.user_id,
    )
    Referral.objects.bulk_create([row])
    limit = LIMITS.get((values["referral"], values["procedure"]))
    if limit:
        step.starts[limit] = at
    step.audience = Audience.INTERNAL
    step.sentence = "已签收。请分别问双方愿不愿意先调解，并登记他们的选择。"


def entrusted_has_its_own_limit(step: Step) -> None:
    referral = open_referral(step.case) if step.values["track"] is Track.COURT_DELEGATED else None
    if referral is not None and referral.kind != ReferralKind.DELEGATED:
        step.starts.pop("CT-01", None)


def has_open_referral(step: Step) -> None:
    if open_referral(step.case) is None:
        raise RuleError("本案没有等待办理的法院移送。")


def has_this_side(step: Step) -> None:
    if not step.case.parties.filter(side=str(step.values["side"])).exists():
        raise wrong("side", "本案没有登记这一方。")


def record_choice(step: Step) -> None:
    values = step.values
    row = ReferralChoice(
        referral=open_referral(step.case),
        side=str(values["side"]),
        choice=str(values["choice"]),
        how=values["how"],
        at=step.command.at,
        by_id=step.command.by.user_id,
    )
    ReferralChoice.objects.bulk_create([row])
    step.audience = Audience.INTERNAL
    refused = values["choice"] is PartyChoice.COURT
    step.sentence = "已登记。" + ("不同意调解的，请尽快退回法院，不要再劝。" if refused else "")


def nobody_refused(step: Step) -> None:
    """An explicit refusal stops mediation (人民调解法 17); it is not a reason to be argued with."""
    if step.row.name == "start" and step.values["track"] not in MEDIATION:
        return
    referral = open_referral(step.case)
    if referral is not None and refusing_sides(referral):
        raise RuleError("有当事人明确不同意调解（《人民调解法》第17条），请退回法院。")


def return_referral(step: Step) -> None:
    values, at = step.values, step.command.at
    result: ReferralResult = values["returned"]
    Referral.objects.filter(case=step.case, returned_at=None).update(
        result=str(result),
        facts=values["facts"] or "",
        returned_at=at,
        returned_by_id=step.command.by.user_id,
    )
    step.stops |= set(LIMITS.values())
    outcome = OUTCOMES.get(result, Outcome.NOT_AGREED)
    end_running(step, outcome=outcome, tracks=(Track.COURT_DELEGATED,))
    step.sentence = f"已退回法院：{result.label}。请打印反馈函，和材料一起交回。"
