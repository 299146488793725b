"""Words on the terms and points of procurement and legal, with the gates that read them."""

from __future__ import annotations

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from salesops.db.operations import append_only

SQL = Path(__file__).with_name("0014_terms.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let a gate ask for settled terms, and Legal Win be held to open redlines."""

    dependencies = [
        ("opportunities", "0013_offer_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LegalItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=300)),
                (
                    "severity",
                    models.CharField(
                        choices=[("minor", "Minor"), ("major", "Major: keeps the papers back")], max_length=5
                    ),
                ),
                ("at", models.DateTimeField()),
                ("settled", models.CharField(blank=True, max_length=1000)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redlines",
                        to="opportunities.document",
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="legal_items",
                        to="opportunities.opportunity",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("severity__in", {"major": "Major: keeps the papers back", "minor": "Minor"})
                        ),
                        name="legal_item_severity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled", ""), ("settled_at__isnull", True), ("settled_by__isnull", True)),
                            models.Q(
                                models.Q(("settled", ""), _negated=True),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="legal_item_settled_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(max_length=80)),
                ("kind", models.CharField(choices=[("commercial", "Commercial"), ("legal", "Legal")], max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[("agreed", "Agreed"), ("not_applicable", "Not applicable"), ("open", "Open again")],
                        max_length=14,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="opportunities.opportunity",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("topic", ""), _negated=True), name="term_has_topic"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", {"commercial": "Commercial", "legal": "Legal"})),
                        name="term_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                {"agreed": "Agreed", "not_applicable": "Not applicable", "open": "Open again"},
                            )
                        ),
                        name="term_state",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        append_only("opportunities_term"),
    ]
