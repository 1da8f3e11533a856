"""The papers that a party may take away: those that left the centre for them, byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jiefen.reports.common.addresses import address
from jiefen.reports.documents.files import paper_of, papers_of
from jiefen.store.models import Attachment, Party


@dataclass(frozen=True)
class OwnPaper:
    title: str
    at: datetime
    url: str


@dataclass(frozen=True)
class OwnFile:
    """A paper's file: the row by which it is kept, and what it is called."""

    kept: Attachment
    name: str
    media_type: str


def own_papers(party: Party) -> list[OwnPaper]:
    """The newest first."""
    rows = reversed(papers_of(party))
    return [OwnPaper(row.title, row.at, address("track_paper", row.pk)) for row in rows]


def own_file(party: Party, *, pk: int) -> OwnFile:
    """Raises Unseen for a paper that is not this party's."""
    row = paper_of(party, pk=pk)
    return OwnFile(row.file, f"{row.title}.pdf", row.file.media_type)
