"""The profiles a score rests on, in versions; what the code held until now is version 1 (domain §11.7)."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from salesops.db.operations import version_trigger

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_partners"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProfileVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.BigIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("icp", "Company profile"), ("persona", "Persona profile")], max_length=8
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("rules", models.JSONField()),
                ("reason", models.CharField(max_length=500)),
                ("created_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
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
                        condition=models.Q(("kind__in", ["icp", "persona"])), name="accounts_profile_kind_known"
                    ),
                    models.UniqueConstraint(fields=("kind", "number"), name="accounts_profile_numbered"),
                    models.UniqueConstraint(
                        condition=models.Q(("published_at__isnull", True)),
                        fields=("kind",),
                        name="accounts_profile_one_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1),
                            models.Q(
                                ("author__isnull", False),
                                ("published_at__isnull", True),
                                ("published_by__isnull", True),
                            ),
                            models.Q(
                                ("author__isnull", False),
                                ("published_at__isnull", False),
                                ("published_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="accounts_profile_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        version_trigger("accounts_profileversion"),
    ]
