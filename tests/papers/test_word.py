"""Word templates: what may be in them, what is refused and where, and that values stay values."""

from __future__ import annotations

import io
import sys
import time
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
import pytest

from jiefen.papers import PaperProblem
from jiefen.papers.word import environment, fill, problems

pytestmark = pytest.mark.one_database

KNOWN = {"name", "terms", "date", "number"}


def template(*lines: str, footer: str = "", title: str = "") -> bytes:
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    made.sections[0].footer.paragraphs[0].text = footer
    made.core_properties.title = title
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_file(docx_bytes: bytes, name: str, content: bytes | str) -> bytes:
    out = io.BytesIO(docx_bytes)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return out.getvalue()


def changed(docx_bytes: bytes, name: str, old: str, new: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx_bytes)) as packed, zipfile.ZipFile(out, "w") as again:
        for entry in packed.namelist():
            content = packed.read(entry)
            if entry == name:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            again.writestr(entry, content)
    return out.getvalue()


def text_of(docx_bytes: bytes) -> str:
    made = docx.Document(io.BytesIO(docx_bytes))
    return "\n".join(line.text for line in made.paragraphs)


GOOD = template(
    "申请人：{{ name }}",
    "{%p for term in terms %}",
    "{{ loop.index }}、{{ term.text|default('无') }}{% if term.amount %}，{{ term.amount }} 元{% endif %}。",
    "{%p endfor %}",
    footer="编号 {{ number }}",
)


def test_a_template_of_fields_loops_and_questions_is_filled() -> None:
    assert problems(GOOD, KNOWN) == []
    terms = [{"text": "返还押金", "amount": "6,400"}, {"text": "交还钥匙", "amount": ""}]
    made = fill(GOOD, {"name": "李秋禾", "terms": terms, "number": "第 1 号"})
    assert text_of(made) == "申请人：李秋禾\n1、返还押金，6,400 元。\n2、交还钥匙。"
    assert docx.Document(io.BytesIO(made)).sections[0].footer.paragraphs[0].text == "编号 第 1 号"
    assert made == fill(GOOD, {"name": "李秋禾", "terms": terms, "number": "第 1 号"})


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("2026-11-05", "2026 年 11 月 5 日"),
        ("2026-11-05T10:20:00+08:00", "2026 年 11 月 5 日"),
        ("下月", "下月"),
        ("", ""),
    ],
)
def test_a_day_is_written_in_words(value: str, told: str) -> None:
    assert text_of(fill(template("{{ date|day }}。"), {"date": value})) == f"{told}。"


def test_missing_fields_are_blank() -> None:
    assert text_of(fill(GOOD, {})) == "申请人："
    assert text_of(fill(template("{{ a.b.c }}完"), {})) == "完"


def test_a_tag_that_word_tore_apart_is_still_read() -> None:
    made = docx.Document()
    line = made.add_paragraph()
    for piece in ("{", "{ na", "me }", "}"):
        line.add_run(piece).bold = piece == "{ na"
    out = io.BytesIO()
    made.save(out)
    assert problems(out.getvalue(), KNOWN) == []
    assert text_of(fill(out.getvalue(), {"name": "李秋禾"})) == "李秋禾"


@pytest.mark.parametrize(
    "value", ["a<b>&c", "{{ 7*7 }}", "{% for %}", "</w:t></w:r>", "#read('/etc/passwd')", "𬀩㛃䶮", "&lt;"]
)
def test_values_are_only_text(value: str) -> None:
    assert text_of(fill(template("前{{ name }}后"), {"name": value})) == f"前{value}后"


def test_control_characters_do_not_break_the_document() -> None:
    assert text_of(fill(template("前{{ name }}后"), {"name": "a\x00\x07\ud800b\n\tc"})) == "前ab c后"


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "第 2 段“{{ ''.__class__"),
        ("{{ name.__class__ }}", "不能使用“__class__”"),
        ("{{ name._secret }}", "不能使用“_secret”"),
        ("{{ name['__class__'] }}", "方括号里"),
        ("{{ name[number] }}", "方括号里"),
        ("{{ name|attr('x') }}", "不能使用过滤器“attr”"),
        ("{{ name|safe }}", "不能使用过滤器“safe”"),
        ("{{ name.upper() }}", "调用了程序"),
        ("{{ range(9) }}", "调用了程序"),
        ("{{ name * 999999999 }}", "不能写其他代码"),
        ("{{ 'a' ~ name }}", "不能写其他代码"),
        ("{% set x = 1 %}", "给变量赋值"),
        ("{% macro x() %}{% endmacro %}", "定义了宏"),
        ("{% include 'x' %}", "引入了别的文件"),
        ("{% import 'x' as y %}", "引入了别的文件"),
        ("{% if name is callable %}{% endif %}", "不能使用判断“callable”"),
        (
            "{% for a in terms %}{% for b in a %}{% for c in b %}{% endfor %}{% endfor %}{% endfor %}",
            "最多套 2 层",
        ),
        ("{{ name", "花括号"),
        ("{% if name %}", "成对"),
    ],
)
def test_other_code_is_refused_when_uploaded_and_when_filled(code: str, why: str) -> None:
    bad = template("第一段", code)
    found = problems(bad, KNOWN)
    assert any(why in one and "第 2 段" in one for one in found), found
    with pytest.raises(PaperProblem, match="Word 模板不能使用"):
        fill(bad, {"name": "李秋禾"})


