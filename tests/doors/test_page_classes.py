"""Every page is one frozen dataclass: the first line of its template names it, and the template asks nothing else of it."""

from __future__ import annotations

import dataclasses
import re
from importlib import import_module
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "src/jiefen/web/templates"
NAMED = re.compile(r"\{# page(?:\.body)?: (jiefen(?:\.\w+)+)\.(\w+) #\}")
INCLUDED = re.compile(r"\{% (?:include|extends) '([\w/]+\.html)'")
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")
ASKED = re.compile(r"(?<![\w.])page\.(\w+)")
ASKED_OF_A_TAB = re.compile(r"(?<![\w.])page\.body\.(\w+)")
# Shells, and a page without anything of its own.
WITHOUT = {"common/help.html", "common/error.html", "portal/error.html"}


def pages() -> list[str]:
    """Templates that extend a shell or another page."""
    found = (path for path in sorted(TEMPLATES.rglob("*.html")) if "{% extends " in path.read_text("utf-8"))
    return [
        str(path.relative_to(TEMPLATES)) for path in found if str(path.relative_to(TEMPLATES)) not in WITHOUT
    ]


def text_of(name: str) -> str:
    """The template with what it includes and extends."""
    text = (TEMPLATES / name).read_text("utf-8")
    return text + "".join(text_of(part) for part in INCLUDED.findall(text))


def page_class(text: str) -> type | None:
    """The dataclass that the first line names; None when it names none that is frozen."""
    named = NAMED.fullmatch(text.split("\n", 1)[0])
    page = getattr(import_module(named[1]), named[2], None) if named else None
    frozen = dataclasses.is_dataclass(page) and page.__dataclass_params__.frozen  # type: ignore[attr-defined]
    return page if isinstance(page, type) and frozen else None


def tabs() -> list[str]:
    """The partials of the page of a case."""
    found = sorted(TEMPLATES.glob("case/case_*.html"))
    return [f"case/{path.name}" for path in found if "{# page.body: " in path.read_text("utf-8")]


def unknown(text: str, *, page: type, asking: re.Pattern[str] = ASKED) -> set[str]:
    """What a template asks of its page that the page does not have."""
    asked = {name for tag in TAG.findall(text) for name in asking.findall(tag)}
    fields = {field.name for field in dataclasses.fields(page)}
    return asked - fields - {name for name, value in vars(page).items() if isinstance(value, property)}


@pytest.mark.parametrize("name", pages())
def test_a_page_is_the_dataclass_that_its_template_names(name: str) -> None:
    page = page_class((TEMPLATES / name).read_text("utf-8"))
    assert page is not None, "the first line names no frozen dataclass"
    assert unknown(text_of(name), page=page) == set()


@pytest.mark.parametrize("name", tabs())
def test_a_tab_of_a_case_is_the_dataclass_that_its_template_names(name: str) -> None:
    text = (TEMPLATES / name).read_text("utf-8")
    body = page_class(text)
    assert body is not None
    assert unknown(text, page=body, asking=ASKED_OF_A_TAB) == set()


def test_every_page_was_looked_at() -> None:
    assert len(pages()) > 50
    assert len(tabs()) == 6


@pytest.mark.parametrize(
    "line",
    [
        "{# 督办预警. #}",
        "{# page: jiefen.web.oversight.pages.Nowhere #}",
        "{# page: jiefen.gate.sending.Refusal #}",
        "{# page: jiefen.domain.common.errors.Invalid #}",
    ],
)
def test_a_first_line_that_names_no_page_is_noticed(line: str) -> None:
    assert page_class(f"{line}\n{{% extends 'common/base.html' %}}\n") is None


def test_a_name_that_the_page_does_not_have_is_noticed() -> None:
    @dataclasses.dataclass(frozen=True)
    class Shown:
        rows: list[str]

        @property
        def count(self) -> int:
            return len(self.rows)

    text = "page.paper {{ page.rows }}{% if page.count and not page.rowz %}{{ row.page.x }}{% endif %}"
    assert unknown(text, page=Shown) == {"rowz"}
