"""The order in which a volume is read aloud: what our own papers say of their structure is taken along, and every picture
is called by its name. Of what strangers made only the pages are taken; their tags may say anything.
"""

from __future__ import annotations

from typing import cast

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

__all__ = ["Tags"]


class Tags:
    """The structure of one volume, gathered part by part."""

    def __init__(self, writer: PdfWriter) -> None:
        self.writer = writer
        self.roles = DictionaryObject()
        self.numbers = ArrayObject()
        self.next = 0
        self.root = self._added({"/Type": NameObject("/StructTreeRoot")})
        self.whole = self._element("/Document", parent=self.root)
        self.parts = ArrayObject()

    def paper(self, reader: PdfReader, *, pages: list[PageObject], title: str) -> None:
        """Take along the structure of one of our own papers, whose pages have just been taken."""
        numbers = [page.get("/StructParents") for page in reader.pages]
        tree = reader.root_object.get("/StructTreeRoot")
        if tree is None:
            return
        part = self._element("/Part", parent=self.whole, title=title)
        copied = tree.get_object().clone(self.writer, force_duplicate=False)
        kids = ArrayObject(_list(copied.get("/K")))
        for kid in kids:
            cast(DictionaryObject, kid.get_object())[NameObject("/P")] = _at(part)
        part[NameObject("/K")] = kids
        self.parts.append(_at(part))
        self.roles.update(copied.get("/RoleMap", DictionaryObject()).get_object())
        self._renumber(
            _list(copied["/ParentTree"].get_object().get("/Nums")),
            pages=list(zip(numbers, pages, strict=True)),
        )
        for name in ("/K", "/ParentTree", "/RoleMap"):
            del copied.get_object()[name]

    def picture(self, page: PageObject, *, title: str) -> str:
        """Name the picture of a page; the mark that its content is to be put in."""
        part = self._element("/Part", parent=self.whole, title=title)
        figure = self._element("/Figure", parent=part)
        told = {"/Alt": TextStringObject(title), "/Pg": page.indirect_reference, "/K": NumberObject(0)}
        figure.update({NameObject(name): value for name, value in told.items()})
        part[NameObject("/K")] = ArrayObject([_at(figure)])
        self.parts.append(_at(part))
        page[NameObject("/StructParents")] = NumberObject(self.next)
        self.numbers.extend([NumberObject(self.next), self.writer._add_object(ArrayObject([_at(figure)]))])
        self.next += 1
        return "/Figure <</MCID 0>> BDC"

    def close(self, *, title: str) -> None:
        """Write what was gathered into the catalogue of the file."""
        self.whole[NameObject("/K")] = self.parts
        tree = _at(self._added({"/Nums": self.numbers}))
        for name, value in (
            ("/K", ArrayObject([_at(self.whole)])), ("/RoleMap", self.roles), ("/ParentTree", tree),
            ("/ParentTreeNextKey", NumberObject(self.next)),
        ):  # fmt: skip
            self.root[NameObject(name)] = value
        top = self.writer.root_object
        top[NameObject("/StructTreeRoot")] = _at(self.root)
        top[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
        top[NameObject("/Lang")] = TextStringObject("zh-CN")
        shown = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
        top[NameObject("/ViewerPreferences")] = shown
        self.whole[NameObject("/T")] = TextStringObject(title)

    def _renumber(self, pairs: list[PdfObject], *, pages: list[tuple[int | None, PageObject]]) -> None:
        """Pages find their structure by a number, which each paper begins at nought."""
        for number, page in pages:
            if number is not None:
                page[NameObject("/StructParents")] = NumberObject(number + self.next)
        most = -1
        for key, row in zip(pairs[::2], pairs[1::2], strict=True):
            self.numbers.extend([NumberObject(int(key) + self.next), row])  # type: ignore[call-overload]
            most = max(most, int(key))  # type: ignore[call-overload]
        self.next += most + 1

    def _element(self, kind: str, *, parent: DictionaryObject, title: str = "") -> DictionaryObject:
        told: dict[str, PdfObject] = {
            "/Type": NameObject("/StructElem"), "/S": NameObject(kind), "/P": _at(parent),
        }  # fmt: skip
        return self._added(told | ({"/T": TextStringObject(title)} if title else {}))

    def _added(self, told: dict[str, PdfObject]) -> DictionaryObject:
        made = DictionaryObject({NameObject(name): value for name, value in told.items()})
        self.writer._add_object(made)
        return made


def _at(held: DictionaryObject) -> IndirectObject:
    """The reference of what the file already holds."""
    assert held.indirect_reference is not None
    return held.indirect_reference


def _list(value: PdfObject | None) -> list[PdfObject]:
    held = value.get_object() if value is not None else None
    if held is None or isinstance(held, NullObject):
        return []
    return list(held) if isinstance(held, ArrayObject) else [value] if value is not None else []
