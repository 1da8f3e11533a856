"""What a thing that stands over a case looks like: a heading, its state, its steps, and the buttons that move it on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PanelLine:
    """One step in the life of a panel: when, who, what; `note` is what was written.

    `links`: (label, address) of where one acts on it, shown to those who may do `links_need` on the case;
    `note_needs`: what one must be allowed to do on it to read the note.
    """

    at: datetime
    what: str
    who: str = ""
    note: str = ""
    links: tuple[tuple[str, str], ...] = ()
    links_need: str = ""
    note_needs: str = ""


@dataclass(frozen=True)
class Panel:
    """One supervision, correction, objection or group. `verbs` names the buttons that belong to it,
    `url` its letter or page and `url_label` what that is; `url_for` the ids of those who
    are shown it (None: everybody), `url_needs` what one must be allowed to do on the case to be shown it."""

    icon: str
    heading: str
    state: str
    tone: str
    at: datetime
    lines: tuple[PanelLine, ...]
    due: datetime | None = None
    verbs: tuple[str, ...] = ()
    url: str = ""
    url_label: str = "打印答复书"
    url_needs: str = ""
    url_for: frozenset[int] | None = None
    url_icon: str = "printer"
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Button:
    verb: str
    label: str
    tone: str
    key: str
    url: str
    needs: tuple[str, ...]
