"""The documents 文书 there are: what each is called, which layout sets it, where it lies in the file, who signs it.

Data only. Names, order and needs of people's mediation are those of a filled volume of the 司发通〔2010〕239号 family;
of administrative mediation those of 临海 2013 and 自贡 DB5103/T 40-2023; of petitions those of 信访工作条例.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jiefen.domain.clocks.limit import Confidence

__all__ = [
    "DOCUMENTS",
    "PLACES",
    "Document",
    "Family",
    "Layout",
    "Need",
    "VolumePlace",
    "document",
    "of_family",
]


class Family(StrEnum):
    """Whose procedure it belongs to."""

    MEDIATION = "mediation"
    ADMINISTRATIVE = "administrative"
    PETITION = "petition"
    CONFIRMATION = "confirmation"
    TRANSFER = "transfer"

    @property
    def label(self) -> str:
        return _FAMILIES[self]


class Layout(StrEnum):
    """Names of templates in `papers`."""

    AGREEMENT = "agreement"
    SHEET = "sheet"
    MINUTES = "minutes"
    NOTICE = "notice"
    COVER = "cover"
    CATALOGUE = "catalogue"


class Need(StrEnum):
    MUST = "must"
    AS_NEEDED = "as_needed"

    @property
    def label(self) -> str:
        return "必须" if self is Need.MUST else "按需"


_FAMILIES = {
    Family.MEDIATION: "人民调解",
    Family.ADMINISTRATIVE: "行政调解",
    Family.PETITION: "信访",
    Family.CONFIRMATION: "司法确认",
    Family.TRANSFER: "移送",
}


@dataclass(frozen=True)
class Document:
    """One kind of document.

    `order`: its place in the file; documents of one place are alternatives or lie there in the order of this table.
    `signers`: who signs or seals, in the order of the boxes. `source`: the article, form or sample it was taken from.
    `confidence` as in `limit.Rule`: S official text, S2 second-hand, M from memory, C this project's own choice.
    """

    code: str
    title: str
    family: Family
    layout: Layout
    order: int
    need: Need
    signers: tuple[str, ...]
    source: str
    confidence: Confidence


@dataclass(frozen=True)
class VolumePlace:
    """One place in a volume of people's mediation. `codes`: documents that may lie there; none: only copies do."""

    order: int
    title: str
    need: Need
    codes: tuple[str, ...] = ()


PARTY, BOTH, MEDIATOR, RECORDER = "当事人", "双方当事人", "人民调解员", "记录人"
COMMITTEE, CENTRE, ORGAN = "人民调解委员会（印章）", "中心（印章）", "机关（印章）"
_FORMS, _LAW = "司发通〔2010〕239号文书格式", "人民调解法"
_PLACE, _PETITION = "临海 2013、自贡 DB5103/T 40-2023", "信访工作条例"
_M, _A, _P = Family.MEDIATION, Family.ADMINISTRATIVE, Family.PETITION
_MUST, _MAY = Need.MUST, Need.AS_NEEDED
_SHEET, _MINUTES, _NOTICE = Layout.SHEET, Layout.MINUTES, Layout.NOTICE
_FRONT = 0

