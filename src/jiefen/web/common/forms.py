"""The form of one verb, drawn from what its row of the lifecycle asks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms

from jiefen.actions.common.asks import MANY
from jiefen.domain.case.lifecycle import Ask, Verb
from jiefen.domain.mediation.words import Openness, SessionMode
from jiefen.gate.forms import Choices, TypedForm, text_field
from jiefen.reports.case import choices

if TYPE_CHECKING:
    from jiefen.store.models import Case

__all__ = ["VERB_TEXTS", "TypedForm", "text_field", "verb_form"]

# What a person should know before pressing the button; the rest the form says itself.
VERB_TEXTS = {
    "amend": "只改要改的。证件号、电话、地址不显示，留空就不动；每次修改都会留痕。",
    "dispatch": "承办单位会收到通知，应在 2 个工作小时内签收。",
    "rule": "裁定后承办单位不得再退回。",
    "decline": "理由和去向会告诉当事人，请写得让当事人看得懂。",
    "send_back": "缺什么请一次说清楚。案件回到登记窗口，分流时限停止计算。",
    "merge": "本案并入另一件后不再单独办理；并错了随时可以撤销。",
    "unmerge": "撤销后本案回到分流台，单独办理。",
    "link": "只记下两件有关系，各办各的。",
    "return": "只能退回一次；第二次退回由中心裁定。",
    "forward": "责任随案件一起过去，由下级单位重新签收。",
    "start": "可以同时启动几个程序，也可以一个接一个。",
    "record": "登记后送审核人核对；不能自己自己办的案件。",
    "suspend": "暂停期间不计时，恢复后到期时间顺延；法定期限不因此停止。",
    "withdraw": "只有申请人明确表示才能撤回，撤回后还可以再来。",
    "reopen": "案件回到分流台，重新安排承办单位，时限重新计算。",
    "classify": "级别越高，能看到案件的人越少。",
    "object": "信访事项只有交办方核实同意才能退回（《信访工作条例》第 23 条）。",
    "refer_up": "跨部门、跨区域的事由共同的上级中心协调；案件回到分流台，由中心定牵头单位。",
    "escalate": "纠纷尽量就近解决，上报要有理由；上一级接手后还可以批转回来。",
    "form_group": "牵头单位始终是承办单位，责任不因联合而分散。",
    "appeal": "照当事人的原话写。答复人必须没有经手过这件事。",
    "assign_appeal": "只列出没有经手过这件事的人。",
    "answer_appeal": "写给当事人看：查明了什么、依据什么、接下来怎么办。",
    "extend": "每个期限只能延长一次，并要告诉当事人。",
    "own_clock": "这是当事人自己的权利期限，我们的办理不会让它停下。",
    "recuse": "回避以后永久不能再经办本案；承办人回避的，要先换承办人才能接着办。",
    "consent": "照当事人自己的意思记；没有问过的不要记。",
    "refuse_mediation": "任何一方明确拒绝，调解就停止，约好的调解会取消；本人再次同意才能重新开始。",
    "invite_expert": "邀请亲友或专家要各方同意；问题只发给这一位。",
    "plan_session": "同一调解室、同一调解员、同一案件不会约重。安排以后请告诉当事人。",
    "move_session": "改期以后要重新告诉当事人，原来的回复作废。",
    "screen": "对方不在场时问。问的是这件事，不给人打分；没有问清的选“没问清”，不要替人回答。",
    "take_referral": "签收材料之日起算：委派 30 日，委托普通程序 15 日、简易程序 7 日。",
    "record_choice": "选不选调解是当事人的权利；不同意的退回法院，不影响立案。",
    "return_referral": "反馈函只写终结情形和没有争议的事实，不写调解中的让步。",
    "join_confirmation": "司法确认要双方一起申请，一方不同意就不能申请。",
    "file_confirmation": "自协议生效之日起 30 日内递交；按递交的日期算，不按登记的日期算。",
    "do_duty": "只写做了什么，不写对人的评价。",
    "write_care_note": "这份记录可以作为申请人身安全保护令的证据；用求助人自己的密钥加密，对方在任何地方都看不到。",
    "set_safe_contact": "以后系统发短信、邮件都照这个来；不知道安不安全时，先不联系。",
    "assess": "评估的是案件，不是人；14 天后自动失效。",
}

# What a form starts with, where one answer is the usual one.
DEFAULTS = {
    "plan_session": {"mode": str(SessionMode.IN_PERSON), "openness": str(Openness.CLOSED)},
}


def verb_form(row: Verb, *, case: Case, now: datetime, data: Any = None, initial: Any = None) -> TypedForm:
    """The form of one verb, drawn from what its row asks. `initial`: what the link to it already knows."""
    form = TypedForm(data, initial=DEFAULTS.get(row.name, {}) | (initial or {}))
    for ask in row.asks:
        form.fields[ask.name] = _field(ask, row=row, case=case, now=now)
    return form


def _field(ask: Ask, *, row: Verb, case: Case, now: datetime) -> forms.Field:
    if ask.type in ("long", "kept"):
        return text_field(ask.label, required=ask.required, hint=ask.hint, long=True)
    if ask.type == "date":
        return text_field(ask.label, required=ask.required, hint=ask.hint, date=True)
    if ask.type in ("text", "money", "number", "case", "clock_time"):
        return text_field(ask.label, required=ask.required, hint=ask.hint)
    if ask.type == "file":
        return text_field(ask.label, required=ask.required, file=True)
    if not isinstance(ask.type, str):
        options = [choice for choice in ask.type.choices() if choice[0]]
    else:
        options = choices.for_ask(ask.type, verb=row.name, case=case, now=now)
    many = ask.type in MANY
    only = ask.required and len(options) == 1
    first: Choices = [] if many or only else [("", "请选择")]
    return text_field(ask.label, required=ask.required, hint=ask.hint, choices=first + options, many=many)
