"""Cases of 清和县 in whose every text field stands something that would like to be a script, by the ordinary commands."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from payloads import Pool

from jiefen.actions.case.take import take
from jiefen.actions.documents.issue_paper import RenderedFile
from jiefen.actions.documents.volumes import compile_volume
from jiefen.actions.figures.allowances import set_tariff
from jiefen.actions.ledger.sequence import seal, sequence
from jiefen.actions.mediation import mediators
from jiefen.actions.oversight.audits import draw_last_month
from jiefen.actions.party import doors as acts
from jiefen.domain.common.errors import Invalid
from jiefen.domain.figures.allowance import LINES
from jiefen.papers.word_defaults import default_template
from jiefen.store.models import Mediator
from kit.mediating import everybody, plan, who
from kit.mediating import party as party_id
from kit.qinghe import SAFE, Qinghe
from kit.signing import attach, enter, sign


@dataclass
class Fuzzed:
    """The cases, the addresses that show them, by who looks, and the papers to be read."""

    world: Qinghe
    pool: Pool
    numbers: list[str] = field(default_factory=list)
    session: str = ""
    mediator: int = 0

    def take(self, username: str, verb: str, number: str, **fields: str) -> None:
        """As `world.take`, for fields of any name."""
        by = self.world.actor(username)
        try:
            take(verb=verb, number=number, fields=fields, seen=None, by=by, at=self.world.now, key="")
        except Invalid as refused:
            raise AssertionError(f"{verb}: {refused.fields}") from refused


def fuzz(world: Qinghe, *, start: int = 0) -> Fuzzed:
    """`start`: with which payload to begin; other starts put other payloads into the short fields."""
    made = Fuzzed(world, Pool(start=start))
    _corps(made)
    names = {"applicant_name": made.pool.short(100), "respondent_name": made.pool.short(100)}
    texts = {"story": made.pool.long(), "wanted": made.pool.long(), "title": made.pool.short(150)}
    number = world.reach("handling", **names, **texts, address=made.pool.short(150))
    made.numbers.append(number)
    _mediation(made, number)
    _agreement(made, number)
    _afterwards(made, number)
    _danger(made)
    return made


def _corps(made: Fuzzed) -> None:
    """Rooms, mediators, their training, a tariff, a template."""
    world, pool = made.world, made.pool
    admin = {"by": world.actor("admin"), "at": world.now}
    entry = {
        "unit": "mediation",
        "name": pool.short(),
        "kind": "full_time",
        "since": "2025-01-01",
        "studio": pool.short(),
    }
    made.mediator = mediators.enter_mediator(fields=entry, key="m", **admin).more["mediator"]
    training = {"on": "2026-02-01", "hours": "4", "topic": pool.short(80)}
    mediators.add_training(mediator=made.mediator, fields=training, key="t", **admin)
    mediators.add_room(fields={"unit": "mediation", "name": pool.short(), "seats": "8"}, key="r", **admin)
    tariff = {"since": "2026-01-01", "note": pool.long(3)[:200]} | dict.fromkeys(LINES, "50")
    set_tariff(fields=tariff, by=world.actor("leader"), at=world.now, key="tariff")
    file = io.BytesIO(default_template("agreement"))
    file.name = "a.docx"
    answer = world.client("admin").post(
        "/documents", {"code": "agreement", "file": file, "note": pool.short(80), "key": "w"}
    )
    assert answer.status_code == 302


def _mediation(made: Fuzzed, number: str) -> None:
    world, pool = made.world, made.pool
    mine = {"party": str(world.case(number).parties.get(position=1).pk)}
    made.take("mediator", "screen", number, **SAFE, seen=pool.long())
    made.take("mediator", "set_safe_contact", number, way="sms", words=pool.long(), **mine)
    made.take("mediator", "start", number, track="peoples_mediation")
    sent = {"referral": "delegated", "received_on": "2026-03-03", "materials": pool.long()}
    made.take("clerk", "take_referral", number, court=pool.short(100), **sent)
    made.take("clerk", "record_choice", number, side="applicant", choice="mediate", how=pool.long())
    made.take("mediator", "disclose", number, said=pool.long())
    said = {"consent": "yes", "via": "phone"}
    for party in everybody(world, number).split(","):
        for about in ("mediate", "expert", "online"):
            made.take("clerk", "consent", number, party=party, asked=about, said=pool.long(), **said)
    made.take("clerk", "choose_mediator", number, mediator=who("周敏"), said=pool.long(), **mine, **said)
    made.take("mediator", "invite_expert", number, expert=who("喻子涵"), question=pool.long())
    question = str(world.case(number).expert_questions.get().pk)
    made.take("mediator", "expert_answers", number, question=question, opinion="answered", answer=pool.long())
    _sessions(made, number, mine=mine)
    made.take("clerk", "return_referral", number, returned="agreed", facts=pool.long())


def _sessions(made: Fuzzed, number: str, *, mine: dict[str, str]) -> None:
    """One moved, answered and held; one called off."""
    world, pool = made.world, made.pool
    away = plan(world, number, room="", place=pool.short(150))
    made.take("mediator", "cancel_session", number, session=str(away.pk), reason=pool.long())
    session = plan(world, number)
    pk = {"session": str(session.pk)}
    invitation = str(session.invitations.get(party_id=mine["party"]).pk)
    made.take(
        "mediator",
        "answer_invitation",
        number,
        invitation=invitation,
        coming="coming",
        via="phone",
        said=pool.long(),
    )
    moved = {"on": "2026-03-05", "begins": "15:00", "ends": "16:30", "room": "", "place": pool.short(150)}
    made.take("mediator", "move_session", number, reason=pool.long(), **pk, **moved)
    world.later(days=3)
    made.take("mediator", "screen", number, **SAFE, seen=pool.long())
    texts = ("participants", "notices", "statements", "facts", "undisputed", "said_result")
    minutes = {name: pool.long() for name in texts}
    made.take(
        "mediator", "hold_session", number, present=everybody(world, number), talk="agreed", **pk, **minutes
    )
    made.take("mediator", "seal_note", number, note=pool.long(), **pk)
    made.session = f"/cases/{number}/sessions/{session.pk}"


def _agreement(made: Fuzzed, number: str) -> None:
    world, pool = made.world, made.pool
    names = list(world.case(number).parties.order_by("position").values_list("name", flat=True))

    def draft() -> None:
        term = {"text": pool.long(3), "how": pool.short(100)}
        terms = world.terms(term, {**term, "text": pool.long(3)})
        told = {"form": "written", "facts": pool.long(), "extra": pool.long(), "terms": terms}
        made.take("mediator", "draft_agreement", number, **told)

    draft()
    made.take("mediator", "take_back_agreement", number, reason=pool.long())
    draft()
    made.take("mediator", "offer_agreement", number)
    sign(world, number, names[0])
    scan = attach(world, number, name=f"{pool.short(100)}.jpg")
    made.take("clerk", "sign_on_paper", number, party=party_id(world, number, names[1]), scan=scan)
    made.take("mediator", "sign_as_mediator", number)
    made.take("reviewer", "seal_agreement", number)
    made.take("mediator", "record", number, outcome="agreed", summary=pool.long(), amount="16000")
    made.take("reviewer", "approve", number, reason=pool.long())
    for name in names:
        told = {"party": int(party_id(world, number, name)), "code": enter(world, number, name)}
        acts.confirm(
            world.case(number).pk, session=name, about="agreement", answer="yes", said=pool.long(20)[:2000],
            at=world.now, key="", **told,
        )  # fmt: skip
    made.take("reviewer", "close", number, reason=pool.long())


def _afterwards(made: Fuzzed, number: str) -> None:
    world, pool = made.world, made.pool
    terms = [
        str(pk) for pk in world.case(number).agreements.get(ended_at=None).terms.values_list("pk", flat=True)
    ]
    made.take("mediator", "report_term", number, term=terms[0], said=pool.long())
    made.take("reviewer", "verify_term", number, term=terms[0], said=pool.long())
    world.later(days=32)
    made.take("mediator", "default_term", number, term=terms[1], reason=pool.long())
    party = str(world.case(number).parties.get(position=1).pk)
    made.take("clerk", "rate_for_party", number, party=party, centre="1", body="1", said=pool.long())
    made.take("supervisor", "visit", number, side="applicant", content="dissatisfied", said=pool.long())
    made.take("mediator", "go_back", number, done=pool.long())
    made.take("clerk", "join_confirmation", number, party=party, how=pool.long())
    for paper in ("agreement", "minutes"):
        answer = world.client("mediator").post(f"/cases/{number}/papers/{paper}", {"key": paper})
        assert answer.status_code == 302, f"{paper}: {answer.status_code}"
    minutes = str(world.case(number).papers.get(code="minutes").pk)
    made.take("reviewer", "revoke_paper", number, paper=minutes, reason=pool.short(150))
    bound = RenderedFile(digest="0" * 64, size=9, name=pool.short(100))
    told = {"pages": 3, "name": pool.short(40), "note": pool.short(100)}
    compile_volume(number=number, made=bound, by=world.actor("reviewer"), at=world.now, key="", **told)
    made.take("clerk", "place_volume", number, box=pool.short(100), shelf=pool.short(100))
    lent = {"borrower": pool.short(100), "purpose": pool.short(100), "due_on": "2026-04-20"}
    made.take("clerk", "lend_volume", number, **lent)
    made.take("reviewer", "hold_file", number, reason=pool.short(150))
    sequence()
    seal(at=world.now, export=None)
    draw_last_month(at=world.now)
    audit = str(world.case(number).audits.get().pk)
    made.take("supervisor", "audit_outcome", number, audit=audit, found="partly", note=pool.long())


def _danger(made: Fuzzed) -> None:
    """A second case, of violence: what was done about it and what the victim said; and somebody who stepped aside."""
    world, pool = made.world, made.pool
    doubted = world.reach("reviewed")
    made.take("reviewer", "unconfirm", doubted, reason=pool.long())
    number = world.reach("handling", applicant_name=pool.short(100))
    made.numbers += [doubted, number]
    made.take("mediator", "screen", number, **SAFE | {"violence": "yes"}, seen=pool.long())
    duty = str(world.case(number).duties.order_by("pk")[0].pk)
    made.take("mediator", "do_duty", number, duty=duty, done="declined", how=pool.long())
    party = str(world.case(number).parties.get(position=1).pk)
    made.take("mediator", "write_care_note", number, party=party, plea=pool.long())
    made.take(
        "mediator", "recuse", number, barred=f"m{Mediator.objects.get(name='戚国良').pk}", reason=pool.long()
    )
