"""Numbers of the hall (row B1): taken, called, passed over, handed over, registered; nobody is lost and nobody has a name."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string

from jiefen.actions.intake import bookings, drafts, tickets, windows
from jiefen.actions.intake.register import register
from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError
from jiefen.domain.intake import queue
from jiefen.domain.intake.queue_words import TicketState
from jiefen.domain.intake.registration import read
from jiefen.portal.hall.kiosk import ScreenPage
from jiefen.reports.common.reference import centre
from jiefen.reports.intake import hall as report
from jiefen.reports.intake.waiting import waiting_figures
from jiefen.store.intake import in_order, today, waiting
from jiefen.store.models import Counter, Draft, Entry, HallTicket
from kit.qinghe import FIELDS, Qinghe

ABSENT = "没有人在等。"


def do(world: Qinghe, who: str, act: Any, **facts: Any) -> Any:
    return act(by=world.actor(who), at=world.later(minutes=1), **facts)


def take(world: Qinghe, letter: str = "A", first: str = "") -> HallTicket:
    answer = do(world, "clerk", tickets.take_number, letter=letter, first=first)
    return HallTicket.objects.get(pk=answer.more["ticket"])


def sit(world: Qinghe, who: str, number: int, letters: str = "") -> None:
    do(world, who, windows.sit_down, number=str(number), letters=letters)


def called(world: Qinghe, who: str) -> str:
    """The number that is called next at somebody's window, and served to the end."""
    answer = do(world, who, windows.call_next)
    if not answer.more:
        return ""
    do(world, who, windows.serve)
    return str(HallTicket.objects.get(pk=answer.more["ticket"]))


def line(world: Qinghe) -> list[str]:
    return [str(row) for row in in_order(waiting(today(world.now)))]


def register_with(world: Qinghe, who: str, ticket: HallTicket) -> str:
    facts = read(FIELDS, today=world.now.date(), flags=(), strict=True)
    return register(registration=facts, ticket=ticket.pk, by=world.actor(who), at=world.now).number


def test_each_business_counts_its_own_numbers_and_each_day_begins_anew(world: Qinghe) -> None:
    assert [str(take(world, letter)) for letter in "AABA"] == ["A001", "A002", "B001", "A003"]
    world.later(days=1)
    assert str(take(world)) == "A001"
    with pytest.raises(Invalid):
        take(world, "Z")


def test_windows_call_what_they_serve_in_the_order_of_coming(world: Qinghe) -> None:
    for letter in "ABA":
        take(world, letter)
    sit(world, "clerk", 1, "A")
    sit(world, "dispatcher", 2, "B")
    assert [called(world, "clerk"), called(world, "dispatcher"), called(world, "clerk")] == [
        "A001",
        "B001",
        "A002",
    ]
    assert do(world, "clerk", windows.call_next).sentence == ABSENT
    assert HallTicket.objects.get(letter="A", number=2).state == TicketState.DONE


def test_whoever_has_a_reason_goes_first_and_the_reason_stays_with_the_number(world: Qinghe) -> None:
    take(world)
    take(world, first="elder")
    last = take(world)
    do(world, "clerk", tickets.put_first, ticket=last.pk, first="pregnant")
    assert line(world) == ["A002", "A003", "A001"]
    with pytest.raises(Invalid):
        do(world, "clerk", tickets.put_first, ticket=last.pk, first="a friend")


def test_who_was_passed_over_comes_back_after_three_others(world: Qinghe) -> None:
    for _ in range(6):
        take(world)
    sit(world, "clerk", 1)
    do(world, "clerk", windows.call_next)
    assert "A001 过号" in do(world, "clerk", windows.skip).sentence
    do(world, "clerk", windows.serve)
    assert [called(world, "clerk") for _ in range(3)] == ["A003", "A004", "A001"]


def test_who_was_passed_over_is_never_lost_however_many_others_come(world: Qinghe) -> None:
    take(world, "B")
    sit(world, "clerk", 1)
    do(world, "clerk", windows.call_next)
    do(world, "clerk", windows.skip)
    met = []
    for _ in range(5):
        take(world, "A")
        take(world, "A")
        met.append(called(world, "clerk"))
    assert met.index("B001") == 3


