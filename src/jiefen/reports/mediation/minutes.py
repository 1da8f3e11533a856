"""The minutes of a session as the fields of a printed form 调解记录 (law.md § 4.3)."""

from __future__ import annotations

from jiefen.domain.common.kinds import kind_label
from jiefen.domain.common.words import PartySide
from jiefen.domain.intake.numbering import display
from jiefen.domain.mediation.words import Coming, SessionResult
from jiefen.store.common.reference import snapshot
from jiefen.store.mediation import name_of, when_of, where_of
from jiefen.store.models import MediationSession


def minutes_fields(session: MediationSession) -> dict[str, str]:
    """Texts by name; what is sealed is not among them, and never was read."""
    came = [
        invitation
        for invitation in session.invitations.select_related("party")
        if invitation.state == Coming.CAME
    ]
    parties = [
        f"{PartySide.label_of(invitation.party.side)} {name_of(invitation.party)}" for invitation in came
    ]
    facts = [session.facts, f"无争议事实：{session.undisputed}" if session.undisputed else ""]
    result = SessionResult.label_of(session.result) if session.result else ""
    recorder = session.recorder.name if session.recorder else ""
    return {
        "centre": snapshot().centre.name,
        "case_number": display(session.case.number, snapshot().centre.short),
        "time": when_of(session),
        "place": where_of(session),
        "matter": f"{kind_label(session.case.kind)}纠纷",
        "participants": session.participants,
        "parties": "\n".join(parties),
        "notices": session.notices,
        "statements": session.statements,
        "facts": "\n".join(text for text in facts if text),
        "outcome": "\n".join(text for text in (result, session.said_result) if text),
        "signatures": f"当事人：\n调解员：{session.mediator.name}\n记录人：{recorder}",
    }
