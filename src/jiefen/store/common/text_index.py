"""Chinese full text over our own bigrams: SQLite FTS5, or a GIN index on PostgreSQL; two characters are enough.

Why bigrams: FTS5's trigram tokens need three characters, and the commonest searches are names and words of two
(bars.md). The table is made by migration 0002; rows are written in the same transaction as the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.db import connection

from jiefen.domain.common.fold import search_form

_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z0-9]+")
MAX_PHRASE = 40


def tokens(text: str) -> Iterator[str]:
    """Bigrams of each run of Chinese characters (a lone character stands for itself), and Latin words whole."""
    for run in _RUN.findall(search_form(text)):
        if run[0] < "\u3400" or len(run) == 1:
            yield run
        else:
            yield from (run[at : at + 2] for at in range(len(run) - 1))


def put(case_id: int, *, text: str, fresh: bool = False) -> None:
    """Index a case's text, replacing what was there. `fresh`: the case is new, nothing to replace."""
    words = list(tokens(text))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "INSERT INTO store_casetext (case_id, words) VALUES (%s, array_to_tsvector(%s))"
                " ON CONFLICT (case_id) DO UPDATE SET words = EXCLUDED.words",
                [case_id, sorted(set(words))],
            )
            return
        if not fresh:
            cursor.execute("DELETE FROM store_casetext WHERE rowid = %s", [case_id])
        cursor.execute(
            "INSERT INTO store_casetext (rowid, words) VALUES (%s, %s)", [case_id, " ".join(words)]
        )


def newest(phrase: str, *, before: int | None, limit: int) -> list[int]:
    """Ids of the newest cases holding the phrase (PostgreSQL: holding all its bigrams), newest first, below `before`."""
    phrases = _phrases(phrase[:MAX_PHRASE])
    if not phrases:
        return []
    if connection.vendor == "postgresql":
        return _holding_all(sorted({word for words in phrases for word in words}), before=before, limit=limit)
    match = " ".join('"' + " ".join(words) + '"' for words in phrases)
    return _ids(
        "SELECT rowid FROM store_casetext WHERE store_casetext MATCH %s AND rowid < %s"
        " ORDER BY rowid DESC LIMIT %s",
        [_prefix_when_lone(match, phrases), before or 2**62, limit],
    )


def _holding_all(words: list[str], *, before: int | None, limit: int) -> list[int]:
    """Common words: walk back from the newest case, one in a few holds them. Rare ones: ask the index, then sort.

    Left to itself PostgreSQL walks a whole table for two rare characters, or sorts half of it for three common ones.
    """
    query = " & ".join("'" + word.replace("'", "''") + "'" for word in words)
    with connection.cursor() as cursor:
        cursor.execute(_SHARE, [len(words), words])
        share, rows, newest_id = cursor.fetchone()
    last = before or newest_id + 1
    if share and share * share * rows > limit:
        span = int(4 * limit / share)
        ids = _ids(_WALK, [query, last, last - span, limit])
        if len(ids) == limit or last <= span:
            return ids
    return _ids(_INDEXED, [query, last, limit])


# The share of cases that hold the rarest word, from the statistics; none when a word is too rare to be in them.
_SHARE = """
    SELECT CASE WHEN count(told.share) = %s THEN min(told.share) END,
        (SELECT reltuples FROM pg_class WHERE oid = 'store_casetext'::regclass),
        (SELECT coalesce(max(case_id), 0) FROM store_casetext)
    FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS told (word, share)
    WHERE schemaname = current_schema AND tablename = 'store_casetext' AND attname = 'words' AND told.word = ANY(%s)
"""
_WALK = """
    SELECT case_id FROM store_casetext
    WHERE words @@ %s::tsquery AND case_id < %s AND case_id >= %s ORDER BY case_id DESC LIMIT %s
"""
_INDEXED = """
    WITH hits AS MATERIALIZED (SELECT case_id FROM store_casetext WHERE words @@ %s::tsquery)
    SELECT case_id FROM hits WHERE case_id < %s ORDER BY case_id DESC LIMIT %s
"""


def _ids(sql: str, given: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [row[0] for row in cursor.fetchall()]


def _phrases(text: str) -> list[list[str]]:
    return [list(tokens(run)) for run in _RUN.findall(search_form(text))]


def _prefix_when_lone(match: str, found: list[list[str]]) -> str:
    """A single Chinese character matches every bigram it begins."""
    lone = len(found) == 1 and len(found[0]) == 1 and len(found[0][0]) == 1
    return f"{match} *" if lone else match
