"""Who is barred goes on with nothing; who is not wanted is not offered; experts are asked only with the parties' consent."""

from __future__ import annotations

from typing import Any

import pytest

from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError
from jiefen.store.models import Bar, Mediator, PartyConsent
from kit.mediating import agree, hold, party, plan, who
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database


def test_周敏_steps_aside_for_good_and_nothing_goes_on_before_somebody_else_has_the_case(
    world: Qinghe,
) -> None:
    colleague = world.person("colleague", "mediator@mediation", name="陶立群")
    number = world.reach("started")
    session = plan(world, number)
    answer = world.take("mediator", "recuse", number, barred=f"m{who('周敏')}", reason="与李四是同学。")
    assert "换承办人" in answer.sentence
    session.refresh_from_db()
    assert session.state == "cancelled"
    for verb, fields in (
        ("start", {"track": "counselling"}),
        ("record", {"outcome": "not_agreed", "summary": "没有谈拢。"}),
    ):
        with pytest.raises(NotAllowed, match="已回避本案"):
            world.take("mediator", verb, number, **fields)
    zhou = str(world.actor("mediator").user_id)
    world.take("reviewer", "hand_over", number, person=str(colleague.user_id), reason="周敏回避。")
    with pytest.raises(Invalid, match="1 处"):
        world.take("reviewer", "hand_over", number, person=zhou, reason="换回来。")
    with pytest.raises(Invalid, match="1 处"):
        plan(world, number, by="colleague")
    assert plan(world, number, by="colleague", mediator=who("戚国良")).pk


def test_who_is_barred_cannot_sign_when_the_case_comes_round_again(world: Qinghe) -> None:
    number = world.reach("started")
    world.take("mediator", "recuse", number, barred=f"m{who('周敏')}", reason="亲属。")
    world.take("mediator", "refer_up", number, reason="需要中心协调，本人已回避。")
    world.take("dispatcher", "dispatch", number, unit="mediation")
    with pytest.raises(NotAllowed, match="已回避"):
        world.take("mediator", "sign", number)
    assert Bar.objects.filter(case__number=number).count() == 1


def test_a_mediator_whom_a_party_says_no_to_is_not_offered_until_they_say_yes(world: Qinghe) -> None:
    number = world.reach("started")
    said: dict[str, Any] = {"party": party(world, number), "mediator": who("戚国良"), "via": "in_person"}
    world.take("clerk", "choose_mediator", number, consent="no", **said)
    with pytest.raises(Invalid):
        plan(world, number, mediator=who("戚国良"))
    PartyConsent.objects.all().delete()
    assert plan(world, number, mediator=who("戚国良")).pk


def test_only_the_expert_who_was_asked_sees_the_question_and_answers_it(world: Qinghe) -> None:
    number = world.reach("started")
    agree(world, number, about="expert")
    expert = world.person("lawyer", "clerk@window-1", name="喻子涵")
    Mediator.objects.filter(name="喻子涵").update(user=expert.user_id)
    world.take("mediator", "invite_expert", number, expert=who("喻子涵"), question="定金条款有效吗？")
    question = str(world.case(number).expert_questions.get().pk)
    told = {"question": question, "opinion": "answered", "answer": "约定明确，有效。"}
    assert "定金条款" in world.client("lawyer").get("/asked").content.decode()
    other = world.client("stranger")
    assert "定金条款" not in other.get("/asked").content.decode()
    assert other.post("/asked", told).status_code == 404
    assert world.client("lawyer").post("/asked", told | {"answer": ""}).status_code == 422
    assert world.client("lawyer").post("/asked", told).status_code == 302
    assert world.case(number).expert_questions.get().answer == "约定明确，有效。"
    assert world.client("lawyer").post("/asked", told).status_code == 404


def test_an_expert_is_asked_only_when_the_parties_agree_and_never_one_who_mediated(world: Qinghe) -> None:
    number = world.reach("started")
    ask = {"expert": who("喻子涵"), "question": "定金条款是否有效？"}
    with pytest.raises(RuleError, match="第二十条"):
        world.take("mediator", "invite_expert", number, **ask)
    agree(world, number, about="expert")
    world.take("mediator", "invite_expert", number, **ask)
    question = world.case(number).expert_questions.get()
    world.take(
        "mediator",
        "expert_answers",
        number,
        question=str(question.pk),
        opinion="answered",
        answer="约定有效。",
    )
    session = plan(world, number, mediator=who("戚国良"))
    agree(world, number)
    world.later(days=3)
    hold(world, number, session)
    with pytest.raises(Invalid):
        world.take("mediator", "invite_expert", number, **(ask | {"expert": who("戚国良")}))
