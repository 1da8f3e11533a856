"""The tabs of a case that show what stands beside its line: mediation, agreement, oversight. Each is a list of panels."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from jiefen.reports.agreement import panels as agreement_panels
from jiefen.reports.case import next_routes
from jiefen.reports.common.panels import Button, Panel, PanelLine
from jiefen.reports.court import panels as court_panels
from jiefen.reports.documents import panels as file_panels
from jiefen.reports.mediation import panels as mediation_panels
from jiefen.reports.messages import inquiries
from jiefen.reports.oversight import disagreement_panels
from jiefen.reports.oversight import panels as oversight_panels
from jiefen.reports.privacy import panels as data_panels
from jiefen.reports.safety import panels as safety_panels
from jiefen.store.models import Case

Teller = Callable[[Case, datetime], Sequence[Panel]]


@dataclass(frozen=True)
class PanelTab:
    """`tellers` make the panels; `heading` and `text` are said while there are none."""

    tellers: tuple[Teller, ...]
    icon: str
    heading: str
    text: str


PANEL_TABS: dict[str, PanelTab] = {
    "mediation": PanelTab(
        tellers=(
            *safety_panels.PANELS,
            *court_panels.REFERRALS,
            *mediation_panels.PANELS,
            *next_routes.PANELS,
        ),
        icon="users-group",
        heading="还没有调解记录",
        text="先做安全筛查，再记录各方是否接受调解、由谁调解，再安排调解会；披露、回避、专家意见也记在这里。",
    ),
    "files": PanelTab(
        tellers=file_panels.PANELS,
        icon="paperclip",
        heading="还没有出具文书",
        text="上面列出的文书随时可以预览和出具；办结以后在这里立卷。",
    ),
    "agreement": PanelTab(
        tellers=(*agreement_panels.PANELS, *court_panels.CONFIRMATIONS),
        icon="file-text",
        heading="还没有协议",
        text="谈妥以后在这里起草协议，请各方签名；履行、回访和当事人自己的确认也在这里。",
    ),
    "oversight": PanelTab(
        tellers=(
            *oversight_panels.PANELS,
            *disagreement_panels.PANELS,
            *data_panels.PANELS,
            *inquiries.PANELS,
        ),
        icon="eye",
        heading="没有督办、异议或纠偏",
        text="催办、督办、异议、申诉、联合调解和当事人留言会显示在这里。",
    ),
}


def panels_of(
    case: Case,
    *,
    tab: str,
    buttons: Sequence[Button],
    now: datetime,
    me: int = 0,
    may: Collection[str] = (),
) -> list[Panel]:
    """Newest first, each with those of the person's buttons that belong to it, and the paper that they may read."""
    all_panels = [panel for tell in PANEL_TABS[tab].tellers for panel in tell(case, now)]
    panels = sorted(all_panels, key=lambda panel: panel.at, reverse=True)
    return [
        replace(
            told_to(panel, me=me, may=may),
            buttons=tuple(button for button in buttons if button.verb in panel.verbs),
        )
        for panel in panels
    ]


def told_to(panel: Panel, *, me: int = 0, may: Collection[str]) -> Panel:
    """The panel as this person may read it."""
    lines = tuple(_for_reader(line, may=may) for line in panel.lines)
    return replace(panel, url=panel.url if _shown(panel, me=me, may=may) else "", lines=lines)


def _for_reader(line: PanelLine, *, may: Collection[str]) -> PanelLine:
    links = line.links if line.links_need in ("", *may) else ()
    note = line.note if line.note_needs in ("", *may) else ""
    return replace(line, links=links, note=note)


def _shown(panel: Panel, *, me: int, may: Collection[str]) -> bool:
    mine = panel.url_for is None or me in panel.url_for
    return mine and (not panel.url_needs or panel.url_needs in may)
