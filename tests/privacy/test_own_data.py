"""What is held about a party, for that party: to read, to take away, to have corrected or erased (PIPL 44 to 47)."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from jiefen.domain.clocks.party_limits import UNTOLD
from jiefen.domain.common.errors import NotAllowed, RuleError
from jiefen.reports.common.opened import phone_of, tracking_code_of
from jiefen.reports.ledger.verify import verify
from jiefen.reports.party import progress as party_progress
from jiefen.store.models import DataRequest, Party, PartyMessage
from kit.filing import filed
from kit.invariants import check_case
from kit.parties import let_in
from kit.qinghe import SAFE, Qinghe

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def today(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> Qinghe:
    """Requests at the hour of the test's world."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: world.now)
    return world


def test_a_party_reads_and_takes_away_what_is_held_about_them_alone(today: Qinghe) -> None:
    world = today
    number = filed(world)
    world.client("reviewer").get(f"/cases/{number}")
    client = let_in(world, number, "张三")
    page = client.get("/t/mine").content.decode()
    for own in ("13800000001", "11010519491231002X", "人民调解申请书", "到 2036-12-31"):
        assert own in page, own
    for others in ("13900000002", "李四", "顾长山"):
        assert others not in page.replace("李四不退押金", ""), others  # but for their own words
    told = json.loads(client.get("/t/mine.json").content)
    assert dict(row.values() for row in told["me"]["rows"])["电话"] == "13800000001"
    assert {row["单位"] for row in told["readers"]["rows"]} == {"清和县综治中心", "县人民调解委员会"}


def test_the_page_is_shut_without_the_partys_own_code(today: Qinghe) -> None:
    number = filed(today)
    client = Client()
    assert client.get("/t/mine").headers["Location"] == "/track"
    code = tracking_code_of(today.case(number))
    client.post("/track", {"code": code, "phone_tail": "0001"})
    for url in ("/t/mine", "/t/mine.json"):
        assert client.get(url).headers["Location"].startswith("/t/own"), url


def test_a_request_is_kept_and_answered_by_a_person_and_told(today: Qinghe) -> None:
    world = today
    number = filed(world)
    client = let_in(world, number, "张三")
    assert client.post("/t/mine", {"about": "", "said": "", "key": "none"}).status_code == 422
    asked = client.post("/t/mine", {"about": "erase", "said": "办完了，请删掉我的身份证号", "key": "one"})
    assert asked.status_code == 302
    page = client.get("/t/mine").content.decode()
    assert "档案法" in page
    assert "请删掉我的身份证号" in page
    assert client.post("/t/mine", {"about": "erase", "said": "再问一次", "key": "two"}).status_code == 409
    row = DataRequest.objects.get()
    clock = world.case(number).clocks.get(rule="C-DATA")
    assert clock.stopped_at is None
    assert f"{clock.due:%Y-%m-%d}" == "2026-03-24", "fifteen working days after 3 March"
    desk = world.client("dispatcher").get(f"/cases/{number}?tab=oversight").content.decode()
    assert "请删掉我的身份证号" in desk
    told = {"request": str(row.pk), "answer": "案卷保存到 2036 年底，期满销毁。"}
    with pytest.raises(NotAllowed):
        world.take("mediator", "answer_erasure", number, settled="kept", **told)
    with pytest.raises(RuleError):
        world.take("dispatcher", "answer_erasure", number, settled="done", **told)
    world.take("dispatcher", "answer_erasure", number, settled="kept", **told)
    assert "期满销毁" in client.get("/t/mine").content.decode()
    assert PartyMessage.objects.filter(event=f"data:{row.pk}").exists()
    assert world.case(number).clocks.get(rule="C-DATA").stopped_at == world.now
    check_case(number)


def test_what_one_asks_the_other_side_does_not_see(today: Qinghe) -> None:
    number = filed(today)
    let_in(today, number, "张三").post(
        "/t/mine", {"about": "correct", "said": "我的住址写错了", "key": "one"}
    )
    other = let_in(today, number, "李四")
    for url in ("/t", "/t/mine", "/t/mine.json"):
        assert "住址写错" not in other.get(url).content.decode(), url
        assert "个人信息请求" not in other.get(url).content.decode(), url


