"""Accounts, contacts, partners and merges."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django_countries.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("db", "0001_ground"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.BigIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200)),
                ("normal_name", models.CharField(editable=False, max_length=200)),
                ("domain", models.CharField(blank=True, default="", max_length=253)),
                ("country", django_countries.fields.CountryField(blank=True, default="", max_length=2)),
                ("subdivision", models.CharField(blank=True, default="", max_length=6)),
                ("city", models.CharField(blank=True, default="", max_length=120)),
                (
                    "industry",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("technology", "Technology"),
                            ("software", "Software"),
                            ("financial_services", "Financial services"),
                            ("payments", "Payments"),
                            ("retail", "Retail"),
                            ("medical", "Medical"),
                            ("telecommunications", "Telecommunications"),
                            ("marketing", "Marketing"),
                            ("entertainment", "Entertainment"),
                            ("employment", "Employment"),
                            ("services", "Services"),
                            ("manufacturing", "Manufacturing"),
                            ("logistics", "Logistics"),
                            ("energy", "Energy"),
                            ("education", "Education"),
                            ("public_sector", "Public sector"),
                            ("community", "Community and non-profit"),
                            ("other", "Other"),
                        ],
                        default="",
                        max_length=40,
                    ),
                ),
                ("employees", models.PositiveIntegerField(blank=True, null=True)),
                ("annual_revenue", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("year_established", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("icp_fit", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("icp_rule_version", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "merged_into",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorbed",
                        to="accounts.account",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subsidiaries",
                        to="accounts.account",
                    ),
                ),
            ],
            options={
                "ordering": ("name", "id"),
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.BigIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=160)),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("phone", models.CharField(blank=True, default="", max_length=40)),
                ("title", models.CharField(blank=True, default="", max_length=120)),
                (
                    "persona",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("executive", "Executive"),
                            ("technical_lead", "Technical lead"),
                            ("product_owner", "Product owner"),
                            ("operations", "Operations"),
                            ("finance", "Finance"),
                            ("procurement", "Procurement"),
                            ("legal", "Legal"),
                            ("security", "Security"),
                            ("community_lead", "Community lead"),
                            ("end_user", "End user"),
                            ("other", "Other"),
                        ],
                        default="",
                        max_length=24,
                    ),
                ),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="accounts.account"
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorbed",
                        to="accounts.contact",
                    ),
                ),
            ],
            options={
                "ordering": ("name", "id"),
            },
        ),
        migrations.CreateModel(
            name="ContactPosition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(blank=True, default="", max_length=120)),
                ("persona", models.CharField(blank=True, default="", max_length=24)),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="positions", to="accounts.contact"
                    ),
                ),
            ],
            options={
                "ordering": ("-from_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="MergeRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("account", "Account"), ("contact", "Contact")], max_length=8)),
                ("kept_id", models.BigIntegerField()),
                ("absorbed_id", models.BigIntegerField()),
                ("reason", models.CharField(max_length=300)),
                ("before", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("by_id", models.BigIntegerField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by_id", models.BigIntegerField(null=True)),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kept_id", models.F("absorbed_id")), _negated=True),
                        name="accounts_merge_two_records",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("kind", "absorbed_id"),
                        name="accounts_merge_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MergedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("row_id", models.BigIntegerField()),
                ("field", models.CharField(max_length=40)),
                ("removed", models.JSONField(null=True)),
                (
                    "merge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="accounts.mergerecord"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.BigIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=160)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("name", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"), name="accounts_partner_name_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="accounts_partner_has_name"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["name", "id"], name="accounts_account_name"),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["normal_name"], name="accounts_account_normal"),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                condition=models.Q(("domain", ""), _negated=True), fields=["domain"], name="accounts_account_domain"
            ),
        ),
        migrations.AddIndex(
            model_name="account",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("name"), name="gin_trgm_ops"
                ),
                name="accounts_account_search",
            ),
        ),
        migrations.AddIndex(
            model_name="account",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(models.F("normal_name"), name="gin_trgm_ops"),
                name="accounts_account_alike",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="accounts_account_has_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True), name="accounts_account_not_own_parent"
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                name="accounts_account_not_in_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("icp_fit__isnull", True), ("icp_fit__lte", 100), _connector="OR"),
                name="accounts_account_fit_range",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["name", "id"], name="accounts_contact_name"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(django.db.models.functions.text.Lower("email"), name="accounts_contact_email"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("name"), name="gin_trgm_ops"
                ),
                name="accounts_contact_search",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="accounts_contact_has_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(
                models.F("account"),
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(models.Q(("email", ""), _negated=True), ("merged_into__isnull", True)),
                name="accounts_contact_email_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactposition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_at__isnull", True)), fields=("contact",), name="accounts_position_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="mergedrow",
            constraint=models.UniqueConstraint(
                fields=("merge", "kind", "row_id", "field"), name="accounts_mergedrow_once"
            ),
        ),
    ]
