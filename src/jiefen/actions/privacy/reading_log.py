"""Every look at a case leaves a trace: who, from which unit, what, why (trust.md § 3.10)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import OperationalError

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.history import recorded
from jiefen.domain.case.actor import Actor
from jiefen.domain.common.chain import canonical
from jiefen.domain.common.errors import Invalid
from jiefen.domain.common.words import Audience
from jiefen.store.common.insert import insert_plain
from jiefen.store.common.prepared import Param, Prepared
from jiefen.store.models import Party, Sighting

COALESCE = timedelta(minutes=10)
_RECENT = Prepared(
    lambda: Sighting.objects.filter(
        case=Param("case"), user=Param("user"), what=Param("what"), at__gt=Param("since")
    ).values_list("pk")[:1]
)


def record_reading(case_id: int, *, by: Actor, at: datetime, what: str = "view", reason: str = "") -> None:
    """Log a look, once per person, case and kind in ten minutes."""
    if reason or not _RECENT.rows(case=case_id, user=by.user_id, what=what, since=at - COALESCE):
        with recorded(by=by, at=at) as history:
            history.add_to_stream("system", verb="look", facts={"case": case_id, "what": what})
            _saw(case_id, by=by, at=at, what=what, reason=reason)


def _saw(case_id: int, *, by: Actor, at: datetime, what: str, reason: str = "") -> None:
    unit = by.posts[0].unit_id if by.posts else None
    row = {
        "case_id": case_id,
        "user_id": by.user_id,
        "unit_id": unit,
        "what": what,
        "reason": reason[:200],
        "at": at,
    }
    insert_plain(Sighting, rows=[row])


def record_reading_if_possible(case_id: int, *, by: Actor, at: datetime, what: str = "view") -> None:
    """The same, but a store that cannot write (disk full, read-only) does not stop people from reading."""
    try:
        record_reading(case_id, by=by, at=at, what=what)
    except OperationalError:
        return


@in_one_transaction("reveal")
def reveal(command: Command, *, number: str, party: int, reason: str) -> Answer:
    """Allow one full view of a party's identity number and phone; a reason is asked and kept in the history."""
    case = command.lock(number, action="reveal")
    person = Party.objects.filter(case=case, pk=party).first()
    if person is None:
        raise Invalid(fields={"reason": "这个案件里没有这位当事人。"})
    if len(reason.strip()) < 4:
        raise Invalid(fields={"reason": "请写明查看理由（不少于 4 个字），例如“电话核对送达地址”。"})
    _saw(case.pk, by=command.by, at=command.at, what="reveal", reason=reason.strip())
    command.history.add(
        case,
        verb="reveal",
        facts={"party": person.position},
        private=_reason(reason),
        audience=Audience.INTERNAL,
    )
    return Answer(sentence="已显示完整信息，本次查看已留痕。", number=case.number, version=case.version + 1)


def _reason(reason: str) -> str:
    return canonical({"reason": reason.strip()[:200]})
