"""Matters that courts send for mediation, and agreements put before a court for confirmation."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import jiefen.domain.common.words
import jiefen.domain.court.words


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0012_safety"),
    ]

    operations = [
        migrations.CreateModel(
            name="CourtConfirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("court", models.CharField(blank=True, max_length=200)),
                ("filed_on", models.DateField(null=True)),
                ("accepted_on", models.DateField(null=True)),
                ("decided_on", models.DateField(null=True)),
                (
                    "result",
                    models.CharField(
                        blank=True, choices=jiefen.domain.court.words.CourtResult.choices, max_length=12
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="court_confirmations",
                        to="store.agreement",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="court_confirmations",
                        to="store.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConfirmationConsent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("how", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.party",
                    ),
                ),
                (
                    "confirmation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="store.courtconfirmation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("court", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(choices=jiefen.domain.court.words.ReferralKind.choices, max_length=10),
                ),
                (
                    "procedure",
                    models.CharField(
                        blank=True, choices=jiefen.domain.court.words.Procedure.choices, max_length=8
                    ),
                ),
                ("received_on", models.DateField()),
                ("materials", models.TextField()),
                ("signed_at", models.DateTimeField()),
                (
                    "result",
                    models.CharField(
                        blank=True, choices=jiefen.domain.court.words.ReferralResult.choices, max_length=12
                    ),
                ),
                ("facts", models.TextField(blank=True)),
                ("returned_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="store.case"
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReferralChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=jiefen.domain.common.words.PartySide.choices, max_length=16),
                ),
                (
                    "choice",
                    models.CharField(choices=jiefen.domain.court.words.PartyChoice.choices, max_length=8),
                ),
                ("how", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="choices_made",
                        to="store.referral",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="courtconfirmation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_on__isnull", True)),
                fields=("case",),
                name="one_open_court_confirmation",
            ),
        ),
        migrations.AddConstraint(
            model_name="confirmationconsent",
            constraint=models.UniqueConstraint(fields=("confirmation", "party"), name="one_consent_a_party"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                condition=models.Q(("returned_at__isnull", True)), fields=("case",), name="one_open_referral"
            ),
        ),
    ]
