"""Confirmation codes 确认码: what only the party has, so that a yes is theirs (law.md § 3.3).

A code opens the party's own door for half an hour; what is signed or confirmed behind it carries the code's id. It goes
to the party's own phone, or is printed on a slip by somebody who does not handle the case; no colleague ever sees one
on a screen. Single use, three days.

Behind that door a party may choose a PIN 密码 of their own: six digits, for their page of this case alone, until a new
slip ends it. How often either may be tried: `domain.people.tries`.
"""

from __future__ import annotations

import itertools
import re
from datetime import timedelta

from jiefen.domain.common.fold import compact

LIFE = timedelta(hours=72)
DOOR = timedelta(minutes=30)
MOST_A_DAY = 5
PIN_DIGITS = 6
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
    plain = compact(text, longest=_LONGEST).replace("-", "").translate(str.maketrans("ILO", "110"))
    return _grouped(plain) if re.fullmatch(f"[{_SIGNS}]{{8}}", plain) else ""


def pin(text: str) -> str:
    """Six digits, forgiving blanks and full-width signs; empty when it is no PIN."""
    plain = compact(text, longest=_LONGEST)
    return plain if re.fullmatch(rf"[0-9]{{{PIN_DIGITS}}}", plain) else ""


def why_not_pin(text: str) -> str:
    """What is wrong with a PIN somebody chooses, in a sentence; empty when it is good."""
    plain = pin(text)
    if not plain:
        return f"请设 {PIN_DIGITS} 位数字。"
    steps = {int(after) - int(before) for before, after in itertools.pairwise(plain)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        return "这个密码太容易被人猜到，请不要用连续的或者一样的数字。"
    return ""


def text_message(code: str) -> str:
    """The SMS: no name, no matter, and a warning against handing it on."""
    return (
        f"确认码 {code}，三天内有效，只能用一次。请在查进度的页面自己输入，任何工作人员都不会向您要这个码。"
    )


def _grouped(plain: str) -> str:
    return f"{plain[:4]}-{plain[4:]}"
