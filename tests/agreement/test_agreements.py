"""From draft to durable: who may write, who must sign, who alone can confirm (rows B8, E8, F4; law.md § 3.3)."""

from __future__ import annotations

import pytest

from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError, Stale
from jiefen.store.models import Agreement, Case, Signature, Term
from kit.invariants import check_case
from kit.qinghe import Qinghe
from kit.signing import NAME, attach, in_force, offered, party, sign, write

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_a_written_agreement_takes_effect_when_both_sides_the_mediator_and_the_committee_have_signed(
    world: Qinghe,
) -> None:
    number = offered(world)
    assert "还差：李四、人民调解员、调解组织盖章" in sign(world, number, "张三")
    world.take("mediator", "sign_as_mediator", number)
    assert "还差：调解组织盖章" in sign(world, number, "李四")
    assert not world.case(number).clocks.filter(rule="RT-02").exists()
    assert "协议生效" in world.take("reviewer", "seal_agreement", number).sentence
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


@pytest.mark.parametrize("outcome", ["settled", "not_agreed", "terminated"])
def test_no_other_outcome_is_recorded_beside_an_agreement_that_waits_or_that_all_have_signed(
    world: Qinghe, outcome: str
) -> None:
    waiting, standing = offered(world), in_force(world)
    for number, way in ((waiting, "收回重写"), (standing, "应登记“达成协议”")):
        with pytest.raises(Invalid) as refused:
            world.take("mediator", "record", number, outcome=outcome, summary="说好了。")
        assert way in refused.value.fields["outcome"]
    world.take("mediator", "take_back_agreement", waiting, reason="不签了")
    world.take("mediator", "record", waiting, outcome=outcome, summary="说好了。")
    oral = world.reach("agreed")
    world.take("mediator", "record", oral, outcome=outcome, summary="又不同意了。")
    assert not world.case(oral).agreements.filter(ended_at=None).exists(), (
        "what was only said stands no longer"
    )


def test_a_reviewer_does_not_approve_what_an_older_version_let_stand_beside_an_open_agreement(
    world: Qinghe,
) -> None:
    number = world.reach("reviewing")
    world.case(number).agreements.update(state="offered", form="written", effective_at=None)
    Case.objects.filter(number=number).update(outcome="settled")
    with pytest.raises(RuleError, match="待签署的协议"):
        world.take("reviewer", "approve", number)


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
