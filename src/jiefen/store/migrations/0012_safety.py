"""Screenings, duties, safe contact; and the victim's note, which the database lets nobody change or delete."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import jiefen.domain.common.words
import jiefen.domain.safety.words

SQLITE = (
    """CREATE TRIGGER carenote_no_delete BEFORE DELETE ON store_carenote
       BEGIN SELECT RAISE(ABORT, 'care notes are append-only'); END""",
    """CREATE TRIGGER carenote_no_change BEFORE UPDATE ON store_carenote
       BEGIN SELECT RAISE(ABORT, 'care notes are append-only'); END""",
)
POSTGRES = (
    """CREATE TRIGGER carenote_no_change BEFORE UPDATE OR DELETE ON store_carenote
       FOR EACH ROW EXECUTE FUNCTION store_append_only()""",
)


def forwards(apps: object, schema_editor: object) -> None:
    statements = POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE  # type: ignore[attr-defined]
    for statement in statements:
        schema_editor.execute(statement, params=None)  # type: ignore[attr-defined]


class Migration(migrations.Migration):
    dependencies = [("store", "0011_mediation")]

    operations = [
        migrations.CreateModel(
            name="CareNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="care_notes",
                        to="store.case",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="care_notes",
                        to="store.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SafeContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="safe_contacts",
                        to="store.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Screening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=jiefen.domain.common.words.PartySide.choices, max_length=16),
                ),
                ("violence", models.CharField(choices=jiefen.domain.safety.words.Told.choices, max_length=8)),
                ("minors", models.CharField(choices=jiefen.domain.safety.words.Told.choices, max_length=8)),
                (
                    "self_harm",
                    models.CharField(choices=jiefen.domain.safety.words.Told.choices, max_length=8),
                ),
                ("coercion", models.CharField(choices=jiefen.domain.safety.words.Told.choices, max_length=8)),
                ("capacity", models.CharField(choices=jiefen.domain.safety.words.Told.choices, max_length=8)),
                ("seen_sealed", models.BinaryField(default=b"")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="screenings",
                        to="store.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=jiefen.domain.safety.words.DutyKind.choices, max_length=16),
                ),
                ("made_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "ended",
                    models.CharField(
                        blank=True, choices=jiefen.domain.safety.words.DutyEnd.choices, max_length=8
                    ),
                ),
                ("how", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="store.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=("case", "kind"),
                        name="one_open_duty_of_a_kind",
                    )
                ],
            },
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
