"""What waits for a second person, the review of looks into closed cases, and two persons who are nobody.

An administrator could give 系统 or 当事人 a password and a post until this release. Whoever had one loses it: the posts
end, the sign-in goes, the name is the one it was made with.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import migrations, models
from django.db.models import PROTECT, F, Q
from django.db.models.functions import Now

NOBODY = {"party": "当事人", "system": "系统"}
USER = "store.user"


def make_nobody_of_them(apps: Any, _editor: Any) -> None:
    users, posts = apps.get_model("store", "User").objects, apps.get_model("store", "Post").objects
    for username, name in NOBODY.items():
        users.filter(username=username).update(
            name=name, is_active=False, password=make_password(None), totp_sealed=None, epoch=F("epoch") + 1
        )
    posts.filter(user__username__in=NOBODY, until=None).update(until=Now())


def _person() -> Any:
    return models.ForeignKey(USER, null=True, on_delete=PROTECT, related_name="+", db_index=False)


class Migration(migrations.Migration):
    dependencies = [("store", "0007_keys")]
    operations = [
        migrations.RunPython(make_nobody_of_them, migrations.RunPython.noop),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=~Q(username__in=["party", "system"])
                | Q(is_active=False, password__startswith="!", totp_sealed=None),  # noqa: S106  (unusable)
                name="nobody_never_signs_in",
            ),
        ),
        migrations.AddField("breakglass", "ended_at", models.DateTimeField(null=True)),
        migrations.AddField("breakglass", "finding", models.CharField(max_length=12, blank=True, default="")),
        migrations.AddField("breakglass", "remark", models.TextField(blank=True)),
        migrations.AddField("breakglass", "reviewed_at", models.DateTimeField(null=True)),
        migrations.AddField("breakglass", "reviewed_by", _person()),
        migrations.CreateModel(
            "Approval",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("unit", models.ForeignKey("store.unit", on_delete=PROTECT, related_name="+")),
                ("person", _person()),
                (
                    "case",
                    models.ForeignKey("store.case", null=True, on_delete=PROTECT, related_name="approvals"),
                ),
                ("facts", models.TextField()),
                ("reason", models.TextField()),
                ("asked_by", models.ForeignKey(USER, on_delete=PROTECT, related_name="+")),
                ("asked_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("state", models.CharField(max_length=8, blank=True, default="")),
                ("decided_by", _person()),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True)),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["until"], condition=Q(state=""), name="approval_waiting"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=~Q(decided_by=F("asked_by")), name="asker_never_decides"
                    ),
                ],
            },
        ),
    ]
