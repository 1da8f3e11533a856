"""What a registration is, and how typed texts become one: the same reader for the page, the API and imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from jiefen.domain.common.errors import Invalid
from jiefen.domain.common.fold import fold
from jiefen.domain.common.identity import normalise_id
from jiefen.domain.common.kinds import KINDS
from jiefen.domain.common.papers import kind_of, paper_of, paper_problem
from jiefen.domain.common.phones import normalise_phone, phone_problem
from jiefen.domain.common.reading import Reading
from jiefen.domain.common.words import Confidentiality, Flag, IdentityPaper, PartyKind, PartySide
from jiefen.domain.intake.fields import FIELDS, PARTY_FIELDS, SIDES, Field, PartyFacts, Registration

OTHER = "9999"  # the kind of what nobody has sorted yet
GROUP_SIZE = 10  # law.md § 5: ten people or more is a group matter


def read(
    fields: Mapping[str, str], *, today: date, flags: Sequence[str] = (), strict: bool = True
) -> Registration:
    """A Registration from typed texts. Raises Invalid with a sentence per field.

    `strict`: a person at a window is asked for everything. Imported and transferred matters are read leniently:
    what is missing is flagged for completion (Flag.INCOMPLETE), what is wrong is still refused.
    Respondents are `respondent_name`, then `respondent_2_name` … up to 5.
    """
    reading = Reading(fields)
    parties = _parties(reading, today=today)
    values = {field.name: _value(field, reading=reading, today=today) for field in FIELDS}
    marks = _flags(reading, flags, people=values["people"])
    missing = _missing(parties, kind=values["kind"], place=values["place"], story=values["story"])
    kind = values["kind"] or OTHER
    values |= {
        "kind": kind,
        "title": values["title"] or _title(parties, kind=kind, story=values["story"]),
        "confidentiality": narrowest(values["confidentiality"], flags=marks),
        "flags": frozenset(marks),
    }
    registration = Registration(parties=parties, **values)
    return _judged(registration, missing=missing, problems=reading.problems, strict=strict)


def _judged(
    told: Registration, *, missing: dict[str, str], problems: dict[str, str], strict: bool
) -> Registration:
    """What is wrong is refused; what is missing is refused at a window, and flagged elsewhere."""
    faults = {**missing, **problems} if strict else problems
    if faults:
        raise Invalid(fields=faults)
    return replace(told, flags=told.flags | {Flag.INCOMPLETE.value}) if missing else told


def _value(field: Field, *, reading: Reading, today: date) -> Any:
    """One value by the type of its field. Flags come apart from the texts."""
    name, label = field.name, field.label
    if not isinstance(field.type, str):
        return reading.word(name, field.type, default=field.type(field.default), label=label)
    if field.is_text:
        return reading.text(name, limit=field.limit, label=label)
    if field.type == "number":
        return reading.whole(name, default=int(field.default), low=1, high=field.limit, label=label)
    if field.type == "money":
        return reading.money(name, label=label)
    if field.type == "day":
        return reading.day(name, today=today, label=label)
    return _kind(reading) if field.type == "kind" else (reading.fields.get(name) or "").strip()


def _parties(reading: Reading, *, today: date) -> tuple[PartyFacts, ...]:
    parties = [
        _party(reading, prefix, side=side, today=today)
        for prefix, side in SIDES.items()
        if any(reading.fields.get(f"{prefix}_{field.name}") for field in PARTY_FIELDS)
    ]
    if any(party.side is PartySide.REPRESENTATIVE and not party.name and party.phone for party in parties):
        reading.problems.setdefault("representative_name", "写了代理人的电话，请把代理人的姓名也写上。")
    # Nobody speaks for the applicant where no name is given.
    return tuple(
        party
        for party in parties
        if party.name or (party.side is not PartySide.REPRESENTATIVE and (party.phone or party.id_number))
    )


def _party(reading: Reading, prefix: str, *, side: PartySide, today: date) -> PartyFacts:
    texts = {
        field.kept_as: reading.text(
            f"{prefix}_{field.name}", limit=field.limit, label=f"{side.label}{field.label}"
        )
        for field in PARTY_FIELDS
        if field.is_text
    }
    number = normalise_id(texts["id_number"])
    paper = _paper(reading, prefix, side=side, number=number)
    kind = reading.word(f"{prefix}_kind", PartyKind, default=None, label=f"{side.label}类别")
    problem = paper_problem(paper, number=number, today=today) if number else None
    if problem:
        reading.problems.setdefault(f"{prefix}_id", problem)
    phone = texts["phone"]
    problem = phone_problem(phone) if phone else None
    if problem:
        reading.problems[f"{prefix}_phone"] = problem
    texts |= {"id_number": number, "phone": normalise_phone(phone) if phone and not problem else ""}
    return PartyFacts(
        side=side,
        kind=PartyKind(kind) if kind else kind_of(texts["name"], paper=paper),
        paper=paper if number else IdentityPaper.NONE,
        **texts,
    )


def _paper(reading: Reading, prefix: str, *, side: PartySide, number: str) -> IdentityPaper:
    """The paper that was named; where none was, the one that the number tells."""
    named = reading.word(f"{prefix}_paper", IdentityPaper, default=None, label=f"{side.label}证件类型")
    return paper_of(number) if named in (None, IdentityPaper.NONE) else IdentityPaper(named)


def _kind(reading: Reading) -> str:
    value = (reading.fields.get("kind") or "").strip()
    if not value or value in KINDS:
        return value
    plain = fold(value).strip().removesuffix("纠纷")
    for kind in KINDS.values():
        if plain in (kind.code, fold(kind.label).removesuffix("纠纷")):
            return kind.code
    reading.problems["kind"] = f"纠纷类型“{value[:20]}”不在目录里，请从列表中选择；拿不准时选“其他纠纷”。"
    return ""


def _flags(reading: Reading, flags: Sequence[str], *, people: int) -> set[str]:
    known = {flag.value for flag in Flag}
    unknown = [flag for flag in flags if flag not in known]
    if unknown:
        reading.problems["flags"] = f"没有“{unknown[0][:20]}”这个标记，请从列表中选择。"
    marks = set(flags) & known
    return marks | {Flag.GROUP.value} if people >= GROUP_SIZE else marks


def _missing(parties: Sequence[PartyFacts], *, kind: str, place: str, story: str) -> dict[str, str]:
    missing: dict[str, str] = {}
    sides = {party.side for party in parties if party.name}
    if PartySide.APPLICANT not in sides:
        missing["applicant_name"] = "请填写申请人姓名或单位名称。"
    if PartySide.RESPONDENT not in sides:
        missing["respondent_name"] = "请填写对方当事人；暂时不知道姓名的，写“不详”并在经过里说明。"
    if not kind:
        missing["kind"] = "请选择纠纷类型。"
    if not place:
        missing["place"] = "请选择纠纷发生地。"
    if not story:
        missing["story"] = "请写明事情经过：什么时候、在哪里、发生了什么。"
    return missing


def _title(parties: Sequence[PartyFacts], *, kind: str, story: str) -> str:
    names = {party.side: party.name for party in reversed(parties) if party.name}
    applicant, respondent = names.get(PartySide.APPLICANT, ""), names.get(PartySide.RESPONDENT, "")
    label = KINDS[kind].label.removesuffix("纠纷")
    if applicant and respondent:
        return f"{applicant[:40]}与{respondent[:40]}{label}纠纷"
    return f"{applicant[:40]}反映{label}问题" if applicant else (story[:30].strip() or f"{label}事项")


def narrowest(level: Confidentiality, *, flags: set[str]) -> Confidentiality:
    """Violence and minors narrow the circle by themselves (row F5); nobody has to remember."""
    if level is not Confidentiality.NORMAL:
        return level
    if Flag.MINOR.value in flags:
        return Confidentiality.MINOR
    return Confidentiality.FAMILY if Flag.VIOLENCE.value in flags else level
