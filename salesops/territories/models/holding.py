"""Whose each account was when the map was last followed: what a change of the map is told from."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from salesops.territories.models.plan import Territory


class AccountHolding(models.Model):
    """One account's resolution as it was last followed; derived, and rewritten when the map moves it."""

    account = models.OneToOneField("accounts.Account", on_delete=models.PROTECT, primary_key=True, related_name="+")
    verdict = models.CharField(max_length=8)
    territory = models.ForeignKey(Territory, null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sdr = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    node = models.CharField(max_length=24, blank=True)
    theatre = models.CharField(max_length=24, blank=True)
    since = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["account"], condition=~models.Q(verdict="owned"), name="territories_holding_unowned")
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.verdict}"


class MapFollow(models.Model):
    """When the map was last followed, and for which day; one row."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="territories_follow_single")]

    def __str__(self) -> str:
        return f"{self.day}"
