"""What the parties themselves have said of an outcome, and what a case lacks before it can be closed."""

from __future__ import annotations

from dataclasses import dataclass

from jiefen.domain.agreement.words import SUCCESSES, AgreementState, ConfirmAnswer, ConfirmedAbout
from jiefen.domain.common.words import Outcome, Track
from jiefen.domain.safety.words import DutyKind
from jiefen.store.agreement import signers, standing_agreement
from jiefen.store.models import Case
from jiefen.store.parties import PRINCIPALS


@dataclass(frozen=True)
class Standing:
    """Who has confirmed the outcome of a case, and who has not: names, for sentences."""

    confirmed: list[str]
    waiting: list[str]
    denied: list[str]

    @property
    def whole(self) -> bool:
        """Every party it binds has said yes themselves."""
        return bool(self.confirmed) and not self.waiting and not self.denied


def standing_of(case: Case, about: ConfirmedAbout) -> Standing:
    """By each party's last answer."""
    agreement = standing_agreement(case, AgreementState.EFFECTIVE)
    expected = case.parties.filter(side__in=PRINCIPALS).order_by("position")
    if about is ConfirmedAbout.AGREEMENT:
        expected = expected.filter(pk__in=signers(agreement) if agreement else ())
    rows = case.confirmations.filter(about=about)
    rows = rows.filter(agreement=agreement) if about is ConfirmedAbout.AGREEMENT else rows
    last = dict(rows.order_by("pk").values_list("party_id", "answer"))
    names: dict[str, list[str]] = {"": [], ConfirmAnswer.YES: [], ConfirmAnswer.NO: []}
    for party in expected:
        names[last.get(party.pk, "")].append(party.name or "（姓名待补）")
    return Standing(names[ConfirmAnswer.YES], names[""], names[ConfirmAnswer.NO])


def unconfirmed(case: Case) -> list[str]:
    """What the parties' own word lacks for this outcome."""
    about = SUCCESSES.get(Outcome(case.outcome))
    if about is None:
        return []
    standing = standing_of(case, about)
    if standing.whole:
        return []
    silent = [f"还没有确认：{'、'.join(standing.waiting)}"] if standing.waiting or not standing.denied else []
    return silent + ([f"表示不属实：{'、'.join(standing.denied)}"] if standing.denied else [])


def why_not_closed(case: Case) -> str:
    """A sentence with the ways out; empty when nothing is lacking."""
    lacks = unconfirmed(case)
    if not lacks:
        return ""
    return (
        f"不能作为“{Outcome.label_of(case.outcome)}”办结。{'；'.join(lacks)}。请发确认码让当事人自己确认，"
        "或由没有经办的人电话、上门核实；确实得不到确认的，由审核人“改登未获确认”后再办结。"
    )


def doubts(case: Case) -> list[str]:
    """What does not fit the recorded result; it hinders nothing by itself, and the reviewer should see it."""
    row = standing_agreement(case, AgreementState.DRAFT, AgreementState.OFFERED)
    sentences = []
    if row is not None:
        state = AgreementState.label_of(row.state)
        sentences.append(f"登记的结果是“{Outcome.label_of(case.outcome)}”，协议却还“{state}”，请核对")
    running = case.proceedings.filter(finished_at=None).values_list("track", flat=True)
    sentences += [f"{Track.label_of(track)}还没有结束" for track in running]
    duties = case.duties.filter(done_at=None).values_list("kind", flat=True)
    return sentences + [f"安全事项还没有办：{DutyKind.label_of(kind)}" for kind in duties]
