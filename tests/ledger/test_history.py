"""What a command adds to the history: entries chained one to the other, with their rows, their readers, and what leaves."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import pytest

from jiefen.actions.common import history as histories
from jiefen.actions.common.history import History, recorded, stream_of
from jiefen.domain.common import chain
from jiefen.domain.common.words import Audience
from jiefen.reports.ledger.verify import verify
from jiefen.store.common import row_notes, vault
from jiefen.store.common.row_fold import whole_history
from jiefen.store.common.row_layouts import current_layouts, tables_of
from jiefen.store.models import Case, Entry, Outbox, Stream, Unit
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database


def of_case(world: Qinghe, number: str) -> list[Entry]:
    return list(Entry.objects.filter(case__number=number).order_by("seq"))


def body(entry: Entry) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(entry.body)
    return told


def add(world: Qinghe, case: Case, **more: Any) -> Entry:
    with recorded(by=world.actor("mediator"), at=world.now) as history:
        history.add(case, **({"verb": "note"} | more))
    return of_case(world, case.number)[-1]


def test_each_entry_is_chained_to_the_one_before_and_signed_with_the_audit_key(world: Qinghe) -> None:
    number = world.reach("started")
    previous = b""
    for seq, entry in enumerate(of_case(world, number), start=1):
        inner = hashlib.sha256(entry.body.encode()).digest()
        previous = hashlib.sha256(b"\x02" + previous + inner).digest()
        assert (entry.seq, bytes(entry.digest)) == (seq, previous)
        assert bytes(entry.mac) == hmac.digest(vault.installation_key("audit"), previous, "sha256")
    case = world.case(number)
    assert (case.version, bytes(case.head)) == (seq, previous)


def test_an_entry_says_who_did_what_when_and_by_which_way(world: Qinghe) -> None:
    case, by = world.case(world.reach("handling")), world.api("mediator")
    with recorded(by=by, at=world.now) as history:
        history.add(case, verb="note", facts={"n": 1}, changes={"risk": "high"}, audience=Audience.INTERNAL)
    entry = of_case(world, case.number)[-1]
    told = body(entry)
    assert told == {
        "v": 1,
        "stream": f"case:{case.number}",
        "seq": case.version,
        "at": "2026-03-03T02:00:00.000000Z",
        "actor": by.user_id,
        "via": "api:test",
        "verb": "note",
        "audience": "internal",
        "facts": {"n": 1},
        "set": {"risk": "high"},
        "sealed": {},
    }
    assert (entry.stream, entry.seq, entry.at) == (told["stream"], told["seq"], world.now)
    assert (entry.verb, entry.actor_id, entry.audience, entry.case_id) == (
        "note",
        by.user_id,
        "internal",
        case.pk,
    )
    assert entry.body == json.dumps(body(entry), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_an_entry_that_names_no_readers_is_for_the_parties_and_says_nothing_it_was_not_told(
    world: Qinghe,
) -> None:
    told = body(add(world, world.case(world.reach("handling"))))
    assert (told["audience"], told["facts"], told["set"], told["sealed"]) == ("party", {}, {}, {})
    assert "to" not in told


@pytest.mark.parametrize(
    ("to", "audience", "kept"), [((9, 3, 9), "some", [3, 9]), ((), "internal", None), (None, "party", None)]
)
def test_readers_by_name_are_kept_once_each_and_nobody_means_the_house_alone(
    world: Qinghe, to: tuple[int, ...] | None, audience: str, kept: list[int] | None
) -> None:
    entry = add(world, world.case(world.reach("handling")), to=to)
    assert (entry.audience, body(entry)["audience"], body(entry).get("to")) == (audience, audience, kept)


def test_private_words_are_sealed_under_the_key_of_the_case(world: Qinghe) -> None:
    case = world.case(world.reach("handling"))
    entry = add(world, case, private="只给承办人看", parties={2: "封好的"})
    sealed = body(entry)["sealed"]
    assert set(sealed) == {"case", "party:2"}
    assert sealed["party:2"] == "封好的"
    assert "只给承办人看" not in entry.body
    assert vault.unseal_text(vault.key_of(case.secret), sealed["case"]) == "只给承办人看"


def test_several_entries_of_one_command_stand_in_order_and_move_the_case_on_once_each(world: Qinghe) -> None:
    case = world.case(world.reach("handling"))
    before = case.version
    with recorded(by=world.actor("mediator"), at=world.now) as history:
        history.add(case, verb="note", facts={"n": 1})
        history.add(case, verb="note", facts={"n": 2})
    assert [body(entry)["facts"] for entry in of_case(world, case.number)[-2:]] == [{"n": 1}, {"n": 2}]
    assert world.case(case.number).version == case.version == before + 2
    assert verify(at=world.now).ok


def test_what_an_entry_touches_is_written_with_it_and_nothing_else(world: Qinghe) -> None:
    case = world.case(world.reach("handling"))
    case.summary, case.title = "写下", "不写"
    with recorded(by=world.actor("mediator"), at=world.now) as history:
        history.add(case, verb="note", touched=["summary"])
        history.add(case, verb="note")
    kept = world.case(case.number)
    assert (kept.summary, kept.title) == ("写下", world.case(case.number).title)
    assert kept.title != "不写"
    first, second = (body(entry).get("rows", {}) for entry in of_case(world, case.number)[-2:])
    assert first == {}
    assert f"case:{case.pk}" in second, "rows stand with the last entry of their case"


@pytest.mark.parametrize("touched", [[], ["summary"]])
def test_a_case_that_moved_meanwhile_stops_the_command(world: Qinghe, touched: list[str]) -> None:
    number = world.reach("handling")
    old = world.case(number)
    add(world, world.case(number))
    with pytest.raises(RuntimeError, match=rf"^case {old.pk} moved under a locked command$"):
        add(world, old, touched=touched)
    assert len(of_case(world, number)) == world.case(number).version


def test_what_concerns_no_case_stands_in_a_stream_that_is_opened_by_its_first_entry(world: Qinghe) -> None:
    by = world.actor("admin")
    for n in (1, 2):
        with recorded(by=by, at=world.now) as history:
            history.add_to_stream("trial", verb="tried", facts={"n": n})
            history.add_to_stream("trial", verb="tried", facts={"n": -n}, rows={"unit:1": "d"})
    entries = list(Entry.objects.filter(stream="trial").order_by("seq"))
    assert [entry.seq for entry in entries] == [1, 2, 3, 4]
    assert [body(entry)["facts"]["n"] for entry in entries] == [1, -1, 2, -2]
    assert [body(entry).get("rows") for entry in entries] == [None, {"unit:1": "d"}] * 2
    assert {(entry.audience, entry.case_id, body(entry)["stream"]) for entry in entries} == {
        ("internal", None, "trial")
    }
    stream = Stream.objects.get(name="trial")
    assert (stream.version, bytes(stream.head)) == (4, bytes(entries[-1].digest))
    head = b""
    for entry in entries:
        head = chain.digest(head, body=entry.body)
        assert bytes(entry.digest) == head


def test_beside_each_entry_something_leaves_that_names_the_event_and_says_nothing(world: Qinghe) -> None:
    before = set(Outbox.objects.values_list("pk", flat=True))
    case = world.case(world.reach("assigned"))
    with recorded(by=world.actor("admin"), at=world.now) as history:
        history.add_to_stream("trial", verb="tried", facts={})
    rows = list(Outbox.objects.exclude(pk__in=before).order_by("pk"))
    assert [(row.topic, row.case_id, row.seq) for row in rows] == [
        ("case.register", case.pk, 1),
        ("case.dispatch", case.pk, 2),
        ("system.tried", None, 1),
    ]
    assert {(row.body, row.next_at) for row in rows} == {("{}", world.now)}
    assert len({row.event for row in rows}) == 3


def test_rows_of_no_entrys_case_stand_with_the_last_line_of_all_and_without_any_get_one(
    world: Qinghe,
) -> None:
    unit = Unit.objects.get(code="mediation")
    case = world.case(world.reach("handling"))
    with recorded(by=world.actor("admin"), at=world.now) as history:
        history.add(case, verb="note", touched=["summary"])
        history.add_to_stream("trial", verb="tried", facts={})
        Unit.objects.filter(pk=unit.pk).update(takes_cases=False)
    assert set(body(Entry.objects.get(stream="trial"))["rows"]) == {f"unit:{unit.pk}"}
    assert set(body(of_case(world, case.number)[-1])["rows"]) == {f"case:{case.pk}"}
    with recorded(by=world.actor("admin"), at=world.now):
        Unit.objects.filter(pk=unit.pk).update(takes_cases=True)
    last = Entry.objects.filter(stream="system").latest("seq")
    assert (last.verb, body(last)["facts"], set(body(last)["rows"])) == ("rows", {}, {f"unit:{unit.pk}"})
    assert verify(at=world.now).ok


def test_a_command_that_writes_nothing_leaves_no_entry(world: Qinghe) -> None:
    before = Entry.objects.count()
    with recorded(by=world.actor("admin"), at=world.now):
        pass
    assert Entry.objects.count() == before


@pytest.mark.parametrize(("most", "entries"), [(10, 1), (3, 1), (2, 2), (1, 3)])
def test_many_rows_are_spread_over_entries_and_each_stands_in_one(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch, most: int, entries: int
) -> None:
    monkeypatch.setattr(histories, "MOST_ROWS", most)
    units = list(Unit.objects.filter(takes_cases=True).order_by("pk")[:3])
    before = set(Entry.objects.values_list("pk", flat=True))
    with recorded(by=world.actor("admin"), at=world.now):
        Unit.objects.filter(pk__in=[unit.pk for unit in units]).update(takes_cases=False)
    fresh = list(Entry.objects.exclude(pk__in=before).order_by("seq"))
    rows = [set(body(entry).get("rows", {})) for entry in fresh]
    assert len(fresh) == entries
    assert all(0 < len(part) <= most for part in rows)
    assert {(entry.stream, entry.verb) for entry in fresh} == {("system", "rows")}
    assert sorted(name for part in rows for name in part) == sorted(f"unit:{unit.pk}" for unit in units)
    assert verify(at=world.now).ok


def test_the_first_entry_of_a_case_is_its_first_and_the_head_of_its_row(world: Qinghe) -> None:
    case = world.case(world.register())
    (entry,) = of_case(world, case.number)
    assert (case.version, entry.seq, entry.verb, stream_of(case)) == (1, 1, "register", f"case:{case.number}")
    assert bytes(case.head) == bytes(entry.digest) == chain.digest(b"", body=entry.body)
    assert f"case:{case.pk}" in body(entry)["rows"]


def test_a_new_history_is_empty_and_two_share_nothing(world: Qinghe) -> None:
    one, other = (History(by=world.actor("admin"), at=world.now) for _ in range(2))
    one.add_to_stream("trial", verb="tried", facts={})
    assert other.streams == {}
    other.write()
    assert row_notes.take() == []


def test_the_whole_history_says_of_every_row_what_the_tables_say(world: Qinghe) -> None:
    world.reach("started")
    with recorded(by=world.actor("admin"), at=world.now) as history:
        history.add_to_stream("trial", verb="tried", facts={"rows": {"unit:1": "no digest"}})
    fold = whole_history()
    assert list(fold.differences(tables_of(current_layouts()))) == []
    assert fold.compared > 100
    Unit.objects.filter(code="mediation").update(takes_cases=False)
    (difference,) = whole_history().differences(tables_of(current_layouts()))
    unit, entry = Unit.objects.get(code="mediation"), Entry.objects.get(pk=difference.entry)
    assert (difference.label, difference.key, difference.kind) == ("unit", unit.pk, "row_changed")
    assert f"unit:{unit.pk}" in body(entry)["rows"]
