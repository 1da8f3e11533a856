"""Confirmation codes 确认码: what only the party has, so that a yes is theirs (law.md § 3.3).

A code opens the party's own door for half an hour; what is signed or confirmed behind it carries the code's id. It goes
to the party's own phone, or is printed on a slip by somebody who does not handle the case; no colleague ever sees one
on a screen. Single use, three days, five tries.
"""

from __future__ import annotations

import re
from datetime import timedelta

LIFE = timedelta(hours=72)
DOOR = timedelta(minutes=30)
TRIES = 5
MOST_A_DAY = 5
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LONGEST = 40


def confirmation_code(random: bytes) -> str:
    """`8F3K-27QD`: 40 bits out of at least 5 bytes, which must come from a cryptographic source."""
    if len(random) < 5:
        raise ValueError("a confirmation code needs at least 5 random bytes")
    bits = int.from_bytes(random[:5], "big")
    return _grouped("".join(_SIGNS[bits >> shift & 31] for shift in range(35, -5, -5)))


def normalise(text: str) -> str:
    """The form a code is compared in, forgiving case, blanks, dashes, I and L for 1, O for 0; empty when it is none."""
    plain = re.sub(r"[\s\-‐-―－]", "", text[:_LONGEST]).upper().translate(str.maketrans("ILO", "110"))
    return _grouped(plain) if re.fullmatch(f"[{_SIGNS}]{{8}}", plain) else ""


def text_message(code: str) -> str:
    """The SMS: no name, no matter, and a warning against handing it on."""
    return (
        f"确认码 {code}，三天内有效，只能用一次。请在查进度的页面自己输入，任何工作人员都不会向您要这个码。"
    )


def _grouped(plain: str) -> str:
    return f"{plain[:4]}-{plain[4:]}"
