"""What happened to a lead: what they did, what we did, and where it went. Nothing of it is ever changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from salesops.intake.domain.leads import TOUCH_KINDS
from salesops.intake.domain.scoring import SIGNAL_CHOICES
from salesops.intake.models.asset import MarketingAsset
from salesops.intake.models.lead import Lead


class LeadSignal(models.Model):
    """Something they did. `points` is what it counted at `at`, under the rules of that day."""

    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="signals")
    kind = models.CharField(max_length=16, choices=SIGNAL_CHOICES)
    at = models.DateTimeField()
    points = models.PositiveSmallIntegerField()
    asset = models.ForeignKey(MarketingAsset, null=True, on_delete=models.PROTECT, related_name="signals")
    campaign = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=500, blank=True)
    by_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["lead", "at", "id"], name="intake_signal_of_lead"),
            models.Index(fields=["asset", "at"], name="intake_signal_of_asset"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of lead {self.lead_id}"


class LeadTouch(models.Model):
    """Something we did: a call, a mail, a meeting, a note. `was_answered` says that they answered."""

    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="touches")
    kind = models.CharField(max_length=8, choices=TOUCH_KINDS)
    note = models.TextField(blank=True)
    was_answered = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "lead touches"
        indexes = [models.Index(fields=["lead", "at", "id"], name="intake_touch_of_lead")]

    def __str__(self) -> str:
        return f"{self.kind} to lead {self.lead_id}"


class LeadMove(models.Model):
    """One change of a lead's status or owner: from, to, why, who, when."""

    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="moves")
    what = models.CharField(max_length=8, choices=[("status", "Status"), ("owner", "Owner")])
    before = models.CharField(max_length=160, blank=True)
    after = models.CharField(max_length=160)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["lead", "at", "id"], name="intake_move_of_lead")]

    def __str__(self) -> str:
        return f"lead {self.lead_id}: {self.before} to {self.after}"
