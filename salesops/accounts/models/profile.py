"""Versions of the two profiles a score rests on: written as a draft, published once, never changed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from salesops.accounts.domain.profiles import LABELS, Rules, read_rules
from salesops.db.models import VersionedModel


class ProfileVersion(VersionedModel):
    """One version of a profile (domain §11.7). The last one published is in force; version 1 came with the house."""

    kind = models.CharField(max_length=8, choices=list(LABELS.items()))
    number = models.PositiveSmallIntegerField()
    rules = models.JSONField()
    reason = models.CharField(max_length=500)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=list(LABELS)), name="accounts_profile_kind_known"),
            models.UniqueConstraint(fields=["kind", "number"], name="accounts_profile_numbered"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(published_at__isnull=True), name="accounts_profile_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(number=1)
                | Q(author__isnull=False) & Q(published_at__isnull=True, published_by__isnull=True)
                | Q(author__isnull=False) & Q(published_at__isnull=False, published_by__isnull=False),
                name="accounts_profile_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} v{self.number}"

    @property
    def said(self) -> Rules:
        """The rules as values."""
        return read_rules(self.kind, self.number, self.rules)
