"""Telephone numbers: the mainland's are checked; another kind is kept as told, marked by what stands before it.

`+852 9123 4567` is abroad, `其他 661234` is what somebody insists on: a short number, a radio call sign. Neither is checked.
"""

from __future__ import annotations

import re

from jiefen.domain.common.fold import compact

OTHER = "其他"
MOST_OTHER = 24
SHORTEST_ABROAD = 7
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})-?([2-8][0-9]{6,7})(?:(?:-|转|#)([0-9]{1,6}))?")
_HOTLINE = re.compile(r"1[0-9]{2}|12[0-9]{3}|1[0-9]{4}|9[56][0-9]{3,4}|[48]00[0-9]{7}")
_ABROAD = re.compile(r"\+(?!86)[1-9][0-9]{6,14}")
_LOCAL = re.compile(r"[2-8][0-9]{6,7}")
_AREAS = ("010", *(f"02{at}" for at in range(10)), *(f"0{at}" for at in range(300, 1000)))


def phone_problem(text: str) -> str | None:
    """A mainland mobile, a landline with its area code, a short hotline, a 400/800 number; or one of another kind."""
    number = normalise_phone(text)
    if not number:
        return "请填写联系电话。"
    if any(form.fullmatch(number) for form in (_MOBILE, _LANDLINE, _HOTLINE, _ABROAD)):
        return None
    if number.startswith(OTHER):
        return None if 3 <= len(number) - len(OTHER) - 1 <= MOST_OTHER else "其他号码请写 3 至 24 个字。"
    if _LOCAL.fullmatch(number):
        return "固定电话请加区号，例如 0579-85551234。"
    if re.fullmatch(r"[0-9.]+E\+?[0-9]+", number):
        return "号码被表格软件改成了科学计数，请把这一列设为文本格式，重新填写。"
    if len([part for part in _several(text) if not phone_problem(part)]) > 1:
        return "这一格有几个号码，请只留一个，其余的写在经过里。"
    if re.fullmatch("1[0-9]*", number):
        return f"手机号码应为 11 位，以 13 至 19 开头，现在是 {len(number)} 位，请核对。"
    return (
        "联系电话看不懂，请填 11 位手机号码或带区号的固定电话；境外号码以 + 和国家或地区代码开头，"
        "确是其他号码的，在前面写“其他”，照原样保存、不核对。"
    )


def normalise_phone(text: str) -> str:
    """Digits only for mobiles and hotlines, `0579-85551234-801` for landlines, `+85291234567` for numbers abroad.

    +86, 0086 and 86 are taken off. What is not recognised comes back cleaned of blanks and brackets, otherwise as it was.
    """
    plain = re.sub(r"[().·]", "", re.sub(r"(?<=[0-9]{7})\.0$", "", compact(text))).replace("EXT", "转")
    if plain.startswith(OTHER):
        return f"{OTHER} {plain.removeprefix(OTHER).lstrip(':')}"
    number = re.sub(r"^(?:\+|00)86-?", "", plain)
    packed = number.replace("-", "")
    bare = packed.removeprefix("86") if len(packed) == 13 else packed
    bare = bare.removeprefix("0") if re.match(r"01[3-9]", bare) else bare
    if _MOBILE.fullmatch(bare) or _HOTLINE.fullmatch(bare):
        return bare
    abroad = f"0{packed}" if plain.startswith(("+86", "0086")) else ""
    for candidate in (number, packed, re.sub("^86(?=0)", "", packed), abroad):
        if landline := _LANDLINE.fullmatch(candidate):
            return "-".join(part for part in landline.groups() if part)
    from_abroad = plain.startswith(("+", "00")) and len(packed) > SHORTEST_ABROAD
    return f"+{packed.removeprefix('+').removeprefix('00')}" if from_abroad else number


def matching_phone(text: str) -> str:
    """For telling whether two numbers reach the same telephone: without the extension. Never for display."""
    number = normalise_phone(text)
    landline = _LANDLINE.fullmatch(number)
    return f"{landline[1]}-{landline[2]}" if landline else number


def phones_meant(text: str) -> tuple[str, ...]:
    """The forms under which a typed number may be kept: a local number, under every area code there is."""
    number, whole = matching_phone(text), normalise_phone(text)
    if _LOCAL.fullmatch(bare := number.replace("-", "")):
        return tuple(f"{area}-{bare}" for area in _AREAS)
    return tuple(dict.fromkeys((number, whole)))


def phone_tail(text: str) -> str:
    """The last four figures of a number or of what somebody typed as its end: the whole number does as well."""
    return re.sub("[^0-9A-Z]", "", matching_phone(text))[-4:]


def phone_mark(number: str) -> str:
    """What a number of another kind is marked with; nothing for one that was checked."""
    if number.startswith(OTHER):
        return "其他号码，未核对"
    return "境外号码，未核对" if number.startswith("+") else ""


def is_mobile(text: str) -> bool:
    """Whether it can receive an SMS here."""
    return bool(_MOBILE.fullmatch(normalise_phone(text)))


def _several(text: str) -> list[str]:
    parts = re.split(r"[/、,，;；\n或和]|\s+", text[:64])
    return [part for part in parts if part and part != text]
