"""Which lawful ways are open to a party now, and which are past their own limit.

Offered as open only while in time (law.md § 1.2). Whether a limit has really passed is for the body that decides, never
for this centre: a way past its limit is named with who decides. A court is never closed: limitation is a defence that
it does not raise by itself (民法典 193), so suing stays open with that note.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.clocks.warnings import PARTYS_WARNING
from jiefen.domain.common.words import Outcome, Track

AID_FIRST = "请不起律师的，法律援助中心这时先行提供援助（《法律援助法》第44条）。"
PASSED = "按登记的日期推算，期限已过。"
ANYWAY = "请马上到窗口或者打中心电话，问清楚向哪里、怎么提出。"


@dataclass(frozen=True)
class Remedy:
    """One way. `text`: what to do and where. `limits`: the party's own limits that run against it.

    Offered for disputes of these `kinds` (prefixes of the code; empty: any kind) but not for those in `not_kinds`;
    whatever the kind, once one of its limits is recorded or one of the tracks in `after` was tried (with this
    `outcome`). `only_after`: not before. `until`: no longer, once this was tried. `stays`: open although its limit has
    passed. `passed`: who decides whether it has, and what still helps.
    """

    id: str
    heading: str
    text: str
    limits: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    not_kinds: tuple[str, ...] = ()
    after: tuple[Track, ...] = ()
    only_after: bool = False
    until: Track | None = None
    outcome: Outcome | None = None
    passed: str = ""
    stays: bool = False


@dataclass(frozen=True)
class Offer:
    """A way as it stands now. `note`: its limit, or why it may be too late. `soon`: fewer than seven days are left."""

    id: str
    heading: str
    text: str
    note: str
    due: datetime | None
    open: bool
    soon: bool


AGREED_BY = (
    Track.PEOPLES_MEDIATION, Track.INDUSTRY_MEDIATION, Track.MEDICAL_MEDIATION, Track.LABOUR_MEDIATION,
    Track.ADMIN_MEDIATION,
)  # fmt: skip
ADMINISTRATIVE = ("11", "12", "13")

REMEDIES: tuple[Remedy, ...] = (
    Remedy(
        "confirmation", "申请司法确认", "自协议生效之日起 30 日内，双方一起到人民法院申请，不收费；确认后对方不履行的，可以直接申请强制执行。",
        limits=("RT-02",), after=AGREED_BY, only_after=True, outcome=Outcome.AGREED,
        passed="是否受理由人民法院决定；协议的效力不受影响，对方不履行的，可以就协议起诉（《人民调解法》第32条）。",
    ),
    Remedy(
        "enforcement", "申请强制执行", "自最后履行日届满起两年内，带上生效的裁判文书、司法确认裁定或者仲裁裁决，到人民法院申请。",
        limits=("RT-04",), only_after=True,
        passed="是否超过由人民法院审查；中断、中止的另算。",
    ),
    Remedy(
        "labour_arbitration", "申请劳动仲裁", "到劳动人事争议仲裁院递交仲裁申请，不收费；一般自知道权利被侵害之日起一年内，不必等调解有结果。",
        limits=("LB-02",), kinds=("07",),
        passed="是否超过由仲裁委员会审查；主张权利、请求救济会使时效中断，在职期间的欠薪不受一年限制。",
    ),
    Remedy(
        "labour_inspection", "向劳动保障监察投诉", "用人单位拖欠工资、不缴社会保险的，到劳动保障监察大队投诉。",
        limits=("LB-06-CUTOFF",), kinds=("0701", "0702", "0703"),
        passed="是否查处由劳动保障监察机构决定；违法行为还在继续的，从终了之日起算。",
    ),
    Remedy(
        "land_arbitration", "申请农村土地承包仲裁", "自知道权利被侵害之日起两年内，到农村土地承包仲裁委员会递交申请，不收费。",
        limits=("LD-01-APPLY",), kinds=("0901",),
        passed="是否超过由仲裁委员会审查；中断、中止的另算。",
    ),
    Remedy(
        "reconsideration", "申请行政复议", "不服行政机关的决定，一般自知道之日起 60 日内，向它的本级人民政府或者法律规定的复议机关申请，不收费。",
        limits=("AR-01", "AR-01-UNTOLD"), kinds=(*ADMINISTRATIVE, "14", "0902", "0903", "0904"),
        after=(Track.PETITION, Track.PETITION_REVIEW, Track.PETITION_REREVIEW),
        passed="是否超过由行政复议机关审查；行政机关没有告知申请复议的权利和期限的，最长一年。",
    ),
    Remedy(
        "petition_review", "请求信访复查", "自收到信访处理意见书之日起 30 日内，向原办理机关、单位的上一级机关、单位书面请求。",
        limits=("XF-06-ASK",), after=(Track.PETITION,), only_after=True, until=Track.PETITION_REVIEW,
        passed="是否受理由上一级机关、单位决定；不影响依法走其他途径。",
    ),
    Remedy(
        "petition_rereview", "请求信访复核", "自收到复查意见书之日起 30 日内，向复查机关、单位的上一级机关、单位书面请求。",
        limits=("XF-07-ASK",), after=(Track.PETITION_REVIEW,), only_after=True, until=Track.PETITION_REREVIEW,
        passed="是否受理由上一级机关、单位决定；不影响依法走其他途径。",
    ),
    Remedy(
        "suit", "到法院起诉", "不必等调解有结果，任何时候都可以到人民法院立案窗口起诉。",
        limits=("LM-01",), not_kinds=("07", *ADMINISTRATIVE), stays=True,
        passed="仍然可以起诉：法院不主动适用诉讼时效，中断、中止的另算；对方以时效抗辩的，由法院判断。",
    ),
    Remedy(
        "labour_suit", "到法院起诉", "劳动争议一般先申请仲裁；逾期不裁决、不服裁决的，到人民法院起诉。",
        limits=("LB-05-SUE",), kinds=("07",), stays=True,
        passed="仍然可以递交起诉状，是否超过由法院审查。",
    ),
    Remedy(
        "administrative_suit", "到法院起诉", "不服行政机关的决定，到人民法院提起行政诉讼；有的事项要先申请行政复议。",
        limits=("AR-04-DIRECT", "AR-04"), kinds=ADMINISTRATIVE, stays=True,
        passed="仍然可以递交起诉状，是否超过起诉期限由法院审查。",
    ),
    Remedy(
        "contract_arbitration", "申请仲裁", "合同里约定了仲裁的，向约定的仲裁机构申请。",
        kinds=("0402", "06", "08", "10"),
    ),
    Remedy("petition", "依法信访", "可以向有权处理的机关提出，这里办没办都不影响。"),
    Remedy("legal_aid", "问问律师", "请不起律师的，可以到法律援助中心申请法律援助。"),
)  # fmt: skip


def remedies(
    kind: str,
    *,
    tried: Collection[str],
    outcome: str,
    limits: Mapping[str, datetime | None],
    now: datetime,
) -> tuple[Offer, ...]:
    """The ways for a dispute of this kind. `tried`: tracks that have ended. `limits`: due moments of own limits by rule.

    What is nearly too late comes first, what is past its limit last.
    """
    offers = [
        _offer(remedy, limits=limits, now=now)
        for remedy in REMEDIES
        if _fits(remedy, kind=kind, tried=tried, outcome=outcome, limits=limits)
    ]
    return tuple(sorted(offers, key=lambda offer: (not offer.open, not offer.soon)))


def alarm(rule_id: str, *, due: datetime | None, now: datetime) -> str:
    """What to do and where, once fewer than seven days of a party's own limit are left; nothing before."""
    if due is None or due - now >= PARTYS_WARNING:
        return ""
    way = next((remedy for remedy in REMEDIES if rule_id in remedy.limits), None)
    if now > due:
        return PASSED + (way.passed if way else ANYWAY)
    return "离期限不足 7 天。" + (way.text if way else ANYWAY) + AID_FIRST


def _fits(
    one: Remedy, *, kind: str, tried: Collection[str], outcome: str, limits: Mapping[str, datetime | None]
) -> bool:
    if one.until in tried:
        return False
    if any(rule in limits for rule in one.limits):
        return True
    if any(track in tried for track in one.after) and one.outcome in (None, outcome):
        return True
    if one.only_after or (one.not_kinds and kind.startswith(one.not_kinds)):
        return False
    return not one.kinds or kind.startswith(one.kinds)


def _offer(one: Remedy, *, limits: Mapping[str, datetime | None], now: datetime) -> Offer:
    """Of several limits the latest decides: no way is called too late while one of them still runs."""
    dues = [due for rule in one.limits if (due := limits.get(rule)) is not None]
    due = max(dues, default=None)
    late = due is not None and now > due
    return Offer(
        id=one.id,
        heading=one.heading,
        text=one.text,
        note=PASSED + one.passed if late else "",
        due=due,
        open=not late or one.stays,
        soon=due is not None and not late and due - now < PARTYS_WARNING,
    )
