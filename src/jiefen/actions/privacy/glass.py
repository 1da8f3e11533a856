"""Breaking the glass: a reasoned, time-boxed look into a closed case, told at once and reviewed afterwards (S-6)."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from jiefen.actions.common.asks import numbered
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.privacy.reading_log import record_reading
from jiefen.domain.common import moments
from jiefen.domain.common.chain import canonical
from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError, Unseen
from jiefen.domain.common.reading import Reading
from jiefen.domain.common.words import Audience, Role
from jiefen.domain.people.words import GlassFinding
from jiefen.store.models import BreakGlass, Case

GLASS_HOURS = 4
MIN_REASON = 10
REASON = 200


@in_one_transaction("break_glass")
def break_glass(command: Command, *, number: str, reason: str, hours: str = str(GLASS_HOURS)) -> Answer:
    """Open a closed case below one's own unit for some hours. Raises Invalid, NotAllowed, RuleError."""
    command.by.require("break_glass")
    if Role.ADMINISTRATOR in command.by.roles:
        raise NotAllowed("系统管理员不看案件，应急查阅也不行。")
    reading = Reading({"reason": reason, "hours": hours})
    text = reading.text("reason", limit=REASON, label="理由")
    span = reading.whole("hours", default=0, low=1, high=GLASS_HOURS, label="看几小时")
    if len(text) < MIN_REASON:
        reading.problems["reason"] = f"请写明理由，不少于 {MIN_REASON} 个字。"
    if not span:
        reading.problems.setdefault("hours", f"请选看几小时，最多 {GLASS_HOURS} 小时。")
    if reading.problems:
        raise Invalid(fields=reading.problems)
    case = _case(command, number=number)
    if _open(command).filter(case=case).exists():
        raise RuleError("您正在应急查阅这个案件，还没有到时间。")
    until = command.at + timedelta(hours=span)
    row = BreakGlass(user_id=command.by.user_id, case=case, reason=text, at=command.at, until=until)
    BreakGlass.objects.bulk_create([row])
    record_reading(case.pk, by=command.by, at=command.at, what="glass", reason=text)
    private = canonical({"reason": text})
    facts = {"glass": row.pk, "hours": span}
    command.history.add(case, verb="break_glass", facts=facts, private=private, audience=Audience.INTERNAL)
    when = moments.short_minute_in_words(until)
    return Answer(
        sentence=f"到 {when} 为止可以查看；承办单位、领导和审计员已收到消息，当事人也看得到这次查阅。",
        number=case.number,
    )


@in_one_transaction("end_glass")
def end_glass(command: Command, *, glass: int) -> Answer:
    """Give up one's own look before its time. Raises RuleError when it is over already."""
    row = _open(command).select_for_update(of=("self",)).filter(pk=glass).first()
    if row is None:
        raise RuleError("这次应急查阅已经结束。")
    case = Case.objects.select_for_update(of=("self",)).select_related("holder", "secret").get(pk=row.case_id)
    BreakGlass.objects.filter(pk=row.pk).update(ended_at=command.at)
    command.history.add(case, verb="end_glass", facts={"glass": row.pk}, audience=Audience.INTERNAL)
    return Answer(sentence="已结束，现在看不到这个案件了。", number=case.number)


@in_one_transaction("review_glass")
def review_glass(command: Command, *, glass: int, finding: str, remark: str) -> Answer:
    """An auditor over the case says what they found, once. Raises Unseen, Invalid, RuleError."""
    command.by.require("review_glass")
    rows = BreakGlass.objects.select_for_update(of=("self",)).select_related("case__holder", "user")
    row = rows.filter(pk=glass).first()
    auditing = [post.path for post in command.by.posts if post.role is Role.AUDITOR]
    if row is None or not any(row.case.holder.path.startswith(path) for path in auditing):
        raise Unseen("没有找到这次应急查阅。")
    if row.finding:
        raise RuleError(f"已经审阅过：{GlassFinding.label_of(row.finding)}。")
    reading = Reading({"finding": finding, "remark": remark})
    word = reading.word("finding", GlassFinding, default=None, label="结论")
    text = reading.text("remark", limit=REASON, label="说明")
    if not word:
        reading.problems.setdefault("finding", "请选一个结论。")
    if word is GlassFinding.QUESTIONED and not text:
        reading.problems["remark"] = "有疑问的，请写明疑问是什么。"
    if reading.problems:
        raise Invalid(fields=reading.problems)
    BreakGlass.objects.filter(pk=row.pk).update(
        finding=word, remark=text, reviewed_by=command.by.user_id, reviewed_at=command.at
    )
    facts = {"glass": row.pk, "finding": str(word), "user": row.user_id, "unit": row.case.holder.code}
    command.history.add_to_stream("system", verb="review_glass", facts=facts)
    return Answer(sentence=f"已记录：{GlassFinding.label_of(str(word))}。")


def _case(command: Command, *, number: str) -> Case:
    """A case held by the unit of a post that may, or below. Told the same of a case elsewhere as of none."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("holder", "secret")
    case = rows.filter(numbered(number)).first()
    paths = [post.path for post in command.by.posts if post.role in (Role.SUPERVISOR, Role.LEADER)]
    if case is None or not any(case.holder.path.startswith(path) for path in paths):
        raise NotAllowed("没有找到这个案件，或者它不在您的辖区。")
    if case.secret.wrapped is None:
        raise RuleError("本案的卷宗已按清册销毁，没有可以查看的内容。")
    return case


def _open(command: Command) -> QuerySet[BreakGlass]:
    """This person's looks that still run."""
    return BreakGlass.objects.filter(user=command.by.user_id, until__gt=command.at, ended_at=None)
