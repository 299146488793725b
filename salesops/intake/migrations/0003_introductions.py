"""Introductions, their protection, the portal's sign-ins and the links of referrers."""

from __future__ import annotations

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django_countries.fields
import django_fsm
from django.conf import settings
from django.db import migrations, models

import salesops.intake.models.introduction


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_partners"),
        ("intake", "0002_lead_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PortalPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
            ],
            options={
                "db_table": "intake_portalperson",
                "ordering": ("id",),
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Introduction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.BigIntegerField(default=1, editable=False)),
                (
                    "receipt",
                    models.CharField(
                        default=salesops.intake.models.introduction.new_receipt,
                        editable=False,
                        max_length=10,
                        unique=True,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("portal", "Partner portal"),
                            ("api", "Partner system"),
                            ("referrer", "Referrer link"),
                            ("staff", "Taken down by us"),
                        ],
                        default="portal",
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("in_review", "In review"),
                            ("needs_info", "Question asked"),
                            ("accepted", "Accepted"),
                            ("introduced", "Introduced"),
                            ("converted", "Converted"),
                            ("won", "Won"),
                            ("lost", "Lost"),
                            ("declined", "Declined"),
                            ("expired", "Expired"),
                            ("lapsed", "Lapsed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("progress", models.CharField(blank=True, default="", editable=False, max_length=12)),
                ("draft", models.JSONField(blank=True, default=dict)),
                ("created_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("company", models.CharField(blank=True, default="", max_length=200)),
                ("company_key", models.CharField(blank=True, default="", editable=False, max_length=200)),
                ("domain", models.CharField(blank=True, default="", max_length=253)),
                ("country", django_countries.fields.CountryField(blank=True, default="", max_length=2)),
                ("city", models.CharField(blank=True, default="", max_length=120)),
                ("buyer_name", models.CharField(blank=True, default="", max_length=160)),
                ("buyer_title", models.CharField(blank=True, default="", max_length=120)),
                ("buyer_email", models.EmailField(blank=True, default="", max_length=254)),
                ("is_free_mail", models.BooleanField(default=False)),
                ("agreed_on", models.DateField(null=True)),
                ("timeline", models.CharField(blank=True, default="", max_length=300)),
                ("wanted_by", models.DateField(null=True)),
                ("problem", models.TextField(blank=True, default="")),
                ("has_promised", models.BooleanField(default=False)),
                ("promised", models.CharField(blank=True, default="", max_length=600)),
                ("buyer_phone", models.CharField(blank=True, default="", max_length=40)),
                (
                    "buyer_role",
                    models.CharField(
                        blank=True,
                        choices=[("buyer", "Buyer"), ("influencer", "Influencer"), ("unknown", "Unknown")],
                        default="",
                        max_length=12,
                    ),
                ),
                ("known_how", models.CharField(blank=True, default="", max_length=300)),
                ("current_setup", models.CharField(blank=True, default="", max_length=600)),
                ("other_vendors", models.CharField(blank=True, default="", max_length=300)),
                ("positioning", models.CharField(blank=True, default="", max_length=300)),
                ("preferred_step", models.CharField(blank=True, default="", max_length=300)),
                ("confidential", models.CharField(blank=True, default="", max_length=600)),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                (
                    "verdict",
                    models.CharField(blank=True, choices=[("clear", "Clear"), ("closer", "Closer look")], max_length=8),
                ),
                ("answer_due", models.DateTimeField(editable=False, null=True)),
                ("answered_at", models.DateTimeField(editable=False, null=True)),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "decline_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("duplicate", "Duplicate"),
                            ("existing_opportunity", "Existing opportunity"),
                            ("existing_customer", "Existing customer"),
                            ("not_icp", "Not the kind of company we sell to"),
                            ("no_real_buyer", "No real buyer"),
                            ("no_timeline", "No timeline"),
                            ("outside_territory", "Outside our territories"),
                            ("insufficient_information", "Not enough information"),
                            ("conflict_of_interest", "Conflict of interest"),
                        ],
                        default="",
                        max_length=24,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=1000)),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new_buyer", "New buyer, protected"),
                            ("separate_use_case", "Known company, separate new use case, protected"),
                            ("influence", "Influence on an open opportunity, no protection"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("use_case", models.CharField(blank=True, default="", max_length=120)),
                ("introduce_by", models.DateTimeField(editable=False, null=True)),
                ("introduced_at", models.DateTimeField(editable=False, null=True)),
                ("opportunity_id", models.BigIntegerField(editable=False, null=True, unique=True)),
                ("shared_step", models.CharField(blank=True, default="", max_length=200)),
                ("fee_state", models.CharField(blank=True, default="", max_length=120)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
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
                    "host",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="introductions", to="accounts.partner"
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
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-submitted_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="MeetingInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                ("starts_at", models.DateTimeField()),
                ("place", models.CharField(blank=True, default="", max_length=300)),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "introduction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="intake.introduction",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.partner"
                    ),
                ),
            ],
            options={
                "ordering": ("starts_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="PortalSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("began_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="accounts.partnerperson",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReferrerLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrer_links",
                        to="accounts.partner",
                    ),
                ),
            ],
            options={
                "ordering": ("-made_at", "-id"),
            },
        ),
        migrations.AddField(
            model_name="introduction",
            name="referrer",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="brought", to="intake.referrerlink"
            ),
        ),
        migrations.CreateModel(
            name="IntroductionQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=600)),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, default="", max_length=1000)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "introduction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="intake.introduction"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.partner"
                    ),
                ),
            ],
            options={
                "ordering": ("asked_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=("introduction",),
                        name="introduction_one_open_question",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(("answered_at__isnull", False), models.Q(("answer", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="introduction_answer_with_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Protection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("domain", models.CharField(max_length=253)),
                ("buyer_email", models.EmailField(max_length=254)),
                ("company_key", models.CharField(max_length=200)),
                ("scope", models.CharField(blank=True, default="", max_length=120)),
                ("accepted_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("extended_at", models.DateTimeField(null=True)),
                ("evidence", models.CharField(blank=True, default="", max_length=600)),
                ("is_held", models.BooleanField(default=False)),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_reason", models.CharField(blank=True, default="", max_length=24)),
                (
                    "extended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "introduction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="protection", to="intake.introduction"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="protections", to="accounts.partner"
                    ),
                ),
            ],
            options={
                "ordering": ("-accepted_at", "-id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["ends_at"],
                        name="protection_running_out",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("domain", "scope"),
                        name="protection_one_a_company",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("buyer_email", "scope"),
                        name="protection_one_a_buyer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("accepted_at"))), name="protection_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("extended_at__isnull", True), models.Q(("evidence", ""), _negated=True), _connector="OR"
                        ),
                        name="protection_extended_on_evidence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), models.Q(("end_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="protection_ended_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProtectionDispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=1000)),
                ("raised_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("upheld", "The partner is right"), ("rejected", "Our decision stands")],
                        max_length=8,
                    ),
                ),
                ("ruling", models.CharField(blank=True, default="", max_length=1000)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "introduction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disputes", to="intake.introduction"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.partner"
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                "ordering": ("-raised_at", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=("introduction",),
                        name="dispute_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("settled_at__isnull", True)),
                            models.Q(
                                ("settled_at__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("ruling", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="dispute_settled_whole",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(fields=["partner", "-submitted_at"], name="introduction_of_partner"),
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(fields=["domain"], name="introduction_domain"),
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(django.db.models.functions.text.Lower("buyer_email"), name="introduction_buyer"),
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(
                condition=models.Q(("state__in", ("submitted", "in_review", "needs_info"))),
                fields=["answer_due"],
                name="introduction_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(models.F("company_key"), name="gin_trgm_ops"),
                name="introduction_alike",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        {
                            "accepted": "Accepted",
                            "converted": "Converted",
                            "declined": "Declined",
                            "draft": "Draft",
                            "expired": "Expired",
                            "in_review": "In review",
                            "introduced": "Introduced",
                            "lapsed": "Lapsed",
                            "lost": "Lost",
                            "needs_info": "Question asked",
                            "submitted": "Submitted",
                            "withdrawn": "Withdrawn",
                            "won": "Won",
                        },
                    )
                ),
                name="introduction_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(
                        ("agreed_on__isnull", False),
                        ("answer_due__isnull", False),
                        ("submitted_at__isnull", False),
                        ("wanted_by__isnull", False),
                        models.Q(("company", ""), _negated=True),
                        models.Q(("domain", ""), _negated=True),
                        models.Q(("country", ""), _negated=True),
                        models.Q(("buyer_email", ""), _negated=True),
                        models.Q(("problem", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="introduction_sent_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(("decline_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="introduction_declined_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("accepted", "introduced", "converted")), _negated=True),
                    models.Q(("host__isnull", False), models.Q(("basis", ""), _negated=True)),
                    _connector="OR",
                ),
                name="introduction_accepted_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(("has_promised", False), models.Q(("promised", ""), _negated=True), _connector="OR"),
                name="introduction_promise_named",
            ),
        ),
    ]
