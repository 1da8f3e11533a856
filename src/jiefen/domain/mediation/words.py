"""Words of the mediator corps, of window ratings, and of mediation sessions."""

from __future__ import annotations

from jiefen.domain.common.words import Word


class MediatorKind(Word):
    """Who mediates, or is asked for an opinion 人员类别 (mission rows A11, C7)."""

    FULL_TIME = "full_time", "专职调解员", "full-time mediator"
    PART_TIME = "part_time", "兼职调解员", "part-time mediator"
    LAWYER = "lawyer", "律师", "lawyer"
    RETIRED_JUDGE = "retired_judge", "退休法官", "retired judge"
    RETIRED_POLICE = "retired_police", "退休民警", "retired police officer"
    VOLUNTEER = "volunteer", "志愿者", "volunteer"
    PSYCHOLOGIST = "psychologist", "心理咨询师", "psychologist"
    EXPERT = "expert", "行业专家", "expert of a trade"


class MediatorTitle(Word):
    """A title once given 称号; says what somebody is known for, and ranks nobody."""

    NONE = "", "无", "none"
    CHIEF = "chief", "首席调解员", "chief mediator"
    GOLD = "gold", "金牌调解员", "gold-medal mediator"
    ABLE = "able", "调解能手", "able hand"


class SeatPosition(Word):
    """A place on a committee 委员会职务."""

    CHAIR = "chair", "主任", "chair"
    DEPUTY = "deputy", "副主任", "deputy chair"
    MEMBER = "member", "委员", "member"


class RatingSource(Word):
    """Who rates a window 评议来源 (mission row C11)."""

    CITIZEN = "citizen", "群众", "citizens"
    COLLEAGUE = "colleague", "同事", "colleagues"
    LEADER = "leader", "领导", "leaders"


class SessionMode(Word):
    """How a session is held 调解方式."""

    IN_PERSON = "in_person", "现场", "in person"
    ONLINE = "online", "线上", "online"
    SEPARATE = "separate", "背靠背", "each side by itself"


class Openness(Word):
    """Whether others may listen 是否公开; the parties decide (People's Mediation Act art. 23)."""

    CLOSED = "closed", "不公开", "closed"
    OPEN = "open", "公开", "open to the public"


class SessionState(Word):
    """What became of a session 调解会状态."""

    PLANNED = "", "已安排", "planned"
    HELD = "held", "已召开", "held"
    CANCELLED = "cancelled", "已取消", "cancelled"


class Coming(Word):
    """What a party said to an invitation, and whether they came 到场."""

    ASKED = "", "待回复", "asked, nothing said yet"
    COMING = "coming", "会来", "will come"
    NOT_COMING = "not_coming", "不能来", "cannot come"
    CAME = "came", "到场", "came"
    ABSENT = "absent", "未到场", "did not come"


class Reply(Word):
    """A party's answer to an invitation 回复."""

    COMING = "coming", "会来", "will come"
    NOT_COMING = "not_coming", "不能来", "cannot come"


class SessionResult(Word):
    """How a session ended 调解会结果."""

    AGREED = "agreed", "谈拢了", "agreed"
    GO_ON = "go_on", "改日再谈", "to be continued"
    PARTED = "parted", "没有谈拢", "no agreement"


class ConsentAbout(Word):
    """What a party is asked about 征得同意的事项 (arts. 17, 20, 23; online rules art. 22)."""

    MEDIATE = "mediate", "接受调解", "to mediate at all"
    MEDIATOR = "mediator", "由谁调解", "who mediates"
    OPENNESS = "openness", "公开进行", "to hold it in public"
    ONLINE = "online", "线上进行", "to hold it online"
    EXPERT = "expert", "邀请亲友或专家", "to bring in relatives or experts"
    RECORDING = "recording", "录音录像", "to record sound and picture"


class Consent(Word):
    """What they said 意见."""

    YES = "yes", "同意", "yes"
    NO = "no", "不同意", "no"


class Via(Word):
    """How a party said it 表达方式."""

    IN_PERSON = "in_person", "当面", "in person"
    PHONE = "phone", "电话", "by telephone"
    PAPER = "paper", "书面", "in writing"
    PORTAL = "portal", "本人网上", "by their own page"
    CODE = "code", "凭查询码网上", "by their page, opened with nothing but its code"


class ExpertState(Word):
    """What came of asking an expert 咨询进展."""

    ASKED = "", "待回复", "asked"
    ANSWERED = "answered", "已回复", "answered"
    DECLINED = "declined", "谢绝", "declined"
