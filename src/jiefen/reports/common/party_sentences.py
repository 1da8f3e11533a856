"""What a party reads: what happens now, who does it, by when, and what else they can do. No words of the trade."""

from __future__ import annotations

from collections.abc import Iterable

from jiefen.domain.case.lifecycle import ENDED
from jiefen.domain.clocks.remedies import Offer
from jiefen.domain.common.words import State

# {unit} who has it, {who} that unit with the person's name, {by} "，最迟 11 月 3 日 17:00" or nothing.
NOW: dict[State, tuple[str, str]] = {
    State.REGISTERED: (
        "正在安排由谁来办",
        "{unit}正在看您反映的情况，确定由哪个单位来办{by}。现在不用您做什么。",
    ),
    State.ACCEPTED: ("已受理，正在安排由谁来办", "{unit}马上确定承办单位{by}。现在不用您做什么。"),
    State.COMPLETING: (
        "需要您补充材料",
        "还缺什么、怎么补，写在下面的“进展”里。带到登记的窗口就行，也可以打电话问。",
    ),
    State.RULING: ("中心正在确定由谁来办", "几个单位意见不一样，由中心来定{by}。不用您来回跑。"),
    State.ASSIGNED: ("已经交给承办单位", "{unit}会接手并联系您{by}。"),
    State.OBJECTING: (
        "正在核实由谁来办",
        "{unit}认为这件事应由别的单位办，中心正在核实{by}。核实期间仍由它负责，不用您跑。",
    ),
    State.HANDLING: (
        "正在办理",
        "{who}会联系双方，了解情况、商量怎么解决{by}。调解全凭自愿，不愿意调了随时可以说。",
    ),
    State.REVIEWING: ("办理结果正在核对", "由没有经办这件事的人核对{by}，核对完就告诉您。"),
    State.REVIEWED: ("结果已经核对过", "正在办最后的手续，办好就算结束。"),
    State.CLOSED: (
        "这件事已经办完",
        "结果写在下面的“进展”里。对方没有照办，请带上协议到中心，或打下面的电话。",
    ),
    State.ARCHIVED: ("这件事已经办完，材料已经存档", "需要查看或复印材料，请带身份证到中心。"),
    State.DECLINED: (
        "中心没有受理这件事",
        "为什么、可以去哪里办，写在下面的“进展”里。不清楚的请打下面的电话。",
    ),
    State.WITHDRAWN: ("已经按申请人的意思撤回", "以后还想办，随时可以再来，不影响您的权利。"),
    State.MERGED: (
        "和内容相同的另一件一起办",
        "合在一起由同一个单位办，不影响您的权利。进展请打下面的电话问。",
    ),
}
# Somebody's safety forbids mediation; the other side reads the same page, so nothing is said of why.
APART = ("正在办理", "{who}会单独联系您，告诉您接下来可以怎么办{by}。着急或者有危险，请马上打 110。")
# What the party sees as the state: one or two plain words instead of the desk's.
SHORT: dict[State, str] = {
    State.REGISTERED: "正在安排",
    State.ACCEPTED: "已受理",
    State.COMPLETING: "等您补材料",
    State.RULING: "正在安排",
    State.ASSIGNED: "等待接手",
    State.OBJECTING: "正在核实",
    State.REVIEWED: "即将办结",
    State.DECLINED: "未受理",
    State.MERGED: "合并办理",
}
STEPS: dict[str, str] = {
    "受理登记": "登记",
    "分流指派": "安排由谁来办",
    "单位签收": "承办单位接手",
    "办理": "办理",
    "审核": "核对结果",
    "办结": "办完",
    "归档": "材料存档",
    State.DECLINED.label: "没有受理",
    State.MERGED.label: "合并办理",
}


REOPEN = Offer(
    id="reopen",
    heading="请中心再办一次",
    text="结果没有兑现、事情又起了变化，或者您不认可，都可以打电话或到窗口要求重新办理。",
    note="",
    due=None,
    open=True,
    soon=False,
)
LIMITS = "这些办法各有期限，调解期间也在走，请早一点问清楚。"

LATE = "现在已经超过期限，您可以打下面的电话催问。"
CLOCKS = {
    "分流": "安排由谁来办",
    "签收": "承办单位接手",
    "启动办理": "开始办理",
    "审核": "核对结果",
    "补正": "补充材料",
}

