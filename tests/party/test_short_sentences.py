"""Sentences of the citizens' door: none is longer than thirty characters."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src/jiefen"
PAGES = sorted((SOURCE / "web/templates/portal").rglob("*.html"))
MODULES = sorted([*(SOURCE / "portal").rglob("*.py"), *(SOURCE / "reports/party").rglob("*.py")])
LONGEST = 30
CANNOT_BE_SHORTER = {
    "用certutil-hashfile或sha256sum算一遍，应当一样": "two programs, named as they are typed",
}

COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}", re.DOTALL)
VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
CONDITION = re.compile(r"\{%.*?%\}", re.DOTALL)
WITHIN_A_SENTENCE = re.compile(r"</?(?:strong|b|em|span|a|time|bdi|kbd|abbr)\b[^>]*>")
ELEMENT = re.compile(r"<[^>]*>", re.DOTALL)
END = re.compile(r"[。！？；：:]")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def too_long(text: str) -> list[str]:
    """Sentences of a text that are too long to be taken in at one reading."""
    sentences = ("".join(sentence.split()) for sentence in END.split(text))
    long = [sentence for sentence in sentences if len(sentence) > LONGEST and CHINESE.search(sentence)]
    return [sentence for sentence in long if sentence not in CANNOT_BE_SHORTER]


def words_of(page: str) -> str:
    """Words of a page's own: a filled-in value counts nothing, a condition ends a sentence."""
    words = WITHIN_A_SENTENCE.sub("", VALUE.sub("", COMMENT.sub("", page)))
    return ELEMENT.sub("。", CONDITION.sub("。", words))


def texts_of(module: str) -> Iterator[str]:
    """Texts of a module line by line: no docstring, and an f-string as one text without its values."""
    tree = ast.parse(module)
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    parts = {id(part) for node in joined for part in node.values}
    parts |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in joined:
        yield "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            yield from node.value.splitlines()


def test_every_excuse_is_still_needed() -> None:
    texts = "".join("".join(path.read_text(encoding="utf-8").split()) for path in [*PAGES, *MODULES])
    assert [sentence for sentence in CANNOT_BE_SHORTER if sentence not in texts] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_speaks_in_short_sentences(page: Path) -> None:
    assert too_long(words_of(page.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_a_module_speaks_in_short_sentences(module: Path) -> None:
    texts = texts_of(module.read_text(encoding="utf-8"))
    assert [sentence for text in texts for sentence in too_long(text)] == []


@pytest.mark.parametrize("sentence", ["字" * 31, "字" * 15 + "<strong>字</strong>" + "字" * 15])
def test_a_long_sentence_of_a_page_is_noticed(sentence: str) -> None:
    assert too_long(words_of(f"<p>{sentence}。</p>")) == ["字" * 31]


def test_sentences_that_end_in_time_are_let_through() -> None:
    assert too_long(words_of(f"<p>{'字' * 30}。{'字' * 30}</p><p>{'字' * 30}</p>")) == []


def test_a_long_sentence_of_a_module_is_noticed() -> None:
    module = f'PLAIN = "{"字" * 31}"\nFILLED = f"{"字" * 16}{{name}}{"字" * 15}"'
    assert [sentence for text in texts_of(module) for sentence in too_long(text)] == ["字" * 31] * 2
