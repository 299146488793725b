"""When people work: the workspace's working time, people's own, and days off."""

from __future__ import annotations

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import salesops.users.models.calendar
import salesops.users.models.person
from salesops.db.operations import version_trigger


class Migration(migrations.Migration):
    """Everybody follows Monday to Friday, nine to five, until somebody says otherwise."""

    dependencies = [
        ("users", "0002_workspacesetting_reduces_minima"),
    ]

    operations = [
        migrations.CreateModel(
            name="DayOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("name", models.CharField(max_length=80)),
            ],
            options={
                "verbose_name_plural": "days off",
                "ordering": ("day",),
            },
        ),
        migrations.CreateModel(
            name="WorkCalendar",
            fields=[
                ("version", models.BigIntegerField(default=1, editable=False)),
                ("opens", models.TimeField(db_default=datetime.time(9, 0), default=datetime.time(9, 0))),
                ("closes", models.TimeField(db_default=datetime.time(17, 0), default=datetime.time(17, 0))),
                (
                    "work_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(),
                        db_default=[0, 1, 2, 3, 4],
                        default=salesops.users.models.calendar.monday_to_friday,
                        size=None,
                    ),
                ),
                ("country", models.CharField(blank=True, db_default="", default="", max_length=2)),
                ("region", models.CharField(blank=True, db_default="", default="", max_length=32)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="work_calendar",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="workspacesetting",
            name="closes",
            field=models.TimeField(db_default=datetime.time(17, 0), default=datetime.time(17, 0)),
        ),
        migrations.AddField(
            model_name="workspacesetting",
            name="country",
            field=models.CharField(blank=True, db_default="", default="", max_length=2),
        ),
        migrations.AddField(
            model_name="workspacesetting",
            name="opens",
            field=models.TimeField(db_default=datetime.time(9, 0), default=datetime.time(9, 0)),
        ),
        migrations.AddField(
            model_name="workspacesetting",
            name="region",
            field=models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
        migrations.AddField(
            model_name="workspacesetting",
            name="time_zone",
            field=models.CharField(
                db_default="UTC",
                default="UTC",
                max_length=64,
                validators=[salesops.users.models.person.check_time_zone],
            ),
        ),
        migrations.AddField(
            model_name="workspacesetting",
            name="work_days",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.SmallIntegerField(),
                db_default=[0, 1, 2, 3, 4],
                default=salesops.users.models.calendar.monday_to_friday,
                size=None,
            ),
        ),
        migrations.AddConstraint(
            model_name="workspacesetting",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes__gt", models.F("opens"))), name="users_workspace_opens_first"
            ),
        ),
        migrations.AddConstraint(
            model_name="workspacesetting",
            constraint=models.CheckConstraint(
                condition=models.Q(("work_days__len__gte", 1), ("work_days__contained_by", [0, 1, 2, 3, 4, 5, 6])),
                name="users_workspace_works_some_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="workcalendar",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes__gt", models.F("opens"))), name="users_workcalendar_opens_first"
            ),
        ),
        migrations.AddConstraint(
            model_name="workcalendar",
            constraint=models.CheckConstraint(
                condition=models.Q(("work_days__len__gte", 1), ("work_days__contained_by", [0, 1, 2, 3, 4, 5, 6])),
                name="users_workcalendar_works_some_day",
            ),
        ),
        version_trigger("users_workcalendar"),
    ]
