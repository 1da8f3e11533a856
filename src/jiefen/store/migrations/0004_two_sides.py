"""A tracking code for each party instead of one for the case, a PIN of their own, and objections that have a party.

The code that is on a receipt already stays the first applicant's; whoever else is in the case gets one with the next
slip that is printed for them.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import PROTECT, Q

BATCH = 2000


def hand_over(apps: Any, editor: Any) -> None:
    parties = apps.get_model("store", "Party").objects
    rows = parties.filter(side="applicant", case__code_sealed__gt=b"", erased_at=None)
    known = rows.order_by("case", "position", "pk").values_list(
        "case_id", "case__code_sealed", "case__code_blind", "pk"
    )
    given: dict[int, tuple[Any, ...]] = {}
    for case, *code in known.iterator(BATCH):
        given.setdefault(case, tuple(code))
    with editor.connection.cursor() as cursor:  # `bulk_update` takes forty times as long
        cursor.executemany(
            "UPDATE store_party SET code_sealed = %s, code_blind = %s WHERE id = %s", list(given.values())
        )


class Migration(migrations.Migration):
    dependencies = [("store", "0003_missed_proposals")]

    operations = [
        migrations.AddField("party", "code_sealed", models.BinaryField(default=b"")),
        migrations.AddField("party", "code_blind", models.BinaryField(max_length=16, null=True)),
        migrations.RunPython(hand_over, migrations.RunPython.noop),
        migrations.AddConstraint(
            "party",
            models.UniqueConstraint(
                fields=["code_blind"], condition=Q(code_blind__isnull=False), name="one_party_per_code"
            ),
        ),
        migrations.RemoveField("case", "code_sealed"),
        migrations.RemoveField("case", "code_blind"),
        migrations.CreateModel(
            name="PartyPin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        primary_key=True, serialize=False, auto_created=True, verbose_name="ID"
                    ),
                ),
                ("blind", models.BinaryField(max_length=16)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                (
                    "code",
                    models.ForeignKey("store.partycode", PROTECT, related_name="+", db_index=False),
                ),
                ("party", models.OneToOneField("store.party", PROTECT, related_name="pin")),
            ],
        ),
        migrations.AddField(
            "appeal",
            "party",
            models.ForeignKey("store.party", PROTECT, null=True, related_name="appeals", db_index=False),
        ),
        migrations.RemoveConstraint("appeal", "one_open_appeal_per_case"),
        migrations.AddConstraint(
            "appeal",
            models.UniqueConstraint(
                fields=["case", "party"],
                condition=Q(answered_at__isnull=True),
                name="one_open_appeal_per_party",
            ),
        ),
    ]
