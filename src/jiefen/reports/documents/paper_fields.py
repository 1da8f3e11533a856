"""What every paper of a case says alike: bodies, numbers, parties, signatures, lawful ways."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jiefen.domain.agreement.strokes import picture, read_strokes
from jiefen.domain.agreement.words import SignerRole, SigningLevel
from jiefen.domain.common import moments
from jiefen.domain.common.kinds import kind_label
from jiefen.domain.common.masks import mask_id, mask_phone
from jiefen.domain.common.words import PartyKind, PartySide
from jiefen.domain.intake.numbering import display
from jiefen.reports.common.opened import id_of, opened, phone_of
from jiefen.reports.common.remedies import remedies_of
from jiefen.store.common import vault
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case, Party, Signature
from jiefen.store.parties import PRINCIPALS

Fields = dict[str, Any]
LONGEST = 1_900


def shared(case: Case, *, now: datetime) -> Fields:
    """Heads and numbers. `committee` is the body that holds the case."""
    centre = snapshot().centre
    return {
        "centre": centre.name,
        "committee": case.holder.name,
        "case_number": display(case.number, centre.short),
        "number": f"（{case.year}）{centre.short}字第 {case.serial:05d} 号",
        "date": moments.iso_second(now),
        "contact": f"联系电话 {case.holder.phone or centre.phone or '12345'}",
    }


def matter(case: Case) -> str:
    return f"{kind_label(case.kind)}纠纷"


def day(at: datetime | None) -> str:
    return moments.iso_day(at) if at else ""


def paragraphs(text: str) -> list[str]:
    """Line by line, none longer than the paper takes at a time: nothing is cut off."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [line[at : at + LONGEST] for line in lines for at in range(0, len(line), LONGEST)]


def principals(case: Case) -> list[Party]:
    return list(case.parties.filter(side__in=PRINCIPALS).select_related("secret").order_by("position"))


def identities(case: Case) -> list[Fields]:
    """Each party with number and phone masked: a paper goes through many hands."""
    return [
        {
            "role": PartySide.label_of(party.side),
            "name": party.name or "（姓名待补）",
            "kind": PartyKind.label_of(party.kind),
            "id_masked": mask_id(id_of(party)) if party.id_sealed else "",
            "phone_masked": mask_phone(phone_of(party)) if party.phone_sealed else "",
            "address": opened(party, "address"),
        }
        for party in principals(case)
    ]


def identity_rows(case: Case) -> list[Fields]:
    """The same as rows of a form."""
    rows = []
    for identity in identities(case):
        texts = [identity["name"], identity["id_masked"], identity["phone_masked"], identity["address"]]
        rows.append(
            {"label": identity["role"], "value": "，".join(text for text in texts if text), "wide": True}
        )
    return rows


def boxes(*roles: str) -> list[Fields]:
    """Places to sign in by hand."""
    return [{"role": role, "name": "", "level": "", "at": "", "picture_svg": ""} for role in roles]


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
    ways = []
    for offer in remedies_of(case, now=now):
        left = f"{day(offer.due)} 到期" if offer.open and offer.due else "" if offer.open else "请尽快咨询"
        ways.append({"name": offer.heading, "where": offer.text if offer.open else offer.note, "left": left})
    return ways


ROUTES_NOTE = "各项期限照常计算，不因调解停止；是否过期由有权决定的机关认定。中心不以任何方式限制您起诉、仲裁、复议或者信访。"
