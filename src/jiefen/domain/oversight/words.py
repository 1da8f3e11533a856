"""Words of supervision, correction, return visits and leaders' reception."""

from __future__ import annotations

from jiefen.domain.common.words import Word


class SupervisionLevel(Word):
    """How heavily a case is supervised 督办层级 (law.md § 5, ladder); each one above the one before."""

    URGE = "urge", "催办", "urged"
    ORDER = "order", "督办单", "supervision order"
    LISTED = "listed", "挂牌督办", "listed supervision"
    LEADER = "leader", "领导包案", "a leader in charge"


class SupervisionState(Word):
    """Where a supervision is 督办进展."""

    PROPOSED = "proposed", "建议，待决定", "proposed by rule, waiting for a person's decision"
    STANDING = "standing", "督办中，待答复", "standing, waiting for the holder's answer"
    ANSWERED = "answered", "已答复，待销号", "answered, waiting to be lifted"
    ENDED = "ended", "已销号", "lifted"
    RAISED = "raised", "已升级", "gone over into a higher level"
    DROPPED = "dropped", "未采纳", "a proposal that was not taken up"


class CorrectionKind(Word):
    """What is to be put right 纠偏情形 (mission row E10)."""

    INCOMPLETE = "incomplete", "登记不全", "incomplete registration"
    WRONG_SPLIT = "wrong_split", "分流错误", "wrong split"
    LATE = "late", "办理拖延", "late handling"
    PERFUNCTORY = "perfunctory", "敷衍调解", "perfunctory mediation"
    RUDE = "rude", "言语不当", "rude language"
    CRUDE = "crude", "方法简单", "crude methods"
    POOR_CONTACT = "poor_contact", "沟通不力", "poor communication"


class CorrectionLevel(Word):
    """How far a correction has gone 纠偏方式; one step at a time."""

    REMIND = "remind", "提醒", "reminder"
    CIRCULAR = "circular", "通报", "circular"
    TALK = "talk", "约谈", "talk"


class CorrectionResult(Word):
    """What came of a correction 纠偏结论."""

    MENDED = "mended", "属实，已整改", "true, and put right"
    PARTLY = "partly", "部分属实，已整改", "partly true, and put right"
    WITHDRAWN = "withdrawn", "不属实，已撤销", "not true, withdrawn"


class Content(Word):
    """What a party says at a return visit 回访评价."""

    SATISFIED = "satisfied", "满意", "satisfied"
    FAIRLY = "fairly", "基本满意", "fairly satisfied"
    DISSATISFIED = "dissatisfied", "不满意", "dissatisfied"
    UNREACHED = "unreached", "没有联系上", "not reached"


class VisitSource(Word):
    """Who asked the party 回访来源: the centre itself, or somebody outside whose result reached it (row E11)."""

    CENTRE = "centre", "本中心回访", "asked by the centre"
    HOTLINE = "12345", "12345 回访结果", "result of the 12345 hotline"
    ABOVE = "above", "上级或部门回访", "asked by a unit above or another department"


class BookingState(Word):
    """What became of a place at a leader's reception 到场情况."""

    BOOKED = "", "已预约", "booked, nothing known yet"
    RECEIVED = "received", "已接待", "received"
    ABSENT = "absent", "没有来", "did not come"
    CANCELLED = "cancelled", "取消预约", "cancelled"


class PromiseState(Word):
    """Whether what a leader promised was done 兑现情况."""

    OPEN = "", "待兑现", "still to be done"
    KEPT = "kept", "已兑现", "kept"
    BROKEN = "broken", "没有兑现", "not kept"
