"""Writing and signing as the people of 清和县 do it, for tests of what comes after."""

from __future__ import annotations

import json

from jiefen.actions.agreement.party_codes import draw, print_code
from jiefen.actions.documents import attach as attaching
from jiefen.actions.party import doors as acts
from kit.qinghe import Qinghe

FACTS = "双方对押金八千元没有争议，李四同意退还。"
NAME = json.dumps([[[120, 90], [240, 70], [330, 96]], [[210, 50], [216, 240]], [[400, 60], [520, 230]]])


def party(world: Qinghe, number: str, name: str) -> int:
    return world.case(number).parties.get(name=name).pk


def write(world: Qinghe, number: str, *terms: dict[str, str], **texts: str) -> None:
    told = {"form": "written", "facts": FACTS, "terms": world.terms(*(terms or ({},)))} | texts
    world.take("mediator", "draft_agreement", number, **told)


def enter(world: Qinghe, number: str, name: str) -> int:
    """The party gets a slip from the window and opens their door; the id of the code."""
    pk = party(world, number, name)
    code, blind = draw(pk)
    print_code(number=number, party=pk, blind=blind, by=world.actor("clerk"), at=world.now)
    opened = acts.enter(pk, typed=code.lower().replace("-", " "), at=world.now)
    assert opened is not None
    assert opened.party == pk
    return opened.code


def sign(
    world: Qinghe, number: str, name: str, *, digest: str = "", strokes: str = NAME, typed: str = ""
) -> str:
    case = world.case(number)
    text = digest or case.agreements.get(ended_at=None).digest
    told = {"party": party(world, number, name), "code": enter(world, number, name), "session": name}
    return acts.sign(
        case.pk, digest=text, strokes=strokes, typed=typed, at=world.now, key="", **told
    ).sentence


def offered(world: Qinghe) -> str:
    number = world.reach("started")
    write(world, number)
    world.take("mediator", "offer_agreement", number)
    return number


def in_force(world: Qinghe) -> str:
    """A written agreement of which no name is missing: both on their phones, the mediator, the seal last."""
    number = offered(world)
    for name in ("张三", "李四"):
        sign(world, number, name)
    world.take("mediator", "sign_as_mediator", number)
    world.take("reviewer", "seal_agreement", number)
    return number


def attach(world: Qinghe, number: str, *, name: str = "签好的协议.jpg") -> str:
    told = {
        "digest": name.encode().hex()[:64].ljust(64, "0"),
        "name": name,
        "size": 10,
        "media_type": "image/jpeg",
    }
    attaching.attach(number=number, audience="internal", by=world.actor("mediator"), at=world.now, **told)
    return str(world.case(number).attachments.get(name=name).pk)
