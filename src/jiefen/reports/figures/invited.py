"""How many of those who were asked to come opened their page, by way of asking: counts of a year, never persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from jiefen.domain.case.actor import Actor
from jiefen.domain.figures import shares
from jiefen.domain.messages.words import InvitedBy
from jiefen.store.models import Case, Outreach

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class InvitedLine:
    """One way of asking. `came` and `share` are dashes where fewer than ten were asked."""

    way: str
    asked: int
    came: str
    share: str


def invited(actor: Actor, *, now: datetime) -> list[InvitedLine]:
    """Of the matters that this person may see, the year up to `now`."""
    seen = Case.objects.visible_to(actor)
    rows = Outreach.objects.filter(at__gt=now - YEAR, at__lte=now, party__case__in=seen.values("pk"))
    by_way = rows.values("way").annotate(asked=Count("pk"), opened=Count("came_at"))
    counted = {row["way"]: (row["asked"], row["opened"]) for row in by_way}
    return [_line(way, *counted.get(way.value, (0, 0))) for way in InvitedBy]


def _line(way: InvitedBy, asked: int, opened: int) -> InvitedLine:
    few = asked < shares.FEWEST
    return InvitedLine(
        way.label, asked, came="—" if few else str(opened), share=shares.shown(opened, whole=asked)
    )
