"""What may be done to a running limit. Each raises ValueError with the sentence that says why not."""

from __future__ import annotations

from datetime import datetime

from jiefen.domain.clocks.limit import Limit


def may_pause(rule: Limit, *, reason: str) -> None:
    """A statutory limit stands still only for what its own article names, an internal one for the reasons we listed."""
    if reason in rule.pauses:
        return
    raise ValueError(f"“{rule.label}”是{rule.kind.label}期限，{pausable_text(rule)}")


def pausable_text(rule: Limit) -> str:
    """For what it may stand still, as a sentence."""
    reasons = "、".join(sorted(reason.label for reason in rule.pauses))
    return f"只能因下列事由暂停：{reasons}。" if reasons else "不能暂停。"


def may_extend(rule: Limit, *, due: datetime | None, now: datetime, extended: int, by: int) -> None:
    """`extended`, `by`: in the rule's unit. `due` is None while the limit stands still."""
    if not rule.extension:
        raise ValueError(f"“{rule.label}”依法不能延长。")
    if extended:
        raise ValueError(f"“{rule.label}”已经延长过一次，不能再延长。")
    if due is not None and due < now:
        raise ValueError(f"“{rule.label}”已经到期，不能再延长；逾期照实记录。")
    if not 1 <= by <= rule.extension:
        raise ValueError(f"“{rule.label}”最多延长 {rule.extension} {rule.unit.label}（{rule.extended_by}）。")
