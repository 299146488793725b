"""What was known of a component, when, from whom; rows are never edited (docs/domain.md §3.2)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from opportunities.domain.kinds import SOURCE_CLASSES
from qualification.domain.meddpicc import COMPONENTS

COMPONENT_CHOICES = [(component.key, component.label) for component in COMPONENTS]


class Assessment(models.Model):
    """One component's level with its evidence, set by a person at a moment."""

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="assessments")
    component = models.CharField(max_length=20, choices=COMPONENT_CHOICES)
    level = models.PositiveSmallIntegerField()
    previous_level = models.PositiveSmallIntegerField(default=0)
    note = models.TextField()
    source_class = models.CharField(max_length=20, choices=SOURCE_CLASSES)
    contact = models.ForeignKey("accounts.Contact", null=True, blank=True, on_delete=models.PROTECT)
    activity = models.ForeignKey("opportunities.Activity", null=True, blank=True, on_delete=models.PROTECT)
    document = models.ForeignKey("opportunities.Document", null=True, blank=True, on_delete=models.PROTECT)
    link = models.URLField(blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["opportunity", "component", "-id"], name="assessment_latest")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(level__range=(0, 3)), name="assessment_level_range"),
            models.CheckConstraint(
                condition=Q(component__in=dict(COMPONENT_CHOICES)), name="assessment_component_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component} {self.level}"


class Cosignature(models.Model):
    """A second person's word on a level 3 (docs/domain.md §1.4.6)."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="cosignature")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.assessment} by {self.by}"


class Reconfirmation(models.Model):
    """An event after which a component must be confirmed again (docs/domain.md §3.3)."""

    opportunity = models.ForeignKey(
        "opportunities.Opportunity", on_delete=models.PROTECT, related_name="reconfirmations"
    )
    component = models.CharField(max_length=20, choices=COMPONENT_CHOICES)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["opportunity", "component", "-at"], name="reconfirmation_latest")]

    def __str__(self) -> str:
        return self.reason
