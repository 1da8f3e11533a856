"""A tracking code for each party instead of one for the case, a PIN of their own, and objections that have a party.

The code that is on a receipt already stays the first applicant's; whoever else is in the case gets one with the next
slip that is printed for them.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import PROTECT, Q

BATCH = 500


def hand_over(apps: Any, _editor: Any) -> None:
    parties = apps.get_model("store", "Party").objects
    rows = parties.filter(side="applicant", case__code_sealed__gt=b"", erased_at=None).select_related("case")
    given: set[int] = set()
    batch: list[Any] = []
    for row in rows.order_by("case", "position", "pk").iterator(BATCH):
        if row.case_id in given:
            continue
        given.add(row.case_id)
        row.code_sealed, row.code_blind = row.case.code_sealed, row.case.code_blind
        batch.append(row)
        if len(batch) == BATCH:
            parties.bulk_update(batch, ["code_sealed", "code_blind"])
            batch = []
    parties.bulk_update(batch, ["code_sealed", "code_blind"])


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