_MEDIATION = (
    Document("cover", "卷宗封面", _M, Layout.COVER, _FRONT, _MUST, ("立卷人",), _FORMS, "S2"),
    Document("catalogue", "卷内目录", _M, Layout.CATALOGUE, _FRONT, _MUST, (), _FORMS, "S2"),
    Document("application", "人民调解申请书", _M, _SHEET, 1, _MUST, ("申请人",), _FORMS, "S2"),
    Document(
        "acceptance", "人民调解受理登记表", _M, _SHEET, 1, _MUST, (PARTY, "登记人", COMMITTEE), _FORMS, "S2"
    ),
    Document(
        "rights_notice",
        "当事人权利义务告知书",
        _M,
        _NOTICE,
        2,
        _MUST,
        (PARTY, MEDIATOR),
        f"{_LAW} 23、24",
        "S2",
    ),
    Document("power_of_attorney", "授权委托书", _M, _SHEET, 4, _MAY, ("委托人", "受委托人"), _FORMS, "S2"),
    Document(
        "investigation",
        "人民调解调查记录",
        _M,
        _MINUTES,
        5,
        _MAY,
        ("被调查人", "调查人", RECORDER),
        _FORMS,
        "M",
    ),
    Document("evidence_list", "证据材料清单", _M, _SHEET, 6, _MAY, ("提交人", "接收人"), "卷宗样本", "S2"),
    Document(
        "minutes", "人民调解记录", _M, _MINUTES, 7, _MUST, (PARTY, "参加人", MEDIATOR, RECORDER), _FORMS, "S2"
    ),
    Document(
        "agreement",
        "人民调解协议书",
        _M,
        Layout.AGREEMENT,
        8,
        _MUST,
        (BOTH, MEDIATOR, RECORDER, COMMITTEE),
        f"{_LAW} 28、29",
        "S",
    ),
    Document(
        "oral_agreement", "人民调解口头协议登记表", _M, _SHEET, 8, _MUST, (MEDIATOR,), f"{_LAW} 28", "S2"
    ),
    Document(
        "receipt_of_performance",
        "履行凭证（收条）",
        _M,
        _SHEET,
        9,
        _MAY,
        ("收款人", "付款人"),
        "卷宗样本",
        "S2",
    ),
    Document("visit_record", "人民调解回访记录", _M, _SHEET, 10, _MAY, (PARTY, "回访人"), f"{_LAW} 31", "S2"),
    Document("closing_report", "结案报告表", _M, _SHEET, 12, _MAY, ("承办人", "审核人"), "地方样本", "S2"),
    Document("termination_notice", "终止调解告知书", _M, _NOTICE, 8, _MAY, (COMMITTEE,), f"{_LAW} 26", "S"),
    Document("file_note", "卷宗情况说明", _M, _SHEET, 12, _MAY, ("立卷人", "检查人"), "卷宗样本", "M"),
    Document("back_cover", "卷宗封底", _M, _SHEET, 13, _MUST, ("立卷人", "检查人"), "卷宗样本", "S2"),
    Document("extension_notice", "延长期限告知书", _M, _NOTICE, 7, _MAY, (CENTRE,), "中心规定", "C"),
    Document("supervision_order", "督办通知单", _M, _NOTICE, 12, _MAY, (CENTRE,), "中心规定", "C"),
    Document(
        "care_note", "关爱提示单", _M, _NOTICE, 12, _MAY, (CENTRE,), "反家庭暴力法 14；未成年人保护法 11", "C"
    ),
)
_CONFIRMATION = (
    Document(
        "confirmation_application",
        "司法确认申请书",
        Family.CONFIRMATION,
        _SHEET,
        11,
        _MAY,
        (BOTH,),
        "民事诉讼法 205；民诉法解释 354",
        "S2",
    ),
)
_TRANSFER = (
    Document(
        "delegation_letter",
        "委托调解函",
        Family.TRANSFER,
        _NOTICE,
        1,
        _MAY,
        (ORGAN,),
        "宁波条例 19；特邀调解规定",
        "S",
    ),
    Document(
        "delegation_feedback",
        "委托调解反馈函",
        Family.TRANSFER,
        _NOTICE,
        12,
        _MAY,
        (CENTRE,),
        "特邀调解规定",
        "S",
    ),
    Document("transfer_letter", "转办函", Family.TRANSFER, _NOTICE, 1, _MAY, (CENTRE,), "中心规定", "C"),
)
_ADMINISTRATIVE = (
    Document("adm_filing", "行政调解立案审批表", _A, _SHEET, 1, _MUST, ("承办人", "负责人"), _PLACE, "S2"),
    Document("adm_application", "行政调解申请表", _A, _SHEET, 2, _MUST, ("申请人",), _PLACE, "S2"),
    Document("adm_opinion", "征求意见书（被申请人）", _A, _NOTICE, 3, _MUST, ("被申请人",), _PLACE, "S2"),
    Document("adm_acceptance", "行政调解受理通知书", _A, _NOTICE, 4, _MUST, (ORGAN,), _PLACE, "S2"),
    Document("adm_refusal", "行政调解不予受理通知书", _A, _NOTICE, 4, _MAY, (ORGAN,), _PLACE, "S2"),
    Document("adm_meeting", "行政调解会通知书", _A, _NOTICE, 5, _MAY, (ORGAN,), _PLACE, "S2"),
    Document("adm_rights", "行政调解权利义务告知书", _A, _NOTICE, 6, _MUST, (PARTY,), _PLACE, "S2"),
    Document(
        "adm_agreement",
        "行政调解协议书",
        _A,
        Layout.AGREEMENT,
        7,
        _MUST,
        (BOTH, "调解主持人", ORGAN),
        _PLACE,
        "S2",
    ),
    Document("adm_termination", "行政调解终止通知书", _A, _NOTICE, 7, _MAY, (ORGAN,), _PLACE, "S2"),
    Document("adm_closing", "行政调解结案审批表", _A, _SHEET, 8, _MUST, ("承办人", "负责人"), _PLACE, "S2"),
)
_PETITIONS = (
    Document(
        "pet_acceptance", "信访事项受理告知书", _P, _NOTICE, 1, _MUST, (ORGAN,), f"{_PETITION} 22、23", "S"
    ),
    Document(
        "pet_transfer", "信访事项转送（交办）函", _P, _NOTICE, 2, _MAY, (ORGAN,), f"{_PETITION} 22", "S"
    ),
    Document(
        "pet_extension", "信访事项延期办理告知书", _P, _NOTICE, 3, _MAY, (ORGAN,), f"{_PETITION} 34", "S"
    ),
    Document(
        "pet_hearing",
        "信访事项听证笔录",
        _P,
        _MINUTES,
        4,
        _MAY,
        ("听证参加人", "主持人", RECORDER),
        _PETITION,
        "S2",
    ),
    Document("pet_opinion", "信访事项处理意见书", _P, _NOTICE, 5, _MUST, (ORGAN,), f"{_PETITION} 32", "S"),
    Document(
        "pet_review", "信访事项复查（复核）意见书", _P, _NOTICE, 6, _MAY, (ORGAN,), f"{_PETITION} 35、36", "S"
    ),
)
DOCUMENTS: tuple[Document, ...] = _MEDIATION + _CONFIRMATION + _TRANSFER + _ADMINISTRATIVE + _PETITIONS
_BY_CODE = {row.code: row for row in DOCUMENTS}

