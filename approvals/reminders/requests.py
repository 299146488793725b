"""Reminders of requests that came back, and of approvals that run out (domain §6.2, §6.5, §12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from approvals.models import ApprovalRequest, Decision
from opportunities.reminders.deals import day
from opportunities.reminders.pairing import with_deals
from salesops.core.actor import RecordRef
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule


@rule(
    Rule(
        key="approval_returned",
        scope="opportunity",
        title="Request came back",
        trigger="a request was returned for changes and lies untouched for two business days",
        stops="it is handed in again, or withdrawn",
        lanes=(lane("requester", "2 bd"), lane("manager", "5 bd")),
    )
)
def approval_returned(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the verdicts by which a request came back and waits for who asked."""
    rows = Decision.objects.filter(
        step__request__opportunity__in=ids, step__request__state="returned", verdict="returned",
        step__round=F("step__request__round"),
    )  # fmt: skip
    newest = rows.order_by("step__request", "-id").distinct("step__request").select_related("step__request", "by")
    for verdict, deal in with_deals(newest, attrgetter("step.request.opportunity_id")):
        request = verdict.step.request
        yield deal.matter(
            f"returned:{verdict.pk}", verdict.at,
            subject=RecordRef("approval_request", request.pk),
            title=f"Change it and ask again: {request.what}",
            why=f"{verdict.by.name} sent the request on {deal.name} back on {day(verdict.at, now)}.",
            people=deal.people | {"requester": (request.requester_id,)},
            path=reverse("approvals:resubmit", args=[request.pk]),
            act="Ask again",
        )  # fmt: skip


@rule(
    Rule(
        key="approval_expiring",
        scope="opportunity",
        title="Approval expires",
        trigger="an approval is five days from its last day, and a business day",
        stops="the customer accepted what it covers, or a new approval took its place",
        lanes=(lane("owner", "-5 d", "-1 bd"),),
    )
)
def approval_expiring(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the approvals that nobody has used or renewed, by their last day."""
    given = ApprovalRequest.objects.filter(opportunity__in=ids, state="approved", expires_on__isnull=False)
    renewed = ApprovalRequest.objects.filter(
        opportunity=OuterRef("opportunity"), kind=OuterRef("kind"), state="approved", pk__gt=OuterRef("pk")
    )
    unused = given.filter(Q(offer=None) | Q(offer__state__in=("draft", "presented"))).exclude(Exists(renewed))
    for request, deal in with_deals(unused.order_by("id"), attrgetter("opportunity_id")):
        if request.expires_on:
            yield deal.matter(
                f"expires:{request.expires_on}", request.expires_on,
                subject=RecordRef("approval_request", request.pk),
                title=f"Use or renew the approval: {request.what}",
                why=f"It covers {deal.name} until {day(request.expires_on, now)}.",
                people={"owner": (deal.owner_id,)},
                path=f"{reverse('approvals:ask', args=[deal.id])}?{urlencode({'kind': request.kind})}",
                act="Ask again",
            )  # fmt: skip
