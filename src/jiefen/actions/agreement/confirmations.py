"""What a party says themselves of an outcome. Nothing is closed as a success without it, and silence is no answer."""

from __future__ import annotations

from datetime import datetime

from jiefen.actions.agreement import performance
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.hooks import wrong
from jiefen.actions.common.locked_case import locked_case
from jiefen.actions.common.step import Step
from jiefen.domain.agreement.words import SUCCESSES, AgreementState, ConfirmAnswer, ConfirmedAbout, OwnChannel
from jiefen.domain.common.chain import canonical
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.common.reading import Reading
from jiefen.domain.common.words import Audience, Outcome
from jiefen.store.agreement import signers, standing_agreement
from jiefen.store.agreement_confirmed import standing_of, why_not_closed
from jiefen.store.common import vault
from jiefen.store.models import Case, Confirmation, Party, Term

LONG = 2_000


def stays_inside(step: Step) -> None:
    """What one side said, or a draft, is not told to the other; each sees what is theirs behind their own door."""
    step.audience = Audience.INTERNAL


def confirmed_by_the_parties(step: Step) -> None:
    """A handler never certifies their own success: no case is closed as one without the parties' own word."""
    if why := why_not_closed(step.case):
        raise RuleError(why)


def unconfirm(step: Step) -> None:
    about = SUCCESSES.get(Outcome(step.case.outcome))
    if about is None or standing_of(step.case, about).whole:
        raise RuleError("只有登记为达成协议或者当场和解、而当事人没有确认的，才需要改登。")
    step.set(outcome=str(Outcome.UNCONFIRMED))
    step.sentence = "已改登为“未获当事人确认”，可以办结；当事人以后确认了，随时可以补登。"


def confirm_for_party(step: Step) -> None:
    """Asked by somebody who did not handle the case, on the telephone or face to face."""
    values = step.values
    channel = OwnChannel(values["channel"])
    if channel is OwnChannel.CODE:
        raise wrong("channel", "“本人凭确认码”要由当事人自己在查进度的页面办理，不能代为登记。")
    about = ConfirmedAbout(values["about"])
    if about is ConfirmedAbout.PERFORMANCE:
        raise wrong("about", "履行情况请在具体的那一项上“核实已履行”。")
    by = step.command.by.user_id
    answer = ConfirmAnswer(values["answer"])
    _write(
        step.case, party=values["party"], about=about, answer=answer, said=values["said"], channel=channel,
        by_id=by, at=step.command.at,
    )  # fmt: skip
    step.sentence = f"已登记：{values['party'].name}表示{answer.label}。"


@in_one_transaction("confirm_by_party")
def confirm_by_party(
    command: Command,
    *,
    case: int,
    party: int,
    code: int,
    session: str,
    about: str,
    answer: str,
    said: str,
    term: int = 0,
) -> Answer:
    """The party's own word, behind the door that their code opened. `term`: the promise, when it is about performance.

    Raises Unseen, Invalid, RuleError.
    """
    locked = locked_case(case)
    what, word, text = _read(about, answer=answer, said=said)
    row = Party.objects.get(pk=party, case=locked)
    promise = (
        performance.answered(locked, party=party, term=term, answer=word, at=command.at) if term else None
    )
    _write(
        locked, party=row, about=what, answer=word, said=text, channel=OwnChannel.CODE, code_id=code,
        session=vault.blind(session, column="session"), term=promise, at=command.at,
    )  # fmt: skip
    facts = {"party": party, "about": str(what), "answer": str(word), "term": term or None}
    command.history.add(
        locked,
        verb="confirm_by_party",
        facts=facts,
        private=canonical({"said": text}) if text else "",
        audience=Audience.INTERNAL,
    )
    sentence = (
        "谢谢，已记下您的确认。"
        if word is ConfirmAnswer.YES
        else "已记下您的意见，会由没有经办的人核实后答复您。"
    )
    return Answer(sentence=sentence, number=locked.number)


def _read(about: str, *, answer: str, said: str) -> tuple[ConfirmedAbout, ConfirmAnswer, str]:
    reading = Reading({"about": about, "answer": answer, "said": said})
    what = reading.word("about", ConfirmedAbout, default=None, label="确认什么")
    word = reading.word("answer", ConfirmAnswer, default=None, label="您的回答")
    text = reading.text("said", limit=LONG, label="您想说的")
    if word is None:
        reading.problems.setdefault("answer", "请选“属实”或者“不属实”。")
    if word is ConfirmAnswer.NO and not text:
        reading.problems.setdefault("said", "请写一句哪里不属实，好让人核实。")
    if what is None or word is None or reading.problems:
        raise Invalid(fields=reading.problems)
    return ConfirmedAbout(what), ConfirmAnswer(word), text


def _write(
    case: Case,
    *,
    party: Party,
    about: ConfirmedAbout,
    answer: ConfirmAnswer,
    said: str,
    channel: OwnChannel,
    at: datetime,
    term: Term | None = None,
    **more: object,
) -> None:
    agreement = standing_agreement(case, AgreementState.EFFECTIVE)
    if about is ConfirmedAbout.AGREEMENT and (agreement is None or party.pk not in signers(agreement)):
        raise RuleError("现在没有等这位当事人确认的协议。")
    if about is ConfirmedAbout.SETTLEMENT and case.outcome != Outcome.SETTLED:
        raise RuleError("本案没有登记为当场和解，不用确认。")
    if about is ConfirmedAbout.PERFORMANCE and term is None:
        raise RuleError("请选择要确认的是哪一项。")
    row = Confirmation(
        case=case, party=party, about=about, agreement=agreement if about is ConfirmedAbout.AGREEMENT else None,
        term=term, answer=answer, said=said, channel=channel, at=at, **more,
    )  # fmt: skip
    Confirmation.objects.bulk_create([row])
