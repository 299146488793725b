"""What territories know of an account besides its billing address; rows are added and never changed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from salesops.accounts.domain.segments import ENTERPRISE, MID_MARKET, SMALL


class AccountPlace(models.Model):
    """An address that beats the billing one: a verified headquarters, or sales operations' own word (domain §5.2).

    The newest row of a source counts; one without a country takes the word back.
    """

    SOURCES: ClassVar = [("override", "Set by hand"), ("headquarters", "Verified headquarters")]

    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=12, choices=SOURCES)
    country = models.CharField(max_length=2, blank=True, default="")
    subdivision = models.CharField(max_length=6, blank=True, default="")
    postal_code = models.CharField(max_length=12, blank=True, default="")
    county = models.CharField(max_length=60, blank=True, default="")
    city = models.CharField(max_length=120, blank=True, default="")
    reason = models.CharField(max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=["override", "headquarters"]), name="territories_place_source_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="territories_place_has_reason"),
        ]
        indexes = [models.Index(fields=["account", "source", "-id"], name="territories_place_newest")]

    def __str__(self) -> str:
        return f"{self.source} of {self.account_id}"


class StandaloneBuyer(models.Model):
    """Whether an account of a family buys for itself, so that its own address counts; the newest row does."""

    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    is_standalone = models.BooleanField()
    reason = models.CharField(max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="territories_standalone_has_reason")]
        indexes = [models.Index(fields=["account", "-id"], name="territories_standalone_newest")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.is_standalone}"


class FrozenSegment(models.Model):
    """The segment an account keeps for a fiscal year: written when its size first changes in that year."""

    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    segment = models.CharField(max_length=12)
    employees = models.PositiveIntegerField()
    frozen_at = models.DateTimeField()

    class Meta:
        ordering = ("account", "fiscal_year")
        constraints = [
            models.UniqueConstraint(fields=["account", "fiscal_year"], name="territories_segment_once_a_year"),
            models.CheckConstraint(
                condition=Q(segment__in=[SMALL, MID_MARKET, ENTERPRISE]), name="territories_segment_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} FY{self.fiscal_year}: {self.segment}"
