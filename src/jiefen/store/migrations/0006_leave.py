"""People on leave: whoever is away cannot be waited for."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0005_values")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="away_until",
            field=models.DateField(help_text="on leave up to and including this day", null=True),
        ),
    ]
