"""What a party reads: what happens now, who does it, by when, and what else they can do. No words of the trade."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jiefen.domain.case.lifecycle import ENDED, EVENT_BY_NAME, OPEN
from jiefen.domain.clocks.remedies import Offer
from jiefen.domain.common.words import PartySide, State

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
# The same for who did not apply: nothing is said of the other side's words, and nothing is asked of them.
OTHER_SIDE: dict[State, tuple[str, str]] = {
    State.REGISTERED: (
        "正在安排由谁来办",
        "有人到中心反映了一件和您有关的事，{unit}正在确定由哪个单位来办{by}。现在不用您做什么。",
    ),
    State.COMPLETING: ("等对方补充材料", "材料补齐以后再安排由谁来办。现在不用您做什么。"),
    State.CLOSED: ("这件事已经办完", "结果写在下面的“进展”里。有疑问，请到中心，或打下面的电话。"),
    State.DECLINED: ("中心没有受理这件事", "现在不用您做什么。有疑问，请打下面的电话。"),
    State.WITHDRAWN: ("对方已经撤回", "这件事不再办理，现在不用您做什么。"),
}
# An agreement in force is the result, whatever the desk still has to write down.
IN_FORCE = (
    "协议已经生效",
    "请双方按协议约定的日期履行。对方没有照办，请带上协议到中心，或打下面的电话；也可以双方一起向法院申请确认协议。",
)
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
    text="结果没有兑现、事情又起了变化，或者您不认可，都可以点“请求重新处理”，也可以打电话或到窗口。由没有经手的人决定。",
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


class _Known(dict[str, str]):
    """A fact that an old entry does not carry leaves a gap, not an error."""

    def __missing__(self, name: str) -> str:
        return ""


def told(verb: str, facts: dict[str, str], *, own: bool) -> str:
    """One line of a party's timeline; empty when no party reads such entries. `own`: it was this party who did it."""
    event = EVENT_BY_NAME.get(verb)
    line = event and ((own and event.own_line) or event.party_line)
    return line.format_map(_Known(facts)).rstrip("：") if line else ""


@dataclass(frozen=True)
class Standing:
    """Where the case is, for one side. `by`: the due moment, unless it is past (`late`). `apart`: it is not mediated.
    `in_force`: its agreement is."""

    state: State
    side: PartySide
    unit: str
    person: str
    by: str
    late: bool
    apart: bool
    in_force: bool


def now(standing: Standing) -> tuple[str, str]:
    """Heading and sentences of the card "what happens now"."""
    heading, text = _now(standing)
    who = f"{standing.unit}的{standing.person}" if standing.person else standing.unit
    sentences = text.format(unit=standing.unit, who=who, by=f"，最迟 {standing.by}" if standing.by else "")
    return heading, sentences + (LATE if standing.late and not standing.in_force else "")


def _now(standing: Standing) -> tuple[str, str]:
    state = standing.state
    if standing.in_force and state in OPEN:
        return IN_FORCE
    if standing.apart and state is State.HANDLING:
        return APART
    if standing.side is PartySide.RESPONDENT and state in OTHER_SIDE:
        return OTHER_SIDE[state]
    return NOW[state]


def short(state: State, *, side: PartySide, in_force: bool) -> str:
    """The state in one or two words."""
    if in_force and state in OPEN:
        return "协议已生效"
    if side is PartySide.RESPONDENT and state is State.COMPLETING:
        return "等材料"
    return SHORT.get(state, state.label)


def ways(state: State, *, offers: Iterable[Offer]) -> tuple[Offer, ...]:
    """What else is open; after an end, asking the centre again comes first."""
    return (REOPEN, *offers) if state in ENDED else tuple(offers)


def route(offer: Offer) -> str:
    """One way as a line of a letter."""
    if not offer.open:
        return f"{offer.heading}（{offer.note}）"
    return f"{offer.heading}：{offer.text}{offer.note}"
