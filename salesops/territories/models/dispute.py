"""Two territories claim one account: who says so, and what the three sides decide."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from salesops.db.models import VersionedModel
from salesops.territories.models.plan import Territory


class TerritoryDispute(VersionedModel):
    """One open question about one account; until it is settled the present owner works it (domain §5.4)."""

    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    present_owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    held_by = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    claimed_by = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    settled_for = models.ForeignKey(Territory, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(settled_at__isnull=True), name="territories_dispute_open_once"
            ),
            models.CheckConstraint(condition=~Q(held_by=F("claimed_by")), name="territories_dispute_two_sides"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_for__isnull=True)
                | (Q(settled_at__isnull=False) & (Q(settled_for=F("held_by")) | Q(settled_for=F("claimed_by")))),
                name="territories_dispute_settled_for_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_by_id} or {self.claimed_by_id} for {self.account_id}"


class DisputeWord(models.Model):
    """What one side says; the newest word of a side counts, and rows stay."""

    SIDES: ClassVar = [("held", "Holding region"), ("claimed", "Claiming region"), ("operations", "Sales operations")]

    dispute = models.ForeignKey(TerritoryDispute, on_delete=models.PROTECT, related_name="words")
    side = models.CharField(max_length=10, choices=SIDES)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.side}: {self.territory_id}"
