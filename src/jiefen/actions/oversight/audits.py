"""The month's independent sample: drawn by the system from what was recorded as success, with whatever looks odd besides."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from jiefen.actions.common.actors import system_actor
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.step import Step
from jiefen.domain.agreement.words import AuditFinding, AuditWhy
from jiefen.domain.common import moments, sampling
from jiefen.domain.common.days import read_month
from jiefen.domain.common.errors import NotAllowed, RuleError, Unread, Unseen
from jiefen.domain.common.words import Audience, Outcome
from jiefen.domain.oversight.irregularities import oddities
from jiefen.store.common.reference import snapshot
from jiefen.store.models import AuditDraw, AuditItem, Case, Checkpoint, Entry
from jiefen.store.oversight.independence import insiders
from jiefen.store.oversight.irregularities import recorded

CLAIMED = (Outcome.AGREED, Outcome.SETTLED, Outcome.UNCONFIRMED)


def draw_last_month(*, at: datetime) -> int:
    """Once a month, however often asked. Answers 1 when a sample was drawn now. Waits for a sealed log to draw from."""
    first = snapshot().calendar.local(at).date().replace(day=1)
    month = (first - timedelta(days=1)).replace(day=1)
    if (
        AuditDraw.objects.filter(month=month).exists()
        or not Checkpoint.objects.filter(at__gte=_start(first)).exists()
    ):
        return 0
    draw_sample(month=month, by=system_actor(), at=at, key=f"sample:{month}")
    return 1


@in_one_transaction("draw_sample")
def draw_sample(command: Command, *, month: date) -> Answer:
    """Draw the sample of a month that is over. The seed is the first root sealed after its end."""
    after = (month + timedelta(days=32)).replace(day=1)
    root = Checkpoint.objects.filter(at__gte=_start(after)).order_by("pk").first()
    if root is None:
        raise RuleError("这个月还没有过完，或者月后还没有封存过记录，不能抽样。")
    claimed = _claimed(since=_start(month), until=_start(after))
    numbers = dict(Case.objects.filter(pk__in=claimed).values_list("number", "pk"))
    seed = sampling.seed(bytes(root.root), month=month)
    chosen = {numbers[number] for number in sampling.drawn(numbers, seed=seed, n=sampling.size(len(numbers)))}
    odd = oddities(recorded(claimed), calendar=snapshot().calendar)
    draw = AuditDraw(month=month, seed=seed, base=len(numbers), drawn=len(chosen), at=command.at)
    AuditDraw.objects.bulk_create([draw])
    items = [
        AuditItem(
            draw=draw,
            case_id=case,
            why=AuditWhy.RANDOM if case in chosen else AuditWhy.ODD,
            oddities=",".join(odd.get(case, ())),
        )
        for case in sorted(chosen | odd.keys())
    ]
    AuditItem.objects.bulk_create(items)
    facts = {
        "month": month.isoformat(),
        "base": draw.base,
        "drawn": draw.drawn,
        "odd": len(odd),
        "seed": seed,
    }
    command.history.add_to_stream("system", verb="draw_sample", facts=facts)
    return Answer(
        sentence=f"{moments.month_in_words(month)}抽查已抽定：随机 {draw.drawn} 件，另有异常情形 {len(items) - draw.drawn} 件。"
    )


@in_one_transaction("publish_audit")
def publish_audit(command: Command, *, month: str) -> Answer:
    """Put the result of a month's sample on the public page, whole: what is not yet looked at is shown as such."""
    command.by.require("publish_audit")
    try:
        draw = AuditDraw.objects.filter(month=read_month(month)).first()
    except Unread:
        draw = None
    if draw is None:
        raise Unseen("没有这个月的抽查。")
    AuditDraw.objects.filter(pk=draw.pk, published_at=None).update(published_at=command.at)
    command.history.add_to_stream("system", verb="publish_audit", facts={"month": month})
    return Answer(sentence=f"{moments.month_in_words(draw.month)}的抽查结果已公布。")


def _claimed(*, since: datetime, until: datetime) -> dict[int, datetime]:
    """Cases whose standing success was recorded in this span, and when."""
    rows = Entry.objects.filter(verb="record", at__gte=since, at__lt=until, case__outcome__in=CLAIMED)
    return {case: at for case, at in rows.order_by("at").values_list("case_id", "at") if case is not None}


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=snapshot().calendar.zone)


def audited_from_outside(step: Step) -> None:
    if step.command.by.user_id in insiders(step.case):
        raise NotAllowed("经手过这件事的人不能核查它的结果，请由其他人核查。")


def audit_outcome(step: Step) -> None:
    item: AuditItem = step.values["audit"]
    finding = AuditFinding(step.values["found"])
    AuditItem.objects.filter(pk=item.pk).update(
        finding=finding, note=step.values["note"], by_id=step.command.by.user_id, at=step.command.at
    )
    step.audience = Audience.INTERNAL
    step.facts["audit"] = item.pk
    step.sentence = f"核查结论：{finding.label}。" + (
        "这件事不再计入任何一级成效，请提出纠偏或者重新打开。" if finding is AuditFinding.FALSE else ""
    )
