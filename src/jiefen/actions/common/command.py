"""One command, one transaction: lock, ask the rulebook, change, write history, outbox and answer, then commit.

`in_one_transaction` makes a public verb of a function of a `Command`. Called with `by`, `at` and an idempotency `key` it either
does the thing once and answers, gives the same answer again for the same key and body, or raises a `RuleError` and
leaves nothing behind. Source: trust.md §§ 3.1, 3.4.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, is_dataclass, replace
from datetime import datetime
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec

from django.db import IntegrityError, OperationalError, connection, transaction

from jiefen.actions.common import shared_commits
from jiefen.actions.common.history import History
from jiefen.domain.case.actor import Actor
from jiefen.domain.common.errors import Busy, KeyReused, NotAllowed, RuleError, Stale, Unseen
from jiefen.domain.common.words import State
from jiefen.lib.fairsqlite import BUSY
from jiefen.store.common import vault
from jiefen.store.common.insert import insert_plain
from jiefen.store.common.prepared import Param, Prepared
from jiefen.store.common.scope import possible
from jiefen.store.models import Case, Inbox

P = ParamSpec("P")
_CASE = Prepared(
    lambda: (
        Case.objects.select_for_update(of=("self",))
        .select_related("holder", "secret")
        .filter(number=Param("number"))
    )
)
PLACE = "inbox.answer"
_ANSWER = Prepared(
    lambda: Inbox.objects.filter(source=Param("source"), key=Param("key")).values_list(
        "body_digest", "answer"
    )
)


@dataclass(frozen=True)
class Answer:
    """What a command tells the caller; stored with the key and given again on a replay."""

    sentence: str
    number: str = ""
    version: int = 0
    more: dict[str, Any] = field(default_factory=dict)
    replayed: bool = False


@dataclass
class Command:
    """One command under way: who gives it, when, and what it adds to the history."""

    by: Actor
    at: datetime
    history: History

    def lock(self, number: str, *, action: str, seen: int | None = None) -> Case:
        """The case, locked for this transaction, if the actor may do `action` on it.

        `seen`: the version the person was looking at. Raises Unseen, NotAllowed or Stale.
        """
        case: Case | None = _CASE.first(number=number)
        if case is None:
            raise Unseen("没有找到这个案件，或者它不在您的职责范围内。")
        may = possible(self.by, case=case, actions=("see", action))
        if "see" not in may:
            raise Unseen("没有找到这个案件，或者它不在您的职责范围内。")
        if action not in may:
            raise NotAllowed("您能看到这个案件，但这一步不由您的岗位办理。")
        if case.secret.wrapped is None:
            raise RuleError("本案的卷宗已按清册销毁，只能查看留存的记录，不能再办理。")
        if seen is not None and seen != case.version:
            raise Stale(self._since(case, seen=seen))
        return case

    def _since(self, case: Case, *, seen: int) -> str:
        last = case.entries.filter(seq__gt=seen).order_by("-seq").first()
        who = last.actor.name if last and last.actor else "系统"
        return (
            f"您打开页面之后，{who}已更新了这个案件（现在是“{State.label_of(case.state)}”）。"
            "您填写的内容没有丢失，请核对后再提交。"
        )


Body = Callable[Concatenate[Command, P], Answer]


def in_one_transaction(
    name: str, *, before: Callable[..., Any] | None = None
) -> Callable[[Body[P]], Callable[..., Answer]]:
    """Turn `f(command, **facts)` into a public verb `f(**facts, by=…, at=…, key=…)`.

    `before(**facts)` does what needs no database, so that nobody waits meanwhile; its result is `f`'s `made`.
    """

    def wrap(inner: Body[P]) -> Callable[..., Answer]:
        @wraps(inner)
        def outer(*, by: Actor, at: datetime, key: str = "", **facts: Any) -> Answer:
            digest = _body_digest(name, facts)
            made = {"made": before(**facts)} if before else {}
            return _once(partial(inner, **facts, **made), by=by, at=at, key=key, digest=digest)

        return outer

    return wrap


def _once(do: Callable[[Command], Answer], *, by: Actor, at: datetime, key: str, digest: bytes) -> Answer:
    """What it answers; where the key is known, what it answered before."""

    def command() -> Answer:
        with transaction.atomic():
            known = _known(by, key=key, digest=digest)
            if known is not None:
                return known
            command = Command(by=by, at=at, history=History(by=by, at=at))
            answer = do(command)
            command.history.write()
            _remember(by, key=key, digest=digest, answer=answer, at=at)
            return answer

    try:
        return shared_commits.result_of(command)
    except IntegrityError:
        return _answer_of_the_other(by, key=key, digest=digest)
    except OperationalError as error:
        raise busy(error) from error


def _body_digest(name: str, facts: dict[str, Any]) -> bytes:
    text = json.dumps([name, facts], ensure_ascii=False, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).digest()


def _plain(value: object) -> object:
    """The same text for the same meaning in every process: sets are sorted, dataclasses spelled out."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    return sorted(value) if isinstance(value, set | frozenset) else str(value)


