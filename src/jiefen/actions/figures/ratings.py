"""Ratings by the parties: the centre and the body, 1 to 5, once each; by their own door, or told to who calls them."""

from __future__ import annotations

from datetime import datetime

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.hooks import wrong
from jiefen.actions.common.locked_case import locked_case
from jiefen.actions.common.step import Step
from jiefen.domain.agreement.words import OwnChannel
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.common.reading import Reading
from jiefen.domain.common.words import Audience
from jiefen.store.common import vault
from jiefen.store.models import Case, Party, Rating

SAID = 1_000


def check_scores(step: Step) -> None:
    for name in ("centre", "body"):
        if not 1 <= (step.values[name] or 0) <= 5:
            raise wrong(name, "请填 1 至 5：1 很不满意，5 很满意。")


def rate_for_party(step: Step) -> None:
    values = step.values
    _rate(
        step.case, party=values["party"], centre=values["centre"], body=values["body"], said=values["said"] or "",
        channel=OwnChannel.CALL, by_id=step.command.by.user_id, at=step.command.at,
    )  # fmt: skip
    step.audience = Audience.INTERNAL
    step.sentence = "满意度已登记。承办人只能看到汇总，看不到谁打了几分。"


@in_one_transaction("rate_by_party")
def rate_by_party(command: Command, *, case: int, party: int, centre: str, body: str, said: str) -> Answer:
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
        raise Invalid(fields=reading.problems)
    if locked.ended_at is None:
        raise RuleError("这件事还在办理，办完以后再请您评价。")
    row = Party.objects.select_related("secret").get(pk=party, case=locked)
    _rate(
        locked, party=row, centre=scores["centre"], body=scores["body"], said=text, channel=OwnChannel.CODE,
        by_id=None, at=command.at,
    )  # fmt: skip
    command.history.add(locked, verb="rate", facts={"party": party}, audience=Audience.INTERNAL)
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
