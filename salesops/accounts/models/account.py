"""A company or public body we sell to, in its family of parents and subsidiaries."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django_countries.fields import CountryField

from salesops.accounts.domain.industries import INDUSTRIES
from salesops.db.models import VersionedModel


class Account(VersionedModel):
    """One account. `annual_revenue` is in millions of US dollars; `icp_fit` is 0–100 under `icp_rule_version`.

    An account that was merged into another stays as a row nobody is shown, so that the merge can be undone.
    """

    name = models.CharField(max_length=200)
    normal_name = models.CharField(max_length=200, editable=False)
    domain = models.CharField(max_length=253, blank=True, default="")
    country = CountryField(blank=True, default="")
    subdivision = models.CharField(max_length=6, blank=True, default="")
    city = models.CharField(max_length=120, blank=True, default="")
    industry = models.CharField(max_length=40, blank=True, default="", choices=INDUSTRIES)
    employees = models.PositiveIntegerField(null=True, blank=True)
    annual_revenue = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    year_established = models.PositiveSmallIntegerField(null=True, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="subsidiaries")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="accounts"
    )
    icp_fit = models.PositiveSmallIntegerField(null=True, editable=False)
    icp_rule_version = models.PositiveSmallIntegerField(null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="absorbed"
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="accounts_account_has_name"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="accounts_account_not_own_parent"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="accounts_account_not_in_itself"),
            models.CheckConstraint(
                condition=Q(icp_fit__isnull=True) | Q(icp_fit__lte=100), name="accounts_account_fit_range"
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="accounts_account_name"),
            models.Index(fields=["normal_name"], name="accounts_account_normal"),
            models.Index(fields=["domain"], condition=~Q(domain=""), name="accounts_account_domain"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="accounts_account_search"),
            GinIndex(OpClass(F("normal_name"), name="gin_trgm_ops"), name="accounts_account_alike"),
        ]

    def __str__(self) -> str:
        return self.name