def test_one_partys_data_is_erased_only_in_its_time_and_nobody_elses(world: Qinghe) -> None:
    number = filed(world)
    one = str(world.case(number).parties.get(name="张三").pk)
    with pytest.raises(NotAllowed):
        world.take("dispatcher", "erase_party", number, party=one, reason="本人要求")
    with pytest.raises(RuleError, match="才届满"):
        world.take("leader", "erase_party", number, party=one, reason="本人要求")
    world.later(days=11 * 366)
    world.take("reviewer", "hold_file", number, reason="起诉了")
    with pytest.raises(RuleError, match="冻结"):
        world.take("leader", "erase_party", number, party=one, reason="本人要求")
    world.take("reviewer", "lift_hold", number, reason="撤诉")
    asked = world.take("leader", "erase_party", number, party=one, reason="本人要求")
    assert Party.objects.get(pk=one).name == "张三", "one person alone erases nothing"
    world.agree("reviewer", asked)
    gone, other = Party.objects.get(pk=one), world.case(number).parties.get(name="李四")
    assert (gone.name, gone.secret.wrapped) == ("", None)
    assert bytes(gone.id_sealed) == b""
    assert phone_of(other) == "13900000002"
    assert "张三" not in world.case(number).title + world.case(number).story
    assert "李四" in world.client("reviewer").get(f"/cases/{number}?tab=parties").content.decode()
    assert number not in world.client("reviewer").get("/search?q=13800000001").content.decode()
    assert number in world.client("reviewer").get("/search?q=13900000002").content.decode()
    with pytest.raises(RuleError):
        world.take("leader", "erase_party", number, party=one, reason="再删一次")
    assert verify(at=world.now).ok
    check_case(number)


def test_an_intake_that_came_to_nothing_can_be_erased_after_180_days(world: Qinghe) -> None:
    number = world.register()
    world.take("dispatcher", "decline", number, elsewhere="court", reason="不属于调解范围")
    one = str(world.case(number).parties.get(name="张三").pk)
    world.later(days=179)
    with pytest.raises(RuleError, match="180"):
        world.take("leader", "erase_party", number, party=one, reason="本人要求")
    world.later(days=1)
    world.agree("reviewer", world.take("leader", "erase_party", number, party=one, reason="本人要求"))
    assert Party.objects.get(pk=one).erased_at == world.now


def test_the_page_both_sides_open_tells_nothing_of_a_screening(world: Qinghe) -> None:
    number = world.reach("handling")
    world.take("mediator", "screen", number, **(SAFE | {"violence": "yes", "minors": "yes"}))
    rules = set(world.case(number).clocks.filter(stopped_at=None).values_list("rule", flat=True))
    assert rules & UNTOLD, "the control: such limits run"
    for party in world.case(number).parties.all():
        shown = party_progress.progress(party, now=world.now)
        told = {clock.rule for clock in [*shown.clocks, *shown.own]}
        assert told, "other limits are shown"
        assert not told & UNTOLD


def test_each_line_that_was_registered_can_be_said_to_be_wrong(today: Qinghe) -> None:
    number = filed(today)
    client = let_in(today, number, "张三")
    page = client.get("/t/mine").content.decode()
    assert page.count("这里写错了") == 11, "five about the person, six about the matter"
    assert "租期届满，李四不退押金。" in page
    asked = client.get("/t/mine", {"wrong": "电话"}).content.decode()
    assert "“电话”写错了，对的是：" in asked
    assert 'value="correct" selected' in asked
    assert "写错了，对的是" not in client.get("/t/mine", {"wrong": "<b>别的</b>"}).content.decode()


def test_the_other_side_finds_no_line_of_what_the_applicant_told(today: Qinghe) -> None:
    number = filed(today)
    page = let_in(today, number, "李四").get("/t/mine").content.decode()
    assert page.count("这里写错了") == 5
    assert "不退押金" not in page


def test_where_violence_is_alleged_no_telephone_shows_what_was_told(today: Qinghe) -> None:
    number = today.register(flags=("violence",), story="他昨晚又打了我。")
    page = let_in(today, number, "张三").get("/t/mine").content.decode()
    assert page.count("这里写错了") == 5
    assert "打了我" not in page


def test_who_read_it_stands_there_by_unit_with_the_reason(today: Qinghe) -> None:
    number = today.reach("handling")
    for who in ("mediator", "dispatcher", "supervisor"):
        assert today.client(who).get(f"/cases/{number}").status_code == 200
    page = let_in(today, number, "张三").get("/t/mine", {"open": "readers"}).content.decode()
    told = page[page.index('id="readers"') :]
    assert "经办这件事" in told
    assert "上级单位分流、审核、督办" in told
    assert "周敏" not in told
