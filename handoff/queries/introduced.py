"""What we know of a buyer somebody introduces: whether the company is a customer (docs/domain.md §11.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from handoff.models import Agreement
from salesops.intake.domain.findings import Buyer, Finding


def agreements_of(buyer: Buyer, now: datetime) -> Iterator[Finding]:
    """This function will find the agreements of the company that are in force today."""
    today = now.date()
    rows = Agreement.objects.filter(
        opportunity__account__in=buyer.exact_ids, voided_at__isnull=True, starts_on__lte=today, ends_on__gte=today
    )
    for row in rows.order_by("-ends_on", "-pk")[:5]:
        path = reverse("opportunities:page", args=[row.opportunity_id])
        yield Finding("customer", row.name, f"Its agreement runs until {row.ends_on:%d %b %Y}.", path)
