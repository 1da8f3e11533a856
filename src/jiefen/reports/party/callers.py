"""Whether it is really us: whose telephone a number is, and who gave out a code. Never a word of the matter itself."""

from __future__ import annotations

from dataclasses import dataclass

from jiefen.domain.common.phones import matching_phone, normalise_phone, phones_meant
from jiefen.domain.common.words import Role
from jiefen.reports.documents.verify_paper import verify_paper
from jiefen.reports.party.entry import party_of_code
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case, Party
from jiefen.store.people.posts import held_by

NUMBER = "这是它登记在册的工作电话。"
CODE = "这个查询码是我们给您的，印在信、回执、通知或者码单上。"
LETTER = "这个码在我们寄出的邀请信上。"
PAPER = "这个核验码在我们出的文书上。"
HOTLINES = {"12345": "政务服务便民热线", "12348": "公共法律服务热线", "110": "公安机关报警电话"}


@dataclass(frozen=True)
class Ours:
    """`unit`: who it is, with the post of whoever holds the matter. `about`: what it is that was typed. `phone`: theirs."""

    unit: str
    about: str
    phone: str


def hotline(typed: str) -> str:
    """Whose public number this is, of another house than ours; empty for any other."""
    return HOTLINES.get(normalise_phone(typed), "")


def of_number(typed: str) -> Ours | None:
    """The unit whose telephone this is; a local number may leave out its area. None for a number that is not ours."""
    reference, meant = snapshot(), set(phones_meant(typed))
    centre = reference.centre
    known = [(centre.name, centre.phone), *((unit.name, unit.phone) for unit in reference.units.values())]
    for name, phone in known:
        if phone and matching_phone(phone) in meant:
            return Ours(name, NUMBER, phone)
    return None


def of_code(typed: str) -> Ours | None:
    """Who holds the matter of a letter, a receipt or a slip; the centre for a paper. None for a code that is not ours."""
    if party := party_of_code(typed):
        return Ours(_holder_of(party.case), CODE, party.case.holder.phone)
    if verify_paper(typed, digest=""):
        centre = snapshot().centre
        return Ours(centre.name, PAPER, centre.phone)
    return None


def of_letter(party: Party) -> Ours:
    """Who holds the matter of an invitation."""
    return Ours(_holder_of(party.case), LETTER, party.case.holder.phone)


def _holder_of(case: Case) -> str:
    """The unit, and the post of the person there: never their name, which a stranger could then use."""
    posts = held_by(case.handler_id) if case.handler_id else ()
    post = next((post for post in posts if post.unit_id == case.holder_id), None)
    return f"{case.holder.name}（{Role.label_of(post.role)}）" if post else case.holder.name
