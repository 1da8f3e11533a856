"""Drop what no question uses: each index is one more page in every commit.

Only the indexes go, by name: `AlterField` as Django writes it for SQLite would copy whole tables and lose the triggers
that keep the history from being changed.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import PROTECT, ForeignKey, Q

UNUSED: tuple[tuple[str, str, ForeignKey[Any, Any]], ...] = (
    ("assignment", "person", ForeignKey("store.user", PROTECT, db_index=False, null=True)),
    ("assignment", "unit", ForeignKey("store.unit", PROTECT, db_index=False)),
    ("case", "handler", ForeignKey("store.user", PROTECT, db_index=False, null=True, related_name="handled")),
    ("case", "holder", ForeignKey("store.unit", PROTECT, db_index=False, related_name="held")),
    (
        "case",
        "merged_into",
        ForeignKey("store.case", PROTECT, db_index=False, null=True, related_name="merged_here"),
    ),
    ("case", "origin", ForeignKey("store.unit", PROTECT, db_index=False, related_name="registered")),
    ("case", "place", ForeignKey("store.place", PROTECT, db_index=False, null=True)),
    (
        "case",
        "recorded_by",
        ForeignKey("store.user", PROTECT, db_index=False, null=True, related_name="recorded"),
    ),
    ("case", "registered_by", ForeignKey("store.user", PROTECT, db_index=False, related_name="registered")),
    ("case", "secret", ForeignKey("store.secret", PROTECT, db_index=False)),
    ("entry", "actor", ForeignKey("store.user", PROTECT, db_index=False, null=True)),
    ("entry", "case", ForeignKey("store.case", PROTECT, db_index=False, null=True, related_name="entries")),
    ("outbox", "case", ForeignKey("store.case", PROTECT, db_index=False, null=True)),
    ("party", "secret", ForeignKey("store.secret", PROTECT, db_index=False)),
)


def drop(apps: Any, schema_editor: Any) -> None:
    base = schema_editor.connection
    with base.cursor() as cursor:
        for model, field, _ in UNUSED:
            table = f"store_{model}"
            for name, found in base.introspection.get_constraints(cursor, table).items():
                if found["index"] and not found["unique"] and name.startswith(f"{table}_{field}_id_"):
                    cursor.execute(f"DROP INDEX {base.ops.quote_name(name)}")


class Migration(migrations.Migration):
    dependencies = [("store", "0002_guards_and_text")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop, migrations.RunPython.noop)],
            state_operations=[
                migrations.AlterField(model_name=model, name=name, field=field)
                for model, name, field in UNUSED
            ],
        ),
        migrations.RemoveIndex(model_name="case", name="case_by_handler"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["handler", "state", "next_due"],
                condition=Q(handler__isnull=False),
                name="case_by_handler",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="case_by_merged"
            ),
        ),
    ]
