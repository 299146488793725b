"""What we know of a buyer somebody introduces: open deals, and our own work of late (docs/domain.md §11.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from opportunities.models import Activity, Opportunity
from salesops.intake.domain.findings import Buyer, Finding
from salesops.intake.domain.introductions import WORKED_WITHIN

MOST = 20


def known_of(buyer: Buyer, now: datetime) -> Iterator[Finding]:
    """This function will find the open deals of the company, and what we did with the buyer within 30 days."""
    deals = Opportunity.objects.filter(account_id__in=buyer.exact_ids, stage_kind="open").select_related("owner")
    for deal in deals.order_by("pk")[:MOST]:
        why = f"Owned by {deal.owner.name}. Use case: {deal.use_case or 'not said'}."
        yield Finding("open_opportunity", deal.name, why, reverse("opportunities:page", args=[deal.pk]))
    with_buyer = Q(contacts__email__iexact=buyer.email) | Q(opportunity__account_id__in=buyer.exact_ids)
    recent = Activity.objects.filter(with_buyer, happened_at__gte=now - WORKED_WITHIN, happened_at__lte=now)
    for activity in recent.distinct().select_related("by", "opportunity").order_by("-happened_at", "-pk")[:1]:
        why = f"{activity.by.name} on {activity.happened_at:%d %b %Y}, on {activity.opportunity.name}."
        path = reverse("opportunities:page", args=[activity.opportunity_id])
        yield Finding("worked", activity.subject, why, path)
