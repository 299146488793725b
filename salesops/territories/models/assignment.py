"""Who has a territory, and which account is somebody's by name; nobody twice on one day."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from salesops.territories.domain.maps import DUTIES
from salesops.territories.models.plan import Territory


def no_overlap(name: str, *same: str) -> ExclusionConstraint:
    """This function will refuse two rows that share these fields and a day; the days are half-open (domain §5.3)."""
    days = Func(F("valid_from"), F("valid_to"), models.Value("[)"), function="daterange")
    equal = [(field, RangeOperators.EQUAL) for field in same]
    return ExclusionConstraint(name=name, expressions=[*equal, (days, RangeOperators.OVERLAPS)])


def days_in_order(name: str) -> models.CheckConstraint:
    """This function will refuse a row that ends before it began; one that ends as it begins never counted."""
    return models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name=name)


class TerritoryAssignment(models.Model):
    """One person has a territory as its account executive or sales developer, from a day to before another."""

    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="assignments")
    duty = models.CharField(max_length=3, choices=list(DUTIES.items()))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("valid_from", "id")
        constraints = [
            no_overlap("territories_assignment_one_at_a_time", "territory", "duty"),
            days_in_order("territories_assignment_days_in_order"),
            models.CheckConstraint(condition=Q(duty__in=list(DUTIES)), name="territories_assignment_duty_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.duty} of {self.territory_id} from {self.valid_from}"


class NamedAccount(models.Model):
    """An account that belongs to a territory by name, whatever its address (domain §5.2, level 1)."""

    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="named_accounts")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("valid_from", "id")
        constraints = [
            no_overlap("territories_named_one_at_a_time", "account"),
            days_in_order("territories_named_days_in_order"),
            models.CheckConstraint(condition=~Q(reason=""), name="territories_named_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} of {self.territory_id} from {self.valid_from}"
