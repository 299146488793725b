"""What a person may do and with whom: role grants, teams, memberships, absences."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from salesops.db.models import VersionedModel
from salesops.users.domain.roles import LABELS, Role


class RoleGrant(models.Model):
    """One role held by one person, in one region where the role is regional (domain §1.1)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=32, choices=[(role.value, label) for role, label in LABELS.items()])
    region = models.CharField(max_length=32, blank=True, default="")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "region"], name="users_rolegrant_once"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="users_rolegrant_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} ({self.region})" if self.region else self.role


class Team(VersionedModel):
    """People who work together under one manager."""

    name = models.CharField(max_length=80, unique=True)
    manager = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="manages")
    region = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person in one team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "user"], name="users_membership_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.team_id}"


class Absence(models.Model):
    """Days on which a person is away and a deputy stands in; both days included (domain §6.4)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stands_in")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ("starts_on",)
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="users_absence_order"),
            models.CheckConstraint(condition=~Q(deputy=F("user")), name="users_absence_other_deputy"),
            ExclusionConstraint(
                name="users_absence_no_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (
                        Func(F("starts_on"), F("ends_on"), models.Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.starts_on} to {self.ends_on}"
