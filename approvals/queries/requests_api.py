"""What the REST interface reads of requests: always behind their deal."""

from __future__ import annotations

from django.db.models import QuerySet

from approvals.models import ApprovalRequest
from opportunities.queries.visible import get_visible
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible


def requests_of(actor: Actor, opportunity_id: int) -> QuerySet[ApprovalRequest]:
    """This function will return the requests about one deal, ended ones too. Raises: NotVisible, Refused."""
    return ApprovalRequest.objects.filter(opportunity=get_visible(actor, opportunity_id))


def request_record(actor: Actor, request_id: int) -> ApprovalRequest:
    """This function will return one request. Raises: NotVisible, Refused where only the deal's summary is shown."""
    row = ApprovalRequest.objects.filter(pk=request_id).first()
    if row is None:
        raise NotVisible("not_found", f"There is no request {request_id} for you.", next_action="List the deal's.")
    get_visible(actor, row.opportunity_id)
    return row
