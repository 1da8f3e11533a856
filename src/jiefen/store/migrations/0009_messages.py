"""What leaves by e-mail and SMS, and where people want to be reached; nobody is at first."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import jiefen.domain.messages.words


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0008_guarded_clock"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="by_email",
            field=models.BooleanField(default=False, help_text="wants notices by e-mail too"),
        ),
        migrations.AddField(
            model_name="user",
            name="by_sms",
            field=models.BooleanField(default=False, help_text="wants notices by SMS too"),
        ),
        migrations.AddField(
            model_name="user",
            name="email_sealed",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="phone_sealed",
            field=models.BinaryField(null=True),
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "medium",
                    models.CharField(choices=jiefen.domain.messages.words.Medium.choices, max_length=8),
                ),
                (
                    "state",
                    models.CharField(
                        choices=jiefen.domain.messages.words.DeliveryState.choices,
                        default=jiefen.domain.messages.words.DeliveryState["WAITING"],
                        max_length=12,
                    ),
                ),
                ("urgent", models.BooleanField(default=False, help_text="leaves in quiet hours too")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("next_at", models.DateTimeField()),
                (
                    "claim",
                    models.UUIDField(
                        help_text="who is handing it over, and with which others in one message", null=True
                    ),
                ),
                ("claimed_at", models.DateTimeField(null=True)),
                ("receipt", models.CharField(blank=True, max_length=120)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="store.notice",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["medium", "next_at"],
                        name="delivery_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["user", "medium"],
                        name="delivery_waiting_of",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["sending", "uncertain"])),
                        fields=["claimed_at"],
                        name="delivery_open",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("notice", "medium"), name="one_delivery_per_notice_medium"
                    )
                ],
            },
        ),
    ]
