"""The centre's own templates and the seals in use, with who used them last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from jiefen.domain.common import moments
from jiefen.domain.common.errors import Unseen
from jiefen.domain.documents.catalogue import DOCUMENTS, Layout, document
from jiefen.domain.documents.words import TemplateState
from jiefen.lib.uploads import path_of
from jiefen.papers.word_fields import FIELDS
from jiefen.reports.documents.paper_fields import Fields
from jiefen.store.models import Seal, SealUse, WordTemplate

USES = 30
_LIKE = {Layout.AGREEMENT: "agreement", Layout.MINUTES: "minutes", Layout.NOTICE: "termination_notice"}
_SHEET = ("parts", "statement", "remark")
TONES = {TemplateState.PUBLISHED: "ok", TemplateState.DRAFT: "warn", TemplateState.RETIRED: "done"}


@dataclass(frozen=True)
class TemplateLine:
    id: int
    title: str
    version: int
    state: str
    tone: str
    note: str
    by: str
    at: datetime
    published: bool


@dataclass(frozen=True)
class SealLine:
    name: str
    since: datetime
    uses: int


@dataclass(frozen=True)
class UseLine:
    at: datetime
    by: str
    paper: str
    seal: str


@dataclass(frozen=True)
class TemplatesView:
    """`defaults`: documents with a template of ours to start from; `fields`: what each may name."""

    templates: list[TemplateLine]
    choices: list[tuple[str, str]]
    defaults: list[tuple[str, str]]
    fields: list[tuple[str, str]]
    seals: list[SealLine]
    uses: list[UseLine]


def templates() -> TemplatesView:
    """Uses name the paper, not the case: who may manage templates need not be one who may read cases."""
    rows = WordTemplate.objects.select_related("by").order_by("code", "-version")
    seals = Seal.objects.filter(until=None).order_by("name")
    uses = SealUse.objects.select_related("by", "paper", "seal").order_by("-pk")[:USES]
    return TemplatesView(
        templates=[_line(row) for row in rows],
        choices=[(row.code, f"{row.title}（{row.family.label}）") for row in DOCUMENTS],
        defaults=[(code, document(code).title) for code in FIELDS],
        fields=[(document(code).title, "、".join(names)) for code, names in FIELDS.items()],
        seals=[SealLine(row.name, row.since, row.uses.count()) for row in seals],
        uses=[UseLine(row.at, row.by.name, row.paper.title, row.seal.name) for row in uses],
    )


def _line(row: WordTemplate) -> TemplateLine:
    state = TemplateState(row.state)
    return TemplateLine(
        id=row.pk,
        title=document(row.code).title,
        version=row.version,
        state=state.label,
        tone=TONES[state],
        note=row.note,
        by=row.by.name,
        at=row.at,
        published=state is TemplateState.PUBLISHED,
    )


def known_fields(code: str) -> set[str]:
    """What a template for this document may name."""
    names = FIELDS.get(code) or FIELDS.get(_LIKE.get(document(code).layout, ""), ())
    shared = {name for name in FIELDS["agreement"] if name in set(FIELDS["minutes"])}
    return set(names) | shared | set(_SHEET)


def problems_of(template: bytes, *, code: str) -> list[str]:
    from jiefen.papers import word  # heavy: read when needed

    return word.problems(template, known_fields(code))


def preview(pk: int, *, now: datetime) -> bytes:
    """The template with its fields left blank, as PDF. Raises Unseen, PaperProblem."""
    from jiefen.papers import docx_typst, word

    row = WordTemplate.objects.filter(pk=pk).first()
    if row is None:
        raise Unseen("没有这个模板。")
    filled = word.fill(_content(row.digest), {"title": document(row.code).title})
    return docx_typst.to_pdf(filled, date=_date(now), title=document(row.code).title)


def starting_point(code: str) -> bytes:
    """Our own template to edit. Raises Unseen."""
    from jiefen.papers.word_defaults import default_template

    try:
        return default_template(code)
    except KeyError:
        raise Unseen("这种文书没有现成的模板。") from None


def in_use(code: str) -> tuple[int, bytes] | None:
    """Version and content of the centre's own template for this document; None when ours is used."""
    row = WordTemplate.objects.filter(code=code, state=TemplateState.PUBLISHED).first()
    return (row.version, _content(row.digest)) if row else None


def as_word(code: str, *, fields: Fields) -> bytes:
    """The document filled in, to be edited further. Raises Unseen, PaperProblem."""
    from jiefen.papers import word

    own = in_use(code)
    return word.fill(own[1] if own else starting_point(code), fields)


def as_pdf(template: bytes, *, fields: Fields, title: str, key: str) -> bytes:
    from jiefen.papers import docx_typst, word

    filled = word.fill(template, fields)
    told = {"mark": fields.get("mark", ""), "remarks": fields.get("remarks", [])}
    centre = str(fields["centre"])
    return docx_typst.to_pdf(filled, date=str(fields["date"]), title=title, key=key, centre=centre, told=told)


def _content(digest: str) -> bytes:
    return Path(path_of(digest, root=settings.HOME.files)).read_bytes()


def _date(now: datetime) -> str:
    return moments.iso_second(now)
