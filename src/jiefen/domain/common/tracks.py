"""The tracks a case can take: in the eight kinds of mediation, and as links of one chain (mission rows C10, B8, E12).

No link waits for another, and none is a condition of going to court (《人民调解法》第3条).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiefen.domain.common.words import Track, UnitKind

EIGHT_KINDS: Mapping[str, tuple[Track, ...]] = {
    "人民调解": (Track.PEOPLES_MEDIATION, Track.LABOUR_MEDIATION, Track.MEDICAL_MEDIATION),
    "行政调解": (
        Track.ADMIN_MEDIATION, Track.POLICE_MEDIATION, Track.TRAFFIC_MEDIATION, Track.CONSUMER_COMPLAINT,
    ),
    "司法调解": (Track.JUDICIAL_MEDIATION, Track.COURT_DELEGATED),
    "行业性专业性调解": (Track.INDUSTRY_MEDIATION, Track.LAWYER_MEDIATION),
    "行政裁决、行政复议": (Track.ADMIN_RULING, Track.RECONSIDERATION),
    "第三方调解": (Track.THIRD_PARTY_MEDIATION,),
    "个人、品牌调解": (Track.BRAND_MEDIATION,),
    "诉前司法确认": (),  # not a proceeding of ours: both parties ask the court (`domain.court.confirmation`)
}  # fmt: skip

# What is mediation, and so begins with a screening.
MEDIATION = frozenset(
    track
    for label, tracks in EIGHT_KINDS.items()
    if label != "行政裁决、行政复议"
    for track in tracks
    if track is not Track.CONSUMER_COMPLAINT
)


@dataclass(frozen=True)
class Link:
    """One link of the chain. `receives`: who takes it up. `handed`: what goes over. `way`: the remedy whose limit, the
    party's own, matters here (`domain.clocks.remedies`); empty for a service that stands open at any time."""

    receives: str
    handed: str
    way: str = ""


LINKS: Mapping[Track, Link] = {
    Track.LITIGATION_GUIDANCE: Link("人民法院诉讼服务中心", "起诉状、证据目录、无争议事实", "suit"),
    Track.AGENCY: Link("律师事务所、基层法律服务所", "授权委托书、证据复印件", "suit"),
    Track.LEGAL_AID: Link("法律援助中心", "援助申请表、经济困难说明、案情材料", "legal_aid"),
    Track.LABOUR_ARBITRATION: Link("劳动人事争议仲裁院", "仲裁申请书、劳动关系证明", "labour_arbitration"),
    Track.LABOUR_INSPECTION: Link("劳动保障监察大队", "投诉书、欠薪清单", "labour_inspection"),
    Track.LAND_ARBITRATION: Link("农村土地承包仲裁委员会", "仲裁申请书、承包合同", "land_arbitration"),
    Track.ARBITRATION: Link("约定的仲裁机构", "仲裁申请书、仲裁条款", "contract_arbitration"),
    Track.RECONSIDERATION: Link("行政复议机关", "复议申请书、行政决定", "reconsideration"),
    Track.ADMIN_RULING: Link("有裁决权的行政机关", "裁决申请书、权属和侵权材料"),
    Track.PETITION: Link("有权处理的机关、单位", "信访事项和材料", "petition"),
    Track.NOTARY: Link("公证处", "身份证明、需要公证的文书"),
    Track.APPRAISAL: Link("司法鉴定机构", "委托书、鉴定材料"),
    Track.COUNSELLING: Link("心理服务室", "本人的书面同意（不移交案情）"),
    Track.JUDICIAL_ASSISTANCE: Link("办案机关的司法救助部门", "救助申请书、生活困难证明"),
    Track.POLICE: Link("公安派出所", "报案材料"),
}
# Offered beside every lawful way, whatever the dispute is about.
SERVICES = tuple(track for track, link in LINKS.items() if not link.way)
_SAME_WAY = {"labour_suit": "suit", "administrative_suit": "suit"}


def links_for(way: str) -> tuple[Track, ...]:
    """What can be started here for a remedy; nothing where the party goes by themselves."""
    wanted = _SAME_WAY.get(way, way)
    return tuple(track for track, link in LINKS.items() if link.way == wanted)


# By beginning of the kind: what mediates it, and what an office does about it.
_MEDIATED = {"0502": Track.MEDICAL_MEDIATION, "0503": Track.TRAFFIC_MEDIATION, "07": Track.LABOUR_MEDIATION}
_IN_OFFICE = {
    "0701": Track.LABOUR_INSPECTION,
    "07": Track.LABOUR_ARBITRATION,
    "0505": Track.CONSUMER_COMPLAINT,
    "0601": Track.CONSUMER_COMPLAINT,
    "11": Track.PETITION,
}


def suggested(kind: str, *, unit_kind: str, petition: bool = False) -> Track:
    """The programme that is usual for a kind of dispute in a kind of unit; any other may be started instead."""
    if petition:
        return Track.PETITION
    mediates = unit_kind == UnitKind.MEDIATION
    usual = _MEDIATED if mediates else _IN_OFFICE
    fitting = [prefix for prefix in usual if kind.startswith(prefix)]
    if fitting:
        return usual[max(fitting, key=len)]
    return Track.PEOPLES_MEDIATION if mediates else Track.ADMIN_MEDIATION
