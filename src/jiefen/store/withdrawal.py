"""Whether a party may take their application back by themselves, from their own page."""

from __future__ import annotations

from jiefen.domain.agreement.words import AgreementState
from jiefen.domain.case.lifecycle import OPEN
from jiefen.domain.common.words import Flag, PartySide
from jiefen.store.agreement import standing_agreement
from jiefen.store.models import Case, Party
from jiefen.store.safety import is_apart

IN_PERSON = "这一件要和您本人说过才能撤回。请打中心电话，或带身份证到窗口。"


def why_not_withdrawn(case: Case, *, party: Party) -> str:
    """A sentence, empty when they may. Nobody withdraws for others; where somebody may be pressed, a person asks."""
    if party.side != PartySide.APPLICANT:
        return "撤回申请由申请人提出。您不愿意调解的，在“说说您的意见”里说。"
    if case.state not in OPEN:
        return "这件事已经结束，不用撤回。"
    if case.parties.filter(side=PartySide.APPLICANT).count() > 1:
        return "还有别的申请人，要一起到窗口办。"
    if Flag.VIOLENCE in case.flag_set() or is_apart(case):
        return IN_PERSON
    if standing_agreement(case, AgreementState.OFFERED, AgreementState.EFFECTIVE) is not None:
        return "已经有协议要签或者生效了。请先和承办人说。"
    return ""
