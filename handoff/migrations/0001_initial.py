"""Agreements, written with the win."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Open the room of layer 5."""

    initial = True

    dependencies = [
        ("accounts", "0002_family"),
        ("opportunities", "0016_closing"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("direct_signature", "Direct signature"),
                            ("marketplace", "Marketplace"),
                            ("purchase_order", "Purchase order"),
                            ("reseller", "Reseller"),
                            ("mou", "Memorandum of understanding"),
                            ("auto_renewal", "Automatic renewal"),
                        ],
                        max_length=16,
                    ),
                ),
                ("signed_on", models.DateField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("acv", models.DecimalField(decimal_places=2, max_digits=14)),
                ("tcv", models.DecimalField(decimal_places=2, max_digits=14)),
                ("currency", models.CharField(max_length=3)),
                ("renews_by_itself", models.BooleanField(default=False)),
                ("terms", models.JSONField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(editable=False)),
                ("voided_at", models.DateTimeField(editable=False, null=True)),
                ("voided_reason", models.CharField(blank=True, max_length=2000)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="accounts.account",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="opportunities.offer",
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="opportunities.opportunity",
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="opportunities.quote",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "ends_on"], name="agreement_running")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at__isnull", True)),
                        fields=("opportunity",),
                        name="agreement_one_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="agreement_ends_after_its_start",
                    ),
                ],
            },
        ),
    ]
