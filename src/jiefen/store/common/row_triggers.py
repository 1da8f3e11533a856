"""The SQL of the triggers that take note of what is written to covered tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Protocol

SQLITE_TRIGGERS = (
    "SELECT name FROM temp.sqlite_master WHERE type = 'trigger' AND name LIKE 'noted\\_%' ESCAPE '\\'"
)
POSTGRES_TRIGGERS = (
    "SELECT event_object_table, trigger_name FROM information_schema.triggers"
    " WHERE trigger_name LIKE 'noted\\_%' GROUP BY 1, 2"
)
# The notes of a transaction, oldest first; then none. A long text is put away in parts: each note copies what is there.
POSTGRES_TAKE = "SELECT store_noted()"
_PART = 60_000
_NOTE = f"""CREATE OR REPLACE FUNCTION store_note(line text) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      kept text := coalesce(current_setting('jiefen.noted', true), '');
      parts int := coalesce(nullif(current_setting('jiefen.noted_parts', true), ''), '0')::int;
    BEGIN
      IF length(kept) > {_PART} THEN
        PERFORM set_config('jiefen.noted_' || parts, kept, true);
        PERFORM set_config('jiefen.noted_parts', (parts + 1)::text, true);
        kept := '';
      END IF;
      PERFORM set_config('jiefen.noted', kept || line, true);
    END $$"""
_NOTED = """CREATE OR REPLACE FUNCTION store_noted() RETURNS text LANGUAGE plpgsql AS $$
    DECLARE
      parts int := coalesce(nullif(current_setting('jiefen.noted_parts', true), ''), '0')::int;
      told text := coalesce(current_setting('jiefen.noted', true), '');
    BEGIN
      IF parts > 0 THEN
        SELECT string_agg(current_setting('jiefen.noted_' || n), '' ORDER BY n) || told INTO told
          FROM generate_series(0, parts - 1) n;
        PERFORM set_config('jiefen.noted_' || n, '', true) FROM generate_series(0, parts - 1) n;
        PERFORM set_config('jiefen.noted_parts', '0', true);
      END IF;
      IF told <> '' THEN
        PERFORM set_config('jiefen.noted', '', true);
      END IF;
      RETURN told;
    END $$"""
_LEFT_OVER = """CREATE OR REPLACE FUNCTION store_left_over() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF current_setting('jiefen.noted', true) <> '' THEN
        RAISE EXCEPTION 'rows of % were written and no entry records them', TG_TABLE_NAME;
      END IF;
      RETURN NULL;
    END $$"""


class Covered(Protocol):
    """A covered table: `columns` in the order in which they are digested, `binary` those of them that hold bytes,
    `group` the column with the case's id."""

    @property
    def label(self) -> str: ...
    @property
    def table(self) -> str: ...
    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def binary(self) -> frozenset[str]: ...
    @property
    def group(self) -> str: ...


def sqlite(layout: Covered, *, function: str) -> Iterator[str]:
    """TEMP triggers: those of a stored schema may not call us, and no other program's writes are ours to note."""
    of = ", ".join(f'"{column}"' for column in layout.columns)
    told = f", {sqlite_text(layout.columns, binary=layout.binary, row='NEW.')}"
    for event, row, text in (
        ("INSERT", "NEW", told),
        (f"UPDATE OF {of}", "NEW", told),
        ("DELETE", "OLD", ""),
    ):
        group = f'{row}."{layout.group}"' if layout.group else "NULL"
        yield (
            f"CREATE TEMP TRIGGER noted_{event.split()[0].lower()}_{layout.label}"
            f' AFTER {event} ON main."{layout.table}"'
            f" BEGIN SELECT {function}('{layout.label}', {row}.id, {group}{text}); END"
        )


def sqlite_text(columns: Sequence[str], *, binary: Collection[str], row: str = "", odd: bool = False) -> str:
    """A row's values as one JSON array, bytes as SQL writes them. `odd`: bytes may stand where they do not belong."""
    values = [f'quote({row}"{name}")' if name in binary else f'{row}"{name}"' for name in columns]
    if odd:
        values = [
            f"CASE typeof({value}) WHEN 'blob' THEN quote({value}) ELSE {value} END" for value in values
        ]
    return f"json_array({', '.join(values)})"


def postgres(layouts: Iterable[Covered]) -> Iterator[str]:
    """A function and triggers for each table. The last trigger refuses a commit that leaves notes over."""
    yield _NOTE
    yield _NOTED
    yield _LEFT_OVER
    for layout in layouts:
        yield from _postgres(layout)


def postgres_text(columns: Sequence[str], *, row: str = "") -> str:
    """A row's values as one JSON array."""
    values = ", ".join(f'{row}"{column}"' for column in columns)
    return f"json_build_array({values})::text"


def _postgres(layout: Covered) -> Iterator[str]:
    of, name = ", ".join(f'"{column}"' for column in layout.columns), f"store_note_{layout.label}"
    yield f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET TimeZone = 'UTC' AS $$
        BEGIN
          IF TG_OP = 'DELETE' THEN
            PERFORM store_note({_line(layout, row="OLD")} || E':\\n');
          ELSE
            PERFORM store_note({_line(layout, row="NEW")} || ':' ||
              left(encode(sha256(convert_to({postgres_text(layout.columns, row="NEW.")}, 'UTF8')), 'base64'), 43) || E'\\n');
          END IF;
          RETURN NULL;
        END $$"""
    for event in ("INSERT", f"UPDATE OF {of}", "DELETE"):
        kind = event.split()[0].lower()
        yield (
            f'CREATE TRIGGER noted_{kind} AFTER {event} ON "{layout.table}"'
            f" FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
        yield (
            f'CREATE CONSTRAINT TRIGGER noted_{kind}_end AFTER {event} ON "{layout.table}"'
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION store_left_over()"
        )


def _line(layout: Covered, *, row: str) -> str:
    group = f"coalesce({row}.{layout.group}::text, '')" if layout.group else "''"
    return f"'{layout.label}:' || {row}.id || ':' || {group}"
