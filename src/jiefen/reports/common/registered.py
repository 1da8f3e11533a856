"""Who registered a case, in words: somebody of a unit, or the applicant from home."""

from __future__ import annotations

from jiefen.store.models import Case

ONLINE = "申请人本人（网上提交）"


def registered_by(case: Case) -> str:
    """`case` with `origin` and `registered_by`."""
    by_applicant = case.registered_by.username == "party"
    return ONLINE if by_applicant else f"{case.origin.name} {case.registered_by.name}"
