"""Words of objections, appeals and joint mediation groups."""

from __future__ import annotations

from jiefen.domain.common.words import Word


class AppealAbout(Word):
    """What a party disagrees with 异议事项 (mission row F9)."""

    REFUSAL = "refusal", "不予受理", "refusal"
    ROUTING = "routing", "派给了不合适的单位", "routing"
    DELAY = "delay", "办理拖延", "delay"
    CONDUCT = "conduct", "工作态度和方式", "conduct"
    OUTCOME = "outcome", "办理结果的记录", "outcome record"
    RECUSAL = "recusal", "办理的人应当回避", "somebody should step back"
    PRESSURE = "pressure", "被逼着签字或同意", "pressed to sign or agree"
    RECORD = "record", "登记的内容有错", "wrong registration"
    LEAK = "leak", "我的信息被泄露", "leaked information"
    REOPEN = "reopen", "办完的事请求重新处理", "asks to have an ended matter taken up again"
    REVIEW = "review", "信访事项申请复查、复核", "asks for the review of a petition"


# What gets harder to put right with every day; a leader is told besides the supervisor.
URGENT = frozenset({AppealAbout.RECUSAL, AppealAbout.PRESSURE, AppealAbout.LEAK})


class AppealState(Word):
    """Where an appeal is 异议进展."""

    WAITING = "waiting", "待指定复核人", "waiting for a reviewer"
    ASSIGNED = "assigned", "复核中", "with a reviewer"
    ANSWERED = "answered", "已书面答复", "answered in writing"


class AppealResult(Word):
    """What the independent reviewer found 复核结论."""

    UPHELD = "upheld", "异议成立", "upheld"
    PARTLY = "partly", "部分成立", "partly upheld"
    REJECTED = "rejected", "异议不成立", "not upheld"


class ReviewResult(Word):
    """What a petition review or re-review decided 复查复核结论 (信访工作条例 35、36)."""

    KEPT = "kept", "维持原处理意见", "original opinion kept"
    CHANGED = "changed", "变更原处理意见", "original opinion changed"
    REVOKED = "revoked", "撤销原处理意见，责令重新办理", "original opinion revoked"
