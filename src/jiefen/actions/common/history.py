"""Writing history: entries are gathered during a command and written, chained, at its end."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from jiefen.domain.case.actor import Actor
from jiefen.domain.common import chain
from jiefen.domain.common.words import Audience
from jiefen.store.common import vault
from jiefen.store.common.insert import change, insert, insert_plain
from jiefen.store.models import Case, Entry, Outbox, Stream


@dataclass
class NewEntry:
    """One entry waiting to be written."""

    verb: str
    audience: Audience
    facts: dict[str, Any]
    changes: dict[str, Any]
    sealed: dict[str, str]
    to: tuple[int, ...] = ()


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
    first: list[tuple[Case, Entry]] = field(default_factory=list)
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
            entry = self._entry(stream_of(case), case=None, seq=1, line=line, previous=b"")
            case.version, case.head = 1, entry.digest
            self.first.append((case, entry))
        else:
            pending = self.cases.setdefault(case.pk, Pending(case))
            pending.lines.append(line)
            pending.touched |= set(touched)

    def add_to_stream(self, name: str, *, verb: str, facts: dict[str, Any]) -> None:
        """Add an entry that concerns no case: posts, rules, exports, sign-ins."""
        line = NewEntry(verb=verb, audience=Audience.INTERNAL, facts=facts, changes={}, sealed={})
        self.streams.setdefault(name, []).append(line)

    def write(self) -> None:
        """Chain, store, bump each case's version and head. Call once, at the end of the transaction."""
        entries: list[Entry] = []
        for case, entry in self.first:
            entry.case = case
            entries.append(entry)
        for pending in self.cases.values():
            entries += self._chained(pending)
        for name, lines in self.streams.items():
            entries += self._stream(name, lines=lines)
        insert(entries)
        insert_plain(Outbox, rows=[_outbox(entry) for entry in entries])

    def _chained(self, pending: Pending) -> list[Entry]:
        """A case's entries, its row moved on with them."""
        case, entries = pending.case, list[Entry]()
        head, first = bytes(case.head), case.version
        for seq, line in enumerate(pending.lines, start=first + 1):
            entries.append(self._entry(stream_of(case), case=case, seq=seq, line=line, previous=head))
            head = bytes(entries[-1].digest)
        case.version, case.head = first + len(entries), head
        if not change(case, names=("version", "head", *sorted(pending.touched)), only_if={"version": first}):
            raise RuntimeError(f"case {case.pk} moved under a locked command")
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


def stream_of(case: Case) -> str:
    """Each case is a stream of its own, named by its number."""
    return f"case:{case.number}"


def _outbox(entry: Entry) -> dict[str, Any]:
    return {
        "event": uuid.uuid4(),
        "case_id": entry.case_id,
        "seq": entry.seq,
        "topic": f"{'case' if entry.case_id else 'system'}.{entry.verb}",
        "body": "{}",
        "next_at": entry.at,
    }
