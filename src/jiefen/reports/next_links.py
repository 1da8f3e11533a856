"""What comes after: once mediation failed or is not to be, or a promise was broken, the next links with what time is left.

Starting one keeps the case and its number; going elsewhere by oneself stays open whatever is started here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from jiefen.domain.remedies import Offer
from jiefen.domain.tracks import LINKS, MEDIATION, SERVICES, links_for
from jiefen.domain.words import Outcome, State, Track
from jiefen.domain.words_agreement import TermState
from jiefen.domain.words_safety import Stance
from jiefen.reports.panels import Line, Panel
from jiefen.reports.remedies import remedies_of
from jiefen.store.agreements import terms_in_force
from jiefen.store.models import Case
from jiefen.store.safe import stand_of

FAILED = (Outcome.NOT_AGREED, Outcome.TERMINATED, Outcome.REFUSED)
FREE = "当事人随时可以自己去，不用等这里；在这里启动的，还是这一件、这个案号。"


def next_links(case: Case, now: datetime) -> list[Panel]:
    why, at = _occasion(case)
    if at is None:
        return []
    running = set(case.proceedings.filter(finished_at=None).values_list("track", flat=True))
    lines = [Line(at, why, "规则", FREE)]
    for offer in remedies_of(case, now=now):
        lines += _of_offer(case, offer=offer, running=running, at=at, now=now)
    lines += [_of_track(case, track, running=running, at=at) for track in SERVICES]
    return [
        Panel(
            icon="route",
            heading="后续途径",
            state="由当事人选",
            tone="warn",
            at=at,
            lines=tuple(lines),
        )
    ]


def _occasion(case: Case) -> tuple[str, datetime | None]:
    """What makes the next links worth showing, and since when."""
    failed = case.proceedings.filter(track__in=MEDIATION, outcome__in=FAILED, finished_at__isnull=False)
    last = failed.order_by("-finished_at").first()
    if last is not None:
        return f"{Track.label_of(last.track)}没有调成：{Outcome.label_of(last.outcome)}", last.finished_at
    broken = terms_in_force(case).filter(state=TermState.DEFAULTED).first()
    if broken is not None:
        return f"协议第 {broken.position} 项没有履行", broken.settled_at or broken.agreement.made_at
    if stand_of(case).stance is Stance.NONE:
        screening = case.screenings.order_by("-pk").first()
        return "本案不调解", screening.at if screening else case.registered_at
    return "", None


def _of_offer(case: Case, *, offer: Offer, running: set[str], at: datetime, now: datetime) -> list[Line]:
    left = f"（还剩 {(offer.due - now) // timedelta(days=1)} 天）" if offer.due and offer.due > now else ""
    tracks = links_for(offer.id)
    note = "\n".join(part for part in (offer.text if offer.open else "", offer.note) if part)
    lines = [Line(at, f"{offer.heading}{left}", "当事人", note)]
    return lines + [_of_track(case, track, running=running, at=at) for track in tracks]


def _of_track(case: Case, track: Track, *, running: set[str], at: datetime) -> Line:
    link, under_way = LINKS[track], track in running
    may_start = case.state == State.HANDLING and not under_way
    return Line(
        at,
        track.label + ("（进行中）" if under_way else ""),
        "中心",
        f"由{link.receives}接收；移交：{link.handed}。",
        url=f"/cases/{case.number}/start?track={track.value}" if may_start else "",
        url_label=f"启动{track.label}",
        url_needs="start",
    )


PANELS = (next_links,)
