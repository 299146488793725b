"""What is sold and what money is worth: products and exchange rates."""

from __future__ import annotations

from django.db import models


class Product(models.Model):
    """A catalogue product. `list_price` is per unit, in `currency`; `aliases` are other spellings met in files."""

    name = models.CharField(max_length=120, unique=True)
    series = models.CharField(max_length=60, blank=True)
    list_price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="USD")
    aliases = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.name


class ExchangeRate(models.Model):
    """One unit of `currency` in the reporting currency, from `on` until the next row."""

    currency = models.CharField(max_length=3)
    on = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["currency", "on"], name="opportunities_exchangerate_once"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="opportunities_exchangerate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.rate} ({self.on})"
