"""Keys as the database knows them: their fingerprints."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0006_leave")]
    operations = [
        migrations.CreateModel(
            name="InstallationKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=16)),
                ("fingerprint", models.CharField(max_length=39)),
                ("first_entry", models.BigIntegerField(default=0)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("saved_at", models.DateTimeField(help_text="when a copy was put elsewhere", null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(until__isnull=True), fields=["name"], name="one_key_in_use"
                    ),
                    models.UniqueConstraint(fields=["name", "fingerprint"], name="one_row_per_key"),
                ],
            },
        ),
    ]
