"""What the styles of a Word document say of a paragraph. Each is looked up once: python-docx goes through all every time."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from jiefen.domain.common.reading import whole_number

__all__ = ["Styles"]

_DEFAULT_SIZE = 10.5


class Styles:
    """Of one document. Sizes are in points."""

    def __init__(self, document: Document) -> None:
        self._chains: dict[str | None, list[ParagraphStyle]] = {}
        sizes = document.styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr/w:sz/@w:val")
        half = whole_number(str(sizes[0]), digits=4) if sizes else None
        self._size = half / 2 if half is not None else _DEFAULT_SIZE

    def of(self, one: Paragraph) -> list[ParagraphStyle]:
        """Its style and those it is based on, nearest first."""
        name = one._p.style
        if name not in self._chains:
            chain: list[ParagraphStyle] = []
            style: Any = one.style
            while isinstance(style, ParagraphStyle) and style.style_id not in {
                other.style_id for other in chain
            }:
                chain.append(style)
                style = style.base_style
            self._chains[name] = chain
        return self._chains[name]

    def told(self, one: Paragraph, name: str) -> Any:
        """Said of the paragraph itself, else by its style or the ones that style is based on."""
        formats = (one.paragraph_format, *(style.paragraph_format for style in self.of(one)))
        return next((own for look in formats if (own := getattr(look, name)) is not None), None)

    def size(self, one: Paragraph) -> float:
        return next((look.font.size.pt for look in self.of(one) if look.font.size is not None), self._size)

    def flag(self, run: Run, name: str) -> bool:
        """Whether a run is bold, italic or underlined."""
        parent = run._parent
        fonts = [
            run.font,
            *(style.font for style in (self.of(parent) if isinstance(parent, Paragraph) else ())),
        ]
        return bool(next((own for font in fonts if (own := getattr(font, name)) is not None), False))

    def list_of(self, one: Paragraph) -> Any:
        """The element that says which list it is in, or None."""
        holders = [one._p.pPr, *(style.element.find(qn("w:pPr")) for style in self.of(one)[:1])]
        elements = (holder.find(qn("w:numPr")) for holder in holders if holder is not None)
        return next((element for element in elements if element is not None), None)
