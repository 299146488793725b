"""What a customer signed: written with the win, voided with it, never edited."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from opportunities.domain.offer_words import CHANNELS


class Agreement(models.Model):
    """A signed agreement (docs/domain.md §8.0): its first and last day, its values in `currency`, its terms.

    `account` signed it; who holds it now is the account of its deal, which moves when accounts are merged.
    `terms` and `fingerprint` are the quote's; a deal that was won without an offer keeps its own money instead.
    """

    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="agreements")
    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="agreements")
    offer = models.ForeignKey("opportunities.Offer", null=True, on_delete=models.PROTECT, related_name="+")
    quote = models.ForeignKey("opportunities.Quote", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    channel = models.CharField(max_length=16, choices=CHANNELS, blank=True)
    signed_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    acv = models.DecimalField(max_digits=14, decimal_places=2)
    tcv = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    renews_by_itself = models.BooleanField(default=False)
    terms = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField(editable=False)
    voided_at = models.DateTimeField(null=True, editable=False)
    voided_reason = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opportunity"], condition=Q(voided_at__isnull=True), name="agreement_one_in_force"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="agreement_ends_after_its_start"),
        ]

    def __str__(self) -> str:
        return self.name
