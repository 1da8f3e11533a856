"""Online receptions and whom their link is shown to; where a return visit's answer came from."""

import django.db.models.deletion
from django.db import migrations, models

import jiefen.domain.oversight.words


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0014_documents"),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="party",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bookings",
                to="store.party",
            ),
        ),
        migrations.AddField(
            model_name="reception",
            name="link",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="returnvisit",
            name="source",
            field=models.CharField(
                choices=jiefen.domain.oversight.words.VisitSource.choices,
                default=jiefen.domain.oversight.words.VisitSource["CENTRE"],
                max_length=8,
            ),
        ),
    ]
