"""Whose limit it is: the holder's, a party's own, an outside body's, or one of oversight beside the line.

A party's own limit runs from the day a matter happened, by its kind (law.md § 1.2, party-facing duty): an estimate on the safe side: the day it happened is not later than the day it was known. Interruption (a request to a
mediation body interrupts limitation) makes the true end later, never earlier.
"""

from __future__ import annotations

from jiefen.domain.clocks.limits import rule
from jiefen.domain.common.words import PartySide

# On disagreement with the handling, oversight of it, return visits, somebody's safety and what a court decides: they go
# on when the case is closed, beside its own limits.
BESIDE_THE_LINE = frozenset(
    {
        "C-APPEAL", "C-URGENT", "C-DATA", "XF-06-DECIDE", "XF-07-DECIDE", "C-ORDER", "C-REPLY",
        "C-VISIT-7", "C-VISIT-30", "C-VISIT-90", "C-GOBACK",
        "S-REPORT", "S-CARE", "S-HELP", "DV-01-COURT", "DV-01-URGENT", "RT-03",
    }
)  # fmt: skip
# Limits that one party alone is concerned with, or that would tell who asked for protection: never on a page that the
# other side can open too.
UNTOLD = frozenset(
    {"C-DATA", "C-APPEAL", "C-URGENT", "S-REPORT", "S-CARE", "S-HELP", "DV-01-COURT", "DV-01-URGENT"}
)
# What the applicants have to do, or what was asked for by them alone.
_APPLICANTS = frozenset({"C-COMPLETE", "XF-06-DECIDE", "XF-07-DECIDE"})
# Rights that each side has, from an agreement or a decision; every other limit of a party is the applicants' own.
_OF_EACH_SIDE = frozenset({"RT-02", "RT-04"})
ESTIMATE = (
    "按登记的纠纷发生日期从早推算；实际从知道或应当知道权利受损之日起算，中断、中止的另算，请尽早咨询。"
)
INTERRUPTED = (
    "向本中心请求调解，诉讼时效自请求之日起中断，重新计算（《民法典》第195条，《诉讼时效规定》第12条）。"
)
HEADS = (ESTIMATE, INTERRUPTED)  # how the explanation of a limit of a party's own may begin

# The longest prefix that fits a kind of dispute decides.
_BY_KIND = {
    "0": "LM-01",
    "10": "LM-01",
    "07": "LB-02",
    "0901": "LD-01-APPLY",
    "11": "AR-01",
    "12": "AR-01",
    "13": "AR-01",
}


def own_limit(kind: str) -> str:
    """The rule id, or nothing where no one limit can be named."""
    fitting = [prefix for prefix in _BY_KIND if kind.startswith(prefix)]
    return _BY_KIND[max(fitting, key=len)] if fitting else ""


def is_told(rule_id: str, *, to: PartySide) -> bool:
    """Whether the page of a party on this side names the limit."""
    if rule_id in UNTOLD:
        return False
    theirs = rule_id in _APPLICANTS or (rule(rule_id).whose == "party" and rule_id not in _OF_EACH_SIDE)
    return to is PartySide.APPLICANT or not theirs


def lasts(rule_id: str) -> bool:
    """Whether the limit outlives the handling of the case."""
    return rule_id in BESIDE_THE_LINE or rule(rule_id).whose == "party"


def is_ours(rule_id: str) -> bool:
    """Whether the holder has to keep it."""
    limit = rule(rule_id)
    return limit.whose == "body" and limit.kind != "watch" and rule_id not in BESIDE_THE_LINE
