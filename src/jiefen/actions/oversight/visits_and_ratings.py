"""After the end: return visits on their clocks, going back to the dissatisfied, satisfaction, the independent audit."""

from __future__ import annotations

from datetime import datetime

from jiefen.actions.clocks import clocks
from jiefen.actions.common.command import Answer, Work, command
from jiefen.actions.common.hooks import wrong
from jiefen.actions.common.locked_case import locked_case
from jiefen.actions.common.step import Step
from jiefen.domain.agreement.words import AuditFinding, OwnChannel
from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError
from jiefen.domain.common.reading import Reading
from jiefen.domain.common.words import Audience, Flag
from jiefen.domain.oversight.visits import VISITS, visits_after
from jiefen.domain.oversight.words import Content
from jiefen.store.common import vault
from jiefen.store.models import AuditItem, Case, Party, Rating
from jiefen.store.oversight.independence import insiders

SAID = 1_000


def plan_visits(step: Step) -> None:
    """Visits run from the closure; those who came to nothing are asked too."""
    for rule in visits_after(step.case.kind, wages=Flag.WAGES in step.case.flag_set()):
        step.starts[rule] = step.work.at


def end_visits(step: Step) -> None:
    step.voids |= {*VISITS, "C-GOBACK"}


def keep_the_visit(step: Step) -> None:
    """One visit meets the planned one that is due first. Nobody reached is no visit; unhappy means going back."""
    content = step.values["content"]
    if content is Content.UNREACHED:
        return
    running = clocks.running_on(step.case).rows
    planned = {rule: running[rule][1] for rule in VISITS if rule in running}
    due = min(
        (rule for rule, at in planned.items() if at),
        key=lambda rule: planned[rule] or step.work.at,
        default="",
    )
    if due:
        step.stops.add(due)
    if content is Content.DISSATISFIED:
        step.starts["C-GOBACK"] = step.work.at


def check_scores(step: Step) -> None:
    for name in ("centre", "body"):
        if not 1 <= (step.values[name] or 0) <= 5:
            raise wrong(name, "请填 1 至 5：1 很不满意，5 很满意。")


def rate_for_party(step: Step) -> None:
    values = step.values
    _rate(
        step.case, party=values["party"], centre=values["centre"], body=values["body"], said=values["said"] or "",
        channel=OwnChannel.CALL, by_id=step.work.by.user_id, at=step.work.at,
    )  # fmt: skip
    step.audience = Audience.INTERNAL
    step.sentence = "满意度已登记。承办人只能看到汇总，看不到谁打了几分。"


@command("rate_by_party")
def rate_by_party(work: Work, *, case: int, party: int, centre: str, body: str, said: str) -> Answer:
    """The party rates the centre and the body from behind their own door; once. Raises Invalid, RuleError."""
    locked = locked_case(case)
    reading = Reading({"centre": centre, "body": body, "said": said})
    scores = {
        name: reading.whole(name, default=0, low=1, high=5, label=label)
        for name, label in (("centre", "对中心的满意度"), ("body", "对承办单位的满意度"))
    }
    text = reading.text("said", limit=SAID, label="您想说的")
    for name, score in scores.items():
        if not score:
            reading.problems.setdefault(name, "请选一个分数。")
    if reading.problems:
        raise Invalid(f"有 {len(reading.problems)} 处需要修改", fields=reading.problems)
    if locked.ended_at is None:
        raise RuleError("这件事还在办理，办完以后再请您评价。")
    row = Party.objects.select_related("secret").get(pk=party, case=locked)
    _rate(
        locked, party=row, centre=scores["centre"], body=scores["body"], said=text, channel=OwnChannel.CODE,
        by_id=None, at=work.at,
    )  # fmt: skip
    work.history.add(locked, verb="rate", facts={"party": party}, audience=Audience.INTERNAL)
    return Answer(sentence="谢谢您的评价。承办人看不到是谁评的。", number=locked.number)


def _rate(
    case: Case,
    *,
    party: Party,
    centre: int,
    body: int,
    said: str,
    channel: OwnChannel,
    by_id: int | None,
    at: datetime,
) -> None:
    if case.ratings.filter(party=party).exists():
        raise RuleError("这位当事人已经评价过，每件事评一次。")
    sealed = vault.seal(vault.key_of(party.secret), said, place="rating.said")
    row = Rating(
        case=case, party=party, side=party.side, centre_score=centre, body_score=body, said_sealed=sealed,
        channel=channel, by_id=by_id, at=at,
    )  # fmt: skip
    Rating.objects.bulk_create([row])


def go_back(step: Step) -> None:
    if "C-GOBACK" not in clocks.running_on(step.case).rows:
        raise RuleError("没有要回头办理的不满意回访。")
    step.sentence = "回头办理已登记，请由没有经办的人再回访一次。"


def audited_from_outside(step: Step) -> None:
    if step.work.by.user_id in insiders(step.case):
        raise NotAllowed("经手过这件事的人不能核查它的结果，请由其他人核查。")


def audit_outcome(step: Step) -> None:
    item: AuditItem = step.values["audit"]
    found = AuditFinding(step.values["found"])
    AuditItem.objects.filter(pk=item.pk).update(
        finding=found, note=step.values["note"], by_id=step.work.by.user_id, at=step.work.at
    )
    step.audience = Audience.INTERNAL
    step.facts["audit"] = item.pk
    step.sentence = f"核查结论：{found.label}。" + (
        "这件事不再计入任何一级成效，请提出纠偏或者重新打开。" if found is AuditFinding.FALSE else ""
    )
