"""People, roles, teams, absences, keys and the one workspace row."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import salesops.users.models.person
from salesops.db.operations import version_trigger


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("db", "0001_ground"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
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
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("version", models.BigIntegerField(default=1, editable=False)),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="May open the admin pages; holds no business right.",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        max_length=64,
                        validators=[salesops.users.models.person.check_time_zone],
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "ordering": ("name", "id"),
            },
        ),
        migrations.CreateModel(
            name="Absence",
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
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands_in",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("starts_on",),
            },
        ),
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                (
                    "id",
                    models.CharField(
                        editable=False,
                        max_length=150,
                        primary_key=True,
                        serialize=False,
                        unique=True,
                    ),
                ),
                ("prefix", models.CharField(editable=False, max_length=8, unique=True)),
                ("hashed_key", models.CharField(editable=False, max_length=150)),
                ("created", models.DateTimeField(auto_now_add=True, db_index=True)),
                (
                    "name",
                    models.CharField(
                        default=None,
                        help_text="A free-form name for the API key. Need not be unique. 50 characters max.",
                        max_length=50,
                    ),
                ),
                (
                    "revoked",
                    models.BooleanField(
                        blank=True,
                        default=False,
                        help_text="If the API key is revoked, clients cannot use it anymore. (This cannot be undone.)",
                    ),
                ),
                (
                    "expiry_date",
                    models.DateTimeField(
                        blank=True,
                        help_text="Once API key expires, clients cannot use it anymore.",
                        null=True,
                        verbose_name="Expires",
                    ),
                ),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), size=None),
                ),
                (
                    "allowed_networks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64),
                        blank=True,
                        default=list,
                        help_text="CIDR networks; empty means anywhere.",
                        size=None,
                    ),
                ),
                ("last_used_at", models.DateTimeField(editable=False, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="api_keys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "API key",
                "verbose_name_plural": "API keys",
                "ordering": ("-created",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoleGrant",
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
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("partner_rep", "Partner representative"),
                            ("marketer", "Marketer"),
                            ("sdr", "Sales development representative"),
                            ("ae", "Account executive"),
                            ("bd", "Business developer"),
                            ("csm", "Customer success manager"),
                            ("solutions_engineer", "Solutions engineer"),
                            ("cert_sme", "Certification expert"),
                            ("technical_pm", "Technical project manager"),
                            ("engineer", "Engineer"),
                            ("regional_vp", "Regional VP"),
                            ("vp_finance", "VP finance"),
                            ("finance_ops", "Finance operations"),
                            ("legal", "Legal"),
                            ("leader", "Leader"),
                            ("program_manager", "Program manager"),
                            ("delivery_manager", "Delivery manager"),
                            ("customer_team", "Customer team"),
                            ("partner_manager", "Partner manager"),
                            ("revops_admin", "Sales operations"),
                            ("viewer", "Viewer"),
                        ],
                        max_length=32,
                    ),
                ),
                ("region", models.CharField(blank=True, default="", max_length=32)),
                ("granted_at", models.DateTimeField()),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="role_grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Team",
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
                ("version", models.BigIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=80, unique=True)),
                ("region", models.CharField(blank=True, default="", max_length=32)),
                (
                    "manager",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="manages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="users.team",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WorkspaceSetting",
            fields=[
                ("version", models.BigIntegerField(default=1, editable=False)),
                (
                    "id",
                    models.SmallIntegerField(default=1, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "team_mode",
                    models.CharField(
                        choices=[
                            ("solo", "One person"),
                            ("organisation", "Organisation"),
                        ],
                        default="organisation",
                        max_length=16,
                    ),
                ),
                (
                    "company_name",
                    models.CharField(blank=True, default="", max_length=120),
                ),
                ("reporting_currency", models.CharField(default="USD", max_length=3)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="users_workspace_single"),
                    models.CheckConstraint(
                        condition=models.Q(("team_mode__in", ["solo", "organisation"])),
                        name="users_workspace_mode_known",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                name="users_user_email_any_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True),
                name="users_user_has_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="users_absence_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("deputy", models.F("user")), _negated=True),
                name="users_absence_other_deputy",
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("user", "="),
                    (
                        models.Func(
                            models.F("starts_on"),
                            models.F("ends_on"),
                            models.Value("[]"),
                            function="daterange",
                        ),
                        "&&",
                    ),
                ],
                name="users_absence_no_overlap",
            ),
        ),
        migrations.AddConstraint(
            model_name="apikey",
            constraint=models.CheckConstraint(
                condition=models.Q(("expiry_date__isnull", False)),
                name="users_apikey_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.UniqueConstraint(fields=("user", "role", "region"), name="users_rolegrant_once"),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "partner_rep",
                            "marketer",
                            "sdr",
                            "ae",
                            "bd",
                            "csm",
                            "solutions_engineer",
                            "cert_sme",
                            "technical_pm",
                            "engineer",
                            "regional_vp",
                            "vp_finance",
                            "finance_ops",
                            "legal",
                            "leader",
                            "program_manager",
                            "delivery_manager",
                            "customer_team",
                            "partner_manager",
                            "revops_admin",
                            "viewer",
                        ],
                    )
                ),
                name="users_rolegrant_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(fields=("team", "user"), name="users_membership_once"),
        ),
        migrations.RunSQL(
            "INSERT INTO users_workspacesetting (id, version, team_mode, company_name, reporting_currency) VALUES (1, 1, 'organisation', '', 'USD')",
            migrations.RunSQL.noop,
        ),
        version_trigger("users_user"),
        version_trigger("users_team"),
        version_trigger("users_workspacesetting"),
    ]
