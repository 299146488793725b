"""The one row that says how this workspace is run (domain §0.3)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from salesops.db.models import VersionedModel
from salesops.users.models.calendar import WorkingTimeFields, working_time_rules
from salesops.users.models.person import check_time_zone


class TeamMode(models.TextChoices):
    """One person doing everything, or an organisation with second persons (domain §0.3)."""

    SOLO = "solo", "One person"
    ORGANISATION = "organisation", "Organisation"


class WorkspaceSetting(WorkingTimeFields, VersionedModel):
    """How all of it is run, and when people work who say nothing else; exactly one row, made by the migration."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    team_mode = models.CharField(max_length=16, choices=TeamMode.choices, default=TeamMode.ORGANISATION)
    company_name = models.CharField(max_length=120, default="", blank=True)
    reporting_currency = models.CharField(max_length=3, default="USD")
    # Small deals pass with one MEDDPICC level less; the gates read it here, in Python and in SQL (domain §3.4).
    reduces_minima = models.BooleanField(default=False, db_default=False)

    # Where clocks run that run for nobody in particular.
    time_zone = models.CharField(max_length=64, default="UTC", db_default="UTC", validators=[check_time_zone])

    class Meta:
        constraints = [
            *working_time_rules("users_workspace"),
            models.CheckConstraint(condition=Q(id=1), name="users_workspace_single"),
            models.CheckConstraint(condition=Q(team_mode__in=TeamMode.values), name="users_workspace_mode_known"),
        ]

    def __str__(self) -> str:
        return self.company_name or "Workspace"
