"""Who signs, private offers on a marketplace, and what each channel asks for before a deal is won."""

from __future__ import annotations

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from salesops.db.operations import version_trigger

SQL = Path(__file__).with_name("0016_closing.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let the database hold a win to the documents of its channel."""

    dependencies = [
        ("accounts", "0002_family"),
        ("opportunities", "0015_standard_gates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="number",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="document",
            name="received_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="document",
            name="reference",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="document",
            name="signed_company",
            field=models.CharField(blank=True, max_length=160),
        ),
        migrations.AddField(
            model_name="document",
            name="signed_title",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="document",
            name="origin",
            field=models.CharField(
                choices=[
                    ("ours", "We wrote it"),
                    ("customer", "The customer"),
                    ("marketplace", "The marketplace"),
                    ("reseller", "The reseller"),
                    ("e_signature", "The signature service"),
                ],
                default="ours",
                max_length=11,
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(
                choices=[
                    ("qualification_note", "Qualification note"),
                    ("discovery_note", "Discovery note"),
                    ("business_case", "Business case"),
                    ("proposal", "Proposal"),
                    ("quote", "Quote"),
                    ("statement_of_work", "Statement of work"),
                    ("agreement", "Agreement"),
                    ("nda", "Non-disclosure agreement"),
                    ("memorandum", "Memorandum of understanding"),
                    ("framework_agreement", "Framework agreement"),
                    ("signer_authority", "Signer's authority"),
                    ("purchase_order", "Purchase order"),
                    ("acceptance_email", "Marketplace acceptance e-mail"),
                    ("end_acceptance", "End customer's acceptance"),
                    ("no_objection", "No-objection record"),
                    ("invoice", "Invoice"),
                    ("usage_report", "Usage report"),
                    ("renewal_notice", "Renewal notice"),
                    ("results", "Results"),
                    ("other", "Other"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.BigIntegerField(default=1, editable=False)),
                ("buyer_account", models.CharField(blank=True, max_length=80)),
                ("is_permission_confirmed", models.BooleanField(default=False)),
                ("same_person_reason", models.CharField(blank=True, max_length=300)),
                ("renews_by_itself", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "admin",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.contact"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "opportunity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closing",
                        to="opportunities.opportunity",
                    ),
                ),
                (
                    "signer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.contact"
                    ),
                ),
                (
                    "signer_authority",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="opportunities.document",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("admin__isnull", True),
                            models.Q(("admin", models.F("signer")), _negated=True),
                            ("same_person_reason__length__gte", 20),
                            _connector="OR",
                        ),
                        name="closing_signer_and_admin_told_apart",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("admin__isnull", True), ("buyer_account", ""), ("is_permission_confirmed", False)
                            ),
                            models.Q(
                                ("admin__isnull", False),
                                ("is_permission_confirmed", True),
                                models.Q(("buyer_account", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="closing_admin_complete",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MarketplaceOffer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "marketplace",
                    models.CharField(
                        choices=[
                            ("aws", "AWS Marketplace"),
                            ("azure", "Azure Marketplace"),
                            ("gcp", "Google Cloud Marketplace"),
                            ("other", "Another marketplace"),
                        ],
                        max_length=5,
                    ),
                ),
                ("reference", models.CharField(max_length=120)),
                ("url", models.URLField(max_length=500)),
                ("buyer_account", models.CharField(max_length=80)),
                ("price", models.DecimalField(decimal_places=2, max_digits=14)),
                ("currency", models.CharField(max_length=3)),
                ("term_months", models.PositiveSmallIntegerField()),
                ("expires_on", models.DateField()),
                ("created_at", models.DateTimeField(editable=False)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300)),
                (
                    "acceptance",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="opportunities.document",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marketplace_offers",
                        to="opportunities.opportunity",
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marketplace_offers",
                        to="opportunities.quote",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("opportunity",),
                        name="marketplace_offer_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acceptance__isnull", True), ("accepted_at__isnull", True)),
                            models.Q(
                                ("acceptance__isnull", False),
                                ("accepted_at__isnull", False),
                                ("withdrawn_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="marketplace_offer_accepted_in_writing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_reason", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False), models.Q(("withdrawn_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="marketplace_offer_withdrawn_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reference", ""), _negated=True), name="marketplace_offer_has_reference"
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        version_trigger("opportunities_closing"),
    ]
