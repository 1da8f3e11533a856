"""How fast and how near (rows A4, A6, D4): dispatch in two hours, days to the end against last year, where people came first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from jiefen.domain.case.actor import Actor
from jiefen.domain.common.words import Channel, Flag, State
from jiefen.domain.figures import shares
from jiefen.reports.common.stat import Stat
from jiefen.store.common.scope import FLAGGED
from jiefen.store.models import Case, Clock

DONE = (State.CLOSED, State.ARCHIVED)
YEAR = timedelta(days=365)
_TOOK = ExpressionWrapper(F("ended_at") - F("registered_at"), output_field=DurationField())


@dataclass(frozen=True)
class Pace:
    """`formula` in words, as the page shows it under the figures."""

    stats: list[Stat]
    formula: str


FORMULA = (
    "信访 2 小时到承办单位：信访事项从登记到首次派出，在分流时限（2 个工作小时）内的占比，还没派出的超时也算在内。"
    "平均办理天数：这段时间办结的案件从登记到办结的自然日；同比是去年同一段。"
    "来访在本县受理占比：窗口来访，占窗口来访与上级、部门转来的信访事项之和。"
)


def pace(actor: Actor, *, days: int, now: datetime) -> Pace:
    """Over the cases this person may see, registered or ended in the last `days`."""
    seen = Case.objects.visible_to(actor)
    since = now - timedelta(days=days)
    came = Q(registered_at__gte=since)
    above = Q(channel=Channel.DEPARTMENT, flags__contains=f",{Flag.PETITION},")
    counts = seen.order_by().aggregate(
        took=Avg(_TOOK, filter=_ended(since, until=now)),
        before=Avg(_TOOK, filter=_ended(since - YEAR, until=now - YEAR)),
        here=Count("pk", filter=came & Q(channel=Channel.WINDOW)),
        above=Count("pk", filter=came & above),
    )
    return Pace(
        stats=[
            Stat(_in_two_hours(seen, since=since, now=now), "信访 2 小时到承办单位"),
            Stat(_days(counts["took"]), "平均办理天数", unit="天"),
            Stat(_change(counts["took"], counts["before"]), "办理天数同比"),
            Stat(_share(counts["here"], counts["here"] + counts["above"]), "来访在本县受理占比"),
        ],
        formula=FORMULA,
    )


def _ended(since: datetime, *, until: datetime) -> Q:
    return Q(state__in=DONE, ended_at__gte=since, ended_at__lte=until)


def _in_two_hours(seen: QuerySet[Case], *, since: datetime, now: datetime) -> str:
    petitions = seen.filter(FLAGGED, flags__contains=f",{Flag.PETITION},", registered_at__gte=since)
    first = Clock.objects.filter(case=OuterRef("pk"), rule="C-DISPATCH")
    late = first.filter(Q(stopped_at__gt=F("due")) | Q(stopped_at=None, due__lt=now))
    counts = petitions.aggregate(n=Count("pk"), late=Count("pk", filter=Q(Exists(late))))
    return _share(counts["n"] - counts["late"], counts["n"])


def _share(part: int, whole: int) -> str:
    return shares.shown(part, whole=whole, fewest=1)


def _days(took: timedelta | None) -> str:
    return "—" if took is None else f"{took / timedelta(days=1):.1f}"


def _change(took: timedelta | None, before: timedelta | None) -> str:
    return f"{(took - before) / before:+.1%}" if took is not None and before else "—"
