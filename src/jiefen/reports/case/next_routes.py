"""What comes after: once mediation failed or is not to be, or a promise was broken, the next links with what time is left.

Starting one keeps the case and its number; going elsewhere by oneself stays open whatever is started here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from jiefen.domain.agreement.words import TermState
from jiefen.domain.clocks.remedies import Offer
from jiefen.domain.common.tracks import LINKS, MEDIATION, SERVICES, links_for
from jiefen.domain.common.words import FAILED, Outcome, State, Track
from jiefen.domain.safety.words import Stance
from jiefen.reports.common.addresses import address
from jiefen.reports.common.panels import Panel, PanelLine
from jiefen.reports.common.remedies import remedies_of
from jiefen.store.agreement import terms_in_force
from jiefen.store.models import Case
from jiefen.store.safety import stand_of

FREE = "当事人随时可以自己去，不用等这里；在这里启动的，还是这一件、这个案号。"


def next_links(case: Case, now: datetime) -> list[Panel]:
    why, at = _occasion(case)
    if at is None:
        return []
    running = set(case.proceedings.filter(finished_at=None).values_list("track", flat=True))
    lines = [PanelLine(at, why, "规则", FREE)]
    lines += [
        _of_offer(case, offer=offer, running=running, at=at, now=now) for offer in remedies_of(case, now=now)
    ]
    lines.append(_line(case, "请中心联系", tracks=SERVICES, running=running, at=at))
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


def _of_offer(case: Case, *, offer: Offer, running: set[str], at: datetime, now: datetime) -> PanelLine:
    left = f"（还剩 {(offer.due - now) // timedelta(days=1)} 天）" if offer.due and offer.due > now else ""
    text = "\n".join(part for part in (offer.text if offer.open else "", offer.note) if part)
    tracks = links_for(offer.id)
    return _line(case, f"{offer.heading}{left}", tracks=tracks, running=running, at=at, text=text)


def _line(
    case: Case, what: str, *, tracks: tuple[Track, ...], running: set[str], at: datetime, text: str = ""
) -> PanelLine:
    """A way, who takes it up here and what goes over, and what can still be started."""
    sentences = [
        f"{track.label}{'（进行中）' if track in running else ''}：由{LINKS[track].receives}接收，移交{LINKS[track].handed}。"
        for track in tracks
    ]
    fresh = [track for track in tracks if case.state == State.HANDLING and track not in running]
    return PanelLine(
        at,
        what,
        "当事人可以",
        note="\n".join([text, *sentences] if text else sentences),
        links=tuple(
            (f"启动{track.label}", address("case_verb", case.number, "start", track=track.value))
            for track in fresh
        ),
        links_need="start",
    )


PANELS = (next_links,)
