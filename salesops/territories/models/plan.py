"""Territories, and the plans that say which places belong to which of them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from salesops.db.models import VersionedModel
from salesops.territories.domain.maps import DUTIES
from salesops.territories.domain.regions import THEATRES
from salesops.territories.domain.segments import SEGMENTS


class Territory(VersionedModel):
    """One territory. Its theatre is the region whose regional VP answers for it."""

    name = models.CharField(max_length=80)
    theatre = models.CharField(max_length=24, choices=list(THEATRES.items()))
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(Lower("name"), name="territories_territory_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="territories_territory_has_name"),
            models.CheckConstraint(condition=Q(theatre__in=list(THEATRES)), name="territories_theatre_known"),
        ]

    def __str__(self) -> str:
        return self.name


class TerritoryPlan(VersionedModel):
    """One version of the rules. A draft is edited; a published one never is, and ends where a later one begins."""

    STATES: ClassVar = [("draft", "Draft"), ("published", "Published"), ("discarded", "Discarded")]

    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=10, choices=STATES, default="draft")
    effective_on = models.DateField()
    reason = models.CharField(max_length=500, blank=True, default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(F("state"), condition=Q(state="draft"), name="territories_plan_one_draft"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "discarded"]), name="territories_plan_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False, published_by__isnull=False),
                name="territories_plan_publisher",
            ),
        ]

    def __str__(self) -> str:
        return f"Plan v{self.number}"


class TerritoryRule(models.Model):
    """One place, for some segments or (with none named) for any, belongs to a territory; days are half-open."""

    plan = models.ForeignKey(TerritoryPlan, on_delete=models.CASCADE, related_name="rules")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="rules")
    node = models.ForeignKey("territories.GeoNode", on_delete=models.PROTECT, related_name="+")
    segments = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(segments__contained_by=list(SEGMENTS)), name="territories_rule_segments_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="territories_rule_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node_id} → {self.territory_id}"


class PlannedAssignment(models.Model):
    """Who a draft gives a territory to, nobody among them, from its first day on or a later one."""

    plan = models.ForeignKey(TerritoryPlan, on_delete=models.CASCADE, related_name="people")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=3, choices=list(DUTIES.items()))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["plan", "territory", "duty"], name="territories_planned_once"),
            models.CheckConstraint(condition=Q(duty__in=list(DUTIES)), name="territories_planned_duty_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.duty} of {self.territory_id} in {self.plan_id}"

    def first_day(self) -> date:
        """This function will return the day it begins on, never before its plan does."""
        return max(self.starts_on or self.plan.effective_on, self.plan.effective_on)


class GapAcknowledgement(models.Model):
    """A regional VP's word that the gaps of a theatre in a draft, exactly these, are known and accepted.

    `faults` is the fingerprint of the gaps; the word counts for the version of the draft that was looked at.
    """

    plan = models.ForeignKey(TerritoryPlan, on_delete=models.CASCADE, related_name="acknowledgements")
    plan_version = models.BigIntegerField()
    theatre = models.CharField(max_length=24, choices=list(THEATRES.items()))
    faults = models.CharField(max_length=64)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.theatre} of {self.plan_id}"
