"""What happened in the invented county after matters ended: amounts set, a sample drawn and looked at, allowances computed."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from jiefen.actions.case.take import take
from jiefen.actions.figures.allowances import compute_allowances, set_tariff, settle_allowance
from jiefen.actions.ledger.sequence import seal, sequence
from jiefen.actions.oversight.audits import draw_last_month, publish_audit
from jiefen.domain.common import moments
from jiefen.domain.common.errors import NotAllowed, RuleError
from jiefen.domain.figures.allowance import DEFAULTS
from jiefen.jobs.demo_county.people_act import Cast
from jiefen.reports.figures.allowances import waiting_allowances
from jiefen.reports.figures.audits import waiting_audits

NOTES = {
    "true": "分别给双方打了电话，说法和登记一致，看了转账回单。",
    "partly": "双方承认有协议，金额比登记的少，已退回核对。",
    "unreached": "两天里打了四次电话，都没有人接。",
}


def look_back(*, cast: Cast, now: datetime, chance: Random) -> None:
    """All by the ordinary commands, by those whose work it is."""
    leader, supervisor = cast.named("leader"), cast.named("supervisor")
    tariff = {code: f"{amount}" for code, amount in DEFAULTS.items()}
    tariff |= {"since": f"{(now - timedelta(days=400)).date()}", "note": "清和县人民调解“以案定补”办法"}
    set_tariff(fields=tariff, by=leader, at=now, key="demo:tariff")
    sequence()
    seal(at=now, export=None)
    if not draw_last_month(at=now):
        return
    for audit, number in waiting_audits()[:9]:
        finding = chance.choice(("true",) * 8 + ("partly", "unreached"))
        try:
            fields = {"audit": str(audit), "found": finding, "note": NOTES[finding]}
            take(
                verb="audit_outcome",
                number=number,
                fields=fields,
                by=supervisor,
                at=now,
                key=f"demo:audit:{audit}",
            )
        except NotAllowed:
            continue  # looked over by this very supervisor before: somebody else's to audit
    month = moments.iso_month(now.replace(day=1) - timedelta(days=1))
    publish_audit(month=month, by=supervisor, at=now, key="demo:publish")
    try:
        compute_allowances(month=month, by=supervisor, at=now, key="demo:allowances")
    except RuleError:
        return
    for allowance in waiting_allowances()[:6]:
        settle_allowance(
            allowance_id=allowance, approve=True, reason="", by=leader, at=now, key=f"demo:pay:{allowance}"
        )
