"""Breaking the glass: who may, for how long, who is told at once, what stays (trust.md S-6)."""

from __future__ import annotations

import pytest
from django.utils import timezone

from jiefen.actions.messages.notices import deliver
from jiefen.actions.privacy.glass import break_glass, end_glass, review_glass
from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError, Unseen
from jiefen.reports.party.data import sections
from jiefen.reports.privacy.glass import looks_to_review
from jiefen.store.models import BreakGlass, Entry, Notice, Sighting
from kit.invariants import check_case
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database
WHY = "上级督办，要核实家暴处置情况"


@pytest.fixture
def closed(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> tuple[Qinghe, str]:
    """A family case in the hands of 周敏's committee; 秦越 supervises, 陆书明 leads, neither sees it."""
    monkeypatch.setattr(timezone, "now", lambda: world.now)
    number = world.reach("handling", confidentiality="family")
    deliver(at=world.now)
    Notice.objects.all().delete()
    return world, number


def look(world: Qinghe, number: str, *, by: str = "supervisor", reason: str = WHY, hours: str = "2") -> int:
    break_glass(number=number, reason=reason, hours=hours, by=world.actor(by), at=world.now)
    return BreakGlass.objects.latest("pk").pk


@pytest.mark.parametrize(
    ("reason", "hours", "field"),
    [
        ("看看", "1", "reason"),
        ("　" * 12, "1", "reason"),
        (WHY, "5", "hours"),
        (WHY, "0", "hours"),
        (WHY, "", "hours"),
    ],
)
def test_it_asks_ten_characters_and_at_most_four_hours(
    closed: tuple[Qinghe, str], reason: str, hours: str, field: str
) -> None:
    world, number = closed
    with pytest.raises(Invalid) as refused:
        look(world, number, reason=reason, hours=hours)
    assert field in refused.value.fields
    assert not BreakGlass.objects.exists()


def test_it_closes_by_itself_to_the_minute(closed: tuple[Qinghe, str]) -> None:
    world, number = closed
    assert not world.sees("supervisor", number)
    look(world, number, hours="2")
    assert world.sees("supervisor", number)
    assert not world.sees("leader", number)
    world.later(hours=1, minutes=59)
    assert world.sees("supervisor", number)
    world.later(minutes=1)
    assert not world.sees("supervisor", number)


def test_it_can_be_ended_early_by_whoever_looks_alone(closed: tuple[Qinghe, str]) -> None:
    world, number = closed
    glass = look(world, number)
    with pytest.raises(RuleError):
        end_glass(glass=glass, by=world.actor("leader"), at=world.now)
    end_glass(glass=glass, by=world.actor("supervisor"), at=world.now)
    assert not world.sees("supervisor", number)
    with pytest.raises(RuleError, match="已经结束"):
        end_glass(glass=glass, by=world.actor("supervisor"), at=world.now)


def test_an_administrator_never_reads_a_case_not_even_with_a_second_post(closed: tuple[Qinghe, str]) -> None:
    world, number = closed
    for post in ("supervisor@centre", "leader@centre"):
        world.give("admin", post)
        with pytest.raises(NotAllowed, match="系统管理员不看案件"):
            look(world, number, by="admin")
    assert not world.sees("admin", number)


def test_a_case_elsewhere_is_told_the_same_as_none(closed: tuple[Qinghe, str]) -> None:
    world, number = closed
    world.person("town-leader", "leader@330999001", name="镇长")
    said = set()
    for asked in (number, "330999J20260099999"):
        with pytest.raises(NotAllowed) as refused:
            look(world, asked, by="town-leader")
        said.add(refused.value.sentence)
    assert len(said) == 1


def test_the_handler_the_leaders_and_the_auditor_are_told_at_once_and_not_what_it_is_about(
    closed: tuple[Qinghe, str],
) -> None:
    world, number = closed
    look(world, number)
    deliver(at=world.now)
    rows = Notice.objects.select_related("user")
    assert {row.user.username for row in rows} == {"mediator", "leader", "auditor"}
    for row in rows:
        assert row.text.startswith("应急查阅：案件 ")
        assert "秦越" in row.text
        for private in ("张三", "李四", "押金", world.case(number).title):
            assert private not in row.text
    assert "/glass/review" in world.client("auditor").get("/notices").content.decode()


def test_every_look_and_every_early_end_is_in_the_ledger_with_the_reason_sealed(
    closed: tuple[Qinghe, str],
) -> None:
    world, number = closed
    for hours in ("1", "4"):
        glass = look(world, number, hours=hours)
        end_glass(glass=glass, by=world.actor("supervisor"), at=world.now)
    look(world, number, by="leader")
    rows = Entry.objects.filter(case__number=number, verb__in=("break_glass", "end_glass")).order_by("seq")
    assert [row.verb for row in rows] == ["break_glass", "end_glass"] * 2 + ["break_glass"]
    assert rows.filter(verb="break_glass").count() == BreakGlass.objects.count()
    assert not any("家暴" in row.body for row in rows)
    check_case(number)


def test_the_party_sees_that_somebody_looked_and_from_which_unit_but_not_who(
    closed: tuple[Qinghe, str],
) -> None:
    world, number = closed
    look(world, number)
    world.client("supervisor").get(f"/cases/{number}")
    case = world.case(number)
    for party in case.parties.all():
        readers = next(part for part in sections(case, party=party) if part.code == "readers")
        looks = [row[:3] for row in readers.rows]
        assert ("2026-03-03 10:00", "清和县综治中心", "应急查阅") in looks
        assert not any("秦越" in text for row in readers.rows for text in row)
        assert not any("家暴" in text for row in readers.rows for text in row)


def test_the_auditor_reviews_every_look_once_with_a_word_when_it_is_questioned(
    closed: tuple[Qinghe, str],
) -> None:
    world, number = closed
    glass = look(world, number)
    auditor, by = world.client("auditor"), world.actor("auditor")
    assert "秦越" in auditor.get("/glass/review").content.decode()
    with pytest.raises(Invalid) as refused:
        review_glass(glass=glass, finding="questioned", remark="", by=by, at=world.now)
    assert "remark" in refused.value.fields
    with pytest.raises(Invalid):
        review_glass(glass=glass, finding="", remark="", by=by, at=world.now)
    review_glass(glass=glass, finding="questioned", remark="没有督办单", by=by, at=world.now)
    with pytest.raises(RuleError, match="已经审阅"):
        review_glass(glass=glass, finding="seen", remark="", by=by, at=world.now)
    deliver(at=world.now)
    assert Notice.objects.filter(user__username="supervisor", text__contains="有疑问").exists()
    assert "没有督办单" in world.client("supervisor").get("/glass").content.decode()


def test_an_auditor_elsewhere_reviews_nothing_here(closed: tuple[Qinghe, str]) -> None:
    world, number = closed
    glass = look(world, number)
    other = world.person("town-auditor", "auditor@330999001", name="镇审")
    assert looks_to_review(other, now=world.now) == []
    with pytest.raises(Unseen):
        review_glass(glass=glass, finding="seen", remark="", by=other, at=world.now)


def test_the_page_opens_the_case_lists_the_look_and_ends_it(closed: tuple[Qinghe, str]) -> None:
    world, number = closed
    browser = world.client("supervisor")
    assert browser.get(f"/cases/{number}").status_code == 404
    refused = browser.post("/glass", {"key": "1", "number": number, "reason": "看看", "hours": "1"})
    assert refused.status_code == 422
    assert "不少于 10 个字" in refused.content.decode()
    opened = browser.post(
        "/glass", {"key": "2", "number": f" {number.lower()} ", "reason": WHY, "hours": "1"}
    )
    assert opened.headers["Location"] == f"/cases/{number}"
    assert browser.get(f"/cases/{number}").status_code == 200
    assert Sighting.objects.filter(case__number=number, what="glass", reason=WHY).count() == 1
    assert "现在结束" in browser.get("/glass").content.decode()
    again = browser.post("/glass", {"key": "3", "number": number, "reason": WHY, "hours": "1"})
    assert again.status_code == 409
    browser.post(f"/glass/{BreakGlass.objects.get().pk}/end", {"key": "4"})
    assert browser.get(f"/cases/{number}").status_code == 404
    for closed_to in ("admin", "clerk", "reviewer", "auditor"):
        assert world.client(closed_to).get("/glass").status_code == 403
