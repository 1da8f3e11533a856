"""Notices are in Chinese, read when opened, paged, and name a case as people do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from jiefen.actions.clocks.warnings import tick
from jiefen.actions.messages.notices import deliver, tell
from jiefen.domain.case.lifecycle import EVENT_BY_NAME
from jiefen.domain.clocks.limits import RULES
from jiefen.domain.clocks.warnings import RUNGS
from jiefen.reports.common import timeline
from jiefen.store.models import Clock, Notice, Outbox, User
from kit.pages import flat
from kit.qinghe import Qinghe

LATIN_WORD = re.compile(r"[a-z]+_[a-z_]+|\b[a-z]{4,}\b")
RAW_NUMBER = re.compile(r"\d{10}[A-Z]\d{6}[0-9A-Z]")


@pytest.mark.parametrize("name", sorted(EVENT_BY_NAME))
def test_every_verb_and_event_is_told_in_chinese(world: Qinghe, name: str) -> None:
    event = EVENT_BY_NAME[name]
    assert event.label
    assert not LATIN_WORD.search(event.label + event.title)
    case = world.case(world.reach("handling"))
    Notice.objects.all().delete()
    Outbox.objects.update(done_at=world.now)
    Outbox.objects.create(case=case, seq=0, topic=f"case.{name}", body="{}", next_at=world.now)
    world.person("主任", "reviewer@mediation", "dispatcher@mediation", "clerk@mediation")
    deliver(at=world.now)
    texts = list(Notice.objects.values_list("text", flat=True))
    assert texts, "somebody is told, so that the sentence is looked at"
    assert not [text for text in texts if LATIN_WORD.search(text)]


def test_every_limit_and_every_rung_is_told_in_chinese(world: Qinghe) -> None:
    assert not [rule.id for rule in RULES if LATIN_WORD.search(rule.label)]
    assert not [rung for rung, row in RUNGS.items() if LATIN_WORD.search(row.label)]
    world.reach("handling")
    late = max(clock.due for clock in Clock.objects.filter(due__isnull=False))
    tick(at=late + timedelta(days=30), propose=lambda *_, **__: None)
    texts = list(Notice.objects.filter(event__startswith="clock:").values_list("text", flat=True))
    assert texts
    assert not [text for text in texts if LATIN_WORD.search(text)]


def test_every_way_of_looking_is_said_in_chinese() -> None:
    assert not [said for said in timeline._SEEN.values() if LATIN_WORD.search(said)]


def notices(world: Qinghe, number: str, count: int) -> None:
    user = User.objects.get(username="mediator").pk
    for at in range(count):
        tell({user}, event=f"t{at}", case=world.case(number), text=f"第 {at} 条", at=world.now)


def test_opening_the_case_reads_what_was_told_of_it_and_of_no_other(world: Qinghe) -> None:
    number, other = world.reach("handling"), world.reach("handling")
    notices(world, number, 2)
    tell({User.objects.get(username="mediator").pk}, event="o", case=world.case(other), text="另一件", at=world.now)  # fmt: skip
    client = world.client("mediator")
    client.get("/notices")
    assert Notice.objects.filter(user__username="mediator", read_at=None).count() == 3, "seen is not opened"
    client.get(f"/cases/{number}")
    assert list(Notice.objects.filter(user__username="mediator", read_at=None).values_list("text", flat=True)) == ["另一件"]  # fmt: skip


def test_what_leads_nowhere_is_read_where_it_is_shown(world: Qinghe) -> None:
    tell({User.objects.get(username="mediator").pk}, event="n", case=None, text="清单今天该调度了。", at=world.now)  # fmt: skip
    world.client("mediator").get("/notices")
    assert not Notice.objects.filter(read_at=None).exists()


def test_older_notices_are_on_the_next_page(world: Qinghe) -> None:
    number = world.reach("handling")
    Notice.objects.all().delete()
    notices(world, number, 130)
    client, seen, url = world.client("mediator"), [], "/notices"
    for _ in range(3):
        shown = flat(client.get(url).content.decode())
        seen += re.findall(r"第 (\d+) 条", shown)
        more = re.search(r'href="(\?before=\d+)"', shown)
        url = "/notices" + more[1] if more else ""
    assert [int(n) for n in seen] == list(range(129, -1, -1))
    assert url == ""


def test_a_case_has_one_number_for_people_everywhere(world: Qinghe) -> None:
    number, other = world.reach("handling"), world.register()
    notices(world, number, 1)
    sentences = [
        world.take("dispatcher", "link", other, other=number, reason="同一地块。").sentence,
        world.take("dispatcher", "merge", other, other=number, reason="同一件。").sentence,
    ]
    shown = [
        re.sub(r"<[^>]*>", " ", flat(world.client(who).get(path).content.decode()))
        for who, path in (
            ("mediator", "/notices"), ("mediator", "/work"), ("dispatcher", "/triage"), ("dispatcher", "/cases"),
            ("dispatcher", "/search?q=张三"), ("supervisor", "/supervision"), ("mediator", f"/cases/{number}"),
            ("mediator", f"/cases/{number}?tab=log"), ("dispatcher", f"/cases/{other}"),
        )
    ]  # fmt: skip
    assert not [text for text in sentences + shown if RAW_NUMBER.search(text)]
    assert "清矛调〔2026〕" in shown[0]
