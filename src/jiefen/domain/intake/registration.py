"""What a registration is, and how typed texts become one: the same reader for the page, the API and imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from jiefen.domain.common.errors import Invalid
from jiefen.domain.common.identity import (
    citizen_id_problem,
    credit_code_problem,
    normalise_id,
    normalise_phone,
    phone_problem,
)
from jiefen.domain.common.kinds import KINDS
from jiefen.domain.common.reading import Reading
from jiefen.domain.common.words import (
    Channel,
    Confidentiality,
    Flag,
    IdentityPaper,
    PartyKind,
    PartySide,
    Weight,
)

GROUP_SIZE = 10  # law.md § 5: ten people or more is a group matter
LENGTHS = {
    "title": 200,
    "story": 20_000,
    "wanted": 5_000,
    "address": 200,
    "external_number": 80,
    "source": 40,
}


@dataclass(frozen=True)
class PartyFacts:
    """One party as told. Empty text means not told."""

    side: PartySide
    kind: PartyKind = PartyKind.PERSON
    name: str = ""
    phone: str = ""
    paper: IdentityPaper = IdentityPaper.NONE
    id_number: str = ""
    address: str = ""


@dataclass(frozen=True)
class Registration:
    """A dispute as told at the door. `flags` holds codes of Flag; `place` a place code or empty."""

    parties: tuple[PartyFacts, ...]
    channel: Channel
    kind: str
    title: str
    story: str
    wanted: str
    place: str
    address: str
    amount: Decimal | None
    happened_on: date | None
    people: int
    weight: Weight
    confidentiality: Confidentiality
    flags: frozenset[str]
    source: str = ""
    external_number: str = ""


def read(
    fields: Mapping[str, str], *, today: date, flags: Sequence[str] = (), strict: bool = True
) -> Registration:
    """A Registration from typed texts. Raises Invalid with a sentence per field.

    `strict`: a person at a window is asked for everything. Imported and transferred matters are read leniently:
    what is missing is flagged for completion (Flag.INCOMPLETE), what is wrong is still refused.
    Respondents are `respondent_name`, then `respondent_2_name` … up to 5.
    """
    reading = Reading(fields)
    parties, kind = _parties(reading), _kind(reading)
    people = reading.whole("people", default=1, low=1, high=100_000, label="涉及人数")
    marks = _flags(reading, flags, people=people)
    texts = {name: reading.text(name, limit=limit, label=_LABELS[name]) for name, limit in LENGTHS.items()}
    told = Registration(
        parties=parties,
        channel=Channel(
            reading.word("channel", Channel, default=Channel.WINDOW, label="来源渠道") or "window"
        ),
        kind=kind or "9999",
        title=texts["title"] or _title(parties, kind=kind or "9999", story=texts["story"]),
        story=texts["story"],
        wanted=texts["wanted"],
        place=(fields.get("place") or "").strip(),
        address=texts["address"],
        amount=reading.money("amount", label="涉及金额"),
        happened_on=reading.day("happened_on", today=today, label="发生日期"),
        people=people,
        weight=Weight(reading.word("weight", Weight, default=Weight.SIMPLE, label="难易程度") or "simple"),
        confidentiality=narrowest(_secrecy(reading), flags=marks),
        flags=frozenset(marks),
        source=texts["source"],
        external_number=texts["external_number"],
    )
    missing = _missing(parties, kind=kind, place=told.place, story=told.story)
    return _judged(told, missing=missing, problems=reading.problems, strict=strict)


def _judged(
    told: Registration, *, missing: dict[str, str], problems: dict[str, str], strict: bool
) -> Registration:
    """What is wrong is refused; what is missing is refused at a window, and flagged elsewhere."""
    found = {**missing, **problems} if strict else problems
    if found:
        raise Invalid(f"有 {len(found)} 处需要修改", fields=found)
    return replace(told, flags=told.flags | {Flag.INCOMPLETE.value}) if missing else told


def _secrecy(reading: Reading) -> Confidentiality:
    level = reading.word("confidentiality", Confidentiality, default=Confidentiality.NORMAL, label="保密级别")
    return Confidentiality(level or Confidentiality.NORMAL)


_LABELS = {
    "title": "事项名称",
    "story": "事情经过",
    "wanted": "诉求",
    "address": "详细地址",
    "external_number": "外部编号",
    "source": "外部来源",
}


def _parties(reading: Reading) -> tuple[PartyFacts, ...]:
    found = [_party(reading, "applicant", side=PartySide.APPLICANT)]
    if (reading.fields.get("representative_name") or "").strip():
        found.append(_party(reading, "representative", side=PartySide.REPRESENTATIVE))
    for prefix in ("respondent", *(f"respondent_{row}" for row in range(2, 6))):
        party = _party(reading, prefix, side=PartySide.RESPONDENT)
        if party.name or party.phone or party.id_number:
            found.append(party)
    return tuple(party for party in found if party.name or party.phone or party.id_number)


def _party(reading: Reading, prefix: str, *, side: PartySide) -> PartyFacts:
    label = side.label
    kind = PartyKind(
        reading.word(f"{prefix}_kind", PartyKind, default=PartyKind.PERSON, label=f"{label}类别")
        or PartyKind.PERSON
    )
    number = normalise_id(reading.text(f"{prefix}_id", limit=30, label=f"{label}证件号"))
    standard = IdentityPaper.CREDIT_CODE if kind is PartyKind.ORGANISATION else IdentityPaper.ID_CARD
    paper = IdentityPaper(
        reading.word(
            f"{prefix}_paper",
            IdentityPaper,
            default=standard if number else IdentityPaper.NONE,
            label="证件类型",
        )
        or IdentityPaper.NONE
    )
    if number and paper is IdentityPaper.NONE:
        paper = standard
    problem = _number_problem(number, paper=paper)
    if problem:
        reading.problems[f"{prefix}_id"] = problem
    phone = reading.text(f"{prefix}_phone", limit=30, label=f"{label}电话")
    problem = phone_problem(phone) if phone else None
    if problem:
        reading.problems[f"{prefix}_phone"] = problem
    return PartyFacts(
        side=side,
        kind=kind,
        name=reading.text(f"{prefix}_name", limit=120, label=f"{label}姓名"),
        phone=normalise_phone(phone) if phone and not problem else "",
        paper=paper if number else IdentityPaper.NONE,
        id_number=number,
        address=reading.text(f"{prefix}_address", limit=200, label=f"{label}地址"),
    )


def _number_problem(number: str, *, paper: IdentityPaper) -> str | None:
    if not number:
        return None
    if paper in (IdentityPaper.ID_CARD, IdentityPaper.RESIDENCE):
        return citizen_id_problem(number)
    if paper is IdentityPaper.CREDIT_CODE:
        return credit_code_problem(number)
    return None


def _kind(reading: Reading) -> str:
    value = (reading.fields.get("kind") or "").strip()
    if not value or value in KINDS:
        return value
    for kind in KINDS.values():
        if value == kind.label:
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
    label = KINDS[kind].label
    if applicant and respondent:
        return f"{applicant[:40]}与{respondent[:40]}{label}纠纷"
    return f"{applicant[:40]}反映{label}问题" if applicant else (story[:30] or f"{label}事项")


def narrowest(level: Confidentiality, *, flags: set[str]) -> Confidentiality:
    """Violence and minors narrow the circle by themselves (row F5); nobody has to remember."""
    if level is not Confidentiality.NORMAL:
        return level
    if Flag.MINOR.value in flags:
        return Confidentiality.MINOR
    return Confidentiality.FAMILY if Flag.VIOLENCE.value in flags else level
