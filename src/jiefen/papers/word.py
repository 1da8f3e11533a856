"""Word templates a centre writes itself: looked through before they are kept, filled in a sandbox.

A template may name fields, go through lists and ask simple questions; whatever else the template language can do is
refused, by `problems` when it is uploaded and by `fill` again. Docx in, docx out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any, cast

from docxtpl import DocxTemplate
from jinja2 import ChainableUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from jiefen.papers import PaperProblem
from jiefen.papers.text import printable
from jiefen.papers.word_check import FILTERS, code_of, package_of

__all__ = ["fill", "problems"]

_MOMENT = (1980, 1, 1, 0, 0, 0)


def problems(template: bytes, known: set[str]) -> list[str]:
    """What stands against using this template, as Chinese sentences; empty when it can be used.

    `known`: names of the fields there are. A name that is not among them is named with its paragraph.
    """
    found = package_of(template)
    return found or code_of(template, known=known)


def fill(template: bytes, fields: Mapping[str, Any]) -> bytes:
    """The document with its fields filled in; fields that are missing are left blank. Equal values give equal bytes.

    Raises PaperProblem with the first of its problems when the template may not be used, whoever let it in.
    """
    if found := package_of(template) or code_of(template, known=None):
        raise PaperProblem(f"Word 模板不能使用：{found[0]}")
    document = DocxTemplate(io.BytesIO(template))
    try:
        document.render(
            cast(dict[str, Any], printable(dict(fields))), jinja_env=environment(), autoescape=True
        )
    except (TemplateError, ValueError, TypeError) as error:
        raise PaperProblem("Word 模板填写失败，请检查循环和条件是否成对、字段写法是否正确。") from error
    out = io.BytesIO()
    document.save(out)
    return steady(out.getvalue())


def environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=ChainableUndefined)
    made.filters = {name: told for name, told in made.filters.items() if name in FILTERS}
    made.globals.clear()
    return made


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
