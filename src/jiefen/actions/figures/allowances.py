"""Computing a month's allowances from the ledger, approving or refusing each, and setting what is paid."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Max

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.domain.agreement.words import SUCCESSES, AllowanceState, AuditFinding
from jiefen.domain.common.chain import canonical
from jiefen.domain.common.days import read_month
from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError, Unread, Unseen
from jiefen.domain.common.reading import LAST_DAY, Reading
from jiefen.domain.common.words import Outcome, Track
from jiefen.domain.figures import allowance
from jiefen.domain.oversight.words import Content, CorrectionKind, CorrectionResult
from jiefen.store.agreement_confirmed import standing_of
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Allowance, Case, Tariff

PAID = (
    Outcome.AGREED,
    Outcome.SETTLED,
    Outcome.UNCONFIRMED,
    Outcome.NOT_AGREED,
    Outcome.TERMINATED,
    Outcome.REFUSED,
)
MEDIATION = tuple(
    track for track in Track if track.value.endswith("mediation") or track is Track.COURT_DELEGATED
)


def tariff_in_force(on: date) -> tuple[Tariff | None, dict[str, Decimal]]:
    """The version in force on a day and its amounts; the defaults before anybody has set any."""
    row = Tariff.objects.filter(since__lte=on).order_by("-version").first()
    if row is None:
        return None, allowance.DEFAULTS
    return row, {code: Decimal(amount) for code, amount in json.loads(row.lines).items()}


@in_one_transaction("set_tariff")
def set_tariff(command: Command, *, fields: Mapping[str, str]) -> Answer:
    """A new version of the amounts, in force from a day on. Raises Invalid."""
    command.by.require("set_tariff")
    reading = Reading(fields)
    amounts = {code: reading.money(code, label=label) for code, (label, _) in allowance.LINES.items()}
    for code, amount in amounts.items():
        if amount is not None and amount > allowance.MOST:
            reading.problems[code] = f"每项最多 {allowance.MOST} 元。"
    since = reading.day("since", today=LAST_DAY, label="从哪天起")
    note = reading.text("note", limit=200, label="依据")
    if since is None:
        reading.problems.setdefault("since", "请填从哪天起执行。")
    if not note:
        reading.problems.setdefault("note", "请写依据的文件。")
    if reading.problems or since is None:
        raise Invalid(fields=reading.problems)
    version = (Tariff.objects.aggregate(last=Max("version"))["last"] or 0) + 1
    lines = {code: f"{amount or 0:.2f}" for code, amount in amounts.items()}
    row = Tariff(
        version=version,
        lines=canonical(lines),
        since=since,
        note=note,
        by_id=command.by.user_id,
        at=command.at,
    )
    Tariff.objects.bulk_create([row])
    command.history.add_to_stream("system", verb="set_tariff", facts={"version": version, "lines": lines})
    return Answer(sentence=f"补助标准第 {version} 版从 {since} 起执行。")


@in_one_transaction("compute_allowances")
def compute_allowances(command: Command, *, month: str) -> Answer:
    """One allowance a mediated case that ended in this month; what stands already is not counted anew."""
    command.by.require("compute_allowances")
    first = first_of(month)
    after = (first + timedelta(days=32)).replace(day=1)
    row, tariff = tariff_in_force(after - timedelta(days=1))
    if row is None:
        raise RuleError("还没有设定补助标准，请先设定。")
    made = []
    refused = 0
    for case in _ended(first, after=after):
        done = work_on(case)
        parts = allowance.lines(done, tariff=tariff)
        refused += bool(allowance.refusal(done))
        if parts and case.handler_id is not None:
            lines = canonical({line.code: f"{line.amount:.2f}" for line in parts})
            made.append(
                Allowance(
                    case=case, person_id=case.handler_id, month=first, tariff=row, lines=lines,
                    amount=allowance.total(parts), made_at=command.at,
                )
            )  # fmt: skip
    Allowance.objects.bulk_create(made)
    facts = {"month": month, "tariff": row.version, "made": len(made), "refused": refused}
    command.history.add_to_stream("system", verb="compute_allowances", facts=facts)
    return Answer(sentence=f"{month} 新算出 {len(made)} 件，{refused} 件按规则不补。")


def first_of(month: str) -> date:
    """The first day of `2026-03`. Raises Invalid."""
    try:
        return read_month(month)
    except Unread as why:
        raise Invalid(fields={"month": f"{why}。"}) from None


def _ended(first: date, *, after: date) -> list[Case]:
    zone = snapshot().calendar.zone
    span = [datetime(day.year, day.month, day.day, tzinfo=zone) for day in (first, after)]
    rows = Case.objects.filter(ended_at__gte=span[0], ended_at__lt=span[1], outcome__in=PAID, allowance=None)
    return list(rows.filter(proceedings__track__in=MEDIATION).distinct().order_by("pk"))


def work_on(case: Case) -> allowance.PaidWork:
    """What the ledger says of the work on one case."""
    about = SUCCESSES.get(Outcome(case.outcome))
    claimed = about is not None or case.outcome == Outcome.UNCONFIRMED
    notes = case.entries.filter(verb__in=("note", "attach", "hold_session"))
    return allowance.PaidWork(
        weight=case.weight,
        claimed=claimed,
        confirmed=about is not None and standing_of(case, about).whole,
        audited_false=case.audits.filter(finding=AuditFinding.FALSE).exists(),
        corrected=case.corrections.filter(
            kind=CorrectionKind.PERFUNCTORY, result__in=(CorrectionResult.MENDED, CorrectionResult.PARTLY)
        ).exists(),
        notes=notes.count(),
        visited=case.visits.exclude(content=Content.UNREACHED).exists(),
    )


@in_one_transaction("settle_allowance")
def settle_allowance(command: Command, *, allowance_id: int, approve: bool, reason: str) -> Answer:
    """Approve or refuse one. Raises Unseen, NotAllowed (one's own), Invalid."""
    command.by.require("approve_allowances")
    row = (
        Allowance.objects.select_for_update(of=("self",))
        .filter(pk=allowance_id, state=AllowanceState.COMPUTED)
        .first()
    )
    if row is None:
        raise Unseen("没有等待审批的这一件。")
    if row.person_id == command.by.user_id:
        raise NotAllowed("不能审批自己的补助，请由其他人审批。")
    reading = Reading({"reason": reason})
    text = reading.text("reason", limit=200, label="理由")
    if not approve and not text:
        raise Invalid(fields={"reason": "不予补助的，请写理由。"})
    state = AllowanceState.APPROVED if approve else AllowanceState.REFUSED
    Allowance.objects.filter(pk=row.pk).update(
        state=state, reason=text, by_id=command.by.user_id, at=command.at
    )
    facts = {"allowance": row.pk, "state": str(state), "amount": f"{row.amount:.2f}"}
    command.history.add_to_stream("system", verb="settle_allowance", facts=facts)
    return Answer(sentence=f"{state.label}：{row.amount:,.2f} 元。")
