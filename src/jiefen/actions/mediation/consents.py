"""What each party says: to mediate or not, by whom, in public or not. A refusal stops everything at once (art. 17)."""

from __future__ import annotations

from jiefen.actions.common.proceedings import end_running
from jiefen.actions.common.step import Step
from jiefen.actions.mediation.recusal import call_off
from jiefen.actions.messages.notices import tell
from jiefen.domain.clocks.limits import rule
from jiefen.domain.clocks.remedies import remedies
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.tracks import MEDIATION
from jiefen.domain.common.words import Audience, ClockEnd, Outcome, Track
from jiefen.domain.mediation.rules import STOPPED
from jiefen.domain.mediation.words import Consent, ConsentAbout, Via
from jiefen.store.mediation import (
    latest,
    name_of,
    planned,
    principals,
    refusing,
)
from jiefen.store.models import ExpertQuestion, Mediator, Party, PartyConsent


def consent(step: Step) -> None:
    about, consent = step.values["asked"], step.values["consent"]
    party: Party = step.values["party"]
    _keep(step, about=about, consent=consent)
    step.audience = Audience.INTERNAL
    step.sentence = f"已记录：{name_of(party)}{consent.label}{about.label}。"
    if about is ConsentAbout.MEDIATE and consent is Consent.NO:
        _stop(step)


def refuse_mediation(step: Step) -> None:
    _keep(step, about=ConsentAbout.MEDIATE, consent=Consent.NO)
    _stop(step)


def _stop(step: Step) -> None:
    """No mediation goes on against a party's will; what else the law offers is said at once."""
    end_running(step, outcome=Outcome.REFUSED, tracks=tuple(MEDIATION))
    call_off(step, sessions=list(planned(step.case).values_list("pk", flat=True)))
    step.audience = Audience.PARTY
    step.sentence = f"调解已停止，安排好的调解会已取消。当事人还可以：{'、'.join(_ways(step))}。"


def _ways(step: Step) -> list[str]:
    """Headings of what is open to the parties now."""
    case, now = step.case, step.command.at
    rows = case.clocks.exclude(ended=ClockEnd.VOID).values_list("rule", "due")
    limits = {name: due for name, due in rows if rule(name).whose == "party"}
    tried = {Track(track) for track in case.proceedings.values_list("track", flat=True)}
    offers = remedies(case.kind, tried=tried, outcome=str(Outcome.REFUSED), limits=limits, now=now)
    return [offer.heading for offer in offers if offer.open]


def choose_mediator(step: Step) -> None:
    who: Mediator = step.values["mediator"]
    _keep(step, about=ConsentAbout.MEDIATOR, consent=step.values["consent"], mediator=who)
    step.audience = Audience.INTERNAL
    yes = step.values["consent"] is Consent.YES
    step.sentence = f"已记录：当事人{'选' if yes else '不接受'}{who.name}调解。"


def nobody_refuses(step: Step) -> None:
    if step.values["track"] in MEDIATION and refusing(step.case):
        raise RuleError(STOPPED)


def nobody_refuses_a_session(step: Step) -> None:
    if refusing(step.case):
        raise RuleError(STOPPED)


def all_agree_to_experts(step: Step) -> None:
    said = latest(step.case)
    missing = [
        name_of(party)
        for party in principals(step.case)
        if said.get((party.pk, ConsentAbout.EXPERT)) != Consent.YES
    ]
    if missing:
        raise RuleError(
            f"邀请亲友或专家要当事人同意（人民调解法第二十条），还缺：{'、'.join(missing)}。请先“记录当事人意见”。"
        )


def invite_expert(step: Step) -> None:
    expert: Mediator = step.values["expert"]
    row = ExpertQuestion(
        case=step.case,
        expert=expert,
        question=step.values["question"],
        asked_at=step.command.at,
        by_id=step.command.by.user_id,
    )
    ExpertQuestion.objects.bulk_create([row])
    if expert.user_id:
        tell(
            {expert.user_id},
            event=f"expert:{step.case.pk}:{step.case.version}",
            text="有一件纠纷请教您的意见，请在“请教我的”里回复。",
            case=None,
            at=step.command.at,
        )
    step.audience = Audience.INTERNAL
    way = "会在自己的页面看到" if expert.user_id else "没有账号，请用别的办法联系并代为登记回复"
    step.sentence = f"已请教{expert.name}，{way}。"


def expert_answers(step: Step) -> None:
    row: ExpertQuestion = step.values["question"]
    ExpertQuestion.objects.filter(pk=row.pk).update(
        state=step.values["opinion"], answer=step.values["answer"], answered_at=step.command.at
    )
    step.audience = Audience.INTERNAL
    step.sentence = f"{row.expert.name}的回复已登记。"


def _keep(step: Step, *, about: ConsentAbout, consent: Consent, mediator: Mediator | None = None) -> None:
    row = PartyConsent(
        case=step.case,
        party=step.values["party"],
        session=step.values.get("session"),
        mediator=mediator,
        about=str(about),
        consent=str(consent),
        via=str(step.values["via"] or Via.IN_PERSON),
        said=step.values["said"],
        at=step.command.at,
        by_id=step.command.by.user_id,
    )
    PartyConsent.objects.bulk_create([row])
