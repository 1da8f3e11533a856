"""What somebody might type into a verb's form."""

from __future__ import annotations

import json
import random

from jiefen.domain.case.lifecycle import Ask
from jiefen.domain.common.words import Track
from jiefen.store.models import Case, Invitation, Mediator, Room, Term

UNITS = ("mediation", "property", "family", "labour-inspection", "desk", "330999001", "330999001001")
CLOCKS = ("C-DISPATCH", "C-SIGN", "C-START", "C-SIMPLE", "C-LARGER", "C-MAJOR", "C-REVIEW", "C-COMPLETE")
NONSENSE = ("", "没有这个词", "0", "\x00", "-1", "9" * 40, "nowhere")


def answer_to(
    ask: Ask, *, chance: random.Random, case: Case, cast: list[int], cases: list[str], wild: bool
) -> str:
    """`wild`: now and then something that no list offers."""
    if wild and chance.random() < 0.15:
        return chance.choice(NONSENSE)
    if not isinstance(ask.type, str):
        return str(chance.choice([word for word in ask.type if word.value]))
    if ask.type == "unit":
        below = [code for code in UNITS if code in ("property", "family", "330999001001")]
        return chance.choice(below if "下级" in ask.label else UNITS)
    if ask.type == "parties":
        return ",".join(str(pk) for pk in case.parties.values_list("pk", flat=True) if chance.random() < 0.8)
    if ask.type == "units":
        return ",".join(chance.sample(UNITS, k=chance.randint(0, 2)))
    offered = _offered(case, cast=cast, cases=cases)
    if ask.type in offered:
        return chance.choice(sorted(offered[ask.type]) or list(CLOCKS))
    if ask.type == "date":
        return chance.choice(("2026-03-01", "2026-02-14", "2026-06-01", "2030-01-01"))
    if ask.type == "clock_time":
        return chance.choice(("", "9:00", "17:30"))
    if ask.type == "number":
        return chance.choice(("1", "7", "30", "99"))
    if ask.name == "reason" and chance.random() < 0.9:
        return "本单位没有这项职权，依据三定方案应由主管部门承办。"
    return "1200.50" if ask.type == "money" else "写明了情况"


def mediation_offered(case: Case) -> dict[str, list[str]]:
    planned = [str(pk) for pk in case.sessions.filter(state="").values_list("pk", flat=True)]
    asked = case.expert_questions.filter(state="").values_list("pk", flat=True)
    invited = Invitation.objects.filter(session__case=case, session__state="").values_list("pk", flat=True)
    corps = [str(pk) for pk in Mediator.objects.order_by("pk").values_list("pk", flat=True)[:8]]
    return {
        "mediator": corps,
        "expert": [str(pk) for pk in Mediator.objects.filter(kind="lawyer").values_list("pk", flat=True)],
        "barrable": [*(f"m{pk}" for pk in corps[2:]), f"u{case.handler_id}"],
        "room": [str(pk) for pk in Room.objects.values_list("pk", flat=True)],
        "half_hour": ["09:00", "09:30", "10:30", "14:00"],
        "planned": planned,
        "session": [str(pk) for pk in case.sessions.values_list("pk", flat=True)],
        "invitation": [str(pk) for pk in invited],
        "expert_question": [str(pk) for pk in asked],
    }


def _offered(case: Case, *, cast: list[int], cases: list[str]) -> dict[str, list[str]]:
    """Rows that exist, by type of ask."""
    parties = [str(one) for one in case.parties.values_list("pk", flat=True)]
    return {
        "case": cases,
        "person": [str(one) for one in cast],
        "running": [
            str(one) for one in case.proceedings.filter(finished_at=None).values_list("pk", flat=True)
        ],
        "clock": list(case.clocks.filter(stopped_at=None).values_list("rule", flat=True)),
        "late_clock": list(case.clocks.filter(stopped_at=None).values_list("rule", flat=True)),
        "extendable": list(case.clocks.filter(stopped_at=None).values_list("rule", flat=True)),
        "appeal": [str(one) for one in case.appeals.filter(answered_at=None).values_list("pk", flat=True)],
        "my_appeal": [str(one) for one in case.appeals.filter(answered_at=None).values_list("pk", flat=True)],
        "outsider": [str(one) for one in cast],
        "leader": [str(one) for one in cast],
        "reception": ["1", "2"],
        "booking": [str(one) for one in case.bookings.values_list("pk", flat=True)],
        "promise": [str(one) for one in case.promises.values_list("pk", flat=True)],
        "terms": [_terms(amount) for amount in ("", "0", "6400", "-1")] + ["[]", "{", "[1]"],
        "party": parties,
        "party_with_phone": parties,
        "unsigned": parties,
        "unrated": parties,
        "scan": [str(one) for one in case.attachments.values_list("pk", flat=True)],
        "open_term": [
            str(one) for one in Term.objects.filter(agreement__case=case).values_list("pk", flat=True)
        ],
        "open_audit": [str(one) for one in case.audits.values_list("pk", flat=True)],
        "data_request": ["1", "2"],
        "inquiry": ["1", "2"],
        "issued": [str(one) for one in case.papers.values_list("pk", flat=True)],
        "document": ["identity", "evidence", "minutes"],
        "unit_above": [code for code in UNITS if code in ("mediation", "330999001")],
        "party_rule": ["LB-02", "AR-01", "LM-01", "RT-02"],
        "track": [track.value for track in Track],
        "duty": [str(one) for one in case.duties.filter(done_at=None).values_list("pk", flat=True)],
        **mediation_offered(case),
        "paused": list(case.clocks.filter(stopped_at=None, due=None).values_list("rule", flat=True)),
    }


def _terms(amount: str) -> str:
    kind = "pay" if amount else "do"
    row = {"kind": kind, "giver": "respondent", "taker": "applicant", "text": "退还押金", "how": "转到原账户"}
    return json.dumps([row | {"amount": amount, "due_on": "2026-05-01"}], ensure_ascii=False)
