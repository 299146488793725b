"""The rows behind a component: metrics, criteria, steps, pains, competitors (docs/domain.md §3.1)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qualification.models.assessment import COMPONENT_CHOICES


class ComponentDetail(models.Model):
    """One row: a metric with its numbers, a criterion with its weight, a step with owner, date and approver.

    `baseline` and `target` are in `unit`; `weight` is 1 to 5; an approver has agreed since
    `secured_on`. Which columns a component uses is in `qualification/domain/details.py`.
    """

    opportunity = models.ForeignKey(
        "opportunities.Opportunity", on_delete=models.CASCADE, related_name="component_details"
    )
    component = models.CharField(max_length=20, choices=COMPONENT_CHOICES)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=300)
    owner_name = models.CharField(max_length=120, blank=True)
    approver = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True, blank=True)
    secured_on = models.DateField(null=True, blank=True)
    baseline = models.CharField(max_length=40, blank=True)
    target = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    weight = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__isnull=True) | Q(weight__range=(1, 5)), name="component_detail_weight"
            )
        ]

    def __str__(self) -> str:
        return self.text
