"""How the sale is pursued: the pursuit plan with its actions, and the discovery answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from salesops.db.models import VersionedModel


class PursuitPlan(VersionedModel):
    """Why this deal, why now, why us, and what could go wrong (docs/domain.md §2.13)."""

    opportunity = models.OneToOneField(
        "opportunities.Opportunity", on_delete=models.CASCADE, related_name="pursuit_plan"
    )
    objective = models.TextField(blank=True)
    why_anything = models.TextField(blank=True)
    why_now = models.TextField(blank=True)
    why_us = models.TextField(blank=True)
    risks = models.TextField(blank=True)
    help_needed = models.TextField(blank=True)
    close_plan = models.TextField(blank=True)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.objective[:60]


class PlanAction(models.Model):
    """A dated action of the plan, ours or theirs."""

    plan = models.ForeignKey(PursuitPlan, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(max_length=200)
    due_on = models.DateField()
    is_theirs = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text


class Discovery(VersionedModel):
    """Answers to the discovery template, by question key."""

    opportunity = models.OneToOneField("opportunities.Opportunity", on_delete=models.CASCADE, related_name="discovery")
    answers = models.JSONField(default=dict)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "discoveries"

    def __str__(self) -> str:
        return f"{len(self.answers)} answers"
