"""Price books: what things cost before anybody bargains. Published once, then never edited; the newest counts."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from opportunities.domain.offer_words import CHARGES, KINDS


class PriceBook(models.Model):
    """The list prices in one currency, from `valid_from` until a later book of that currency (docs/domain.md §6.3)."""

    name = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    valid_from = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The transaction that published it, kept by its trigger: no entry joins a book later.
    xid = models.BigIntegerField(default=0, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["currency", "valid_from"], name="pricebook_one_a_day"),
            models.CheckConstraint(condition=~Q(name="") & Q(currency__regex="^[A-Z]{3}$"), name="pricebook_is_named"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.currency})"

    @property
    def listed_entries(self) -> list[dict[str, str]]:
        """The entries as plain values, by code; prices as text."""
        names = "code name detail kind charge unit_list unit_cost".split()
        entries = sorted(self.entries.all(), key=lambda entry: entry.code)
        return [{name: str(getattr(entry, name)) for name in names} for entry in entries]


class PriceBookEntry(models.Model):
    """One thing we sell. A recurring unit is priced per year; `unit_cost` is what it costs us."""

    book = models.ForeignKey(PriceBook, on_delete=models.PROTECT, related_name="entries")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    detail = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=8, choices=KINDS)
    charge = models.CharField(max_length=9, choices=CHARGES)
    unit_list = models.DecimalField(max_digits=14, decimal_places=2)
    unit_cost = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["book", "code"], name="pricebookentry_code_once"),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name="") & Q(kind__in=dict(KINDS)) & Q(charge__in=dict(CHARGES)),
                name="pricebookentry_is_named",
            ),
            models.CheckConstraint(condition=Q(unit_list__gte=0, unit_cost__gte=0), name="pricebookentry_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name
