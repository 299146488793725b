"""Cells in which somebody asked for an owner and there was not exactly one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from salesops.territories.models.plan import Territory


class TerritoryGap(models.Model):
    """One cell that an account or a lead lies in and nobody owns, from when it was met until it is covered."""

    node = models.CharField(max_length=24)
    segment = models.CharField(max_length=12)
    verdict = models.CharField(max_length=8)
    theatre = models.CharField(max_length=24)
    territory = models.ForeignKey(Territory, null=True, on_delete=models.PROTECT, related_name="+")
    met_at = models.DateTimeField()
    covered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["node", "segment"], condition=Q(covered_at__isnull=True), name="territories_gap_open_once"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["gap", "vacant", "overlap", "double"]), name="territories_gap_verdict_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.node} {self.segment}"
