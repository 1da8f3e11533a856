"""What every paper of a case says alike: bodies, numbers, parties, signatures, lawful ways."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from jiefen.domain.agreement.strokes import picture, read_strokes
from jiefen.domain.agreement.words import SignerRole, SigningLevel
from jiefen.domain.clocks.limitation import limitation_sentence
from jiefen.domain.clocks.remedies import Offer
from jiefen.domain.common import moments
from jiefen.domain.common.kinds import kind_label
from jiefen.domain.common.masks import mask_id, mask_phone
from jiefen.domain.common.words import IdentityPaper, PartyKind, PartySide, UnitKind
from jiefen.domain.documents.paper_check import UNNAMED
from jiefen.domain.intake.numbering import display
from jiefen.reports.common.opened import opened
from jiefen.reports.common.remedies import remedies_of
from jiefen.store.common import vault
from jiefen.store.common.reference import snapshot
from jiefen.store.documents import issuing_unit
from jiefen.store.models import Case, Party, Signature
from jiefen.store.parties import PRINCIPALS

Fields = dict[str, Any]
LONGEST = 1_900
BLANK = "＿＿＿＿＿＿＿＿"


def shared(case: Case, *, now: datetime, code: str = "cover") -> Fields:
    """Heads and numbers. `committee`: the body whose paper it is; none on a party's own."""
    centre = snapshot().centre
    unit = issuing_unit(case, code=code)
    return {
        "centre": centre.name,
        "committee": "" if unit is None else centre.name if unit.kind == UnitKind.CENTRE else unit.name,
        "own": unit is None,
        "case_number": display(case.number, centre.short),
        "number": f"（{case.year}）{centre.short}字第 {case.serial:05d} 号",
        "date": moments.iso_second(now),
        "contact": f"联系电话 {case.holder.phone or centre.phone or '12345'}",
    }


def matter(case: Case) -> str:
    return f"{kind_label(case.kind)}纠纷"


def day(at: datetime | None) -> str:
    """2026年3月3日, as papers are dated."""
    return moments.plain_day(at) if at else ""


def at(moment: datetime | None) -> Fields:
    """Its day as that of the paper, where the paper tells of a day and is not itself an act of today."""
    return {"date": moments.iso_second(moment)} if moment else {}


def paragraphs(text: str) -> list[str]:
    """Line by line, none longer than the paper takes at a time: nothing is cut off."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [line[at : at + LONGEST] for line in lines for at in range(0, len(line), LONGEST)]


def everybody(case: Case) -> str:
    """Whom a paper for both sides is addressed to."""
    return "、".join(party.name for party in principals(case) if party.name)


def of_side(case: Case, side: PartySide) -> str:
    return "、".join(party.name for party in principals(case) if party.name and party.side == side)


def principals(case: Case) -> list[Party]:
    return list(case.parties.filter(side__in=PRINCIPALS).select_related("secret").order_by("position"))


def identities(parties: list[Party]) -> list[Fields]:
    """Each party as a court must know them: name, number, address. `masked` hides them from who need not know."""
    return [_identity(party) for party in parties]


def _identity(party: Party) -> Fields:
    number, phone = opened(party, "id"), opened(party, "phone")
    return {
        "role": PartySide.label_of(party.side),
        "name": party.name or UNNAMED,
        "kind": PartyKind.label_of(party.kind),
        "paper": IdentityPaper.label_of(party.paper) if number else "",
        "id_number": number,
        "phone": phone,
        "address": opened(party, "address"),
        "id_masked": number,  # names that templates of centres have used
        "phone_masked": phone,
    }


def masked(fields: Fields, *, case: Case) -> Fields:
    """The same paper for who may not issue it: numbers and phones of the parties are hidden wherever they stand."""
    hidden: dict[str, str] = {}
    for party in case.parties.select_related("secret"):
        for text, mask in ((opened(party, "id"), mask_id), (opened(party, "phone"), mask_phone)):
            if text:
                hidden[text] = mask(text)
    return cast(Fields, _hide(fields, hidden=hidden))


def _hide(value: object, *, hidden: dict[str, str]) -> object:
    if isinstance(value, dict):
        return {name: _hide(item, hidden=hidden) for name, item in value.items()}
    if isinstance(value, list):
        return [_hide(item, hidden=hidden) for item in value]
    if isinstance(value, str):
        for text, mask in hidden.items():
            value = value.replace(text, mask)
    return value


def identity_rows(parties: list[Party]) -> list[Fields]:
    """The same as rows of a form; what nobody has told is left to the pen."""
    rows = []
    for one in identities(parties):
        paper = (
            "统一社会信用代码" if one["kind"] == PartyKind.ORGANISATION.label else one["paper"] or "身份证件"
        )
        texts = [
            one["name"], f"{paper}号码 {one['id_number'] or BLANK}".replace("代码号码", "代码"),
            f"住址 {one['address'] or BLANK}", f"电话 {one['phone']}" if one["phone"] else "",
        ]  # fmt: skip
        rows.append({"label": one["role"], "value": "，".join(text for text in texts if text), "wide": True})
    return rows


def boxes(*roles: str) -> list[Fields]:
    """Places to sign in by hand."""
    return [box(role) for role in roles]


def box(role: str, name: str = "") -> Fields:
    return {"role": role, "name": name, "level": "", "at": "", "picture_svg": ""}


def signed(rows: list[Signature]) -> list[Fields]:
    """Names as they were given: drawn ones as pictures, with the level of each."""
    return [
        {
            "role": PartySide.label_of(row.party.side) if row.party else SignerRole.label_of(row.role),
            "name": row.party.name if row.party else row.user.name if row.user else "",
            "level": SigningLevel.label_of(row.level),
            "at": moments.iso_minute(row.at),
            "picture_svg": _picture(row),
        }
        for row in rows
    ]


def _picture(row: Signature) -> str:
    if row.party is None or row.level != SigningLevel.DRAWN or not row.strokes:
        return ""
    try:
        text = vault.unseal(vault.key_of(row.party.secret), bytes(row.strokes), place="signature.strokes")
    except vault.Erased:
        return ""
    return picture(read_strokes(text))


def routes(case: Case, *, now: datetime) -> list[Fields]:
    """The lawful ways that are open, each with what is left of its limit (人民调解法 26)."""
    return [_way(offer, case=case) for offer in remedies_of(case, now=now)]


def _way(offer: Offer, *, case: Case) -> Fields:
    """Of a suit the day is not named by itself: the limit that runs is told in a sentence of its own."""
    where = (offer.text if offer.open else offer.note).replace("不必等调解有结果，", "").rstrip("。")
    limited = limitation(case) if offer.id == "suit" else ""
    if limited:
        return {"name": offer.heading, "where": where, "left": "", "note": limited}
    left = f"{day(offer.due)}到期" if offer.open and offer.due else "" if offer.open else "请尽快咨询"
    return {"name": offer.heading, "where": where, "left": left}


def limitation(case: Case) -> str:
    """What asking here does to the limitation of the claim; "" where another limit runs."""
    asked_on = snapshot().calendar.local(case.registered_at).date()
    return limitation_sentence(
        case.kind, wanted=case.wanted, amount=bool(case.amount), happened_on=case.happened_on, asked_on=asked_on, days=snapshot().calendar,
    )  # fmt: skip


ROUTES_NOTE = (
    "诉讼时效之外的期限照常计算，不因调解停止；是否过期由有权决定的机关认定。"
    "中心不以任何方式限制您起诉、仲裁、复议或者信访。"
)
