"""Numbers that say who somebody is: citizen identity numbers, credit codes, other papers, telephones.

`…_problem` answers None when all is well, else a Chinese sentence that a clerk can act on. Nobody is ever refused for
a region prefix. Input is cut short before anything looks at it, so a hostile length costs nothing.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from jiefen.domain.common.words import IdentityPaper

_LONGEST = 64
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})-?([2-8][0-9]{6,7})(?:(?:-|转|#)([0-9]{1,6}))?")
_HOTLINE = re.compile(r"1[0-9]{2}|12[0-9]{3}|1[0-9]{4}|9[56][0-9]{3,4}|[48]00[0-9]{7}")


def citizen_id_problem(text: str) -> str | None:
    """GB 11643: 18 characters with a check character, or a 15-digit number from before 1999. X may be lower case."""
    number = normalise_id(text)
    if not number:
        return "请填写身份证号码。"
    if len(number) not in (15, 18):
        return f"身份证号码应为 18 位（旧证 15 位），现在是 {_count(text, clean=number)} 位。"
    if not _digits(number[:17]):
        return "身份证号码只能是数字，第 18 位可以是 X。"
    if len(number) == 18 and number[17] not in "0123456789X":
        return "身份证号码第 18 位只能是数字或 X。"
    if birth_date(number) is None:
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


def paper_problem(paper: str, *, number: str) -> str | None:
    """`paper` is a `IdentityPaper` code. A paper not shown needs no number, and having none stops nobody."""
    if paper == IdentityPaper.NONE.value:
        return None
    if paper == IdentityPaper.ID_CARD.value:
        return citizen_id_problem(number)
    if paper == IdentityPaper.CREDIT_CODE.value:
        return credit_code_problem(number)
    if paper == IdentityPaper.RESIDENCE.value:
        return _residence_problem(number)
    if paper == IdentityPaper.PASSPORT.value:
        if re.fullmatch(r"[A-Z0-9]{5,20}", normalise_id(number)):
            return None
        return "护照号码应为 5 至 20 位字母和数字，请对照护照核对。"
    return "请选择证件类型。"


def phone_problem(text: str) -> str | None:
    """A mainland mobile, a landline with its area code, a short hotline or a 400/800 number."""
    number = normalise_phone(text)
    if not number:
        return "请填写联系电话。"
    if _MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number) or _HOTLINE.fullmatch(number):
        return None
    if re.fullmatch(r"[2-8][0-9]{6,7}", number):
        return "固定电话请加区号，例如 0579-85551234。"
    if number.startswith("1") and _digits(number):
        return f"手机号码应为 11 位，以 13 至 19 开头，现在是 {len(number)} 位，请核对。"
    return "联系电话看不懂，请填 11 位手机号码或带区号的固定电话。"


def normalise_id(text: str) -> str:
    """Half-width, upper case, without blanks or invisible characters; at most 64 characters of what was typed."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST])
    return "".join(
        sign for sign in plain if not sign.isspace() and unicodedata.category(sign) != "Cf"
    ).upper()


def normalise_phone(text: str) -> str:
    """Digits only for mobiles and hotlines, `0579-85551234-801` for landlines; +86, 0086 and 86 are taken off.

    What is not recognised comes back cleaned of blanks and brackets, otherwise as it was.
    """
    plain = re.sub(r"[().·]", "", normalise_id(text)).replace("EXT", "转")
    number = re.sub(r"^(?:\+|00)86-?", "", re.sub(r"[‐‒–—―−]", "-", plain))
    packed = number.replace("-", "")
    bare = packed.removeprefix("86") if len(packed) == 13 else packed
    bare = bare.removeprefix("0") if re.match(r"01[3-9]", bare) else bare
    if _MOBILE.fullmatch(bare) or _HOTLINE.fullmatch(bare):
        return bare
    abroad = f"0{packed}" if plain.startswith(("+", "00")) else ""
    for candidate in (number, packed, re.sub("^86(?=0)", "", packed), abroad):
        if landline := _LANDLINE.fullmatch(candidate):
            return "-".join(part for part in landline.groups() if part)
    return number


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


def _residence_problem(number: str) -> str | None:
    if normalise_id(number)[:2] not in ("81", "82", "83"):
        return "港澳台居民居住证号码以 81、82 或 83 开头，请对照证件核对。"
    if len(normalise_id(number)) == 15:
        return "港澳台居民居住证号码应为 18 位，现在是 15 位。"
    problem = citizen_id_problem(number)
    return problem and problem.replace("身份证", "居住证").replace("（旧证 15 位）", "")


def _id_check(first17: str) -> str:
    return _ID_CHECKS[sum(int(sign) * weight for sign, weight in zip(first17, _ID_WEIGHTS, strict=True)) % 11]


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _count(text: str, *, clean: str) -> str:
    return f"{_LONGEST} 以上" if len(text) > _LONGEST else str(len(clean))
