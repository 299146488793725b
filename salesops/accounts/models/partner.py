"""A partner company that introduces buyers: its agreement, its non-disclosure agreement, its people (domain §11.1)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from salesops.accounts.domain.nda import NdaState, nda_state
from salesops.db.models import VersionedModel


class Partner(VersionedModel):
    """One partner. `fee_percent` is a share of the first year's value; the dates of both papers count inclusively."""

    name = models.CharField(max_length=160)
    domain = models.CharField(max_length=253, blank=True, default="")
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="managed_partners"
    )
    nda_from = models.DateField(null=True, blank=True)
    nda_to = models.DateField(null=True, blank=True)
    nda_link = models.URLField(max_length=500, blank=True, default="")
    agreement_from = models.DateField(null=True, blank=True)
    agreement_to = models.DateField(null=True, blank=True)
    agreement_link = models.URLField(max_length=500, blank=True, default="")
    fee_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    fee_terms = models.CharField(max_length=400, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(Lower("name"), name="accounts_partner_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="accounts_partner_has_name"),
            models.CheckConstraint(
                condition=Q(nda_from__isnull=True, nda_to__isnull=True)
                | Q(nda_from__isnull=False, nda_to__isnull=False, nda_from__lte=F("nda_to")),
                name="accounts_partner_nda_in_order",
            ),
            models.CheckConstraint(
                condition=Q(agreement_to__isnull=True) | Q(agreement_from__lte=F("agreement_to")),
                name="accounts_partner_agreement_in_order",
            ),
            models.CheckConstraint(
                condition=Q(fee_percent__isnull=True) | Q(fee_percent__gte=0, fee_percent__lte=100),
                name="accounts_partner_fee_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def nda_on(self, day: date) -> NdaState:
        """This function will say how the partner's non-disclosure agreement stands on a day."""
        return nda_state(self.nda_from, self.nda_to, day)

    def owes_fee_on(self, day: date) -> bool:
        """This function will say whether an agreement about a fee is in force on a day; an open one has no last day."""
        has_begun = self.agreement_from is not None and self.agreement_from <= day
        return bool(self.fee_percent) and has_begun and (self.agreement_to is None or day <= self.agreement_to)


class PartnerPerson(models.Model):
    """Somebody of a partner who signs in to the portal, and nowhere else, until `ended_at`."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="people")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="partner_person")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("added_at", "id")

    def __str__(self) -> str:
        return f"{self.user} of {self.partner}"
