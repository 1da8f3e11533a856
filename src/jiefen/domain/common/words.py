"""The vocabulary: every word the centre uses, once — code, Chinese label, English label.

`docs/glossary.md` is printed from this file; the database, the pages and the API use the codes.
"""

from __future__ import annotations

from enum import Enum
from typing import Self


class Word(str, Enum):
    """One term. `.value` is the code that is stored; `.label` what is on screen; `.english` for readers of code."""

    label: str
    english: str

    def __new__(cls, code: str, label: str = "", english: str = "") -> Self:
        word = str.__new__(cls, code)
        word._value_ = code
        word.label = label
        word.english = english
        return word

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(word.value, word.label) for word in cls]

    @classmethod
    def label_of(cls, code: str) -> str:
        """The label of a code, or the code itself when a later release has taken the word away."""
        return cls._value2member_map_[code].label if code in cls._value2member_map_ else code  # type: ignore[attr-defined]


class Channel(Word):
    """How a dispute came in 来源渠道."""

    WINDOW = "window", "窗口来访", "window visit"
    LETTER = "letter", "来信", "letter"
    ONLINE = "online", "网上", "online"
    CODE = "code", "解纷码", "dispute code"
    HOTLINE = "12345", "12345", "12345 hotline"
    GRID = "grid", "网格上报", "grid report"
    DEPARTMENT = "department", "部门转入", "department transfer"
    COURT = "court", "法院委派", "court referral"


class PartySide(Word):
    APPLICANT = "applicant", "申请人", "applicant"
    RESPONDENT = "respondent", "被申请人", "respondent"
    REPRESENTATIVE = "representative", "代理人", "representative"


class PartyKind(Word):
    PERSON = "person", "自然人", "natural person"
    ORGANISATION = "organisation", "单位", "organisation"


class IdentityPaper(Word):
    """Which paper the identity number was read from 证件类型."""

    ID_CARD = "id_card", "居民身份证", "citizen identity card"
    RESIDENCE = "residence", "港澳台居民居住证", "residence permit for Hong Kong, Macao and Taiwan residents"
    PASSPORT = "passport", "护照", "passport"
    HKMO_PERMIT = (
        "hkmo_permit",
        "港澳居民来往内地通行证",
        "mainland travel permit for Hong Kong and Macao residents",
    )
    TAIWAN_PERMIT = "taiwan_permit", "台湾居民来往大陆通行证", "mainland travel permit for Taiwan residents"
    PERMANENT = "permanent", "外国人永久居留身份证", "foreign permanent resident identity card"
    MILITARY = "military", "军人证件", "paper of a soldier"
    CREDIT_CODE = "credit_code", "统一社会信用代码", "unified social credit code"
    OTHER = "other", "其他证件（未核对）", "another paper, its number not checked"
    NONE = "none", "未出示", "none shown"


class Weight(Word):
    """How heavy a matter is 难易程度 (mission row C4)."""

    SIMPLE = "simple", "简单", "simple"
    LARGER = "larger", "较大", "larger"
    MAJOR = "major", "重大疑难", "major and hard"


class Confidentiality(Word):
    """How narrow the circle is 保密级别 (trust.md § 3.7)."""

    NORMAL = "normal", "普通", "normal"
    FAMILY = "family", "家事", "family matter"
    MINOR = "minor", "涉未成年人", "a minor is concerned"
    SPECIAL = "special", "特别", "special"


class Risk(Word):
    """Risk of a case, never of a person 案件风险; set by a human, reasoned, expires."""

    LOW = "low", "低", "low"
    MEDIUM = "medium", "中", "medium"
    HIGH = "high", "高", "high"


class State(Word):
    """Where a case is 所处环节. How it ended is the outcome, a separate word."""

    REGISTERED = "registered", "待受理分流", "registered, waiting for dispatch"
    ACCEPTED = "accepted", "已受理待指派", "accepted, waiting for an assignment"
    COMPLETING = "completing", "待补正", "sent back for completion"
    RULING = "ruling", "待中心裁定", "refused twice, waiting for the centre's ruling"
    ASSIGNED = "assigned", "待签收", "assigned, not yet signed for"
    OBJECTING = "objecting", "管辖异议待核实", "objected to as misrouted, the sender verifies"
    HANDLING = "handling", "办理中", "being handled"
    REVIEWING = "reviewing", "待审核", "outcome recorded, waiting for review"
    REVIEWED = "reviewed", "审核通过待办结", "reviewed, ready to close"
    CLOSED = "closed", "已办结", "closed"
    DECLINED = "declined", "不予受理已引导", "declined and guided elsewhere"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"
    MERGED = "merged", "已并案", "merged into another case"
    ARCHIVED = "archived", "已归档", "archived"


