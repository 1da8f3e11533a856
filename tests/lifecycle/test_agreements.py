"""From draft to durable: who may write, who must sign, who alone can confirm (rows B8, E8, F4; law.md § 3.3)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from jiefen.actions import party as acts
from jiefen.actions.party_codes import draw, print_code
from jiefen.domain.errors import Invalid, NotAllowed, RuleError, Stale
from jiefen.domain.party_codes import TRIES
from jiefen.reports import own
from jiefen.store.models import Agreement, Confirmation, PartyCode, PartyMessage, Signature, Term
from law import check_case
from qinghe import Qinghe

FACTS = "双方对押金八千元没有争议，李四同意退还。"
NAME = json.dumps([[[120, 90], [240, 70], [330, 96]], [[210, 50], [216, 240]], [[400, 60], [520, 230]]])

pytestmark = pytest.mark.django_db


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
    opened = acts.enter(world.case(number).pk, typed=code.lower().replace("-", " "), at=world.now)
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


def test_a_written_agreement_takes_effect_when_both_sides_the_mediator_and_the_committee_have_signed(
    world: Qinghe,
) -> None:
    number = offered(world)
    assert "还差：李四、人民调解员、调解组织盖章" in sign(world, number, "张三")
    world.take("mediator", "sign_as_mediator", number)
    world.take("reviewer", "seal_agreement", number)
    assert not world.case(number).clocks.filter(rule="RT-02").exists()
    assert "协议生效" in sign(world, number, "李四")
    assert Agreement.objects.get(case__number=number).effective_at == world.now
    clock = world.case(number).clocks.get(rule="RT-02")
    assert clock.started_at == world.now, "the parties' thirty days run from the day it took effect"
    check_case(number)
    row = Signature.objects.get(party__name="李四")
    assert row.digest == Agreement.objects.get(case__number=number).digest
    assert row.code is not None
    assert NAME.encode() not in bytes(row.strokes), "the drawn name is sealed"


def test_an_oral_agreement_is_registered_and_takes_effect_at_once(world: Qinghe) -> None:
    number = world.reach("agreed")
    assert Agreement.objects.get(case__number=number).state == "effective"
    assert world.case(number).clocks.filter(rule="RT-02", stopped_at=None).exists()
    check_case(number)


def test_a_vague_draft_is_kept_and_cannot_be_put_before_the_parties(world: Qinghe) -> None:
    number = world.reach("started")
    write(world, number, {"text": "尽快退还押金"})
    assert Term.objects.get().text == "尽快退还押金"
    with pytest.raises(RuleError, match="尽快"):
        world.take("mediator", "offer_agreement", number)
    write(world, number)
    world.take("mediator", "offer_agreement", number)
    assert Term.objects.get().text == "退还押金", "the draft was written further, not doubled"


def test_what_is_offered_is_not_edited_but_taken_back_and_signatures_fall_with_it(world: Qinghe) -> None:
    number = offered(world)
    old = Agreement.objects.get(case__number=number)
    sign(world, number, "张三")
    with pytest.raises(RuleError, match="收回重写"):
        write(world, number, {"amount": "1"})
    answer = world.take("mediator", "take_back_agreement", number, reason="金额写错了")
    assert "作废了 1 个签名" in answer.sentence
    write(world, number, {"amount": "7000"})
    world.take("mediator", "offer_agreement", number)
    with pytest.raises(Stale, match="改过了"):
        sign(world, number, "李四", digest=old.digest)
    assert "还差：张三" in sign(world, number, "李四"), (
        "who had signed the old words signs the new ones again"
    )
    assert [row.state for row in Agreement.objects.order_by("pk")] == ["lapsed", "offered"]


def test_nobody_signs_twice_and_nobody_signs_for_another(world: Qinghe) -> None:
    number = offered(world)
    sign(world, number, "张三")
    with pytest.raises(RuleError, match="已经在这份协议上签过名"):
        sign(world, number, "张三")
    scan = attach(world, number)
    with pytest.raises(Invalid, match="1 处"):
        world.take("mediator", "sign_on_paper", number, party=str(party(world, number, "张三")), scan=scan)
    world.take("mediator", "sign_as_mediator", number)
    with pytest.raises(RuleError, match="已经有了"):
        world.take("mediator", "sign_as_mediator", number)
    with pytest.raises(NotAllowed):
        world.take("mediator", "seal_agreement", number)


def attach(world: Qinghe, number: str, *, name: str = "签好的协议.jpg") -> str:
    from jiefen.actions.attach import attach as add

    told = {
        "digest": name.encode().hex()[:64].ljust(64, "0"),
        "name": name,
        "size": 10,
        "media_type": "image/jpeg",
    }
    add(number=number, audience="internal", by=world.actor("mediator"), at=world.now, **told)
    return str(world.case(number).attachments.get(name=name).pk)


def test_a_scan_of_another_case_is_not_taken(world: Qinghe) -> None:
    number, other = offered(world), world.reach("started")
    elsewhere = attach(world, other, name="别案.jpg")
    with pytest.raises(Invalid) as refused:
        world.take(
            "mediator", "sign_on_paper", number, party=str(party(world, number, "张三")), scan=elsewhere
        )
    assert "别的案件" in refused.value.fields["scan"]


@pytest.mark.parametrize(
    ("strokes", "typed", "field"),
    [("", "", "strokes"), ("[]", "", "strokes"), ("{", "", "strokes"), ("[[[5,5],[6,6]]]", "", "strokes"),
     ("[[[5000,5],[6,6]]]", "", "strokes"), ("", "张", "typed"), ("", "李四", "typed")],
)  # fmt: skip
def test_a_scribble_or_another_name_is_no_signature(
    world: Qinghe, strokes: str, typed: str, field: str
) -> None:
    number = offered(world)
    with pytest.raises(Invalid) as refused:
        sign(world, number, "张三", strokes=strokes, typed=typed)
    assert field in refused.value.fields
    assert "签" in sign(world, number, "张三", strokes="", typed="张三")
    assert Signature.objects.get().level == "typed"


def test_inheritance_is_signed_on_paper_and_confirmed_besides(world: Qinghe) -> None:
    number = world.reach("started", kind="0103")
    write(world, number)
    world.take("mediator", "offer_agreement", number)
    with pytest.raises(RuleError, match="纸上签名"):
        sign(world, number, "张三")
    scan = attach(world, number)
    for name in ("张三", "李四"):
        world.take("clerk", "sign_on_paper", number, party=str(party(world, number, name)), scan=scan)
    world.take("mediator", "sign_as_mediator", number)
    world.take("reviewer", "seal_agreement", number)
    world.take("mediator", "record", number, outcome="agreed", summary="已分清。")
    world.take("reviewer", "approve", number)
    with pytest.raises(RuleError, match="还没有确认：张三、李四"):
        world.take("reviewer", "close", number)


def test_no_agreement_is_recorded_that_is_not_in_force_and_no_other_sum(world: Qinghe) -> None:
    number = world.reach("started")
    with pytest.raises(Invalid) as refused:
        world.take("mediator", "record", number, outcome="agreed", summary="说好了。")
    assert "还没有生效的协议" in refused.value.fields["outcome"]
    number = world.reach("agreed")
    with pytest.raises(Invalid) as refused:
        world.take("mediator", "record", number, outcome="agreed", summary="说好了。", amount="9000")
    assert "8,000.00" in refused.value.fields["amount"]
    world.take("mediator", "record", number, outcome="agreed", summary="说好了。")
    assert world.case(number).amount_agreed == 8000, "the sum of the promises"


def test_nothing_is_closed_as_a_success_without_each_partys_own_word(world: Qinghe) -> None:
    number = world.reach("reviewed")
    with pytest.raises(RuleError, match="还没有确认：张三、李四"):
        world.take("reviewer", "close", number)
    with pytest.raises(NotAllowed):
        world.confirm(number, by="mediator")
    one = str(party(world, number, "张三"))
    told = {"about": "agreement", "channel": "call", "said": "是的"}
    world.take("clerk", "confirm_for_party", number, party=one, answer="yes", **told)
    with pytest.raises(RuleError, match="还没有确认：李四"):
        world.take("reviewer", "close", number)
    two = str(party(world, number, "李四"))
    world.take("clerk", "confirm_for_party", number, party=two, answer="no", **told)
    with pytest.raises(RuleError, match="表示不属实：李四"):
        world.take("reviewer", "close", number)
    world.take("clerk", "confirm_for_party", number, party=two, answer="yes", **told)
    world.take("reviewer", "close", number)
    assert world.case(number).state == "closed"


def test_who_cannot_be_reached_never_counts_as_a_yes(world: Qinghe) -> None:
    number = world.reach("reviewed")
    world.take("reviewer", "unconfirm", number, reason="打了三次电话都没有接，上门也没有人。")
    world.take("reviewer", "close", number)
    assert world.case(number).outcome == "unconfirmed"
    check_case(number)


def test_a_code_is_the_partys_alone_once_for_three_days_and_five_tries(world: Qinghe) -> None:
    number = offered(world)
    case, pk = world.case(number), party(world, number, "张三")
    world.take("mediator", "send_code", number, party=str(pk))
    message = PartyMessage.objects.get()
    assert message.urgent, "somebody waits for it"
    with pytest.raises(NotAllowed):
        world.take("mediator", "print_code", number, party=str(pk))
    code, blind = draw(pk)
    print_code(number=number, party=pk, blind=blind, by=world.actor("clerk"), at=world.now)
    assert PartyCode.objects.filter(used_at=None, until__gt=world.now).count() == 1, "the new one alone lives"
    assert acts.enter(case.pk, typed="AAAA-AAAA", at=world.now) is None
    assert acts.enter(case.pk + 999, typed=code, at=world.now) is None, "a code opens no other case"
    assert acts.enter(case.pk, typed=code, at=world.now + timedelta(hours=72)) is None, "too old"
    assert acts.enter(case.pk, typed=code, at=world.now) is not None
    assert acts.enter(case.pk, typed=code, at=world.now) is None, "used up"
    code, blind = draw(pk)
    print_code(number=number, party=pk, blind=blind, by=world.actor("clerk"), at=world.now)
    for _ in range(TRIES):
        assert acts.enter(case.pk, typed="AAAA-AAAA", at=world.now) is None
    assert acts.enter(case.pk, typed=code, at=world.now) is None, "tried too often"


def test_a_promise_is_kept_when_who_was_to_receive_says_so_or_somebody_outside_has_seen_it(
    world: Qinghe,
) -> None:
    number = world.reach("started")
    write(
        world,
        number,
        {},
        {"text": "归还钥匙", "kind": "deliver", "amount": ""},
        {"due_on": "2026-03-05", "amount": "10"},
    )
    Agreement.objects.filter(case__number=number).update(form="oral")
    world.take("mediator", "offer_agreement", number)
    first, second, third = (str(row.pk) for row in Term.objects.order_by("position"))
    confirm(world, number, "李四", first)
    assert Term.objects.get(pk=first).state == "reported", "who gives can only report"
    confirm(world, number, "张三", first)
    assert Term.objects.get(pk=first).state == "performed"
    world.take("mediator", "report_term", number, term=second, said="李四说已经还了。")
    with pytest.raises(NotAllowed):
        world.take("mediator", "verify_term", number, term=second, said="我看见的。")
    world.take("clerk", "verify_term", number, term=second, said="电话问过张三，钥匙收到了。")
    assert Term.objects.get(pk=second).state == "performed"
    with pytest.raises(RuleError, match="还没有过期"):
        world.take("mediator", "default_term", number, term=third, reason="没有付。")
    world.later(days=4)
    world.take("mediator", "default_term", number, term=third, reason="没有付。")
    assert Term.objects.get(pk=third).state == "defaulted"
    assert [task.label for task in own.tasks(world.case(number), party=None)] == [
        "看协议",
        "确认约定有没有履行",
    ]


def confirm(world: Qinghe, number: str, name: str, term: str, *, answer: str = "yes") -> None:
    case = world.case(number)
    told = {
        "party": party(world, number, name),
        "code": enter(world, number, name),
        "session": name,
        "said": "没到",
    }
    acts.confirm(case.pk, about="performance", answer=answer, term=int(term), at=world.now, key="", **told)


def test_visits_run_from_the_closure_and_an_unhappy_one_means_going_back(world: Qinghe) -> None:
    number = world.reach("closed", kind="0202")
    rules = set(world.case(number).clocks.filter(stopped_at=None).values_list("rule", flat=True))
    assert rules >= {"C-VISIT-30", "C-VISIT-90"}
    world.later(days=10)
    told = {"side": "applicant", "said": "钱没有到。"}
    world.take("clerk", "visit", number, content="unreached", **told)
    assert world.case(number).clocks.filter(rule="C-VISIT-30", stopped_at=None).exists(), (
        "nobody reached is no visit"
    )
    world.take("clerk", "visit", number, content="dissatisfied", **told)
    running = set(world.case(number).clocks.filter(stopped_at=None).values_list("rule", flat=True))
    assert "C-VISIT-30" not in running
    assert {"C-VISIT-90", "C-GOBACK"} <= running
    world.take("mediator", "go_back", number, done="上门看了，约好下周付。")
    check_case(number)
    world.take("clerk", "reopen", number, reason="还是没有付。")
    assert not world.case(number).clocks.filter(stopped_at=None, rule__startswith="C-VISIT").exists()
    check_case(number)


def test_a_party_rates_once_and_only_after_the_end(world: Qinghe) -> None:
    number = world.reach("confirmed")
    case, pk = world.case(number), party(world, number, "张三")
    told = {"party": pk, "centre": "5", "body": "4", "said": "办得快"}
    with pytest.raises(RuleError, match="还在办理"):
        acts.rate(case.pk, at=world.now, key="", **told)
    world.take("reviewer", "close", number)
    with pytest.raises(Invalid) as refused:
        acts.rate(case.pk, at=world.now, key="", **(told | {"centre": "6", "body": ""}))
    assert set(refused.value.fields) == {"centre", "body"}
    acts.rate(case.pk, at=world.now, key="", **told)
    with pytest.raises(RuleError, match="已经评价过"):
        acts.rate(case.pk, at=world.now, key="", **told)
    assert Confirmation.objects.filter(case=case).count() == 2, "a rating confirms nothing"
