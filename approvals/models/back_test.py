"""Back-tests: what a draft of the guardrails would have asked for, on the history of deals (domain §6.3)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class BackTest(models.Model):
    """One run of a draft against the rule set in force, over every deal there is; the report is kept.

    `tested_version` is the version of the draft that ran: after an edit the draft is tested again.
    """

    STATES: ClassVar = [("waiting", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")]

    draft = models.ForeignKey("approvals.GuardrailSet", on_delete=models.PROTECT, related_name="back_tests")
    tested_version = models.BigIntegerField()
    against = models.ForeignKey("approvals.GuardrailSet", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=STATES, default="waiting")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    report = models.JSONField(default=list)
    failure = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "failed"]), name="backtest_state_known"
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="backtest_done_within_total"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"]) | Q(finished_at__isnull=False),
                name="backtest_finished_when",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["draft", "-id"], name="backtest_of")]

    def __str__(self) -> str:
        return f"Back-test {self.pk} of {self.draft_id}"
