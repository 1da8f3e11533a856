"""The Word templates a centre starts from: the fields of the layouts of the same name, in plain Word for anybody to edit."""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from jiefen.papers.word import steady

_FACE, _BODY = "仿宋_GB2312", 15.0
_SIGNED = (
    "{%p for one in signatures %}",
    "{{ one.role }}（签名）：{{ one.name }}　　{{ one.at }}",
    "{%p endfor %}",
)
_LINES: dict[str, Sequence[str]] = {
    "agreement": (
        "{%p for one in parties %}",
        "*{{ one.role }}：*{{ one.name }}{% if one.id_number %}，{{ one.paper or '证件' }}号码 {{ one.id_number }}{% endif %}"
        "{% if one.address %}，住{{ one.address }}{% endif %}"
        "{% if one.phone %}，联系电话 {{ one.phone }}{% endif %}。",
        "{%p endfor %}",
        "*纠纷主要事实、争议事项：*{{ facts }}",
        "*经调解，双方当事人自愿达成如下协议：*",
        "{%p for one in terms %}",
        "{{ one.no }}. {{ one.giver }}向{{ one.taker }}履行：{{ one.text }}"
        "{% if one.amount %}，金额人民币 {{ one.amount }} 元（大写：{{ one.amount_words }}）{% endif %}"
        "，于 {{ one.due|day }}前履行完毕{% if one.how %}，方式：{{ one.how }}{% endif %}。",
        "{%p endfor %}",
        "{%p if extra %}",
        "*其他约定：*{{ extra }}",
        "{%p endif %}",
        "{{ effect }}",
        "本协议一式 {{ copies }} 份，各方当事人、人民调解委员会各执一份。",
        "{%p if effective_on %}",
        "*本协议自 {{ effective_on }} 起生效。*",
        "{%p endif %}",
        "调解地点：{{ place }}。人民调解员：{{ mediators|join('、') }}。记录人：{{ recorders|join('、') }}。",
        *_SIGNED,
        "{{ level_sentence }}",
    ),
    "minutes": (
        "{%p for one in head %}",
        "*{{ one.label }}：*{{ one.value }}",
        "{%p endfor %}",
        "{%p for one in people %}",
        "*{{ one.role }}：*{{ one.name }}{% if one.told %}（{{ one.told }}）{% endif %}",
        "{%p endfor %}",
        "{%p for part in parts %}",
        "*{{ part.heading }}*",
        "{%p for line in part.lines %}",
        "{% if line.who %}{{ line.who }}：{{ line.text }}{% else %}{{ line }}{% endif %}",
        "{%p endfor %}",
        "{%p endfor %}",
        "{{ statement }}",
        *_SIGNED,
    ),
    "termination_notice": (
        "*{{ to }}：*",
        "{{ lead }}",
        "{%p for part in parts %}",
        "*{{ part.heading }}*",
        "{%p for line in part.lines %}",
        "{{ line }}",
        "{%p endfor %}",
        "{%p endfor %}",
        "*您还可以依法选择：*",
        "{%p for one in routes %}",
        "{{ loop.index }}. {{ one.name }}：{{ one.where }}，{{ one.left }}。{{ one.note }}",
        "{%p endfor %}",
        "{{ routes_note }}",
        "{{ contact }}",
    ),
}


@functools.cache
def default_template(code: str) -> bytes:
    """A docx that `word.fill` takes. Raises KeyError for a document that has none."""
    lines = _LINES[code]
    made = docx.Document()
    _prepare(made)
    _line(
        made, "{{ committee|default(centre, true) }}", size=14, align=WD_ALIGN_PARAGRAPH.CENTER, indent=False
    )
    _line(made, "*{{ title }}*", size=22, align=WD_ALIGN_PARAGRAPH.CENTER, indent=False)
    _line(made, "{{ number }}", size=11, align=WD_ALIGN_PARAGRAPH.RIGHT, indent=False)
    for text in lines:
        _line(made, text)
    for text in ("{{ committee|default(centre, true) }}（印章）", "{{ date|day }}"):
        _line(made, text, align=WD_ALIGN_PARAGRAPH.RIGHT, indent=False)
    foot = made.sections[0].footer.paragraphs[0]
    foot.text = "案号 {{ case_number }}　核验码 {{ verify_code }}"
    foot.runs[0].font.size = Pt(8)
    out = io.BytesIO()
    made.save(out)
    return steady(out.getvalue())


def _prepare(made: Document) -> None:
    """Page and type of official documents (GB/T 9704): 28 characters a line, 仿宋."""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
        Mm(28),
        Mm(26),
        Mm(34),
        Mm(32),
    )
    style = made.styles["Normal"]
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FACE)
    made.core_properties.title = made.core_properties.author = made.core_properties.comments = ""


def _line(
    made: Document,
    text: str,
    *,
    size: float = _BODY,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    indent: bool = True,
) -> Paragraph:
    """`*bold*` at the beginning is bold."""
    line = made.add_paragraph()
    line.alignment = align
    look = line.paragraph_format
    look.line_spacing, look.space_after, look.space_before = 1.35, Pt(0), Pt(0)
    look.first_line_indent = Pt(2 * size) if indent else None
    _, bold, rest = text.split("*", 2) if text.startswith("*") else ("", "", text)
    for piece, heavy in ((bold, True), (rest, False)):
        if piece:
            run = line.add_run(piece)
            run.bold, run.font.size = heavy, Pt(size)
    return line
