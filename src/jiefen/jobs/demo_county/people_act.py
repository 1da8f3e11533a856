"""Living through invented matters: who does what, in which order, at which hour — all by the ordinary commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from jiefen.actions.case.take import take
from jiefen.actions.intake.register import register
from jiefen.domain.case.actor import Actor
from jiefen.domain.common.moments import ZONE
from jiefen.domain.common.words import Role
from jiefen.domain.intake.registration import read
from jiefen.domain.safety.screening import QUESTIONS
from jiefen.jobs.demo_county.agreements import agree, confirm, perform, rate
from jiefen.jobs.demo_county.papers import file_up
from jiefen.profiles.demo import FAILED, NOTES, SUMMARIES, Matter
from jiefen.reports.common.actors import actor_by_username, actor_in_unit
from jiefen.reports.routing.offers import first_offer

HELPERS = {
    "002": "team-chengxi",
    "101": "point-yunxi",
    "102": "point-shimen",
}  # who files, by town; else a grid worker


@dataclass
class Cast:
    """Who plays whom, looked up once."""

    at: datetime
    known: dict[str, Actor] = field(default_factory=dict)

    def named(self, username: str) -> Actor:
        if username not in self.known:
            self.known[username] = actor_by_username(username, at=self.at)
        return self.known[username]

    def of_unit(self, code: str) -> Actor | None:
        """A handler or mediator of the unit."""
        if code not in self.known:
            actor = actor_in_unit(code, roles=(Role.HANDLER, Role.MEDIATOR), at=self.at)
            if actor is None:
                return None
            self.known[code] = actor
        return self.known[code]

    def worker_of(self, code: str) -> Actor:
        actor = self.of_unit(code)
        if actor is None:
            raise LookupError(f"nobody works in {code}")
        return actor


@dataclass
class Life:
    """One matter being lived. `at` moves forward with every step, through working hours, never past `now`."""

    matter: Matter
    cast: Cast
    now: datetime
    at: datetime
    number: str = ""
    step: int = 0

    def go(self, actor: Actor, *, verb: str, hours: float, **fields: str) -> None:
        self.at = min(working(self.at + timedelta(hours=hours)), self.now)
        self.step += 1
        take(
            verb=verb,
            number=self.number,
            fields=fields,
            by=actor,
            at=self.at,
            key=f"life:{self.number}:{self.step}",
        )


def working(at: datetime) -> datetime:
    """The same moment, or the next morning when nobody is at work."""
    local = at.astimezone(ZONE)
    if local.hour < 8:
        local = local.replace(hour=9, minute=local.minute)
    elif local.hour >= 18:
        local = local.replace(hour=9) + timedelta(days=1)
    return local.astimezone(at.tzinfo)


def live(matter: Matter, *, place: int, cast: Cast, now: datetime) -> str:
    """Register the matter and bring it to where its `way` says. Answers the case number. `place`: its own in the row."""
    at = min(working(matter.at), now)
    life = Life(matter=matter, cast=cast, now=now, at=at)
    grid = matter.fields["channel"] == "grid"
    clerk = cast.named(HELPERS.get(matter.fields["place"][6:9], "grid") if grid else "clerk")
    facts = read(matter.fields, today=at.date(), flags=matter.flags)
    life.number = register(registration=facts, by=clerk, at=at, key=f"demo:{place}").number
    if matter.chance.random() < 0.35:
        reason = (
            "双方情绪平稳，暂无激化迹象。"
            if matter.chance.random() < 0.6
            else "当事人多次上门，情绪激动，需尽快安排。"
        )
        level = "low" if "平稳" in reason else matter.chance.choice(("medium", "high"))
        life.go(cast.named("dispatcher"), verb="assess", hours=0.2, risk=level, reason=reason)
    _before_assignment(life)
    return life.number


def _before_assignment(life: Life) -> None:
    desk, way = life.cast.named("dispatcher"), life.matter.way
    if way in ("new", "late_new"):
        return
    if way == "accepted":
        life.go(desk, verb="accept", hours=0.3)
    elif way == "completing":
        life.go(desk, verb="send_back", hours=0.5, reason="缺少合同或付款凭证，请联系当事人补交。")
    elif way == "declined":
        life.go(desk, verb="decline", hours=0.5, reason="已经在法院立案，依法不重复受理。", elsewhere="court")
    elif way == "merged":
        _twin(life)
        _assign(life)
    else:
        _assign(life)


def _twin(life: Life) -> None:
    """The same matter told twice: a second registration is merged into the first."""
    again = dict(life.matter.fields, channel="12345", story=life.matter.fields["story"] + "（再次反映）")
    facts = read(again, today=life.at.date())
    again_number = register(
        registration=facts, by=life.cast.named("clerk"), at=life.at, key=f"demo:twin:{life.number}"
    ).number
    first, life.number = life.number, again_number
    life.go(
        life.cast.named("dispatcher"),
        verb="merge",
        hours=0.4,
        other=first,
        reason="同一当事人就同一事项重复反映。",
    )
    life.number = first


def _assign(life: Life) -> None:
    desk, way = life.cast.named("dispatcher"), life.matter.way
    offer = first_offer(life.number, now=life.at)
    unit = offer if offer != "desk" and life.cast.of_unit(offer) else "mediation"  # a desk mediates nothing
    hours = life.matter.chance.uniform(0.2, 1.6)
    life.go(
        desk,
        verb="dispatch",
        hours=hours,
        unit=unit,
        reason="" if unit == offer else "首选单位暂无在岗人员，先由县调委会承办。",
    )
    worker = life.cast.of_unit(unit)
    if worker is None or way == "assigned":
        return
    if way in ("returned", "ruling"):
        life.go(worker, verb="return", hours=0.5, reason="不属于本单位职责，建议由属地乡镇先行调解。")
        if way == "ruling":
            second = "mediation" if unit != "mediation" else "property"
            life.go(desk, verb="dispatch", hours=0.5, unit=second, reason="先由该单位研判。")
            life.go(
                life.cast.worker_of(second), verb="return", hours=0.5, reason="与本单位职责不符，请中心裁定。"
            )
        return
    _handle(life, worker=worker)


def _handle(life: Life, *, worker: Actor) -> None:
    way, chance = life.matter.way, life.matter.chance
    life.go(worker, verb="sign", hours=chance.uniform(0.1, 1.2))
    track = (
        "petition"
        if life.matter.fields["kind"].startswith("11")
        else "labour_inspection"
        if life.matter.fields["kind"].startswith("07")
        else "peoples_mediation"
    )
    if track == "peoples_mediation":
        life.go(worker, verb="screen", hours=0.2, side="applicant", **dict.fromkeys(QUESTIONS, "no"))
    life.go(worker, verb="start", hours=chance.uniform(0.2, 3), track=track)
    for _ in range(chance.randint(1, 3)):
        life.go(
            worker,
            verb="note",
            hours=chance.uniform(1, 8),
            text=chance.choice(NOTES),
            audience=chance.choice(("internal", "party")),
        )
    if way == "paused":
        rule = {"simple": "C-SIMPLE", "larger": "C-LARGER", "major": "C-MAJOR"}[life.matter.fields["weight"]]
        life.go(worker, verb="suspend", hours=1, clock=rule, reason="appraisal")
    elif way == "withdrawn":
        life.go(worker, verb="withdraw", hours=4, said="申请人到窗口书面提出", reason="双方自行和解。")
    elif way not in ("handling", "late_handling", "forwarded"):
        _finish(life, worker=worker)


def _finish(life: Life, *, worker: Actor) -> None:
    way, chance = life.matter.way, life.matter.chance
    reviewer = life.cast.named("reviewer")
    asked = float(life.matter.fields["amount"] or 0)
    amount = f"{asked * chance.uniform(0.6, 1):.0f}"
    if way == "failed":
        life.go(worker, verb="record", hours=5, outcome="not_agreed", summary=chance.choice(FAILED))
    else:
        outcome = "answered" if life.matter.fields["kind"].startswith("11") else "agreed"
        if outcome == "agreed":
            agree(life, worker=worker, amount=amount)
        life.go(
            worker,
            verb="record",
            hours=5,
            outcome=outcome,
            summary=chance.choice(SUMMARIES).format(amount=amount),
            amount=amount if outcome == "answered" else "",
        )
    if way == "reviewing":
        return
    life.go(reviewer, verb="approve", hours=2, reason="材料齐全，结果明确。")
    if way == "reviewed":
        return
    if way != "failed" and not life.matter.fields["kind"].startswith("11"):
        confirm(life)
    life.go(reviewer, verb="close", hours=1)
    if way in ("closed", "archived"):
        perform(life)
        rate(life)
    if way == "archived":
        file_up(life, keeper=reviewer)
        life.go(reviewer, verb="archive", hours=20)
    elif way == "reopened":
        life.go(reviewer, verb="reopen", hours=1, reason="被申请人未按约付款，申请人要求重新处理。")
