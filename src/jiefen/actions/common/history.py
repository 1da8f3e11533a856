"""Writing history: entries are gathered during a command and written, chained, at its end.

With them goes the digest of every covered row that the transaction has written (docs/decisions/0016-rows-in-the-history.md).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from jiefen.domain.case.actor import Actor
from jiefen.domain.common import chain
from jiefen.domain.common.words import Audience
from jiefen.store.common import row_notes, vault
from jiefen.store.common.insert import change, insert, insert_plain
from jiefen.store.models import Case, Entry, Outbox, Stream

MOST_ROWS = 5_000  # of which one entry carries digests; more of them get entries of their own


@dataclass
class NewEntry:
    """One entry waiting to be written."""

    verb: str
    audience: Audience
    facts: dict[str, Any]
    changes: dict[str, Any]
    sealed: dict[str, str]
    to: tuple[int, ...] = ()
    rows: dict[str, str | None] = field(default_factory=dict)


@dataclass
class Pending:
    """A case's entries waiting to be written, and the columns of its row that change with them."""

    case: Case
    lines: list[NewEntry] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)


@dataclass
class History:
    """The entries of one command; `write` chains them and puts an outbox row beside each."""

    by: Actor
    at: datetime
    cases: dict[int, Pending] = field(default_factory=dict)
    first: list[tuple[Case, NewEntry]] = field(default_factory=list)
    streams: dict[str, list[NewEntry]] = field(default_factory=dict)

    def add(
        self,
        case: Case,
        *,
        verb: str,
        changes: dict[str, Any] | None = None,
        facts: dict[str, Any] | None = None,
        private: str = "",
        parties: dict[int, str] | None = None,
        audience: Audience = Audience.PARTY,
        to: Iterable[int] | None = None,
        touched: Iterable[str] = (),
    ) -> None:
        """Add an entry to a case; to one not yet inserted, its first.

        `private` is sealed under the case's key; `parties` comes sealed, by the party's position in the case;
        `to`: ids of the parties who read it, where that is not the whole `audience`; `touched` names columns of the
        case to be written with its new head.
        """
        sealed = {f"party:{position}": text for position, text in (parties or {}).items()}
        if private:
            sealed["case"] = vault.seal_text(vault.key_of(case.secret), private)
        readers = None if to is None else tuple(sorted(set(to)))
        line = NewEntry(
            verb=verb,
            audience=audience if readers is None else Audience.SOME if readers else Audience.INTERNAL,
            facts=facts or {},
            changes=changes or {},
            sealed=sealed,
            to=readers or (),
        )
        if case.pk is None:
            case.version = 1
            self.first.append((case, line))
        else:
            pending = self.cases.setdefault(case.pk, Pending(case))
            pending.lines.append(line)
            pending.touched |= set(touched)

    def add_to_stream(
        self, name: str, *, verb: str, facts: dict[str, Any], rows: dict[str, str | None] | None = None
    ) -> None:
        """Add an entry that concerns no case: posts, rules, exports, sign-ins. `rows`: digests that the caller knows."""
        line = NewEntry(verb, audience=Audience.INTERNAL, facts=facts, changes={}, sealed={}, rows=rows or {})
        self.streams.setdefault(name, []).append(line)

    def write(self) -> None:
        """Chain, store, bump each case's version and head. Call once, at the end of the transaction."""
        for pending in self.cases.values():
            if pending.touched:
                _change(pending.case, names=sorted(pending.touched), seen=pending.case.version)
        self._take_rows()
        entries = [self._opened(case, line=line) for case, line in self.first]
        for pending in self.cases.values():
            entries += self._chained(pending)
        for name, lines in self.streams.items():
            entries += self._stream(name, lines=lines)
        insert(entries)
        insert_plain(Outbox, rows=[_outbox(entry) for entry in entries])

    def _take_rows(self) -> None:
        """Put the digests of the rows written with the last line of their case; else with the last line of all."""
        rows = row_notes.take()
        if not rows:
            return
        lines = {case.pk: line for case, line in self.first}
        lines |= {key: pending.lines[-1] for key, pending in self.cases.items()}
        if not lines and not self.streams:
            self.add_to_stream("system", verb="rows", facts={})
        others = [*lines.values(), *(of_stream[-1] for of_stream in self.streams.values())][-1]
        more = rows[:-MOST_ROWS]
        for row in rows[len(more) :]:
            line = others if row.case is None else lines.get(row.case, others)
            line.rows[f"{row.label}:{row.key}"] = row.digest
        for start in range(0, len(more), MOST_ROWS):
            digests = {f"{row.label}:{row.key}": row.digest for row in more[start : start + MOST_ROWS]}
            self.add_to_stream("system", verb="rows", facts={}, rows=digests)

    def _opened(self, case: Case, *, line: NewEntry) -> Entry:
        """A case's first entry, and its head in the row, which is there by now."""
        entry = self._entry(stream_of(case), case=case, seq=1, line=line, previous=b"")
        case.head = entry.digest
        change(case, names=("head",))
        return entry

    def _chained(self, pending: Pending) -> list[Entry]:
        """A case's entries, its row moved on with them."""
        case, entries = pending.case, list[Entry]()
        head, first = bytes(case.head), case.version
        for seq, line in enumerate(pending.lines, start=first + 1):
            entries.append(self._entry(stream_of(case), case=case, seq=seq, line=line, previous=head))
            head = bytes(entries[-1].digest)
        case.version, case.head = first + len(entries), head
        _change(case, names=("version", "head"), seen=first)
        return entries

    def _stream(self, name: str, *, lines: list[NewEntry]) -> list[Entry]:
        Stream.objects.bulk_create([Stream(name=name)], ignore_conflicts=True)
        stream = Stream.objects.select_for_update().get(pk=name)
        head, entries = bytes(stream.head), []
        for seq, line in enumerate(lines, start=stream.version + 1):
            entries.append(self._entry(name, case=None, seq=seq, line=line, previous=head))
            head = bytes(entries[-1].digest)
        Stream.objects.filter(pk=name).update(version=stream.version + len(lines), head=head)
        return entries

    def _entry(self, stream: str, *, case: Case | None, seq: int, line: NewEntry, previous: bytes) -> Entry:
        body = chain.canonical(
            {
                "v": 1,
                "stream": stream,
                "seq": seq,
                "at": chain.moment(self.at),
                "actor": self.by.user_id,
                "via": self.by.source,
                "verb": line.verb,
                "audience": str(line.audience),
                **({"to": line.to} if line.to else {}),
                "facts": line.facts,
                "set": line.changes,
                "sealed": line.sealed,
                **({"rows": line.rows} if line.rows else {}),
            }
        )
        digest = chain.digest(previous, body=body)
        return Entry(
            stream=stream,
            case=case,
            seq=seq,
            at=self.at,
            verb=line.verb,
            actor_id=self.by.user_id,
            audience=line.audience,
            body=body,
            digest=digest,
            mac=chain.mac(vault.installation_key("audit"), digest=digest),
        )


@contextmanager
def recorded(*, by: Actor, at: datetime) -> Iterator[History]:
    """A transaction outside a command: what it writes to covered rows stands in the history, like what it adds to it."""
    with transaction.atomic():
        history = History(by=by, at=at)
        yield history
        history.write()


def stream_of(case: Case) -> str:
    """Each case is a stream of its own, named by its number."""
    return f"case:{case.number}"


def _change(case: Case, *, names: Sequence[str], seen: int) -> None:
    if not change(case, names=names, only_if={"version": seen}):
        raise RuntimeError(f"case {case.pk} moved under a locked command")


def _outbox(entry: Entry) -> dict[str, Any]:
    return {
        "event": uuid.uuid4(),
        "case_id": entry.case_id,
        "seq": entry.seq,
        "topic": f"{'case' if entry.case_id else 'system'}.{entry.verb}",
        "body": "{}",
        "next_at": entry.at,
    }
