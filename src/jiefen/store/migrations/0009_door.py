"""Known devices and open sign-ins; a draft is called by what is sealed in it, so an older one has no heading.

Sessions of before hang on the password's hash and lie readable: they end, people sign in once more.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT

CHUNK = 1000


def row(name: str, **fields: Any) -> migrations.CreateModel:
    columns = {
        "id": models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
        **fields,
        "label": models.CharField(max_length=60),
        "since": models.DateTimeField(),
        "used_at": models.DateTimeField(),
    }
    return migrations.CreateModel(name=name, fields=list(columns.items()))


def take_codes_out(apps: Any, schema: Any) -> None:
    """Answers given once hold a tracking code in clear; told again, they are without it. It is on the receipt."""
    answers = apps.get_model("store", "Inbox").objects
    for pk, kept in answers.filter(answer__contains='"code": "').values_list("pk", "answer").iterator(CHUNK):
        facts = json.loads(kept)
        facts["more"] = facts["more"] | {"code": ""}
        answers.filter(pk=pk).update(answer=json.dumps(facts, ensure_ascii=False))


class Migration(migrations.Migration):
    dependencies = [("store", "0008_powers"), ("sessions", "0001_initial")]
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
        migrations.RemoveField("Draft", "heading"),
        migrations.RunSQL("DELETE FROM django_session", migrations.RunSQL.noop),
        migrations.RunPython(take_codes_out, migrations.RunPython.noop),
    ]