class Outcome(Word):
    """How a case ended 办理结果. `NONE` until somebody records one."""

    NONE = "", "未登记", "none yet"
    AGREED = "agreed", "达成协议", "agreement recorded"
    SETTLED = "settled", "当场和解", "settled on the spot"
    UNCONFIRMED = "unconfirmed", "未获当事人确认", "recorded as agreed, not confirmed by the parties"
    ANSWERED = "answered", "已答复", "answered"
    NOT_AGREED = "not_agreed", "未达成协议", "no agreement"
    TERMINATED = "terminated", "调解终止", "mediation terminated"
    GUIDED = "guided", "引导其他法定途径", "guided to another lawful route"
    REFUSED = "refused", "当事人不同意调解", "a party refused mediation"
    WITHDRAWN = "withdrawn", "申请人撤回", "withdrawn by the applicant"
    MERGED = "merged", "并案办理", "merged"


FAILED = (Outcome.NOT_AGREED, Outcome.TERMINATED, Outcome.REFUSED)  # mediated without an agreement


class Track(Word):
    """Kinds of proceeding 程序."""

    PEOPLES_MEDIATION = "peoples_mediation", "人民调解", "people's mediation"
    ADMIN_MEDIATION = "admin_mediation", "行政调解", "administrative mediation"
    JUDICIAL_MEDIATION = "judicial_mediation", "司法调解", "judicial mediation"
    INDUSTRY_MEDIATION = "industry_mediation", "行业性专业性调解", "industry mediation"
    PETITION = "petition", "信访事项办理", "petition"
    PETITION_REVIEW = "petition_review", "信访复查", "petition review"
    PETITION_REREVIEW = "petition_rereview", "信访复核", "petition re-review"
    LABOUR_ARBITRATION = "labour_arbitration", "劳动人事争议仲裁", "labour arbitration"
    LABOUR_INSPECTION = "labour_inspection", "劳动保障监察", "labour inspection"
    RECONSIDERATION = "reconsideration", "行政复议", "administrative reconsideration"
    LABOUR_MEDIATION = "labour_mediation", "劳动争议调解", "labour mediation"
    LAND_ARBITRATION = "land_arbitration", "农村土地承包仲裁", "rural land contract arbitration"
    MEDICAL_MEDIATION = "medical_mediation", "医疗纠纷调解", "medical mediation"
    COURT_DELEGATED = "court_delegated", "法院委派调解", "mediation delegated by a court"
    CONSUMER_COMPLAINT = "consumer_complaint", "消费投诉", "consumer complaint"
    TRAFFIC_MEDIATION = "traffic_mediation", "交通事故调解", "traffic accident mediation"
    POLICE_MEDIATION = "police_mediation", "治安调解", "mediation by the police"
    LEGAL_AID = "legal_aid", "法律援助", "legal aid"
    LITIGATION_GUIDANCE = "litigation_guidance", "诉讼引导", "litigation guidance"
    COUNSELLING = "counselling", "心理疏导", "psychological counselling"
    LAWYER_MEDIATION = "lawyer_mediation", "律师调解", "mediation by a lawyer"
    THIRD_PARTY_MEDIATION = "third_party_mediation", "第三方调解", "mediation by a third party"
    BRAND_MEDIATION = "brand_mediation", "个人、品牌调解", "mediation by a named mediator's studio"
    ADMIN_RULING = "admin_ruling", "行政裁决", "administrative ruling"
    ARBITRATION = "arbitration", "商事仲裁", "commercial arbitration"
    AGENCY = "agency", "代理诉讼", "agency in litigation"
    NOTARY = "notary", "公证", "notary"
    APPRAISAL = "appraisal", "司法鉴定", "forensic appraisal"
    JUDICIAL_ASSISTANCE = "judicial_assistance", "司法救助", "judicial assistance"
    POLICE = "police", "公安处置", "handling by the police"
    CONSULTATION = "consultation", "咨询解答", "consultation"


class ProceedingState(Word):
    RUNNING = "running", "进行中", "running"
    FINISHED = "finished", "已结束", "finished"


