"""What only the parties themselves can say, and what becomes of promises afterwards (rows E11, F4; law.md § 3.3, § 5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jiefen.actions.agreement.party_codes import draw, print_code
from jiefen.actions.party import doors as acts
from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError
from jiefen.reports.case.tabs import panels_of
from jiefen.reports.common.timeline import timeline
from jiefen.reports.documents.papers_mediation import visit_record
from jiefen.reports.party import tasks as party_tasks
from jiefen.store.models import Agreement, Confirmation, PartyCode, PartyMessage, ReturnVisit, Term
from kit.invariants import check_case
from kit.parties import party_of, read_by
from kit.qinghe import Qinghe
from kit.signing import enter, offered, party, write

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def confirm(world: Qinghe, number: str, name: str, term: str, *, answer: str = "yes") -> None:
    case = world.case(number)
    told = {
        "party": party(world, number, name),
        "code": enter(world, number, name),
        "session": name,
        "said": "没到",
    }
    acts.confirm(case.pk, about="performance", answer=answer, term=int(term), at=world.now, key="", **told)


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


def test_without_a_gateway_no_code_is_sent_into_a_log(world: Qinghe) -> None:
    number = offered(world)
    with pytest.raises(RuleError, match="没有开通短信"):
        world.take("mediator", "send_code", number, party=str(party(world, number, "张三")))
    assert not PartyCode.objects.exists()
    assert not PartyMessage.objects.exists()


@pytest.mark.usefixtures("sms")
def test_a_code_is_the_partys_alone_and_works_once_within_three_days(world: Qinghe) -> None:
    number = offered(world)
    pk, other = party(world, number, "张三"), party(world, number, "李四")
    world.take("mediator", "send_code", number, party=str(pk))
    message = PartyMessage.objects.get()
    assert message.urgent, "somebody waits for it"
    with pytest.raises(NotAllowed):
        world.take("mediator", "print_code", number, party=str(pk))
    code, blind = draw(pk)
    print_code(number=number, party=pk, blind=blind, by=world.actor("clerk"), at=world.now)
    assert PartyCode.objects.filter(used_at=None, until__gt=world.now).count() == 1, "the new one alone lives"
    assert acts.enter(pk, typed="AAAA-AAAA", at=world.now) is None
    assert acts.enter(other, typed=code, at=world.now) is None, "a code opens nobody else's door"
    assert acts.enter(pk, typed=code, at=world.now + timedelta(hours=72)) is None, "too old"
    assert acts.enter(pk, typed=code, at=world.now) is not None
    assert acts.enter(pk, typed=code, at=world.now) is None, "used up"


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
    assert [task.label for task in party_tasks.tasks(party_of(world, number, "张三"))] == [
        "看协议",
        "确认约定有没有履行",
    ]


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


def test_what_12345_heard_counts_like_the_centres_own_visit(world: Qinghe) -> None:
    number = world.reach("closed")
    heard = {"side": "applicant", "content": "dissatisfied", "said": "热线回访：押金没有到。"}
    with pytest.raises(Invalid):
        world.take("clerk", "visit", number, visit_source="somebody", **heard)
    world.take("clerk", "visit", number, visit_source="12345", **heard)
    world.take("clerk", "visit", number, **(heard | {"content": "satisfied"}))
    assert list(ReturnVisit.objects.order_by("pk").values_list("source", flat=True)) == ["12345", "centre"]
    assert world.case(number).clocks.filter(rule="C-GOBACK", stopped_at=None).exists()
    case = world.case(number)
    told = panels_of(case, tab="oversight", buttons=(), now=world.now)
    assert "回访申请人（12345 回访结果）" in [panel.heading for panel in told]
    sheet = visit_record(case, world.now)
    assert sheet is not None
    assert [row[2] for row in sheet["parts"][1]["table"]["rows"]] == ["12345 回访结果", "本中心回访"]
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


def test_what_one_side_said_and_a_draft_are_not_told_to_the_other(world: Qinghe) -> None:
    number = world.reach("agreed")
    world.confirm(number, said="李四私下还欠我两百，我没说。")
    case = world.case(number)
    told = {"party": party(world, number, "李四"), "code": enter(world, number, "李四"), "session": "b"}
    acts.confirm(case.pk, about="agreement", answer="no", said="数目不对", at=world.now, key="", **told)
    seen = "".join(read_by(row) for row in case.parties.all())
    assert "两百" not in seen
    assert "数目不对" not in seen
    assert "没有争议" not in seen, "the words of a draft"
    inside = "".join(f"{one.what}{one.note}" for one in timeline(world.case(number)))
    assert "两百" in inside, "the control: staff who hold the case read it"
