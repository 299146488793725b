"""What of the kit was shown, the partner's fee as a state, and a protection ended for a rival (domain §11)."""

from __future__ import annotations

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
REVERSE = """
DROP VIEW IF EXISTS intake_portalkit;
DROP TRIGGER IF EXISTS c_end_guard ON intake_protection;
DROP TRIGGER IF EXISTS c_fee_guard ON intake_introduction;
DROP FUNCTION IF EXISTS intake_end_guard();
DROP FUNCTION IF EXISTS intake_fee_guard();
"""
# What was said in words is kept with what is confidential; a fee was only ever spoken of after a win.
CARRY = """
UPDATE intake_introduction SET confidential = left(concat_ws(' ', nullif(confidential, ''), 'Shown to them: ' || positioning), 600)
  WHERE positioning <> '';
UPDATE intake_introduction SET fee_state = CASE WHEN state = 'won' THEN 'due' ELSE '' END WHERE fee_state <> '';
"""


class Migration(migrations.Migration):
    """Add them, with their guards."""

    dependencies = [
        ("accounts", "0003_partners"),
        ("intake", "0005_normal_companies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(CARRY, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="PortalKit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=160)),
                ("summary", models.CharField(max_length=500)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("shareable_asset", "Shareable asset"),
                            ("social_post", "Social post"),
                            ("report", "Report"),
                            ("talk", "Talk"),
                        ],
                        max_length=16,
                    ),
                ),
                ("topic", models.CharField(max_length=80)),
                ("link", models.CharField(max_length=500)),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "db_table": "intake_portalkit",
                "ordering": ("-published_at", "-id"),
                "managed": False,
            },
        ),
        migrations.RemoveField(
            model_name="introduction",
            name="positioning",
        ),
        migrations.AddField(
            model_name="introduction",
            name="asset",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.marketingasset"
            ),
        ),
        migrations.AddField(
            model_name="introduction",
            name="fee_paid_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="protection",
            name="end_words",
            field=models.CharField(blank=True, default="", max_length=600),
        ),
        migrations.AlterField(
            model_name="introduction",
            name="fee_state",
            field=models.CharField(
                blank=True,
                choices=[("", "None agreed"), ("agreed", "Agreed"), ("due", "Due"), ("paid", "Paid")],
                default="",
                editable=False,
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="protection",
            name="end_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ran_out", "its time ran out"),
                    ("lapsed", "the introduction lapsed"),
                    ("lost", "the opportunity was lost"),
                    ("won", "they are a customer"),
                    ("withdrawn", "you withdrew it"),
                    ("rival", "a rival was introduced to this buyer"),
                ],
                default="",
                max_length=24,
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("fee_state__in", {"": "None agreed", "agreed": "Agreed", "due": "Due", "paid": "Paid"})
                ),
                name="introduction_fee_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("fee_state", "due"), _negated=True), ("state", "won"), _connector="OR"),
                name="introduction_fee_due_once_won",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fee_paid_on__isnull", False), ("fee_state", "paid")),
                    models.Q(models.Q(("fee_state", "paid"), _negated=True), ("fee_paid_on__isnull", True)),
                    _connector="OR",
                ),
                name="introduction_fee_paid_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="protection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", "rival"), _negated=True),
                    models.Q(("end_words", ""), _negated=True),
                    _connector="OR",
                ),
                name="protection_rival_in_words",
            ),
        ),
        migrations.RunSQL(SQL, REVERSE),
    ]
