"""Text as it is compared, looked up and taken apart: one form for the many ways in which keyboards write the same sign.

What people typed is kept for display; only the folded form is ever compared. A superscript, a circled figure or a
fraction is no figure: ② does not become 2, and 10² does not become 102.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 64  # of a code, a number, a phone; a hostile length costs nothing
_FOLDED = ("<wide>", "<narrow>", "<compat>", "<font>", "<noBreak>", "<vertical>")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))
_DOTS = "·•‧∙⋅・･᛫．.。｡●"
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_PLAIN = re.compile(r"[\u4e00-\u9fff\x20-\x7e]*")
_USUAL = re.compile(r"[\u4e00-\u9fff\x0a\x20-\x7e，。、；：！？“”‘’（）《》〔〕]*")
_SEEN = re.compile(r"[\u4e00-\u9fff\t\n\r\x20-\x7e，。、；：！？“”‘’（）《》〔〕·]*")
_BETWEEN = re.compile(f"(?<=[{_HAN}])[{_DOTS.replace('。', '')}](?=[{_HAN}])")
# What is not seen and does something: controls, signs that turn a line around, marks without width, tags. Joiners stay
# where a script or a picture needs them: not after a Chinese or a Latin sign.
_UNSEEN = (
    *range(0x9), 0xB, 0xC, *range(0xE, 0x20), *range(0x7F, 0xA0), 0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F,
    *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080),
)  # fmt: skip
_OUT = dict.fromkeys(_UNSEEN)
_JOINER = re.compile(f"(?<=[{_HAN}\x20-\x7e])[\u200c\u200d]+")
_CONTROLS = ("Cc", "Cf", "Cs")


def fold(text: str) -> str:
    """Half-width, composed, on one line, every blank a plain one, without invisible characters."""
    if _PLAIN.fullmatch(text):
        return text
    signs = (
        " " if sign.isspace() else _plain(sign)
        for sign in unicodedata.normalize("NFC", text)
        if sign.isspace() or unicodedata.category(sign) not in _CONTROLS
    )
    return "".join(signs)


def compact(text: str, *, longest: int = LONGEST) -> str:
    """A code or a number: folded, upper case, without blanks, every kind of dash the plain one."""
    return "".join(fold(text[:longest]).split()).translate(_DASHES).upper() if text else ""


def name_form(name: str) -> str:
    """A name for telling whether two are the same: `阿依努尔·艾合买提` and `阿依努尔 艾合买提` are. Never for display."""
    return "".join(sign for sign in fold(name).casefold() if not sign.isspace() and sign not in _DOTS)


def named_like(text: str, *, names: Iterable[tuple[int, str]]) -> list[int]:
    """Keys of the names that hold the text, however both are written."""
    wanted = name_form(text)
    return [key for key, name in names if wanted in name_form(name)]


def search_form(text: str) -> str:
    """A text for its index and for what is looked up in it: a dot within a Chinese name joins what it parts."""
    if _USUAL.fullmatch(text) is None:
        text = fold(text)
    return _BETWEEN.sub("", text).lower()


def encodable(text: str) -> str:
    """The text without what no database takes and what is not seen but does something: half an emoji becomes �.

    Lines and tabs stay. So does the right-to-left order of a script that is written so; only what overrides it goes.
    """
    if _SEEN.fullmatch(text):
        return text
    plain = _JOINER.sub("", text.translate(_OUT))
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _plain(sign: str) -> str:
    how = unicodedata.decomposition(sign)
    return unicodedata.normalize("NFKC", sign) if how.startswith(_FOLDED) else sign
