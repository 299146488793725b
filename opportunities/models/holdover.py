"""A deal whose territory went to somebody else and that stays with its owner for a while."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Holdover(models.Model):
    """One deal past its first stage stays with who works it, until `ends_on` at the latest (domain §5.4)."""

    OUTCOMES: ClassVar = [("moved", "Moved"), ("kept", "Kept"), ("closed", "Closed"), ("superseded", "Superseded")]

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="holdovers")
    from_owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to_owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey("territories.Territory", null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=500)
    starts_at = models.DateTimeField()
    ends_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=OUTCOMES, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("ends_on", "id")
        constraints = [
            models.UniqueConstraint(fields=["opportunity"], condition=Q(outcome=""), name="holdover_open_once"),
            models.CheckConstraint(condition=~Q(from_owner=F("to_owner")), name="holdover_two_people"),
            models.CheckConstraint(
                condition=Q(outcome="", ended_at__isnull=True) | (~Q(outcome="") & Q(ended_at__isnull=False)),
                name="holdover_ended_with_outcome",
            ),
        ]
        indexes = [models.Index(fields=["ends_on", "id"], condition=Q(outcome=""), name="holdover_due")]

    def __str__(self) -> str:
        return f"{self.opportunity_id} until {self.ends_on}"
