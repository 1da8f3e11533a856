"""What a Word template may not hold: the package first, then every piece of template code, by a list of what is allowed."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.exceptions import PythonDocxError
from docx.oxml import parse_xml
from docxtpl import DocxTemplate
from jinja2 import Environment, TemplateSyntaxError, nodes

from jiefen.lib.zips import ZipProblem, check_zip

__all__ = ["FILTERS", "MOST", "UNREADABLE", "code_of", "package_of"]

MOST = 2 * 1024 * 1024
# What the Word libraries raise for files that are whole as a package and nonsense as a document.
UNREADABLE = (
    *(PythonDocxError, SyntaxError, KeyError, ValueError, AttributeError, TypeError, IndexError),
    zipfile.BadZipFile,
)
_MOST_PART = 8 * 1024 * 1024
FILTERS = frozenset({"default", "d", "join", "length", "first", "last", "upper", "trim", "day"})
_TESTS = frozenset({"defined", "undefined", "none"})
_ALLOWED: tuple[type[nodes.Node], ...] = (
    *(
        nodes.Template,
        nodes.Output,
        nodes.TemplateData,
        nodes.Name,
        nodes.Const,
        nodes.For,
        nodes.If,
        nodes.Filter,
    ),
    *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Getattr, nodes.Getitem, nodes.Test),
)
_WORDS: dict[type[nodes.Node], str] = {
    nodes.Call: "调用了程序",
    nodes.Macro: "定义了宏",
    nodes.Assign: "给变量赋值",
    nodes.AssignBlock: "给变量赋值",
    nodes.Include: "引入了别的文件",
    nodes.Import: "引入了别的文件",
    nodes.FromImport: "引入了别的文件",
    nodes.Extends: "引入了别的文件",
}
_ACTIVE = re.compile(r"vbaProject|activeX|word/embeddings/|\.bin$|customUI|attachedToolbars", re.IGNORECASE)
_EXTERNAL = re.compile(r"<[^<>]*\bTargetMode\s*=\s*[\"']External[\"'][^<>]*>")
_TARGET = re.compile(r"\bTarget\s*=\s*[\"']([^\"']*)[\"']")
_FIELD = re.compile(
    r"<w:instrText[^<>]*(?<!/)>((?:(?!</?w:instrText).)*)|\bw:instr\s*=\s*\"([^\"]*)\"", re.DOTALL
)
_HARMLESS_FIELD = re.compile(
    r"(?:(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|TOC|REF|STYLEREF|SEQ)\b.*|\\\*.*)?", re.IGNORECASE | re.DOTALL
)
_MOST_MARKS = 4_000  # braces; what reads them takes minutes for many that belong to nothing
_DEEPEST = 2  # loops within loops; more of them multiply without bounds
_DEEPEST_CODE = 50  # pieces within pieces; what compiles them takes time by the cube of it
_TOO_DEEP = "条件、括号或者字段套得太深，请拆开写。"
_BODY = re.compile(r"word/(document|header[0-9]*|footer[0-9]*|footnotes)\.xml")
_XML = (".xml", ".rels")


def package_of(template: bytes) -> list[str]:
    """Why the file itself cannot be taken; nothing of it is unpacked before its sizes are known."""
    if len(template) > MOST:
        return [f"文件超过 {MOST // 1024 // 1024} MB，请压缩或者删去图片。"]
    with tempfile.TemporaryDirectory(prefix="jiefen-word-") as folder:
        file = Path(folder) / "template.docx"
        file.write_bytes(template)
        try:
            names = check_zip(file)
        except ZipProblem as problem:
            return [f"{problem}，请用 Word 或 WPS 另存为 .docx 后再上传。"]
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        return ["不是 Word 文档（.docx）。"]
    problems = [
        f"含有宏或者嵌入的程序（{name}），请另存为不含宏的 .docx。" for name in names if _ACTIVE.search(name)
    ]
    with zipfile.ZipFile(io.BytesIO(template)) as packed:
        for entry in packed.infolist():
            if entry.filename.endswith(_XML):
                problems += _of_part(packed, entry=entry)
    return list(dict.fromkeys(problems)) or _unreadable(template)


def _unreadable(template: bytes) -> list[str]:
    """Whole as a package but not as a document: parts that are missing, or that are no XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as packed:
            for name in packed.namelist():
                if name.endswith(_XML):
                    parse_xml(packed.read(name))
        docx.Document(io.BytesIO(template))
    except UNREADABLE:
        return ["文件已损坏，请用 Word 或 WPS 打开后另存一次。"]
    return []


