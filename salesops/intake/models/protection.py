"""The protection ledger: whose introduction holds a buyer, until when, and who disputed it (domain §11.3, §11.4)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from salesops.intake.domain.introductions import END_REASONS
from salesops.intake.models.introduction import Introduction


class Protection(models.Model):
    """One window over one buyer. `scope` is empty, or the separate use case it is about; `ends_at` counts.

    While its opportunity is open (`is_held`) it does not run out. What has run out still stands until it is ended:
    `ended_at` says when that was. Of one company, or one buyer, one protection stands in each scope.
    """

    introduction = models.OneToOneField(Introduction, on_delete=models.PROTECT, related_name="protection")
    partner = models.ForeignKey("accounts.Partner", on_delete=models.PROTECT, related_name="protections")
    domain = models.CharField(max_length=253)
    buyer_email = models.EmailField()
    company_key = models.CharField(max_length=200)
    scope = models.CharField(max_length=120, blank=True, default="")
    accepted_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    extended_at = models.DateTimeField(null=True)
    evidence = models.CharField(max_length=600, blank=True, default="")
    extended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    is_held = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=24, choices=list(END_REASONS.items()), blank=True, default="")
    # Ours, never the partner's: what shows that a rival was introduced.
    end_words = models.CharField(max_length=600, blank=True, default="")

    class Meta:
        ordering = ("-accepted_at", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["domain", "scope"], condition=Q(ended_at__isnull=True), name="protection_one_a_company"
            ),
            models.UniqueConstraint(
                fields=["buyer_email", "scope"], condition=Q(ended_at__isnull=True), name="protection_one_a_buyer"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("accepted_at")), name="protection_in_order"),
            models.CheckConstraint(
                condition=Q(extended_at__isnull=True) | ~Q(evidence=""), name="protection_extended_on_evidence"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(end_reason=""), name="protection_ended_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(end_reason="rival") | ~Q(end_words=""), name="protection_rival_in_words"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ends_at"], condition=Q(ended_at__isnull=True), name="protection_running_out"),
        ]

    def __str__(self) -> str:
        return f"{self.domain} until {self.ends_at:%Y-%m-%d}"


class ProtectionDispute(models.Model):
    """One disagreement about who brought a buyer, and how it was settled; nothing of it is ever removed (§11.3)."""

    introduction = models.ForeignKey(Introduction, on_delete=models.PROTECT, related_name="disputes")
    partner = models.ForeignKey("accounts.Partner", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=1000)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    outcome = models.CharField(
        max_length=8, choices=[("upheld", "The partner is right"), ("rejected", "Our decision stands")], blank=True
    )
    ruling = models.CharField(max_length=1000, blank=True, default="")
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-raised_at", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["introduction"], condition=Q(settled_at__isnull=True), name="dispute_one_open"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, outcome="")
                | Q(settled_at__isnull=False) & ~Q(outcome="") & ~Q(ruling=""),
                name="dispute_settled_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.words[:60]
