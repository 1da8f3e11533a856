"""What a message outside the application says, when it may leave, and when to stop trying.

It says that there is something to look at, and a case number: never a name, a title or what a case is about, since an
SMS lies open on a screen and an e-mail passes through other people's servers (design § 5.3).
"""

from __future__ import annotations

import re
from datetime import timedelta

FEW = 3  # more than these for one person at once become one message that counts them
GIVE_UP = timedelta(days=1)
LEASE = timedelta(minutes=5)  # far longer than a gateway's time limit: whoever claimed it then is gone
LONGEST_PAUSE = timedelta(minutes=30)
SUBJECT = "解纷：您有待查看的消息"
MAX_EMAIL = 120
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")


def one(number: str) -> str:
    """`number` of a case, or empty for what concerns no case."""
    about = f"，案号 {number}" if number else ""
    return f"您有 1 条待查看的消息{about}。请登录系统查看。"


def several(n: int) -> str:
    return f"您有 {n} 条待查看的消息。请登录系统查看。"


def pause(attempts: int) -> timedelta:
    """Until the next attempt: 1, 2, 4 … minutes."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_PAUSE)


def email_problem(text: str) -> str | None:
    """None when all is well or nothing was typed."""
    if not text or (len(text) <= MAX_EMAIL and _EMAIL.fullmatch(text)):
        return None
    return "请填写完整的邮箱地址，例如 liuqian@qinghe.gov.cn。"


def mobile_problem(text: str) -> str | None:
    """A number that can receive an SMS; None when all is well or nothing was typed."""
    if not text or _MOBILE.fullmatch(text):
        return None
    return "请填写 11 位手机号码，座机收不到短信。"
