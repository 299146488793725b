"""Events, deliveries and heartbeats."""

import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                (
                    "process",
                    models.CharField(max_length=80, primary_key=True, serialize=False),
                ),
                ("beat_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Event",
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
                ("type", models.CharField(max_length=80)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("seq", models.BigIntegerField(default=0, editable=False)),
                ("at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(max_length=120)),
                ("via", models.CharField(max_length=16)),
                (
                    "data",
                    models.JSONField(
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                    ),
                ),
                ("tx", models.BigIntegerField(default=0, editable=False)),
            ],
            options={
                "ordering": ("tx", "id"),
                "indexes": [models.Index(fields=["tx", "id"], name="outbox_event_feed")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_kind", "subject_id", "seq"),
                        name="outbox_event_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
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
                ("handler", models.CharField(max_length=80)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("done", "Done"),
                            ("dead", "Dead"),
                        ],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("attempts", models.SmallIntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(null=True)),
                ("lease_token", models.BigIntegerField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, default="", max_length=300)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="outbox.event",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "pending")),
                        fields=["next_at", "id"],
                        name="outbox_delivery_due",
                    ),
                    models.Index(
                        condition=models.Q(("status", "pending")),
                        fields=["handler", "subject_kind", "subject_id", "event"],
                        name="outbox_delivery_line",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "handler"), name="outbox_delivery_once"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["pending", "done", "dead"])),
                        name="outbox_delivery_status",
                    ),
                ],
            },
        ),
    ]
