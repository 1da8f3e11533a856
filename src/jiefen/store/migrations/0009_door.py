"""Known devices and open sign-ins. Sessions of before hang on the password's hash: people sign in once more."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT


def row(name: str, **fields: Any) -> migrations.CreateModel:
    columns = {
        "id": models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
        **fields,
        "label": models.CharField(max_length=60),
        "since": models.DateTimeField(),
        "used_at": models.DateTimeField(),
    }
    return migrations.CreateModel(name=name, fields=list(columns.items()))


class Migration(migrations.Migration):
    dependencies = [("store", "0008_powers")]
    operations = [
        row(
            "KnownDevice",
            user=models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="devices"),
            digest=models.CharField(max_length=64),
        ),
        migrations.AddConstraint(
            "KnownDevice", models.UniqueConstraint(fields=["user", "digest"], name="one_device_per_browser")
        ),
        row(
            "OpenSession",
            user=models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="open_sessions"),
            key=models.CharField(max_length=40, unique=True, help_text="of the row in the session table"),
            epoch=models.PositiveIntegerField(),
        ),
    ]
