"""Who stands where: the customer's people, and our holder of each layer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from opportunities.domain.kinds import STAKEHOLDER_ROLES


class Stakeholder(models.Model):
    """A contact's role on one opportunity."""

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.CASCADE, related_name="stakeholders")
    contact = models.ForeignKey("accounts.Contact", on_delete=models.PROTECT, related_name="stakeholder_roles")
    role = models.CharField(max_length=24, choices=STAKEHOLDER_ROLES)
    note = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opportunity", "contact", "role"], name="stakeholder_role_once")]

    def __str__(self) -> str:
        return f"{self.contact} ({self.role})"


class LayerHolder(models.Model):
    """Who acts for one of the five layers on one opportunity; layer 2 is always the owner."""

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.CASCADE, related_name="layer_holders")
    layer = models.PositiveSmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)
    partner = models.ForeignKey("accounts.Partner", null=True, blank=True, on_delete=models.PROTECT)
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "layer"], name="layer_holder_once"),
            models.CheckConstraint(condition=Q(layer__in=[1, 3, 4, 5]), name="layer_holder_layer"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(partner__isnull=False), name="layer_holder_someone"
            ),
        ]

    def __str__(self) -> str:
        return f"L{self.layer}"
