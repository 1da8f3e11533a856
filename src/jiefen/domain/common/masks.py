"""How a person is shown to those who need not know. The full value is read only by a logged, reasoned request."""

from __future__ import annotations

import re

from jiefen.domain.common.phones import normalise_phone

_PAIRS = "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐司徒长孙夏侯端木宇文独孤南宫西门百里呼延轩辕闻人澹台"
_COMPOUND = frozenset(_PAIRS[n : n + 2] for n in range(0, len(_PAIRS), 2))


def mask_id(number: str) -> str:
    """First three and last two characters; nothing at all of a number too short to hide anything."""
    number = number.strip()
    if len(number) < 8:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 5) + number[-2:]


def mask_phone(number: str) -> str:
    """`138****3307`; a landline keeps its area code and last four; anything else its last two."""
    number = normalise_phone(number)
    if re.fullmatch(r"1[0-9]{10}", number):
        return f"{number[:3]}****{number[-4:]}"
    if landline := re.fullmatch(r"(0[0-9]{2,3})-[0-9]{3,4}([0-9]{4})(?:-[0-9]{1,6})?", number):
        return f"{landline[1]}-****{landline[2]}"
    return "*" * max(len(number) - 2, 0) + number[-2:] if len(number) > 4 else "*" * len(number)


def mask_name(name: str) -> str:
    """For pages that the public or the other side reads: `李某`, `欧阳某`, `阿某`, `J***`."""
    name = name.strip()
    if not name:
        return ""
    if name[0].isascii():
        return name[0].upper() + "***"
    return (name[:2] if len(name) > 2 and name[:2] in _COMPOUND else name[0]) + "某"