# Cover and catalogue come before these; for a matter that ended without an agreement the eighth is the notice.
PLACES: tuple[VolumePlace, ...] = (
    VolumePlace(1, "申请书或者受理登记表", _MUST, ("application", "acceptance")),
    VolumePlace(2, "当事人权利义务告知书", _MUST, ("rights_notice",)),
    VolumePlace(3, "身份证明", _MUST),
    VolumePlace(4, "授权委托书", _MAY, ("power_of_attorney",)),
    VolumePlace(5, "调查记录", _MAY, ("investigation",)),
    VolumePlace(6, "证据材料", _MAY, ("evidence_list",)),
    VolumePlace(7, "调解记录", _MUST, ("minutes", "extension_notice")),
    VolumePlace(8, "协议书", _MUST, ("agreement", "oral_agreement", "termination_notice")),
    VolumePlace(9, "履行凭证", _MAY, ("receipt_of_performance",)),
    VolumePlace(10, "回访记录", _MAY, ("visit_record",)),
    VolumePlace(11, "司法确认材料", _MAY, ("confirmation_application",)),
    VolumePlace(12, "卷宗情况说明", _MAY, ("closing_report", "file_note", "supervision_order", "care_note")),
    VolumePlace(13, "封底", _MUST, ("back_cover",)),
)


def document(code: str) -> Document:
    """Raises KeyError for an unknown code."""
    return _BY_CODE[code]


def of_family(family: Family) -> list[Document]:
    """In the order of the file."""
    return sorted((row for row in DOCUMENTS if row.family is family), key=lambda row: row.order)
