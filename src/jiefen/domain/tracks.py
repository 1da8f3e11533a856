"""The tracks a case can take: in the eight kinds of mediation, and as links of one chain (mission rows C10, B8, E12).

No link waits for another, and none is a condition of going to court (《人民调解法》第3条).
"""

from __future__ import annotations

from collections.abc import Mapping

from jiefen.domain.words import Track

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
    "诉前司法确认": (),  # not a proceeding of ours: both parties ask the court (`domain.confirmation`)
}  # fmt: skip

# What is mediation, and so begins with a screening.
MEDIATION = frozenset(
    track
    for label, tracks in EIGHT_KINDS.items()
    if label != "行政裁决、行政复议"
    for track in tracks
    if track is not Track.CONSUMER_COMPLAINT
)
