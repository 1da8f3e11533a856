"""The moment of a clock's next rung, so that the clock job looks at an index and not at every clock.

Clocks that run already are looked at in the next round: it finds the rung reached and sets the next moment.
"""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("store", "0005_responsibility")]
    operations = [
        migrations.AddField(
            "clock",
            "next_rung_at",
            models.DateTimeField(null=True, help_text="when the next rung of the ladder is reached"),
        ),
        migrations.AddField("clockrung", "due", models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                fields=["next_rung_at"],
                condition=Q(stopped_at__isnull=True, next_rung_at__isnull=False),
                name="running_clock_by_rung",
            ),
        ),
        migrations.RunSQL(
            "UPDATE store_clock SET next_rung_at = started_at WHERE stopped_at IS NULL AND due IS NOT NULL",
            migrations.RunSQL.noop,
        ),
    ]
