"""What reads the answers that name a row, by the type of the question."""

from __future__ import annotations

from jiefen.actions.agreement import agreements, party_codes, performance, signing
from jiefen.actions.case import steps_in_place as steps_beside
from jiefen.actions.common import asks
from jiefen.actions.common.asks import Lookup
from jiefen.actions.documents import issue_paper, volumes
from jiefen.actions.mediation import consents, recusal, sessions
from jiefen.actions.oversight import appeals, supervision
from jiefen.actions.oversight import disagreement as steps_responsibility
from jiefen.actions.oversight import reception_steps as steps_reception
from jiefen.actions.oversight import visits_and_ratings as afterwards
from jiefen.actions.privacy import data_requests
from jiefen.actions.safety import safety

LOOKUPS: dict[str, Lookup] = {
    "unit": asks.read_unit,
    "units": asks.read_units,
    "person": asks.read_person,
    "case": asks.read_case,
    "running": asks.read_running,
    "clock": asks.read_clock,
    "paused": asks.read_clock,
    "barrable": recusal.read_barrable,
    "unit_above": steps_responsibility.read_unit_above,
    "parties": consents.read_parties,
    "mediator": consents.read_mediator,
    "expert": consents.read_expert,
    "expert_question": consents.read_question,
    "duty": safety.read_duty,
    "track": safety.read_track,
    "terms": agreements.read_terms,
    "open_audit": afterwards.read_open_audit,
    "unrated": afterwards.read_unrated,
    "extendable": steps_beside.read_extendable,
    "party_rule": steps_beside.read_party_rule,
    "appeal": appeals.read_open_appeal,
    "my_appeal": appeals.read_my_appeal,
    "outsider": appeals.read_outsider,
    "room": sessions.read_room,
    "half_hour": sessions.read_half_hour,
    "planned": sessions.read_planned,
    "session": sessions.read_session,
    "invitation": sessions.read_invitation,
    "leader": supervision.read_leader,
    "reception": steps_reception.read_reception,
    "booking": steps_reception.read_booking,
    "promise": steps_reception.read_promise,
    "unsigned": signing.read_unsigned,
    "scan": signing.read_scan,
    "party": party_codes.read_party,
    "party_with_phone": party_codes.read_party,
    "open_term": performance.read_open_term,
    "issued": issue_paper.read_issued,
    "document": volumes.read_document,
    "data_request": data_requests.read_open_request,
}
