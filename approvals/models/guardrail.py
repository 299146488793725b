"""Rule sets: versions of the guardrails, one of them in force at any moment (domain §6.3)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from salesops.db.models import VersionedModel


class GuardrailSet(VersionedModel):
    """One version of the guardrails. The one published last is in force; version 1 came with the house."""

    STATES: ClassVar = [("draft", "Draft"), ("published", "Published"), ("discarded", "Discarded")]

    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=9, choices=STATES, default="draft")
    rules = models.JSONField()
    reason = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "discarded"]), name="guardrails_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | Q(~Q(state="published"), published_at__isnull=True, published_by__isnull=True),
                name="guardrails_published_when",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | Q(author__isnull=False), name="guardrails_written_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | Q(published_at__isnull=True) | Q(published_by__isnull=False),
                name="guardrails_published_by_somebody",
            ),
            models.UniqueConstraint(fields=["published_at"], name="guardrails_published_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"Guardrails v{self.number}"
