"""Who signs, who accepts on a marketplace, and the private offer there (docs/domain.md §7.1, §7.2)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from opportunities.domain.closing_set import REASON_LENGTH
from opportunities.domain.offer_words import MARKETPLACES
from salesops.db.models import VersionedModel

models.CharField.register_lookup(Length)


class Closing(VersionedModel):
    """The signer and the marketplace administrator of a deal: two people, or one with a reason (R26)."""

    opportunity = models.OneToOneField("opportunities.Opportunity", on_delete=models.PROTECT, related_name="closing")
    signer = models.ForeignKey("accounts.Contact", on_delete=models.PROTECT, related_name="+")
    signer_authority = models.ForeignKey(
        "opportunities.Document", null=True, on_delete=models.PROTECT, related_name="+"
    )
    admin = models.ForeignKey("accounts.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    buyer_account = models.CharField(max_length=80, blank=True)
    is_permission_confirmed = models.BooleanField(default=False)
    same_person_reason = models.CharField(max_length=300, blank=True)
    renews_by_itself = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(admin__isnull=True)
                | ~Q(admin=models.F("signer"))
                | Q(same_person_reason__length__gte=REASON_LENGTH),
                name="closing_signer_and_admin_told_apart",
            ),
            models.CheckConstraint(
                condition=Q(admin__isnull=True, buyer_account="", is_permission_confirmed=False)
                | (Q(admin__isnull=False, is_permission_confirmed=True) & ~Q(buyer_account="")),
                name="closing_admin_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signer} signs"


class MarketplaceOffer(models.Model):
    """The private offer finance made from a signed quote; what it says is never edited, another one is made.

    `price` is the value over the whole term, in `currency`; `reference` is the marketplace's own number.
    """

    opportunity = models.ForeignKey(
        "opportunities.Opportunity", on_delete=models.PROTECT, related_name="marketplace_offers"
    )
    quote = models.ForeignKey("opportunities.Quote", on_delete=models.PROTECT, related_name="marketplace_offers")
    marketplace = models.CharField(max_length=5, choices=MARKETPLACES)
    reference = models.CharField(max_length=120)
    url = models.URLField(max_length=500)
    buyer_account = models.CharField(max_length=80)
    price = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    term_months = models.PositiveSmallIntegerField()
    expires_on = models.DateField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(editable=False)
    acceptance = models.ForeignKey("opportunities.Document", null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opportunity"], condition=Q(withdrawn_at__isnull=True), name="marketplace_offer_one_open"
            ),
            models.CheckConstraint(
                condition=Q(acceptance__isnull=True, accepted_at__isnull=True)
                | Q(acceptance__isnull=False, accepted_at__isnull=False, withdrawn_at__isnull=True),
                name="marketplace_offer_accepted_in_writing",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="marketplace_offer_withdrawn_why",
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="marketplace_offer_has_reference"),
        ]

    def __str__(self) -> str:
        return self.reference