def _of_part(packed: zipfile.ZipFile, *, entry: zipfile.ZipInfo) -> Iterator[str]:
    if entry.file_size > _MOST_PART:
        yield f"内部文件 {entry.filename} 过大。"
        return
    try:
        text = packed.read(entry).decode("utf-8-sig")
    except UnicodeDecodeError:
        yield f"内部文件 {entry.filename} 的编码不是 UTF-8，请用 Word 或 WPS 另存一次。"
        return
    if "<!DOCTYPE" in text or "<!ENTITY" in text or "\x00" in text:
        yield f"内部文件 {entry.filename} 含有不允许的声明。"
    if entry.filename == "[Content_Types].xml" and "macroEnabled" in text:
        yield "是启用宏的文档（.docm），请另存为不含宏的 .docx。"
    for link in _EXTERNAL.findall(text):
        target = _TARGET.search(link)
        yield f"链接了外部内容（{target[1][:80] if target else entry.filename}），请取消超链接或者改为嵌入图片。"
    for pair in _FIELD.findall(text):
        code = "".join(pair).strip()
        if not _HARMLESS_FIELD.fullmatch(code):
            yield f"含有不允许的域代码“{code[:40]}”，请改为普通文字。"
    if entry.filename.startswith("docProps/") and re.search(r"\{[{%#]", text):
        yield "文件属性（标题、作者等）里写了模板代码，请删去。"


def code_of(template: bytes, *, known: set[str] | None) -> list[str]:
    """Template code that is not allowed, with the paragraph it stands in. `known` None: any field name will do."""
    problems: list[str] = []
    tidy = DocxTemplate(io.BytesIO(template))
    with zipfile.ZipFile(io.BytesIO(template)) as packed:
        for name in sorted(packed.namelist()):
            if _BODY.fullmatch(name):
                text = packed.read(name).decode("utf-8-sig")
                if text.count("{") > _MOST_MARKS:
                    return [f"{_where(name) or '正文'}：花括号超过 {_MOST_MARKS} 个，请删减。"]
                problems += _of_text(tidy.patch_xml(text.replace("\n", " ")), where=_where(name), known=known)
    return list(dict.fromkeys(problems))


def _where(name: str) -> str:
    for mark, word in (("header", "页眉"), ("footer", "页脚"), ("footnotes", "脚注")):
        if mark in name:
            return word
    return ""


def _of_text(xml: str, *, where: str, known: set[str] | None) -> Iterator[str]:
    """A line for each paragraph, so that the parser's line numbers name paragraphs."""
    lines = re.sub(r"<w:p(?=[ >])", "\n<w:p", xml).split("\n")
    texts = [re.sub(r"<[^<>]+>", "", line).strip() for line in lines]

    def at(line: int) -> str:
        paragraph = texts[min(max(line, 1), len(texts)) - 1]
        return f"{where}第 {max(line - 1, 1)} 段“{paragraph[:30]}{'…' if len(paragraph) > 30 else ''}”"

    try:
        tree = Environment(autoescape=True).parse("\n".join(lines))
    except TemplateSyntaxError as error:
        yield f"{at(error.lineno)}：模板代码写得不完整，请检查花括号、循环和条件是否成对。"
        return
    except RecursionError:
        yield f"{where or '正文'}：{_TOO_DEEP}"
        return
    if (deep := _too_deep(tree)) is not None:
        yield f"{at(deep.lineno)}：{_TOO_DEEP}"
        return
    inner = [node.target for node, _ in _all(tree) if isinstance(node, nodes.For)]
    own = {name.name for target in inner for name, _ in _all(target) if isinstance(name, nodes.Name)} | {
        "loop"
    }
    for node, loops in _all(tree):
        if isinstance(node, nodes.For) and loops >= _DEEPEST:
            yield f"{at(node.lineno)}：循环最多套 {_DEEPEST} 层。"
        if why := _against(node):
            yield f"{at(node.lineno)}：{why}。"
        elif known is not None and isinstance(node, nodes.Name) and node.name not in known | own:
            yield f"{at(node.lineno)}：没有“{node.name}”这个字段。"


def _too_deep(tree: nodes.Node) -> nodes.Node | None:
    """The first piece of code that lies too deep in others."""
    level: list[nodes.Node] = [tree]
    for _ in range(_DEEPEST_CODE):
        level = [child for node in level for child in node.iter_child_nodes()]
    return level[0] if level else None


def _all(tree: nodes.Node) -> Iterator[tuple[nodes.Node, int]]:
    """In the order of the text, each with the number of loops around it."""
    waiting: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while waiting:
        node, loops = waiting.pop()
        yield node, loops
        inside = loops + isinstance(node, nodes.For)
        waiting += [(child, inside) for child in reversed(list(node.iter_child_nodes()))]


def _against(node: nodes.Node) -> str:
    """Why it is not allowed, "" when it is."""
    if not isinstance(node, _ALLOWED):
        return _WORDS.get(type(node), "只能写字段、循环（for）和条件（if），不能写其他代码")
    if isinstance(node, nodes.Name) and node.name.startswith("_"):
        return f"不能使用“{node.name}”"
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        return f"不能使用“{node.attr}”"
    if isinstance(node, nodes.Getitem) and not (
        isinstance(node.arg, nodes.Const)
        and isinstance(node.arg.value, (int, str))
        and not str(node.arg.value).startswith("_")
    ):
        return "方括号里只能写序号或者字段名"
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        return f"不能使用过滤器“{node.name}”，可以用：{'、'.join(sorted(FILTERS))}"
    if isinstance(node, nodes.Test) and node.name not in _TESTS:
        return f"不能使用判断“{node.name}”"
    if isinstance(node, nodes.For) and node.recursive:
        return "循环不能递归"
    return ""