# {unit} {co} {outcome} {track} {elsewhere} {reason} {clock}: labels of the entry's own facts.
TOLD: dict[str, str] = {
    "register": "中心登记了您反映的事",
    "accept": "中心受理了",
    "dispatch": "交给{unit}办理",
    "rule": "中心确定由{unit}办理",
    "decline": "中心没有受理；您可以{elsewhere}",
    "send_back": "请补充材料",
    "complete": "材料补齐了，继续安排",
    "merge": "和内容相同的另一件合在一起办",
    "unmerge": "不再合并，单独办理",
    "sign": "承办单位已经接手",
    "forward": "转到{unit}办理",
    "return": "该单位认为不归它办，中心重新安排",
    "start": "开始{track}",
    "finish": "{track}结束：{outcome}",
    "record": "办理结果：{outcome}",
    "approve": "结果核对过了",
    "reject": "结果没有通过核对，继续办理",
    "close": "这件事办完了",
    "reopen": "重新办理",
    "withdraw": "申请人撤回了申请",
    "archive": "材料已经存档",
    "hand_over": "换了承办人",
    "add_co": "请{unit}一起办",
    "drop_co": "{unit}不再参与办理",
    "suspend": "{clock}的期限暂停计算：{reason}",
    "resume": "{clock}的期限恢复计算",
    "note": "承办人告诉您",
    "attach": "添加了材料",
    "amend": "登记的内容有更正",
    "calendar": "放假安排公布，到期时间重新算过",
    "rule_change": "规定有变化，到期时间重新算过",
    "object": "承办单位认为应由别的单位办，正在核实",
    "agree_objection": "核实过了，由中心重新安排",
    "refuse_objection": "核实过了，仍由原来的单位办",
    "refer_up": "承办单位请中心出面协调",
    "escalate": "交给上一级的{unit}办理",
    "form_group": "几个单位一起来办",
    "meet": "几个单位开会商量过",
    "end_group": "几个单位一起办的阶段结束了",
    "appeal": "您提出了异议：{about}",
    "assign_appeal": "已安排没有经手过的人复核您的异议",
    "answer_appeal": "您的异议有了书面答复：{result}",
    "ask_review": "收到复查复核申请",
    "decide_review": "复查复核意见：{decided}",
    "extend": "{clock}的期限延长了",
    "own_clock": "提醒您注意：{clock}",
    "list_case": "中心已把这件事挂牌督办，承办单位要在 5 个工作日内书面说明",
    "put_leader": "中心安排领导包案，盯着这件事办",
    "lift": "督办结束，督办人已核实",
    "book": "约好了领导接访：{when}",
    "receive": "领导接访：{came}",
    "return_referral": "法院移送的调解结束了：{returned}",
    "file_confirmation": "双方一起向法院申请了司法确认",
    "court_accepts": "法院受理了司法确认申请",
    "court_decides": "司法确认的结果：{decree}",
    "disclose": "调解员说明了与本案的关系；您觉得不合适的，可以要求换人",
    "recuse": "有调解员或承办人回避，不再经办这件事",
    "refuse_mediation": "有一方不同意调解，调解到此为止；其他办法见下面",
    "consent": "有一方不同意调解，调解到此为止；其他办法见下面",
    "plan_session": "约好了调解会：{when}，{mode}、{openness}",
    "move_session": "调解会改期：{when}",
    "cancel_session": "调解会取消：{when}",
    "hold_session": "开过调解会：{talk}",
    "settle_promise": "接访时的承诺：{kept}",
    "offer_agreement": "协议写好了，请您看过再签",
    "take_back_agreement": "协议收回重写，原来的签名作废",
    "sign_on_paper": "收到一方在纸上签的协议",
    "sign_agreement": "一方签了协议",
    "sign_as_mediator": "调解员签了协议",
    "seal_agreement": "调解组织在协议上盖了章",
    "issue_paper": "出具了一份文书",
    "revoke_paper": "一份文书作废了",
    "send_code": "确认码发到了当事人的手机",
    "print_code": "窗口给当事人打印了确认码单",
}


class _Known(dict[str, str]):
    """A fact that an old entry does not carry leaves a gap, not an error."""

    def __missing__(self, name: str) -> str:
        return ""


def told(verb: str, facts: dict[str, str]) -> str:
    """One line of the party's timeline."""
    return TOLD.get(verb, "有新的进展").format_map(_Known(facts)).rstrip("：")


def now(state: State, *, unit: str, person: str, by: str, late: bool, apart: bool = False) -> tuple[str, str]:
    """Heading and sentences of the card "what happens now". `by`: the due moment, unless it is past (`late`).

    `apart`: the matter is not mediated.
    """
    heading, text = APART if apart and state is State.HANDLING else NOW[state]
    who = f"{unit}的{person}" if person else unit
    told = text.format(unit=unit, who=who, by=f"，最迟 {by}" if by else "")
    return heading, told + (LATE if late else "")


def ways(state: State, *, offers: Iterable[Offer]) -> tuple[Offer, ...]:
    """What else is open; after an end, asking the centre again comes first."""
    return (REOPEN, *offers) if state in ENDED else tuple(offers)


def route(offer: Offer) -> str:
    """One way as a line of a letter."""
    if not offer.open:
        return f"{offer.heading}（{offer.note}）"
    return f"{offer.heading}：{offer.text}{offer.note}"
