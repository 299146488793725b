"""More time for a proof of concept: asked by one person, given by two (docs/domain.md §4.2)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from qualification.domain.poc import EXTENSION_DAYS, MOST_EXTENSIONS
from qualification.models.poc import Poc


class Extension(models.Model):
    """So many days more: given once pre-sales validation and a regional VP, two people, have both said yes."""

    poc = models.ForeignKey(Poc, on_delete=models.PROTECT, related_name="extensions")
    number = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    validator = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    validated_at = models.DateTimeField(null=True)
    regional_vp = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    refused_at = models.DateTimeField(null=True)
    refused_reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__range=(1, MOST_EXTENSIONS)), name="extension_number"),
            models.CheckConstraint(condition=Q(days__range=(1, EXTENSION_DAYS)), name="extension_days"),
            models.CheckConstraint(
                condition=Q(validator__isnull=True, validated_at__isnull=True)
                | Q(validator__isnull=False, validated_at__isnull=False),
                name="extension_validated_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(regional_vp__isnull=True, approved_at__isnull=True)
                | Q(regional_vp__isnull=False, approved_at__isnull=False),
                name="extension_approved_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(refused_by__isnull=True, refused_at__isnull=True)
                | Q(refused_by__isnull=False, refused_at__isnull=False),
                name="extension_refused_by_whom",
            ),
            models.UniqueConstraint(
                fields=["poc", "number"], condition=Q(refused_at__isnull=True), name="extension_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days} days more for {self.poc}"

    @property
    def is_given(self) -> bool:
        """Whether both have said yes."""
        return self.validated_at is not None and self.approved_at is not None and self.refused_at is None

    @property
    def is_asked(self) -> bool:
        """Whether it still waits for a word."""
        return self.refused_at is None and not self.is_given