class Role(Word):
    """Posts 岗位. A person may hold several, each in one unit."""

    CLERK = "clerk", "窗口受理员", "window clerk"
    DISPATCHER = "dispatcher", "分流调度员", "dispatcher"
    HANDLER = "handler", "承办人", "handler"
    MEDIATOR = "mediator", "调解员", "mediator"
    REVIEWER = "reviewer", "审核人", "reviewer"
    SUPERVISOR = "supervisor", "督办员", "supervisor"
    LEADER = "leader", "领导", "leader"
    GRID = "grid", "网格员", "grid worker"
    ADMINISTRATOR = "administrator", "系统管理员", "administrator"
    AUDITOR = "auditor", "审计员", "auditor"
    PARTY = "party", "当事人", "party to the case"
    SYSTEM = "system", "系统任务", "background job or connected system"


class UnitKind(Word):
    CENTRE = "centre", "综治中心", "centre"
    DESK = "desk", "分流台", "dispatch desk"
    MEDIATION = "mediation", "调解组织", "mediation committee"
    DEPARTMENT = "department", "部门", "department"
    WINDOW = "window", "窗口", "window"
    GRID = "grid", "网格", "grid"
    AGENCY = "agency", "代办点", "agency point that files for people"
    TEAM = "team", "助跑小分队", "helper or volunteer team"


HELPING = (UnitKind.AGENCY, UnitKind.TEAM, UnitKind.GRID)  # units that file for people and follow it up


class Tier(Word):
    """Level of a place 层级."""

    COUNTY = "county", "县", "county"
    TOWN = "town", "乡镇街道", "town"
    VILLAGE = "village", "村社区", "village"


class Audience(Word):
    """Who reads an entry besides the staff. `SOME`: the parties whom the entry names in `to`."""

    INTERNAL = "internal", "仅内部", "staff only"
    PARTY = "party", "各方当事人可见", "all parties too"
    SOME = "some", "部分当事人可见", "the parties it names too"


class ReadBy(Word):
    """For whom a note or a file is meant 给谁看."""

    INTERNAL = "internal", "仅内部", "staff only"
    PARTY = "party", "各方当事人", "all parties"
    APPLICANTS = "applicant", "申请人一方", "the applicants"
    RESPONDENTS = "respondent", "被申请人一方", "the respondents"


class Readers(Word):
    """Which parties a kind of entry is for: the lifecycle table says it for each verb."""

    ALL = "all", "各方当事人", "every party"
    APPLICANTS = "applicants", "申请人一方", "the applicants"
    CONCERNED = "concerned", "本人", "the party whom the entry concerns"


class Tie(Word):
    """How two cases are tied 关联方式."""

    MERGED = "merged", "并案", "merged into"
    RELATED = "related", "关联", "related to"


class ClockEnd(Word):
    MET = "met", "已按时", "stopped in time or late, by doing the thing"
    VOID = "void", "已作废", "the case took another way"


class Elsewhere(Word):
    """Where else a declined matter can go 引导去向; never a way of blocking it."""

    COURT = "court", "向人民法院起诉", "court"
    ARBITRATION = "arbitration", "申请劳动人事争议仲裁", "labour arbitration"
    RECONSIDERATION = "reconsideration", "申请行政复议", "administrative reconsideration"
    PETITION = "petition", "依法信访", "petition"
    POLICE = "police", "报警或公安机关", "police"
    INSPECTION = "inspection", "劳动保障监察投诉", "labour inspection"
    LEGAL_AID = "legal_aid", "申请法律援助", "legal aid"
    HOTLINE = "12345", "12345 热线", "12345 hotline"


class Flag(Word):
    """Facts about a case that routing and care may use; each a fact of the matter, not of a person."""

    INCOMPLETE = "incomplete", "资料待补全", "registration incomplete"
    VIOLENCE = "violence", "涉家庭暴力", "domestic violence alleged"
    MINOR = "minor", "涉未成年人", "a minor is concerned"
    SELF_HARM = "self_harm", "有自伤风险", "risk of self-harm"
    GROUP = "group", "涉众", "ten people or more"
    CROSS_AREA = "cross_area", "跨区域", "crosses a boundary"
    WAGES = "wages", "涉农民工欠薪", "wages of migrant workers"
    DEATH = "death", "涉死亡或重伤", "death or serious injury"
    PETITION = "petition", "信访事项", "a petition under the 2022 regulations"
    IMPORTED = "imported", "批量导入", "came by import"


class PauseReason(Word):
    """Reasons for which a limit may stand still: an internal one for any of them, a statutory one only for what its
    own article names (鉴定, 听证)."""

    APPRAISAL = "appraisal", "鉴定期间", "appraisal"
    MATERIALS = "materials", "等待当事人补充材料", "waiting for a party's material"
    OTHER_BODY = "other_body", "等待其他机关结论", "waiting for another body"
    HEARING = "hearing", "听证期间", "hearing"
    BOTH_ASK = "both_ask", "双方书面申请暂停", "both parties ask in writing"
