"""One key, one effect: what comes again is answered as before, what comes with other words is refused, and what failed left nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction

from jiefen.actions.common import command as commands
from jiefen.actions.common.command import Answer, Command, busy, in_one_transaction
from jiefen.actions.common.history import recorded
from jiefen.domain.common.errors import Busy, KeyReused, NotAllowed, RuleError, Stale, Unseen
from jiefen.store.models import Case, Entry, Inbox, Outbox, Secret, Stream
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database
Verb = Callable[..., Answer]
STALE = "同一时间有人做了同样的操作，本次没有保存。请刷新页面后再试。"
REUSED = "这张表单已经提交过，但内容不一样。请重新打开页面再填写，以免办成两件。"
UNSEEN = "没有找到这个案件，或者它不在您的职责范围内。"


@dataclass(frozen=True)
class Facts:
    words: str
    amount: int
    unshown: str = field(default="", repr=False)


def writer(name: str = "write", *, before: Callable[..., Any] | None = None) -> Verb:
    """A verb that adds one entry to a stream, and answers with what it was given."""

    @in_one_transaction(name, before=before)
    def write(
        command: Command, *, text: Any = "", made: Any = None, trouble: Exception | None = None
    ) -> Answer:
        command.history.add_to_stream("trial", verb="write", facts={"text": str(text)})
        if trouble is not None:
            Secret.objects.create()
            raise trouble
        return Answer(f"写下了{text}", number="N1", version=3, more={"made": made})

    return write


def entries() -> int:
    return Entry.objects.filter(stream="trial").count()


def test_a_verb_answers_and_writes_its_entry_by_whom_and_when_it_was_called(world: Qinghe) -> None:
    by = world.actor("clerk")
    verb = writer()
    assert verb.__name__ == "write"
    answer = verb(text="甲", by=by, at=world.now)
    assert answer == Answer("写下了甲", number="N1", version=3, more={"made": None}, replayed=False)
    (entry,) = Entry.objects.filter(stream="trial")
    assert (entry.actor_id, entry.at, json.loads(entry.body)["facts"]) == (
        by.user_id,
        world.now,
        {"text": "甲"},
    )
    assert Outbox.objects.filter(topic="system.write").count() == 1


def test_the_same_key_and_body_give_the_same_answer_once_more_and_write_nothing(world: Qinghe) -> None:
    verb, by = writer(), world.actor("clerk")
    first = verb(text="甲", by=by, at=world.now, key="k")
    again = verb(text="甲", by=by, at=world.now + timedelta(days=1), key="k")
    assert not first.replayed
    assert again == replace(first, replayed=True)
    assert entries() == Inbox.objects.count() == 1
    kept = Inbox.objects.get()
    assert (kept.source, kept.key, kept.at) == (f"web:{by.user_id}", "k", world.now)


def test_without_a_key_nothing_is_remembered_and_each_call_is_one_of_its_own(world: Qinghe) -> None:
    verb, by = writer(), world.actor("clerk")
    answers = [verb(text="甲", by=by, at=world.now) for _ in range(2)]
    assert [answer.replayed for answer in answers] == [False, False]
    assert entries() == 2
    assert not Inbox.objects.exists()


@pytest.mark.parametrize("other", [{"text": "乙"}, {}, {"text": None}, {"text": ["甲"]}])
def test_the_same_key_with_another_body_is_refused_in_words(world: Qinghe, other: dict[str, Any]) -> None:
    verb, by = writer(), world.actor("clerk")
    verb(text="甲", by=by, at=world.now, key="k")
    with pytest.raises(KeyReused) as refused:
        verb(**other, by=by, at=world.now, key="k")
    assert refused.value.sentence == REUSED
    assert entries() == 1


def test_another_verb_under_the_same_key_is_another_body(world: Qinghe) -> None:
    by = world.actor("clerk")
    writer("one")(text="甲", by=by, at=world.now, key="k")
    with pytest.raises(KeyReused):
        writer("two")(text="甲", by=by, at=world.now, key="k")


def test_a_key_belongs_to_a_person_and_to_the_way_they_came(world: Qinghe) -> None:
    verb = writer()
    for by in (world.actor("clerk"), world.actor("clerk2"), world.api("clerk")):
        assert not verb(text="甲", by=by, at=world.now, key="k").replayed
    assert entries() == 3


def test_a_body_means_the_same_in_whichever_order_it_is_told_and_another_when_one_value_differs(
    world: Qinghe,
) -> None:
    verb, by = writer(), world.actor("clerk")
    for key, body, same, other in (
        ("set", {"乙", "甲", "丙"}, frozenset({"丙", "甲", "乙"}), {"甲", "乙"}),
        ("dict", {"a": 1, "b": 2}, {"b": 2, "a": 1}, {"a": 1, "b": 3}),
        ("facts", Facts("甲", amount=1), Facts("甲", amount=1), Facts("甲", amount=2)),
        (
            "unshown",
            Facts("甲", amount=1, unshown="乙"),
            Facts("甲", amount=1, unshown="乙"),
            Facts("甲", amount=1),
        ),
        ("day", world.now, world.now, world.now + timedelta(seconds=1)),
        ("class", Facts, Facts, Answer),
    ):
        verb(text=body, by=by, at=world.now, key=key)
        assert verb(text=same, by=by, at=world.now, key=key).replayed, key
        with pytest.raises(KeyReused):
            verb(text=other, by=by, at=world.now, key=key)


def test_the_words_of_a_body_are_kept_as_they_are(world: Qinghe) -> None:
    """The digest of the same body in this release and the next: a form sent before an upgrade comes again after it."""
    writer()(text="甲", by=world.actor("clerk"), at=world.now, key="k")
    body = '["write", {"text": "甲"}]'
    assert bytes(Inbox.objects.get().body_digest) == hashlib.sha256(body.encode()).digest()


def test_what_was_refused_left_nothing_and_its_key_is_free(world: Qinghe) -> None:
    verb, by = writer(), world.actor("clerk")
    secrets = Secret.objects.count()
    with pytest.raises(RuleError, match="不行"):
        verb(text="甲", trouble=RuleError("不行"), by=by, at=world.now, key="k")
    assert (entries(), Inbox.objects.count(), Secret.objects.count()) == (0, 0, secrets)
    assert not Stream.objects.filter(name="trial").exists()
    assert not verb(text="甲", by=by, at=world.now, key="k").replayed


def test_what_needs_no_database_is_done_before_and_handed_over(world: Qinghe) -> None:
    inside: list[int] = []

    def before(**facts: Any) -> str:
        inside.append(len(connection.savepoint_ids))
        return f"读过{facts['text']}"

    outside = len(connection.savepoint_ids)
    answer = writer(before=before)(text="甲", by=world.actor("clerk"), at=world.now)
    assert answer.more == {"made": "读过甲"}
    assert inside == [outside], "nobody waits meanwhile"


def test_an_answer_is_kept_sealed_but_for_the_number_that_is_looked_for(world: Qinghe) -> None:
    writer()(text="张三", by=world.actor("clerk"), at=world.now, key="k")
    kept = json.loads(Inbox.objects.get().answer)
    assert (kept["number"], kept["version"]) == ("N1", 3)
    assert "张三" not in Inbox.objects.get().answer
    assert "写下了" not in Inbox.objects.get().answer


def test_an_answer_of_before_they_were_sealed_is_still_given(world: Qinghe) -> None:
    verb, by = writer(), world.actor("clerk")
    first = verb(text="甲", by=by, at=world.now, key="k")
    open_words = {"sentence": first.sentence, "number": "N1", "version": 3, "more": {"made": None}}
    Inbox.objects.update(answer=json.dumps(open_words))
    assert verb(text="甲", by=by, at=world.now, key="k") == replace(first, replayed=True)


def test_of_two_at_the_same_moment_the_later_gives_the_answer_of_the_first(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    verb, by = writer(), world.actor("clerk")
    first = verb(text="甲", by=by, at=world.now, key="k")
    true, asked = commands._known, []

    def late(*arguments: Any, **more: Any) -> Answer | None:
        asked.append(1)
        return None if len(asked) % 2 else true(*arguments, **more)

    monkeypatch.setattr(commands, "_known", late)
    assert verb(text="甲", by=by, at=world.now, key="k") == replace(first, replayed=True)
    with pytest.raises(KeyReused):
        verb(text="乙", by=by, at=world.now, key="k")
    assert entries() == 1


def test_a_real_clash_is_told_as_one(world: Qinghe) -> None:
    with pytest.raises(Stale) as refused:
        writer()(text="甲", trouble=IntegrityError("x"), by=world.actor("clerk"), at=world.now, key="k")
    assert refused.value.sentence == STALE
    with pytest.raises(Stale):
        writer()(text="甲", trouble=IntegrityError("x"), by=world.actor("clerk"), at=world.now)


FULL = "磁盘空间不足，暂时不能保存；已保存的内容都在，查看不受影响。请联系系统管理员清理磁盘后重试。"
READ_ONLY = "数据目录现在只读，暂时不能保存；请联系系统管理员。已保存的内容都在。"
LOCKED = "系统正忙，这一步没有保存。请稍后再点一次，不会重复办理。"


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        ("database or disk is full", FULL),
        ("could not extend file: No space left on device", FULL),
        ("attempt to write a readonly database", READ_ONLY),
        ("cannot execute UPDATE in a read-only transaction", READ_ONLY),
        ("database is locked", LOCKED),
        ("canceling statement due to lock timeout", LOCKED),
        (commands.BUSY, LOCKED),
    ],
)
def test_a_store_that_cannot_write_is_told_in_a_sentence_with_the_way_out(
    world: Qinghe, trouble: str, sentence: str
) -> None:
    with pytest.raises(Busy) as refused:
        writer()(text="甲", trouble=OperationalError(trouble), by=world.actor("clerk"), at=world.now, key="k")
    assert refused.value.sentence == sentence
    assert isinstance(refused.value.__cause__, OperationalError)
    assert not Inbox.objects.exists()


def test_another_trouble_stays_what_it_is_unless_the_connection_is_gone(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    strange = OperationalError("no such table")
    assert busy(strange) is strange
    with pytest.raises(OperationalError, match="no such table"):
        writer()(text="甲", trouble=strange, by=world.actor("clerk"), at=world.now)
    monkeypatch.setattr(connections["default"], "is_usable", lambda: False)
    assert str(busy(strange)) == LOCKED
    monkeypatch.setattr(connections["default"], "is_usable", lambda: 1 / 0)
    assert str(busy(strange)) == LOCKED


def locked(world: Qinghe, who: str, number: str, *, action: str, seen: int | None = None) -> Case:
    with transaction.atomic():
        command = Command(by=world.actor(who), at=world.now, history=None)  # type: ignore[arg-type]
        return command.lock(number, action=action, seen=seen)


def test_a_case_is_locked_for_whom_it_concerns_and_for_nobody_else(world: Qinghe) -> None:
    number = world.reach("assigned")
    assert locked(world, "mediator", number, action="sign").number == number
    assert locked(world, "mediator", number, action="sign", seen=2).version == 2
    for who, asked in (("mediator", "N-0"), ("mediator3", number)):
        with pytest.raises(Unseen) as unseen:
            locked(world, who, asked, action="sign")
        assert unseen.value.sentence == UNSEEN
    with pytest.raises(NotAllowed) as refused:
        locked(world, "clerk", number, action="sign")
    assert refused.value.sentence == "您能看到这个案件，但这一步不由您的岗位办理。"


def test_who_looked_at_an_older_version_hears_who_was_faster_and_where_the_case_is(world: Qinghe) -> None:
    number = world.register()
    world.take("dispatcher", "accept", number)
    with pytest.raises(Stale) as refused:
        locked(world, "dispatcher", number, action="dispatch", seen=1)
    assert refused.value.sentence == (
        "您打开页面之后，沈岚已更新了这个案件（现在是“已受理待指派”）。您填写的内容没有丢失，请核对后再提交。"
    )
    with recorded(by=replace(world.actor("clerk"), user_id=None), at=world.now) as history:  # type: ignore[arg-type]
        history.add(world.case(number), verb="note")
    with pytest.raises(Stale, match="页面之后，系统已更新"):
        locked(world, "dispatcher", number, action="dispatch", seen=1)


def test_a_file_that_was_destroyed_is_not_worked_on_any_more(world: Qinghe) -> None:
    number = world.register()
    Secret.objects.filter(case__number=number).update(wrapped=None)
    with pytest.raises(RuleError) as refused:
        locked(world, "dispatcher", number, action="dispatch")
    assert refused.value.sentence == "本案的卷宗已按清册销毁，只能查看留存的记录，不能再办理。"
