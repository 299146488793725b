"""Proposal versions, what their delivery takes, and what is confirmed (docs/domain.md §1.5, §1.6)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

MARGIN_KINDS = [("services", "Services"), ("software", "Software")]
CONFIRMED_KINDS = [
    ("processor", "Processor"),
    ("tool", "Device, SDK or tool"),
    ("place", "Country"),
    ("scheme", "Scheme"),
]


class ProposalVersion(models.Model):
    """One version of what we propose; never edited, finalised once. Money stays with the opportunity.

    `basis` is the version that was validated, where this one only adds the conditions of the verdict.
    """

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveSmallIntegerField()
    terms: models.JSONField[Any] = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    basis = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    finalised_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    finalised_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opportunity", "number"], name="proposal_version_number"),
            models.CheckConstraint(
                condition=Q(finalised_at__isnull=True, finalised_by__isnull=True)
                | Q(finalised_at__isnull=False, finalised_by__isnull=False),
                name="proposal_finalised_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity}, proposal {self.number}"


class EffortEstimate(models.Model):
    """What delivery takes, by pre-sales validation: days, and the cost of one day in the opportunity's currency."""

    proposal = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="estimates")
    kind = models.CharField(max_length=8, choices=MARGIN_KINDS)
    low = models.DecimalField(max_digits=7, decimal_places=1)
    likely = models.DecimalField(max_digits=7, decimal_places=1)
    high = models.DecimalField(max_digits=7, decimal_places=1)
    cost_per_day = models.DecimalField(max_digits=12, decimal_places=2)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=dict(MARGIN_KINDS)), name="estimate_kind_known"),
            models.CheckConstraint(
                condition=Q(low__gte=0, low__lte=F("likely"), high__gte=F("likely"), cost_per_day__gte=0),
                name="estimate_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.likely} days for {self.proposal}"


class Confirmation(models.Model):
    """A processor, tool, country or scheme that was confirmed: for one buyer, or for all where none is named."""

    kind = models.CharField(max_length=9, choices=CONFIRMED_KINDS)
    name = models.CharField(max_length=120)
    opportunity = models.ForeignKey(
        "opportunities.Opportunity", null=True, on_delete=models.PROTECT, related_name="confirmations"
    )
    evidence = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=dict(CONFIRMED_KINDS)), name="confirmation_kind_known"),
            models.UniqueConstraint(
                "kind",
                models.functions.Lower("name"),
                "opportunity",
                condition=Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="confirmation_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"
