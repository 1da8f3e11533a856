"""One case of 清和县 with a mark in every place where something private is kept, and the eyes that may come by."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from crawling import text_of
from django.test import Client

from jiefen.actions.agreement.party_codes import draw, print_code
from jiefen.actions.case.take import take
from jiefen.actions.party import doors as acts
from jiefen.actions.people.clients import make_client
from jiefen.reports.common.opened import tracking_code_of
from kit.mediating import agree, everybody, plan
from kit.mediating import party as party_id
from kit.parties import at_home, party_of
from kit.qinghe import SAFE, Qinghe
from kit.signing import attach, enter, sign, write

STROKES = json.dumps([[[131, 87], [247, 73], [339, 97]], [[211, 53], [217, 241]], [[400, 60], [520, 230]]])
# What must not be read by everybody, by name; each text stands in one place of the case and nowhere else.
MARKS = {
    "id": "110105194912310038",
    "phone": "13512340987",
    "seen": "右臂有淤青甲",
    "safe_contact": "先问是不是本人乙",
    "care_note": "昨夜在家被打丙",
    "consent_words": "我愿意来谈谈丁",
    "wish": "周五下午最方便戊",
    "minutes": "申请人称押金已交己",
    "concession": "底线是退六千庚",
    "draft_minutes": "还没写完的笔录辛",
    "applicant_said": "张三说确实谈妥壬",
    "respondent_said": "李四说钱已备好癸",
    "rating": "态度生硬不满意子",
    "strokes": "13187",  # as it reads without its spaces and commas
    "code": "",  # drawn when it is printed
}
STAFF = {
    "clerk": "clerk", "dispatcher": "dispatcher", "mediator": "mediator", "colleague": "colleague",
    "elsewhere": "mediator2", "reviewer": "reviewer", "supervisor": "supervisor", "leader": "leader",
    "auditor": "auditor", "administrator": "admin",
}  # fmt: skip
PARTIES = {"applicant": "张三", "respondent": "李四"}
ROLES = (*STAFF, "stranger", *PARTIES)


@dataclass
class Planted:
    """The case, what to look for, and what an address may need."""

    world: Qinghe
    number: str
    marks: dict[str, str]
    held: int
    planned: int
    note: int
    referral: int
    tracking: str


def plant(world: Qinghe, *, ended: bool = True) -> Planted:
    """The matter from the window to its rating, by the ordinary commands; each mark where it belongs.

    Not `ended`: still at the table, its second session about to begin.
    """
    world.person("colleague", "mediator@mediation", name="同事")
    number = _come(world)
    held, planned = _talk(world, number)
    _agree(world, number)
    world.take("clerk", "return_referral", number, returned="agreed", facts="双方对押金八千元没有争议。")
    if ended:
        _end(world, number)
    code = _slip(world, number)
    case = world.case(number)
    return Planted(
        world, number, MARKS | {"code": code}, held, planned, case.care_notes.get().pk, case.referrals.get().pk,
        tracking_code_of(case),
    )  # fmt: skip


def _come(world: Qinghe) -> str:
    """Registered, screened, sent by a court, in mediation."""
    number = world.reach(
        "handling", applicant_id=MARKS["id"], applicant_phone=MARKS["phone"], respondent_phone="13587650432"
    )
    screening = SAFE | {"seen": MARKS["seen"]}
    take(
        verb="screen",
        number=number,
        fields=screening,
        seen=None,
        by=world.actor("mediator"),
        at=world.now,
        key="",
    )
    mine = {"party": party_id(world, number)}
    world.take("mediator", "set_safe_contact", number, way="sms", words=MARKS["safe_contact"], **mine)
    world.take("mediator", "write_care_note", number, plea=MARKS["care_note"], **mine)
    world.take("mediator", "start", number, track="peoples_mediation")
    sent = {
        "court": "清和县人民法院",
        "referral": "delegated",
        "received_on": "2026-03-03",
        "materials": "起诉状副本 1 份",
    }
    world.take("clerk", "take_referral", number, **sent)
    return number


def _talk(world: Qinghe, number: str) -> tuple[int, int]:
    """A session that was held, with its sealed note, and one to come whose minutes are half typed."""
    session = plan(world, number)
    agree(world, number)
    world.take(
        "clerk", "consent", number, party=party_id(world, number), asked="online", consent="yes", via="phone",
        said=MARKS["consent_words"],
    )  # fmt: skip
    mine = session.invitations.get(party__name="张三")
    world.take(
        "mediator", "answer_invitation", number, invitation=str(mine.pk), coming="not_coming", via="phone",
        said=MARKS["wish"],
    )  # fmt: skip
    world.later(days=3)
    world.take("mediator", "screen", number, **SAFE)
    world.take(
        "mediator", "hold_session", number, session=str(session.pk), present=everybody(world, number),
        notices="已告知。", statements=MARKS["minutes"], said_result="改日再谈。", talk="go_on",
    )  # fmt: skip
    world.take("mediator", "seal_note", number, session=str(session.pk), note=MARKS["concession"])
    later = plan(world, number, on="2026-03-06", begins="15:00", ends="16:00")
    typing = {"statements": MARKS["draft_minutes"], "key": "typing"}
    saved = world.client("mediator").post(f"/cases/{number}/sessions/{later.pk}/draft", typing)
    assert saved.status_code == 200
    return session.pk, later.pk


def _agree(world: Qinghe, number: str) -> None:
    """张三 draws his name on the telephone, 李四 signs on paper."""
    write(world, number)
    world.take("mediator", "offer_agreement", number)
    sign(world, number, "张三", strokes=STROKES)
    scan = attach(world, number)
    world.take("clerk", "sign_on_paper", number, party=party_id(world, number, "李四"), scan=scan)
    world.take("mediator", "sign_as_mediator", number)
    world.take("reviewer", "seal_agreement", number)


def _end(world: Qinghe, number: str) -> None:
    world.take("mediator", "record", number, outcome="agreed", summary="分两期付清。", amount="8000")
    world.take("reviewer", "approve", number)
    for name, said in (("张三", MARKS["applicant_said"]), ("李四", MARKS["respondent_said"])):
        told = {"party": int(party_id(world, number, name)), "code": enter(world, number, name)}
        acts.confirm(
            world.case(number).pk, session=name, about="agreement", answer="yes", said=said, at=world.now, key="",
            **told,
        )  # fmt: skip
    world.take("reviewer", "close", number)
    fields = {"centre": "1", "body": "1", "said": MARKS["rating"]}
    acts.rate(world.case(number).pk, party=int(party_id(world, number)), at=world.now, key="", **fields)


def _slip(world: Qinghe, number: str) -> str:
    """A living code, as it stands on the paper in the party's hand."""
    party = int(party_id(world, number))
    code, blind = draw(party)
    print_code(number=number, party=party, blind=blind, by=world.actor("clerk"), at=world.now)
    return code


def eyes(planted: Planted, role: str) -> Client:
    """A browser of this role: signed in, a party behind their own door, or nobody."""
    if role in STAFF:
        return planted.world.client(STAFF[role])
    if role in PARTIES:
        return at_home(party_of(planted.world, planted.number, PARTIES[role]), code=1, at=planted.world.now)
    return Client(raise_request_exception=False)


def token(planted: Planted, role: str) -> dict[str, str]:
    """The header with which a connected system speaks with this role's posts; none for who has no account."""
    if role not in STAFF:
        return {}
    made = make_client(f"system of {role}", username=STAFF[role], at=planted.world.now)
    return {"authorization": f"Bearer {made}"}


def verify_code(world: Qinghe, number: str, paper: str) -> str:
    """The code at the foot of a paper that was issued, as its holder reads it."""
    file = world.case(number).papers.get(code=paper).file_id
    found = re.search(
        r"核验码([0-9A-Z]{12})", text_of(world.client("mediator").get(f"/cases/{number}/files/{file}"))
    )
    assert found is not None
    return found[1]
