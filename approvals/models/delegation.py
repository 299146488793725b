"""Who decides for whom, from when to when, up to which discount and amount (docs/domain.md §6.4)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Delegation(models.Model):
    """Whole days, both included; an empty `max_discount` (percent) or `max_amount` (reporting currency) is no limit."""

    approver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deputises")
    starts_on = models.DateField()
    ends_on = models.DateField()
    max_discount = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    max_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="delegation_order"),
            models.CheckConstraint(condition=~Q(deputy=F("approver")), name="delegation_other_person"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="delegation_ended_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["deputy", "ends_on"], condition=Q(ended_at__isnull=True), name="delegation_to"),
            models.Index(fields=["approver", "ends_on"], condition=Q(ended_at__isnull=True), name="delegation_from"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.approver_id}, {self.starts_on} to {self.ends_on}"