def test_who_is_passed_over_alone_is_called_again_at_once(world: Qinghe) -> None:
    take(world)
    sit(world, "clerk", 1)
    do(world, "clerk", windows.call_next)
    assert do(world, "clerk", windows.skip).sentence.endswith(ABSENT)
    assert called(world, "clerk") == "A001"


def test_who_did_not_come_is_put_back_by_the_guide_desk(world: Qinghe) -> None:
    ticket = take(world)
    take(world)
    sit(world, "clerk", 1)
    do(world, "clerk", windows.call_next)
    do(world, "clerk", windows.give_up)
    assert line(world) == ["A002"]
    do(world, "clerk", tickets.put_back, ticket=ticket.pk)
    assert line(world) == ["A001", "A002"]


def test_two_who_came_together_are_one_number_by_the_earlier_turn(world: Qinghe) -> None:
    first, _, third = take(world), take(world), take(world)
    do(world, "clerk", tickets.put_together, ticket=first.pk, into=third.pk)
    assert line(world) == ["A003", "A002"]
    with pytest.raises(RuleError):
        do(world, "clerk", tickets.put_together, ticket=third.pk, into=first.pk)


def test_a_window_holds_one_number(world: Qinghe) -> None:
    take(world)
    take(world)
    sit(world, "clerk", 1)
    do(world, "clerk", windows.call_next)
    with pytest.raises(RuleError, match="开始办理"):
        do(world, "clerk", windows.call_next)
    with pytest.raises(RuleError, match="正在办"):
        sit(world, "dispatcher", 1)


def test_nobody_is_left_at_a_window_that_is_left(world: Qinghe) -> None:
    take(world)
    sit(world, "clerk", 1)
    sit(world, "dispatcher", 2)
    do(world, "clerk", windows.call_next)
    do(world, "clerk", windows.leave_window)
    assert line(world) == ["A001"]
    assert called(world, "dispatcher") == "A001"
    with pytest.raises(RuleError, match="还在办理"):
        do(world, "dispatcher", windows.leave_window)


def test_who_is_handed_over_is_next_there_with_the_same_case(world: Qinghe) -> None:
    for _ in range(3):
        take(world)
    sit(world, "clerk", 1)
    sit(world, "mediator", 3, "B")
    assert called(world, "clerk") == "A001"
    ticket = HallTicket.objects.get(number=1)
    number = register_with(world, "clerk", ticket)
    do(world, "clerk", windows.hand_over, to="3")
    assert called(world, "mediator") == "A001"
    at_their_window = report.being_served(world.actor("mediator"))
    assert at_their_window is not None
    assert number in at_their_window.case_url
    with pytest.raises(Invalid):
        register_with(world, "mediator", ticket)


def test_what_was_begun_for_a_number_goes_on_at_the_next_window(world: Qinghe) -> None:
    take(world)
    sit(world, "clerk", 1)
    sit(world, "mediator", 3)
    called(world, "clerk")
    ticket = HallTicket.objects.get(number=1)
    page = world.client("clerk").post(
        "/register", {"save_draft": "1", "ticket": ticket.pk, "applicant_name": "程念"}
    )
    assert page.status_code == 302
    do(world, "clerk", windows.hand_over, to="3")
    called(world, "mediator")
    assert Draft.objects.get().user_id == world.actor("mediator").user_id
    body = world.client("mediator").get(f"/register?ticket={ticket.pk}").content.decode()
    assert 'value="程念"' in body
    assert "A001" in body
    assert "程念" not in world.client("clerk").get("/drafts").content.decode()


def test_the_number_becomes_the_cases_and_stands_in_its_history(world: Qinghe) -> None:
    ticket = take(world)
    sit(world, "clerk", 1)
    called(world, "clerk")
    number = register_with(world, "clerk", ticket)
    body = json.loads(Entry.objects.get(case__number=number, verb="register").body)
    assert body["facts"]["ticket"] == "A001"
    assert body["facts"]["arrived"] == "2026-03-03T10:01:00+08:00"
    assert HallTicket.objects.get().case == world.case(number)
    page = world.client("clerk").get(f"/cases/{number}").content.decode()
    assert "A001，03 月 03 日 10:01 到" in page


