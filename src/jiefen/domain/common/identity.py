"""Numbers that say who somebody is: citizen identity numbers and credit codes; other papers are in `papers`.

`…_problem` answers None when all is well, else a Chinese sentence that a clerk can act on. Nobody is ever refused for
a region prefix. Input is cut short before anything looks at it, so a hostile length costs nothing.
"""

from __future__ import annotations

import re
from datetime import date

from jiefen.domain.common.fold import compact

_LONGEST = 64
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
OLDEST = 130  # years that somebody may have lived


def citizen_id_problem(text: str, *, today: date | None = None) -> str | None:
    """GB 11643: 18 characters with a check character, or a 15-digit number from before 1999. X may be lower case.

    `today`: nobody is born after it, or lives longer than 130 years.
    """
    number = normalise_id(text)
    if not number:
        return "请填写身份证号码。"
    if re.fullmatch(r"[0-9.]+E\+?[0-9]+", number):
        return "号码被表格软件改成了科学计数，请把这一列设为文本格式，重新填写。"
    if len(number) not in (15, 18):
        return f"身份证号码应为 18 位（旧证 15 位），现在是 {_count(text, clean=number)} 位。"
    if not _digits(number[:17]):
        return "身份证号码只能是数字，第 18 位可以是 X；若是其他证件，请写明证件类型。"
    if len(number) == 18 and number[17] not in "0123456789X":
        return "身份证号码第 18 位只能是数字或 X。"
    born = birth_date(number)
    if born is None or (today and not _lived(born, today=today)):
        where = "第 7 至 14 位" if len(number) == 18 else "第 7 至 12 位"
        return f"身份证号码{where}不是有效的出生日期，请对照证件核对。"
    if len(number) == 18 and number[17] != _id_check(number[:17]):
        return "身份证号码校验位不对，多半是抄错或颠倒了一位，请对照证件核对。"
    return None


def credit_code_problem(text: str) -> str | None:
    """GB 32100: 18 characters without I, O, S, V, Z; the last one checks the others."""
    code = normalise_id(text)
    if not code:
        return "请填写统一社会信用代码。"
    if len(code) != 18:
        return f"统一社会信用代码应为 18 位，现在是 {_count(text, clean=code)} 位。"
    if strange := [sign for sign in code if sign not in _CREDIT_ALPHABET]:
        return f"统一社会信用代码中不会有“{strange[0]}”，请对照执照核对（不用 I、O、S、V、Z）。"
    total = sum(
        _CREDIT_ALPHABET.index(sign) * weight for sign, weight in zip(code, _CREDIT_WEIGHTS, strict=False)
    )
    if code[17] != _CREDIT_ALPHABET[(31 - total % 31) % 31]:
        return "统一社会信用代码校验位不对，多半是抄错了一位，请对照执照核对。"
    return None


def normalise_id(text: str) -> str:
    """Half-width, upper case, without blanks or invisible characters; at most 64 characters of what was typed."""
    return compact(text, longest=_LONGEST).lstrip("'")


def matching_form(number: str) -> str:
    """For telling whether two numbers are one person's: a 15-digit number becomes its 18-digit one. Never for display."""
    number = normalise_id(number)
    if len(number) != 15 or not _digits(number):
        return number
    longer = f"{number[:6]}19{number[6:]}"
    return longer + _id_check(longer)


def birth_date(number: str) -> date | None:
    """As the number tells it, None when it tells none."""
    number = normalise_id(number)
    digits = {18: number[6:14], 15: f"19{number[6:12]}"}.get(len(number), "")
    if not _digits(digits):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _id_check(first17: str) -> str:
    return _ID_CHECKS[sum(int(sign) * weight for sign, weight in zip(first17, _ID_WEIGHTS, strict=True)) % 11]


def _lived(born: date, *, today: date) -> bool:
    return today.year - OLDEST <= born.year and born <= today


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _count(text: str, *, clean: str) -> str:
    return f"{_LONGEST} 以上" if len(text) > _LONGEST else str(len(clean))
