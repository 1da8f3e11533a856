"""Whether the server's clock is believed: one row, absent until the first change."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0007_supervision")]
    operations = [
        migrations.CreateModel(
            "GuardedClock",
            [
                (
                    "id",
                    models.BigAutoField(
                        primary_key=True, auto_created=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(max_length=8)),
                ("why", models.CharField(max_length=8, blank=True)),
                ("since", models.DateTimeField(null=True)),
                ("apart", models.FloatField(help_text="wall minus trusted time, in seconds")),
                ("boot_id", models.CharField(max_length=36)),
                ("boottime", models.FloatField()),
                ("anchor_wall", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(max_length=200, blank=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL,
                        on_delete=django.db.models.deletion.PROTECT,
                        null=True,
                        db_index=False,
                    ),
                ),
            ],
        ),
    ]
