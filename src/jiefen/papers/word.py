"""Word templates a centre writes itself: looked through before they are kept, filled in a sandbox.

A template may name fields, go through lists and ask simple questions; whatever else the template language can do is
refused, by `problems` when it is uploaded and by `fill` again. Docx in, docx out.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from typing import Any, cast

from docxtpl import DocxTemplate
from jinja2 import ChainableUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from jiefen.papers import PaperProblem
from jiefen.papers.text import printable
from jiefen.papers.word_check import FILTERS, UNREADABLE, code_of, package_of

__all__ = ["fill", "problems"]

_MOMENT = (1980, 1, 1, 0, 0, 0)


def problems(template: bytes, known: set[str]) -> list[str]:
    """What stands against using this template, as Chinese sentences; empty when it can be used.

    `known`: names of the fields there are. A name that is not among them is named with its paragraph.
    """
    reasons = package_of(template) or code_of(template, known=known)
    if not reasons:
        try:
            fill(template, {})
        except PaperProblem as problem:
            reasons = [str(problem)]
    return reasons


def fill(template: bytes, fields: Mapping[str, Any]) -> bytes:
    """The document with its fields filled in; fields that are missing are left blank. Equal values give equal bytes.

    Raises PaperProblem with the first of its problems when the template may not be used, whoever let it in.
    """
    if reasons := package_of(template) or code_of(template, known=None):
        raise PaperProblem(f"Word 模板不能使用：{reasons[0]}")
    out = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(
            cast(dict[str, Any], printable(dict(fields))), jinja_env=environment(), autoescape=True
        )
        document.save(out)
    except (TemplateError, RecursionError, *UNREADABLE) as error:
        raise PaperProblem("Word 模板填写失败，请检查循环和条件是否成对、字段写法是否正确。") from error
    return steady(out.getvalue())


def environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=ChainableUndefined)
    made.filters = {name: function for name, function in made.filters.items() if name in FILTERS}
    made.filters["day"] = day
    made.globals.clear()
    return made


def day(moment: object) -> str:
    """`2026-11-05T10:20:00+08:00` as 2026 年 11 月 5 日; what is no day stays as it is."""
    try:
        date = dt.datetime.fromisoformat(str(moment))
    except ValueError:
        return str(moment)
    return f"{date.year} 年 {date.month} 月 {date.day} 日"


def steady(docx: bytes) -> bytes:
    """The same package without the moments at which its entries were packed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx)) as packed,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again,
    ):
        for entry in packed.infolist():
            again.writestr(zipfile.ZipInfo(entry.filename, _MOMENT), packed.read(entry), zipfile.ZIP_DEFLATED)
    return out.getvalue()
