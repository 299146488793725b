"""The word of one person on one step; never edited (docs/domain.md §6.2, §1.4)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

APPROVED, RETURNED, REJECTED = "approved", "returned", "rejected"
VERDICTS = [(APPROVED, "Approved"), (RETURNED, "Returned"), (REJECTED, "Rejected")]


class Decision(models.Model):
    """One verdict, of somebody for themselves or as deputy, on the terms with this fingerprint."""

    step = models.OneToOneField("approvals.ApprovalStep", on_delete=models.PROTECT, related_name="decision")
    verdict = models.CharField(max_length=8, choices=VERDICTS)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    comment = models.TextField(blank=True)
    seen_fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(verdict__in=dict(VERDICTS)), name="decision_verdict_known"),
            models.CheckConstraint(
                condition=Q(verdict=APPROVED) | ~Q(comment=""), name="decision_against_with_a_comment"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["by", "-at"], name="decision_of")]

    def __str__(self) -> str:
        return f"{self.verdict} by {self.by_id}"
