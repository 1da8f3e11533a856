"""Independence of whoever mediates 披露与回避: told to the parties, barred for good, and barred from what they might take."""

from __future__ import annotations

from jiefen.actions.common.hooks import wrong
from jiefen.actions.common.step import Step
from jiefen.domain.common.errors import NotAllowed
from jiefen.domain.mediation.words import SessionState
from jiefen.store.mediation import barred_mediators, barred_users
from jiefen.store.models import Bar, Disclosure, MediationSession, Mediator, Slot, User

# What a barred person may no longer do here; handing the case on stays open to them.
OWN_STEPS = (
    "sign", "start", "finish", "record", "disclose", "choose_mediator", "consent", "invite_expert",
    "expert_answers", "plan_session", "begin_session", "move_session", "hold_session", "seal_note",
)  # fmt: skip


def is_not_barred(step: Step) -> None:
    if step.command.by.user_id in barred_users(step.case):
        raise NotAllowed("您已回避本案，不能再经办；请审核人或分流台“换承办人”后由新的承办人接着办。")


def goes_to_nobody_barred(step: Step) -> None:
    if step.values["person"].pk in barred_users(step.case):
        raise wrong("person", f"{step.values['person'].name}已回避本案，请换给别人。")


def disclose(step: Step) -> None:
    row = Disclosure(
        case=step.case, text=step.values["said"], at=step.command.at, by_id=step.command.by.user_id
    )
    Disclosure.objects.bulk_create([row])
    step.sentence = "已披露，双方在进度页能看到；当事人要求回避的，请登记“回避”。"


def recuse(step: Step) -> None:
    """For good. What they were to hold is called off; a handler has to be replaced before anything goes on."""
    who: Mediator | User = step.values["barred"]
    mediator, user = (who, None) if isinstance(who, Mediator) else (None, who)
    bar = Bar(
        case=step.case,
        mediator=mediator,
        user=user,
        reason=step.values["reason"],
        at=step.command.at,
        by_id=step.command.by.user_id,
    )
    Bar.objects.bulk_create([bar])
    mine = MediationSession.objects.filter(
        case=step.case, mediator__in=barred_mediators(step.case), state=SessionState.PLANNED
    )
    n = call_off(step, sessions=[row.pk for row in mine])
    handles = step.case.handler_id is not None and step.case.handler_id in barred_users(step.case)
    rest = f"其主持的 {n} 场调解会已取消。" if n else ""
    more = "承办人回避后不能再办，请审核人或分流台“换承办人”。" if handles else ""
    step.sentence = f"{who.name}回避本案，以后也不能再经办。{rest}{more}"


def leaves_no_session(step: Step) -> None:
    """What was planned by whoever held the case is off once it leaves their hands."""
    rows = MediationSession.objects.filter(case=step.case, state=SessionState.PLANNED)
    call_off(step, sessions=list(rows.values_list("pk", flat=True)))


def call_off(step: Step, *, sessions: list[int]) -> int:
    """These planned sessions are off, and what they took is free again. Answers how many."""
    if not sessions:
        return 0
    Slot.objects.filter(session__in=sessions).delete()
    rows = MediationSession.objects.filter(pk__in=sessions, state=SessionState.PLANNED)
    return rows.update(state=SessionState.CANCELLED, ended_at=step.command.at)