def _source(by: Actor) -> str:
    return f"{by.source}:{by.user_id}"


def _known(by: Actor, *, key: str, digest: bytes) -> Answer | None:
    if not key:
        return None
    row = _ANSWER.first(source=_source(by), key=key)
    if row is None:
        return None
    known, answer = row
    if bytes(known) != digest:
        raise KeyReused("这张表单已经提交过，但内容不一样。请重新打开页面再填写，以免办成两件。")
    return replace(_opened(answer), replayed=True)


def _remember(by: Actor, *, key: str, digest: bytes, answer: Answer, at: datetime) -> None:
    if key:
        text = _closed(answer)
        row = {"source": _source(by), "key": key, "body_digest": digest, "answer": text, "at": at}
        insert_plain(Inbox, rows=[row])


def _closed(answer: Answer) -> str:
    """As it is kept: what it said may be a name or a code, so it is sealed; the number is looked for when a file goes."""
    told = json.dumps({"sentence": answer.sentence, "more": answer.more}, ensure_ascii=False)
    sealed = vault.seal_text_here(told, place=PLACE)
    return json.dumps({"number": answer.number, "version": answer.version, "sealed": sealed})


def _opened(kept: str) -> Answer:
    facts = json.loads(kept)
    sealed = facts.pop("sealed", None)  # one of before they were sealed has none
    return Answer(**facts, **(json.loads(vault.unseal_text_here(sealed, place=PLACE)) if sealed else {}))


def _answer_of_the_other(by: Actor, *, key: str, digest: bytes) -> Answer:
    """Two deliveries of one key at the same moment: the loser gives the winner's answer; else the clash is real."""
    known = _known(by, key=key, digest=digest)
    if known is None:
        raise Stale("同一时间有人做了同样的操作，本次没有保存。请刷新页面后再试。")
    return known


def busy(error: OperationalError) -> Busy | OperationalError:
    """A sentence for a store that cannot write now; anything else stays what it is."""
    text = str(error)
    if "full" in text or "No space" in text:
        return Busy(
            "磁盘空间不足，暂时不能保存；已保存的内容都在，查看不受影响。请联系系统管理员清理磁盘后重试。"
        )
    if "readonly" in text or "read-only" in text:
        return Busy("数据目录现在只读，暂时不能保存；请联系系统管理员。已保存的内容都在。")
    if BUSY in text or "locked" in text or "lock timeout" in text or not _alive():
        return Busy("系统正忙，这一步没有保存。请稍后再点一次，不会重复办理。")
    return error


def _alive() -> bool:
    try:
        return connection.is_usable()
    except Exception:  # the connection itself is in doubt; any answer but "yes" will do
        return False
