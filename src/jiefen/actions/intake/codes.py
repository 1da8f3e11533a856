"""Dispute codes 解纷码 (row D8): one for each place, post or grid; who scans it is led here, and counted as nobody."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.domain.agreement import party_codes
from jiefen.domain.common.errors import Invalid, Unseen
from jiefen.store.common.reference import snapshot
from jiefen.store.intake import today
from jiefen.store.models import Case, CodeCase, CodeVisits, DisputeCode

STREAM = "codes"
LONGEST = 40


@in_one_transaction("make_dispute_code")
def make_dispute_code(command: Command, *, unit: str, words: str) -> Answer:
    """For a unit, a post of a grid among them. `words`: the place in words, as it stands on the poster. Raises Invalid."""
    command.by.require("manage_codes")
    words, problems = " ".join(words.split()), {}
    row = snapshot().units.get(unit)
    if row is None:
        problems["unit"] = "请从列表中选一个单位。"
    if not 2 <= len(words) <= LONGEST:
        problems["words"] = f"请写明是什么地方，2 至 {LONGEST} 个字。"
    if row is None or problems:
        raise Invalid(fields=problems)
    if DisputeCode.objects.filter(unit=row, words=words, until=None).exists():
        raise Invalid(fields={"words": "这个地方已经有码了，一处一码。"})
    sign = party_codes.confirmation_code(secrets.token_bytes(5)).replace("-", "")
    made = DisputeCode(code=sign, unit=row, words=words, by_id=command.by.user_id, made_at=command.at)
    DisputeCode.objects.bulk_create([made])
    command.history.add_to_stream(STREAM, verb="make_dispute_code", facts={"code": sign, "unit": row.code})
    return Answer(sentence=f"“{words}”的解纷码做好了，可以打印海报。", more={"code": made.pk})


@in_one_transaction("withdraw_dispute_code")
def withdraw_dispute_code(command: Command, *, code: int) -> Answer:
    """Whoever scans it still finds the centre; nothing is counted for it any more."""
    command.by.require("manage_codes")
    row = DisputeCode.objects.select_for_update().filter(pk=code, until=None).first()
    if row is None:
        raise Unseen("没有找到这个码，或者已经停用。")
    DisputeCode.objects.filter(pk=row.pk).update(until=command.at)
    command.history.add_to_stream(STREAM, verb="withdraw_dispute_code", facts={"code": row.code})
    return Answer(sentence=f"“{row.words}”的解纷码已停用，请把海报取下来。")


def code_of(typed: str) -> int | None:
    """The code that somebody names at a window or at a door; None for none. Raises Invalid."""
    if not typed.strip():
        return None
    sign = party_codes.normalise(typed).replace("-", "")
    row = DisputeCode.objects.filter(code=sign, until=None).first() if sign else None
    if row is None:
        raise Invalid(fields={"scanned": "没有这个解纷码，或者已经停用。请对照海报，或者留空。"})
    return row.pk


def count_visit(code: int, *, at: datetime) -> None:
    with transaction.atomic():
        CodeVisits.objects.bulk_create([CodeVisits(code_id=code, day=today(at))], ignore_conflicts=True)
        CodeVisits.objects.filter(code_id=code, day=today(at)).update(opened=F("opened") + 1)


def keep_code(case: Case, *, code: int | None) -> None:
    """Inside the transaction that registers the case: its first entry holds the row's digest."""
    if code is not None and DisputeCode.objects.filter(pk=code, until=None).exists():
        CodeCase.objects.bulk_create([CodeCase(code_id=code, case=case)])