def test_unknown_fields_are_named_with_their_paragraph() -> None:
    found = problems(template("{{ name }}", "{{ nmae }}", footer="{{ nubmer }}"), KNOWN)
    assert found == [
        "第 2 段“{{ nmae }}”：没有“nmae”这个字段。",
        "页脚第 1 段“{{ nubmer }}”：没有“nubmer”这个字段。",
    ]


def test_a_loop_that_tears_the_document_apart_is_found_when_uploaded() -> None:
    torn = template("{%p for term in terms %}{%p endfor %}", "{{ name }}")
    assert problems(torn, KNOWN) != []


@pytest.fixture
def deep_calls() -> Iterator[None]:
    """Somebody else in this process asked for deeper calls, so that depth alone ends nothing early."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(before)


@pytest.mark.usefixtures("deep_calls")
@pytest.mark.parametrize(
    "lines",
    [
        ["{% if name %}"] * 400 + ["{% endif %}"] * 400,
        ["{% for one in terms %}"] * 60 + ["{% endfor %}"] * 60,
        ["{{ " + "(" * 3000 + "name" + ")" * 3000 + " }}"],
        ["{{ name" + ".name" * 3000 + " }}"],
        ["{% if " + "not " * 3000 + "name %}{% endif %}"],
        ["{% if name %}"] * 120 + ["{% endif %}"] * 120,
        ["{{" * 1_900],
        ["{{" * 2_000] * 10,
    ],
)
def test_what_is_nested_without_end_is_refused_at_once(lines: list[str]) -> None:
    unpressed = changed(template(*lines), "word/document.xml", "<w:body>", "<w:body>")
    started = time.monotonic()
    assert problems(unpressed, KNOWN) != []
    assert time.monotonic() - started < 5


def test_code_in_the_properties_is_refused() -> None:
    assert "文件属性" in problems(template("好", title="{{ name }}"), KNOWN)[0]


RELS = "word/_rels/document.xml.rels"
LINK = '<Relationship Id="rId99" Type="x" Target="https://evil.example/a.png" TargetMode="External"/></Relationships>'


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (b"", "文件已损坏"),
        (b"PK\x03\x04 no", "文件已损坏"),
        (with_file(GOOD, "word/vbaProject.bin", b"x"), "宏"),
        (changed(GOOD, "[Content_Types].xml", "wordprocessingml.document.main", "macroEnabled.main"), "docm"),
        (with_file(GOOD, "word/embeddings/a.bin", b"x"), "嵌入的程序"),
        (changed(GOOD, RELS, "</Relationships>", LINK), "外部内容（https://evil.example/a.png）"),
        (changed(GOOD, "word/document.xml", "<w:body>", "<!ENTITY a 'b'><w:body>"), "声明"),
        (
            changed(
                GOOD, "word/document.xml", "<w:body>", "<w:body><w:instrText>INCLUDETEXT c</w:instrText>"
            ),
            "INCLUDETEXT",
        ),
        (changed(GOOD, "word/document.xml", "<w:body>", "<w:body><w:p>"), "已损坏"),
        (with_file(GOOD, "word/media/zeros.png", b"\0" * 9_000_000), "压缩炸弹"),
        (with_file(GOOD, "../a.xml", b"x"), "不安全的路径"),
        (b"x" * (2 * 1024 * 1024 + 1), "超过 2 MB"),
    ],
)
def test_unsafe_files_are_refused(bad: bytes, why: str) -> None:
    assert why in "".join(problems(bad, KNOWN))
    with pytest.raises(PaperProblem):
        fill(bad, {})


@pytest.mark.parametrize("code", ["{{ ''.__class__.__mro__[1].__subclasses__() }}", "{{ x.append(1) }}"])
def test_the_sandbox_holds_even_without_the_check(code: str) -> None:
    values: dict[str, Any] = {"x": [1]}
    try:
        told = environment().from_string(code).render(values)
    except Exception as error:
        told = type(error).__name__
    assert told in {"", "SecurityError", "UndefinedError"}
    assert values == {"x": [1]}
