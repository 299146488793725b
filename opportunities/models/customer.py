"""What a person says a customer is, against the rule and until a day (docs/domain.md §9.3)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from opportunities.domain.customers import KINDS


class CustomerOverride(models.Model):
    """One word on one account; never edited, the newest counts until its last day, inclusive."""

    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="customer_overrides")
    kind = models.CharField(max_length=8, choices=list(KINDS.items()))
    until = models.DateField()
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "id"], name="customer_override_of")]

    def __str__(self) -> str:
        return f"{self.kind} until {self.until}"
