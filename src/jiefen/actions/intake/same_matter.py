"""Whether what comes under a known outside number is the same matter: a key counts with its content only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

from jiefen.domain.common.chain import canonical
from jiefen.domain.common.errors import Clash
from jiefen.domain.intake.fields import PartyFacts, Registration
from jiefen.store.common import vault
from jiefen.store.common.reference import shown_number
from jiefen.store.models import Case

_TOLD = tuple(field.name for field in fields(Registration) if field.name not in ("parties", "title", "flags"))
_OF_PARTY = tuple(field.name for field in fields(PartyFacts))
Outside = tuple[str, str]  # source, external number


@dataclass(frozen=True)
class Known:
    """A case that came under an outside number. `content` is empty for one of before contents were kept."""

    number: str
    content: bytes
    story: str
    registered_at: datetime

    def clash(self, registration: Registration, *, content: bytes) -> Clash | None:
        """None when the same came again."""
        same = self.content == content if self.content else self.story == registration.story
        return None if same else clash_with(f"已登记为 {shown_number(self.number)}", registration)


def clash_with(where: str, registration: Registration) -> Clash:
    sentence = (
        f"编号“{registration.external_number}”{where}，内容却不同。是同一件事的补充，请到那件里补充；是另一件事，"
        "请改用别的编号，或写明“外部来源”。"
    )
    return Clash(sentence, fields={"external_number": sentence})


def content_of(registration: Registration) -> bytes:
    """A keyed digest of what was told, however it was written; empty where no outside number would ask for it.

    A title counts only where there is no story: without one we make it ourselves. Flags are ours, too.
    """
    if not registration.external_number:
        return b""
    told = [str(getattr(registration, name)) for name in _TOLD]
    people = [[str(getattr(party, name)) for name in _OF_PARTY] for party in registration.parties]
    title = "" if registration.story else registration.title
    return (
        vault.blind(canonical({"told": told, "parties": people, "title": title}), column="case.told") or b""
    )


def known_outside(wanted: Collection[Outside]) -> dict[Outside, Known]:
    cases = Case.objects.filter(
        source__in={source for source, _ in wanted}, external_number__in={number for _, number in wanted}
    )
    rows = cases.values_list("source", "external_number", "number", "told_blind", "story", "registered_at")
    return {
        (source, external): Known(number, bytes(content), story, registered_at)
        for source, external, number, content, story, registered_at in rows
    }
