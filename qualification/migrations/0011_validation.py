"""Proposal versions, reviews and what clears a trigger."""

from __future__ import annotations

import django.db.models.deletion
import django.db.models.functions.text
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the tables of validation."""

    dependencies = [
        ("accounts", "0002_family"),
        ("opportunities", "0008_customers"),
        ("qualification", "0010_poc_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProposalVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("terms", models.JSONField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("finalised_at", models.DateTimeField(null=True)),
                (
                    "basis",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="qualification.proposalversion",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "finalised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="opportunities.opportunity",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EffortEstimate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("services", "Services"), ("software", "Software")], max_length=8)),
                ("low", models.DecimalField(decimal_places=1, max_digits=7)),
                ("likely", models.DecimalField(decimal_places=1, max_digits=7)),
                ("high", models.DecimalField(decimal_places=1, max_digits=7)),
                ("cost_per_day", models.DecimalField(decimal_places=2, max_digits=12)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="estimates",
                        to="qualification.proposalversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RedFlag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.BigIntegerField(default=1, editable=False)),
                (
                    "severity",
                    models.CharField(choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")], max_length=6),
                ),
                ("text", models.CharField(max_length=200)),
                ("detail", models.TextField(blank=True)),
                ("due_on", models.DateField()),
                ("raised_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("how_closed", models.TextField(blank=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="red_flags",
                        to="opportunities.opportunity",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.BigIntegerField(default=1, editable=False)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("clear", "Clear"),
                            ("clear_with_conditions", "Clear with conditions"),
                            ("blocked", "Blocked"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=21,
                    ),
                ),
                ("question", models.TextField(blank=True)),
                ("requested_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("note", models.TextField(blank=True)),
                ("conditions", models.JSONField(default=list)),
                ("tcv", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("risk_accepted_at", models.DateTimeField(null=True)),
                ("risk_reason", models.TextField(blank=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="opportunities.opportunity",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="qualification.proposalversion",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "risk_accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TriggerClearance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "trigger",
                    models.CharField(
                        choices=[
                            ("T01", "Scope assumption not validated"),
                            ("T02", "Processor not confirmed for this buyer"),
                            ("T03", "Device, SDK or tool not confirmed"),
                            ("T04", "Open red flag"),
                            ("T05", "Confidence call asked for and not held"),
                            ("T06", "Delivery margin below floor"),
                            ("T07", "Price deviates from the price book"),
                            ("T08", "Discount above guardrail"),
                            ("T09", "Material scope deviation"),
                            ("T10", "Open escalation"),
                            ("T11", "Custom scope item"),
                            ("T12", "Promise already voiced to the buyer"),
                            ("T13", "Go-live earlier than standard lead time"),
                            ("T14", "Specialist capacity short in the window"),
                            ("T15", "Third party without written commitment"),
                            ("T16", "Country, scheme or regulation never delivered"),
                            ("T17", "Non-standard legal terms"),
                            ("T18", "Payment terms beyond standard"),
                            ("T19", "Guarantee, penalty or pass-first-time commitment"),
                            ("T20", "Large or long contract"),
                            ("T21", "InfoSec path unresolved"),
                            ("T22", "POC skipped, partially met or not met"),
                            ("T23", "Partner fee outside the agreement"),
                            ("T24", "Introduction or territory conflict"),
                            ("T25", "Free work, credits or unpaid pilot"),
                            ("T26", "Subcontractor required"),
                            ("T27", "Changed or old since the last clearance"),
                        ],
                        max_length=3,
                    ),
                ),
                ("about", models.TextField()),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("psv", "Pre-sales validation"),
                            ("lr", "Leadership review"),
                            ("legal", "Legal"),
                            ("finance", "Finance"),
                        ],
                        max_length=7,
                    ),
                ),
                ("evidence", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clearances",
                        to="qualification.proposalversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AssumptionCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("validated", "Validated"), ("rejected", "Rejected")], max_length=9
                    ),
                ),
                ("evidence", models.CharField(blank=True, max_length=300)),
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
                        related_name="checks",
                        to="opportunities.opportunity",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["opportunity", "-id"], name="assumption_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", {"open": "Open", "rejected": "Rejected", "validated": "Validated"})
                        ),
                        name="assumption_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "open"), models.Q(("evidence", ""), _negated=True), _connector="OR"
                        ),
                        name="assumption_has_evidence",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConfidenceCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.BigIntegerField(default=1, editable=False)),
                ("asked_on", models.DateField()),
                ("topic", models.CharField(max_length=200)),
                ("planned_for", models.DateTimeField(null=True)),
                ("outcome", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "activity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="opportunities.activity",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.contact"
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="opportunities.opportunity",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("activity__isnull", True), models.Q(("outcome", ""), _negated=True), _connector="OR"
                        ),
                        name="call_held_has_outcome",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("processor", "Processor"),
                            ("tool", "Device, SDK or tool"),
                            ("place", "Country"),
                            ("scheme", "Scheme"),
                        ],
                        max_length=9,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("evidence", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="opportunities.opportunity",
                    ),
                ),
                (
                    "withdrawn_by",
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
                            (
                                "kind__in",
                                {
                                    "place": "Country",
                                    "processor": "Processor",
                                    "scheme": "Scheme",
                                    "tool": "Device, SDK or tool",
                                },
                            )
                        ),
                        name="confirmation_kind_known",
                    ),
                    models.UniqueConstraint(
                        models.F("kind"),
                        django.db.models.functions.text.Lower("name"),
                        models.F("opportunity"),
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        name="confirmation_stands_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="proposalversion",
            constraint=models.UniqueConstraint(fields=("opportunity", "number"), name="proposal_version_number"),
        ),
        migrations.AddConstraint(
            model_name="proposalversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finalised_at__isnull", True), ("finalised_by__isnull", True)),
                    models.Q(("finalised_at__isnull", False), ("finalised_by__isnull", False)),
                    _connector="OR",
                ),
                name="proposal_finalised_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="effortestimate",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", {"services": "Services", "software": "Software"})),
                name="estimate_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="effortestimate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cost_per_day__gte", 0),
                    ("high__gte", models.F("likely")),
                    ("low__gte", 0),
                    ("low__lte", models.F("likely")),
                ),
                name="estimate_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="redflag",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)), fields=["opportunity"], name="red_flag_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="redflag",
            constraint=models.CheckConstraint(
                condition=models.Q(("severity__in", {"high": "High", "low": "Low", "medium": "Medium"})),
                name="red_flag_severity_known",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["state", "due_at"], name="review_queue"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        {
                            "blocked": "Blocked",
                            "clear": "Clear",
                            "clear_with_conditions": "Clear with conditions",
                            "waiting": "Waiting",
                            "withdrawn": "Withdrawn",
                        },
                    )
                ),
                name="review_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")), fields=("opportunity",), name="review_one_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("clear", "clear_with_conditions", "blocked")), _negated=True),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="review_verdict_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="triggerclearance",
            index=models.Index(fields=["proposal", "trigger"], name="clearance_of"),
        ),
    ]
