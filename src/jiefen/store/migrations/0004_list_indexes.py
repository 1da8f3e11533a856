"""What the lists ask on a large ledger: flagged cases by age, clocks of a rule stopped lately."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("store", "0003_fewer_indexes")]
    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["-id"], condition=Q(flags__gt=""), name="case_flagged"),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                fields=["rule", "stopped_at"],
                condition=Q(stopped_at__isnull=False),
                name="stopped_clock_by_rule",
            ),
        ),
    ]