def test_only_the_number_at_ones_own_window_can_be_registered(world: Qinghe) -> None:
    ticket = take(world)
    with pytest.raises(Invalid, match="1 处"):
        register_with(world, "clerk", ticket)
    typed = {"save": "1", "ticket": ticket.pk, "applicant_name": "张三"}
    assert world.client("clerk").post("/register", typed).status_code == 422


def test_the_window_page_walks_from_call_to_done(world: Qinghe) -> None:
    client = world.client("clerk")
    client.post("/hall/guide", {"do": "take", "letter": "A"})
    client.post("/hall/window", {"do": "sit", "number": "2"})
    for step, seen in (
        ("next", "开始办理"),
        ("recall", "叫过 2 次"),
        ("serve", "登记"),
        ("finish", "现在没有叫到的号"),
    ):
        client.post("/hall/window", {"do": step})
        assert seen in client.get("/hall/window").content.decode(), step
    assert client.post("/hall/window", {"do": "dance"}).status_code == 404


def test_only_posts_of_the_hall_may_call_or_guide(world: Qinghe) -> None:
    with pytest.raises(NotAllowed):
        do(world, "grid", windows.call_next)
    with pytest.raises(NotAllowed):
        do(world, "mediator", tickets.take_number, letter="A")


def test_the_next_day_closes_what_was_left(world: Qinghe) -> None:
    take(world)
    take(world)
    sit(world, "clerk", 1)
    called(world, "clerk")
    bookings.close_days(at=world.now + timedelta(days=1))
    assert [row.state for row in HallTicket.objects.order_by("pk")] == ["done", "no_show"]
    assert not Counter.objects.filter(pk__startswith=tickets.SERIES).exists()


def test_how_long_it_takes_is_said_only_once_enough_were_served_today() -> None:
    spans = [timedelta(minutes=10)] * 5
    assert queue.in_words(queue.minutes(ahead=3, windows=2, served=spans)) == "约 20 分钟"
    assert queue.in_words(queue.minutes(ahead=3, windows=2, served=spans[1:])) == "说不准"
    assert queue.in_words(queue.minutes(ahead=3, windows=0, served=spans)) == "说不准"
    assert queue.in_words(queue.minutes(ahead=300, windows=1, served=spans)) == "说不准"


def test_figures_say_how_long_people_waited_by_hour(world: Qinghe) -> None:
    take(world)
    sit(world, "clerk", 1)
    called(world, "clerk")
    do(world, "clerk", windows.finish)
    figures = waiting_figures(now=world.now)
    assert (figures.came, figures.served, figures.waited) == (1, 1, "3 分钟")
    assert [(hour.hour, hour.came) for hour in figures.hours] == [("10:00", 1)]
    assert figures.windows == [(1, 1)]


def test_the_screen_shows_numbers_and_never_a_name(world: Qinghe) -> None:
    ticket = take(world)
    sit(world, "clerk", 3)
    do(world, "clerk", windows.call_next)
    screen = report.screen_view(now=world.now)
    assert (screen.label, screen.window) == ("A001", 3)
    do(world, "clerk", windows.recall)
    assert report.screen_view(now=world.now).call != screen.call, "a second call is said again"
    do(world, "clerk", windows.serve)
    register_with(world, "clerk", ticket)
    page = ScreenPage(report.screen_view(now=world.now))
    body = render_to_string("portal/hall/screen.html", {"page": page, "centre": centre()})
    assert "A001" in body
    assert "张三" not in body
    assert "刘倩" not in body


def test_a_draft_is_handed_on_only_with_its_number(world: Qinghe) -> None:
    take(world)
    sit(world, "clerk", 1)
    key = drafts.save({"applicant_name": ["程念"]}, key="", heading="", by=world.actor("clerk"), at=world.now)
    ticket = HallTicket.objects.get()
    tickets.keep_draft(ticket.pk, draft=key, by=replace(world.actor("clerk"), user_id=0))
    assert HallTicket.objects.get().draft == ""
