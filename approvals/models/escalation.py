"""Escalations: a matter of a deal put before leadership, until it is decided and closed (docs/domain.md §6.1)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from salesops.db.models import VersionedModel

SEVERITIES = [("low", "Low"), ("medium", "Medium"), ("high", "High")]


class Escalation(VersionedModel):
    """Raised by anyone, put to a regional VP or leader, decided with a reason, closed by the raiser or a leader."""

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="escalations")
    severity = models.CharField(max_length=6, choices=SEVERITIES)
    reason = models.TextField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    decision = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(severity__in=dict(SEVERITIES)), name="escalation_severity_known"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, decision="")
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision=""),
                name="escalation_decided_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="escalation_closed_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["opportunity"], condition=Q(closed_at__isnull=True), name="escalation_open"),
        ]

    def __str__(self) -> str:
        return f"{self.severity}: {self.reason[:60]}"
