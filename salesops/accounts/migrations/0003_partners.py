"""Partners grow up: papers, fee, people; and the portal reads only the rows of its own partner (ADR 0601)."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from salesops.db.operations import partner_rows


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_family"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PartnerPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("added_at", "id"),
            },
        ),
        migrations.AddField(
            model_name="partner",
            name="agreement_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="partner",
            name="agreement_link",
            field=models.URLField(blank=True, default="", max_length=500),
        ),
        migrations.AddField(
            model_name="partner",
            name="agreement_to",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="partner",
            name="domain",
            field=models.CharField(blank=True, default="", max_length=253),
        ),
        migrations.AddField(
            model_name="partner",
            name="fee_percent",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True),
        ),
        migrations.AddField(
            model_name="partner",
            name="fee_terms",
            field=models.CharField(blank=True, default="", max_length=400),
        ),
        migrations.AddField(
            model_name="partner",
            name="manager",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="managed_partners",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="partner",
            name="nda_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="partner",
            name="nda_link",
            field=models.URLField(blank=True, default="", max_length=500),
        ),
        migrations.AddField(
            model_name="partner",
            name="nda_to",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("nda_from__isnull", True), ("nda_to__isnull", True)),
                    models.Q(
                        ("nda_from__isnull", False), ("nda_from__lte", models.F("nda_to")), ("nda_to__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="accounts_partner_nda_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("agreement_to__isnull", True), ("agreement_from__lte", models.F("agreement_to")), _connector="OR"
                ),
                name="accounts_partner_agreement_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("fee_percent__isnull", True),
                    models.Q(("fee_percent__gte", 0), ("fee_percent__lte", 100)),
                    _connector="OR",
                ),
                name="accounts_partner_fee_range",
            ),
        ),
        migrations.AddField(
            model_name="partnerperson",
            name="added_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="partnerperson",
            name="partner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="people", to="accounts.partner"
            ),
        ),
        migrations.AddField(
            model_name="partnerperson",
            name="user",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="partner_person", to=settings.AUTH_USER_MODEL
            ),
        ),
        partner_rows("accounts_partner", "id"),
        partner_rows("accounts_partnerperson", "partner_id"),
    ]
