"""Papers that say who somebody is: which one a number was read from, and what is wrong with it.

Where nobody says which paper it is, the number does, if it can. A paper that we cannot check has to be named as another
one; its number is then kept as told, and marked.
"""

from __future__ import annotations

import re
from datetime import date

from jiefen.domain.common.fold import fold
from jiefen.domain.common.identity import citizen_id_problem, credit_code_problem, normalise_id
from jiefen.domain.common.words import IdentityPaper, PartyKind

_PERMIT = re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?")
_TAIWAN = re.compile(r"[0-9]{8}|[0-9]{10}[A-Z0-9]?")
_PERMANENT = re.compile(r"[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]")
_PASSPORT = re.compile(r"[A-Z0-9]{5,20}")
_CHINESE_PASSPORT = re.compile(r"[EGDSP][A-Z]?[0-9]{7,8}")
_FORMS = {
    IdentityPaper.PASSPORT: (_PASSPORT, "护照号码应为 5 至 20 位字母和数字，请对照护照核对。"),
    IdentityPaper.HKMO_PERMIT: (
        _PERMIT,
        "往来内地通行证号码以 H 或 M 开头，后面 8 位或 10 位数字，请对照证件核对。",
    ),
    IdentityPaper.TAIWAN_PERMIT: (
        _TAIWAN,
        "往来大陆通行证号码应为 8 位数字（旧证 10 或 11 位），请对照证件核对。",
    ),
    IdentityPaper.PERMANENT: (
        _PERMANENT,
        "外国人永久居留身份证号码应为 18 位（旧证 15 位），请对照证件核对。",
    ),
}
_FIRMS = re.compile(
    r"(公司|厂|工场|合作社|合作联社|农场|委员会|村委会|居委会|业委会|政府|办事处|[局处所院校]|大学|中心|银行|信用社"
    r"|集团|事务所|门诊部|幼儿园|商行|经营部|工作室|超市|宾馆|酒店|饭店|药店|网吧|协会|商会|学会|基金会|分行|支行)$"
)
_PERSONS = re.compile(r"^.{1,3}[局处所院校]$")  # 李小院 is a person


def paper_problem(paper: str, *, number: str, today: date | None = None) -> str | None:
    """`paper` is a code of IdentityPaper. A paper not shown needs no number, and having none stops nobody."""
    if paper == IdentityPaper.NONE:
        return None
    plain = normalise_id(number)
    if paper == IdentityPaper.ID_CARD:
        return _firm_instead(plain) or citizen_id_problem(number, today=today)
    if paper == IdentityPaper.CREDIT_CODE:
        return credit_code_problem(number)
    if paper == IdentityPaper.RESIDENCE:
        return _residence_problem(number, today=today)
    for kind, (form, sentence) in _FORMS.items():
        if paper == kind:
            return None if form.fullmatch(plain) else sentence
    if paper in (IdentityPaper.MILITARY, IdentityPaper.OTHER):
        return None if re.search(r"[0-9A-Z]", plain) else "请照证件填写号码，至少要有一个数字或字母。"
    return "请选择证件类型。"


def paper_of(number: str) -> IdentityPaper:
    """The paper that a number is from, by the number alone; what looks like none is meant as an identity card."""
    plain = normalise_id(number)
    if not plain:
        return IdentityPaper.NONE
    if _is_credit_code(plain):
        return IdentityPaper.CREDIT_CODE
    if len(plain) == 18 and plain[:2] in ("81", "82", "83") and citizen_id_problem(plain) is None:
        return IdentityPaper.RESIDENCE
    if len(plain) == 18 and re.search("[A-Z]", plain[8:17]) and re.fullmatch("[0-9]{6}", plain[2:8]):
        return IdentityPaper.CREDIT_CODE
    for paper, form in (
        (IdentityPaper.HKMO_PERMIT, _PERMIT),
        (IdentityPaper.PERMANENT, _PERMANENT),
        (IdentityPaper.PASSPORT, _CHINESE_PASSPORT),
    ):
        if form.fullmatch(plain):
            return paper
    return IdentityPaper.ID_CARD


def kind_of(name: str, *, paper: IdentityPaper) -> PartyKind:
    """Whether somebody is a person or an organisation, by the paper, else by the end of the name."""
    if paper not in (IdentityPaper.NONE, IdentityPaper.OTHER):
        return PartyKind.ORGANISATION if paper is IdentityPaper.CREDIT_CODE else PartyKind.PERSON
    plain = fold(name).strip().rstrip(")")
    firm = _FIRMS.search(plain) and not _PERSONS.match(plain)
    return PartyKind.ORGANISATION if firm else PartyKind.PERSON


def _is_credit_code(plain: str) -> bool:
    """One wrong figure in thirty of an identity number makes a credit code: all figures are one only from 91 to 93."""
    likely = re.search("[A-WYZ]", plain) or re.match("9[123]", plain)
    return bool(likely) and credit_code_problem(plain) is None and citizen_id_problem(plain) is not None


def _firm_instead(plain: str) -> str | None:
    if _is_credit_code(plain):
        return "这是统一社会信用代码，不是身份证号码：请把证件类型改成“统一社会信用代码”。"
    return None


def _residence_problem(number: str, *, today: date | None) -> str | None:
    if normalise_id(number)[:2] not in ("81", "82", "83"):
        return "港澳台居民居住证号码以 81、82 或 83 开头，请对照证件核对。"
    if len(normalise_id(number)) == 15:
        return "港澳台居民居住证号码应为 18 位，现在是 15 位。"
    problem = citizen_id_problem(number, today=today)
    return problem and problem.replace("身份证", "居住证").replace("（旧证 15 位）", "")
