"""Ledger entries and heads."""

import django.core.serializers.json
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("seq", models.BigIntegerField(default=0, editable=False)),
                ("at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(max_length=120)),
                ("via", models.CharField(max_length=16)),
                ("action", models.CharField(max_length=80)),
                ("outcome", models.CharField(default="done", max_length=16)),
                ("code", models.CharField(blank=True, default="", max_length=40)),
                (
                    "data",
                    models.JSONField(
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                    ),
                ),
                ("prev", models.CharField(default="", editable=False, max_length=64)),
                ("hash", models.CharField(default="", editable=False, max_length=64)),
            ],
            options={
                "verbose_name_plural": "audit entries",
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["actor_id", "-id"], name="audit_entry_actor"),
                    models.Index(fields=["outcome", "-id"], name="audit_entry_outcome"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_kind", "subject_id", "seq"),
                        name="audit_entry_chain",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("seq", models.BigIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("subject_kind", "subject_id"), name="audit_head_once")],
            },
        ),
    ]
